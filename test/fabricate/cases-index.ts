import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CASES_ROOT, casesOnDisk } from './cases-on-disk.ts';

/** A heading of the third level of `docs/reasoning.md`. */
export interface Rule {
  readonly section: string;
  readonly name: string;
}

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'reasoning.md');

/**
 * `test/cases/rules.json`: the rule that each theme shows; where not all of its cases show the same one, that of each by
 * its name, and of those that are not named under `*`.
 */
const THEMES = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]));

/** In the order of their page. */
export function rules(): readonly Rule[] {
  let section = '';
  return readFileSync(PAGE, 'utf8')
    .split('\n')
    .flatMap((line) => {
      section = /^## (.+)/.exec(line)?.[1] ?? section;
      const name = /^### (.+)/.exec(line)?.[1];
      return name === undefined ? [] : [{ section, name }];
    });
}

/** The rule of every case by the case's name, `theme/case`; undefined where nothing tells it. */
export function ruleOfEachCase(): ReadonlyMap<string, string | undefined> {
  const { cases, refusals } = casesOnDisk();
  const themes = told();
  return new Map(
    [...cases, ...refusals]
      .map(({ name }) => name)
      .sort()
      .map((name) => {
        const [theme = '', folder = ''] = name.split('/');
        const rule = themes[theme];
        return [name, typeof rule === 'object' ? (rule[folder] ?? rule['*']) : rule];
      }),
  );
}

/** What `rules.json` names and is not there. */
export function namedInVain(): readonly string[] {
  return Object.entries(told()).flatMap(([theme, rule]) => {
    const found = new Set(readdirSync(join(CASES_ROOT, theme)));
    const named = typeof rule === 'string' ? [] : Object.keys(rule).filter((name) => name !== '*');
    return named.filter((name) => !found.has(name)).map((name) => `${theme}/${name}`);
  });
}

/** `test/cases/README.md` */
export function casesIndex(): string {
  const ofCases = [...ruleOfEachCase()];
  let section = '';
  const parts = rules().map((rule) => {
    const opening = rule.section === section ? '' : `## ${rule.section}\n\n`;
    section = rule.section;
    const cases = ofCases.filter(([, name]) => name === rule.name);
    const links = cases.map(([name]) => `- [${name.replace('/', ': ').replaceAll('-', ' ')}](${name})\n`);
    return `${opening}### [${rule.name}](../../docs/reasoning.md#${anchor(rule.name)})\n\n${links.join('')}`;
  });
  return `${OPENING}\n${parts.join('\n')}`;
}

const OPENING = `# Cases, by the rule that each shows

Written by \`npm run samples\` from \`rules.json\`, the folders here and the headings of [the rules](../../docs/reasoning.md).
A case holds \`evidence/\`, \`expected.json\` with its story, and \`options.json\` where it is run with any:
\`inventory-forensics investigate test/cases/<theme>/<case>/evidence\` tells it.
`;

/** As GitHub makes it of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function told(): z.infer<typeof THEMES> {
  return THEMES.parse(JSON.parse(readFileSync(join(CASES_ROOT, 'rules.json'), 'utf8')));
}
