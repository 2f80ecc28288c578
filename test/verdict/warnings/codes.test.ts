import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WARNING_MEANINGS, type WarningCode } from '../../../src/verdict/warnings/codes.ts';
import { commandsOf } from '../../docs/commands.ts';
import { casesOnDisk } from '../../fabricate/cases-on-disk.ts';
import { ALL_SAMPLES } from '../../fabricate/samples/all-samples.ts';

const CODES = Object.keys(WARNING_MEANINGS) as WarningCode[];
const PAGES = join('docs', 'findings');

/** What no folder of evidence can show: files to be signed, broken or refused first, and what `check` alone says. */
const SHOWN_BY_TESTS: Readonly<Partial<Record<WarningCode, string>>> = {
  'tampered-evidence': 'test/verify/check-evidence.test.ts',
  'digest-problems': 'test/verify/check-evidence.test.ts',
  'unreadable-source': 'test/verdict/warnings/evidence-warnings.test.ts',
  'prefix-ends-with-slash': 'test/policy/cases/actions-and-resources.json',
};

describe('the code of a warning', () => {
  it('has a page, and each page a code', () => {
    const pages = readdirSync(PAGES).filter((file) => file !== 'README.md');
    expect(pages.sort()).toEqual(CODES.map((code) => `${code}.md`).sort());
  });

  it('is in the index, with what it says', () => {
    const rows = textOf(join(PAGES, 'README.md'))
      .split('\n')
      .filter((line) => line.startsWith('| [`'));
    expect(rows).toEqual(CODES.map((code) => `| [\`${code}\`](${code}.md) | ${WARNING_MEANINGS[code]} |`));
  });

  it.each(CODES)('%s is shown by a case', (code) => {
    const test = SHOWN_BY_TESTS[code];
    if (test === undefined) expect([...expectedCodes()]).toContain(code);
    else expect(textOf(test)).toMatch(new RegExp(`["']${code}["']`));
  });
});

describe('the page of a warning', () => {
  it.each(CODES)('%s says what it means and what to do', (code) => {
    const meaning = WARNING_MEANINGS[code];
    const page = textOf(join(PAGES, `${code}.md`));
    expect(page).toContain(`# \`${code}\`\n\n${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.\n`);
    for (const part of ['What it says.', 'Why it matters.', 'What to do.']) expect(page).toContain(`\n**${part}** `);
  });

  /** That it is printed, `test/docs/commands.test.ts` sees to. */
  it.each(CODES)('%s shows a command and what it reports', (code) => {
    const shown = commandsOf(join(PAGES, `${code}.md`)).filter(({ isExcerpt }) => isExcerpt);
    expect(shown.map(({ output }) => output.join(' ').includes(`[${code}]`))).toEqual([true]);
  });
});

function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

let known: ReadonlySet<string> | undefined;

function expectedCodes(): ReadonlySet<string> {
  known ??= new Set([
    ...ALL_SAMPLES.flatMap(({ expected }) => expected.warnings ?? []),
    ...casesOnDisk().cases.flatMap(({ expected }) => expected.warnings ?? []),
  ]);
  return known;
}
