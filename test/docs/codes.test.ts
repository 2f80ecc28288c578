import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LINKS } from '../../src/delivery-path/link.ts';
import { PROBLEMS } from '../../src/verify/problem.ts';
import { casesOnDisk } from '../fabricate/cases-on-disk.ts';
import { ALL_SAMPLES } from '../fabricate/samples/all-samples.ts';
import { pageText } from './pages.ts';

/** The cells of each row of a page that begins with code, without its quotes. */
function rowsOf(page: string): readonly (readonly string[])[] {
  return [...pageText(page).matchAll(/^\| (`.*) \|$/gm)].map(([, row = '']) => row.split(' | '));
}

function codesIn(cell = ''): readonly string[] {
  return [...cell.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code);
}

/** Of warnings, of conditions and of `check`: the tests beside those have them. */
describe('what a report may name has its row', () => {
  it('a cause, by its link and decision', () => {
    const rows = rowsOf('docs/causes.md').flatMap(([link, decision]) =>
      codesIn(link).flatMap((one) => codesIn(decision).map((another) => `${one} ${another}`)),
    );
    const cases = [...ALL_SAMPLES, ...casesOnDisk().cases].flatMap(({ expected }) => expected.incidents ?? []);
    const causes = cases.flatMap(({ cause }) => (cause ? [`${cause.link} ${cause.decision}`] : []));
    expect([...new Set(causes)].filter((cause) => !rows.includes(cause))).toEqual([]);
    expect(LINKS.filter((link) => !rows.some((row) => row.startsWith(`${link} `)))).toEqual([]);
  });

  it('a problem of evidence', () => {
    const rows = rowsOf('docs/verify.md').filter(([, verdict]) => /^(?:failed|not verifiable)$/.test(verdict ?? ''));
    expect(rows).toEqual(
      Object.entries(PROBLEMS).map(([kind, { verdict, meaning }]) => [
        `\`${kind}\``,
        verdict.replace('-', ' '),
        meaning,
      ]),
    );
  });

  it('an error', () => {
    const schema = JSON.parse(readFileSync('src/cli/terminal/error.schema.json', 'utf8'));
    const rows = rowsOf('docs/exit-codes.md').flatMap(([code]) => codesIn(code));
    expect(rows).toEqual(['error.code', ...schema.properties.error.properties.code.enum].slice(1));
  });
});
