import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Effect } from '../fuzz/mutations/mutation.ts';
import { MUTATIONS } from '../fuzz/mutations/mutations.ts';
import { ELSEWHERE } from './elsewhere.ts';
import type { EvidenceFault } from './fault.ts';
import { type AwsFault, FROM_AWS } from './from-aws.ts';
import { EVIDENCE_FAULTS } from './registry.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'reliability.md');

function ofEvidence({ told, verdict }: EvidenceFault): string {
  if (verdict === 'refused') return 'a usage error, in words';
  return [
    ...(told === null ? [] : ['told']),
    verdict === 'same' ? 'the verdict stays' : 'nothing wrong is proven',
  ].join('; ');
}

function ofAws({ code }: AwsFault): string {
  if (code === 0) return 'asked for again, and read';
  return code === 1 ? 'told; exit 1' : 'told; exit 3';
}

const FAULTS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ...Object.entries(EVIDENCE_FAULTS).map(
    ([group, faults]) =>
      [group, Object.entries(faults).map(([name, fault]) => [name, ofEvidence(fault)] as const)] as const,
  ),
  ['a bucket that is read', Object.entries(FROM_AWS).map(([name, fault]) => [name, ofAws(fault)] as const)],
  ['surroundings', Object.entries(ELSEWHERE).map(([name, { outcome }]) => [name, outcome] as const)],
];

const EFFECTS: Readonly<Record<Effect, string>> = {
  neutral: 'the same case, incidents, timeline and path',
  removes: 'no other change proven, no run that came proven lost',
  any: 'whatever the evidence now says',
};

const TABLES: readonly string[] = [
  table(
    '| fault | of | what comes of it |',
    FAULTS.flatMap(([group, rows]) => rows.map(([name, outcome]) => [name, group, outcome])),
  ),
  table('| faults of | kinds |', [
    ...FAULTS.map(([group, rows]) => [group, String(rows.length)]),
    ['all', String(FAULTS.reduce((sum, [, rows]) => sum + rows.length, 0))],
  ]),
  table(
    '| what is done | to | the answer |',
    Object.entries(MUTATIONS).map(([name, { level, effect }]) => [name, level, EFFECTS[effect]]),
  ),
];

function table(head: string, rows: readonly (readonly string[])[]): string {
  const line = `|${'---|'.repeat(head.split('|').length - 2)}`;
  return [head, line, ...rows.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

it('the tables of docs/reliability.md are those of the tests', () => {
  const page = readFileSync(PAGE, 'utf8');
  const expected = TABLES.reduce((text, wanted) => {
    const [head = ''] = wanted.split('\n');
    const start = text.indexOf(head);
    expect(start, head).toBeGreaterThan(-1);
    const end = text.indexOf('\n\n', start);
    return text.slice(0, start) + wanted + text.slice(end === -1 ? text.length : end);
  }, page);
  if (process.env['REGENERATE'] !== undefined) writeFileSync(PAGE, expected);
  else expect(page).toBe(expected);
});
