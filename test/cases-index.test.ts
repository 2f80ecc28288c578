import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesIndex, namedInVain, ruleOfEachCase, rules } from './fabricate/cases-index.ts';
import { CASES_ROOT } from './fabricate/cases-on-disk.ts';

const INDEX = join(CASES_ROOT, 'README.md');

describe('the rules of reasoning', () => {
  const names = rules().map(({ name }) => name);

  it('are each shown by a case', () => {
    const shown = new Set(ruleOfEachCase().values());
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('have names of their own', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it('are what every case shows one of', () => {
    const others = [...ruleOfEachCase()].filter(([, rule]) => rule === undefined || !names.includes(rule));
    expect(others).toEqual([]);
    expect(namedInVain()).toEqual([]);
  });
});

describe('the index of cases', () => {
  // With REGENERATE=1 (`npm run samples`) it is written first.
  it('is what the cases and their rules make it', () => {
    if (process.env['REGENERATE'] === '1') writeFileSync(INDEX, casesIndex());
    expect(readFileSync(INDEX, 'utf8')).toBe(casesIndex());
  });
});
