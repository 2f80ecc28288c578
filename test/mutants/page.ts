import { existsSync, readFileSync } from 'node:fs';
import { FOLDERS, type Folder } from './mutant.ts';
import type { Result } from './result.ts';

const HEAD = '| folder | changes | noticed | | change no answer | noticed of the others | branches taken |';

/** The page with the figures of a run in its table. */
export function withFigures(page: string, { date, seed, folders }: Result): string {
  const rows = FOLDERS.flatMap((folder) => {
    const of = folders[folder];
    if (of === undefined) return [];
    const killed = of.mutants - of.survivors.length;
    const equivalent = of.survivors.filter(({ why }) => why !== null).length;
    const percent = (all: number): string => `${Math.floor((100 * killed) / all)} %`;
    const branches = of.branches === null ? '' : `${of.branches} %`;
    return [
      `| \`${folder}\` | ${of.mutants} | ${killed} | ${percent(of.mutants)} | ${equivalent} | ${percent(of.mutants - equivalent)} | ${branches} |`,
    ];
  });
  const told = [HEAD, '|---|---|---|---|---|---|---|', ...rows, '', `Measured ${date}, seed ${seed}.`].join('\n');
  const start = page.indexOf(HEAD);
  if (start === -1) throw new RangeError(`the page has no table ${HEAD}`);
  const [old = ''] = /^(\|.*\n)+\n*(Measured .*)?/.exec(page.slice(start)) ?? [];
  return `${page.slice(0, start)}${told}${page.slice(start + old.length)}`;
}

/** Of the branches of a folder, how many tests take, in percent, as `npm run coverage` last measured; null where it did not. */
export function branchesTaken(folder: Folder): number | null {
  const file = 'coverage/coverage-summary.json';
  if (!existsSync(file)) return null;
  const summary: Record<string, { readonly branches: { readonly total: number; readonly covered: number } }> =
    JSON.parse(readFileSync(file, 'utf8'));
  const own = Object.entries(summary).flatMap(([path, { branches }]) =>
    path.includes(`/src/${folder}/`) ? [branches] : [],
  );
  const [covered, total] = own.reduce(([sum, all], of) => [sum + of.covered, all + of.total], [0, 0]);
  return total === 0 ? null : Math.floor((1000 * covered) / total) / 10;
}
