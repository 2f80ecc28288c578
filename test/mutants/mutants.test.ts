import { readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import { instrument } from './instrument.ts';
import { mutated } from './mutant.ts';
import { mutationsOf } from './mutators.ts';
import { withFigures } from './page.ts';
import { readResult } from './result.ts';
import './switch.ts';

const SOURCE = `
type Size = 'small' | 'large';
export function judge(input: { readonly list?: readonly number[]; size: Size } | null): unknown {
  const found: number[] = [];
  if (input?.size === 'small' && !found.length) return input.list?.filter((one) => one > 1).map((one) => one * 2) ?? null;
  for (const one of input?.list ?? []) {
    if (one < 0) continue;
    found.push(one + 1);
  }
  return found.some((one) => one >= 3) ? { size: 'large' as Size, found: found!.slice(1) } : found.length;
}
`;
const INPUTS = [null, { size: 'small' }, { size: 'small', list: [1, 2, 3] }, { size: 'large', list: [-1, 0, 2, 3] }];

type Judge = (input: unknown) => unknown;

const mutants = mutationsOf(SOURCE).map((mutation, index) => {
  return { ...mutation, id: String(index + 1), folder: 'policy' as const, file: '', line: 1, was: '' };
});

it('finds every kind of change', () => {
  const kinds = new Set(mutants.map(({ mutator }) => mutator));
  expect([...kinds].sort()).toEqual(
    ['??', 'answer', 'condition', 'method', 'negation', 'number', 'operator', 'optional', 'statement', 'word'].sort(),
  );
});

it('does with all switches off what the source does, and with one on what that change alone does', async () => {
  const together = await load(instrument(SOURCE, mutants));
  expect(told(together)).toEqual(told(await load(SOURCE)));
  for (const mutant of mutants) {
    const alone = told(await load(mutated(SOURCE, mutant)));
    __mutants.turnOn(new Set([mutant.id]), 1_000);
    const switched = told(together);
    __mutants.turnOff();
    expect(switched, `${mutant.mutator} at ${mutant.start}`).toEqual(alone);
  }
});

it('ends a loop that would go on for ever', async () => {
  const endless = await load(instrument('export function judge() { for (;;) { } }', []));
  __mutants.turnOn(new Set(), 5);
  expect(() => endless(null)).toThrow('the mutant takes too long');
  __mutants.turnOff();
});

it('the page tells the figures of the last run', () => {
  const page = readFileSync('docs/reliability.md', 'utf8');
  const expected = withFigures(page, readResult(1));
  if (process.env['REGENERATE'] !== undefined) writeFileSync('docs/reliability.md', expected);
  else expect(page).toBe(expected);
});

function told(judge: Judge): readonly unknown[] {
  return INPUTS.map((input) => {
    try {
      return judge(input);
    } catch (error) {
      return (error as Error).name;
    }
  });
}

async function load(source: string): Promise<Judge> {
  const { code } = transformSync(source, { loader: 'ts', format: 'esm' });
  const { judge } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
  return judge;
}
