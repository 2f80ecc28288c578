import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mutation, mutationsOf } from './mutators.ts';

/** The folders of `src` whose tests are tested. */
export const FOLDERS = ['policy', 'delivery-path', 'timeline', 'verdict'] as const;
export type Folder = (typeof FOLDERS)[number];

/** One change of one file. */
export interface Mutant extends Mutation {
  /** By what is changed, not by where it stands: a line more in front of it leaves it the same. */
  readonly id: string;
  readonly folder: Folder;
  /** From the root of the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly was: string;
}

/** Every mutant of a folder, in an order by chance of the seed, in which those of code that stays as it is keep their place. */
export function mutantsOf(folder: Folder, seed: number): readonly Mutant[] {
  const all = filesUnder(`src/${folder}`).flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const alike = new Map<string, number>();
    return mutationsOf(source).map((mutation): Mutant => {
      const { start, end, host, mutator, now } = mutation;
      const what = [file, mutator, source.slice(host.start, host.end), start - host.start, now].join('\n');
      const nth = alike.get(what) ?? 0;
      alike.set(what, nth + 1);
      const line = source.slice(0, start).split('\n').length;
      return { ...mutation, id: hash(`${what}\n${nth}`), folder, file, line, was: source.slice(start, end) };
    });
  });
  const ranked = all.map((mutant) => ({ mutant, rank: hash(`${seed} ${mutant.id}`) }));
  return ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1)).map(({ mutant }) => mutant);
}

/** The text of the file with this change alone. */
export function mutated(source: string, { start, end, now }: Pick<Mutation, 'start' | 'end' | 'now'>): string {
  return source.slice(0, start) + now + source.slice(end);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function filesUnder(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}
