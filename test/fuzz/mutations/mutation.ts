import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { Random } from '../random.ts';

/** Evidence in memory: files by their names. */
export type Files = ReadonlyMap<string, Buffer>;

/** What a mutation may do to the truth: nothing, take some of it away, or anything. */
export type Effect = 'neutral' | 'removes' | 'any';

/** What of the evidence a mutation takes hold of. */
export type Level = 'bytes' | 'lines' | 'fields' | 'JSON nodes' | 'files' | 'archives' | 'envelopes' | 'splits';

export interface Mutation {
  readonly level: Level;
  readonly effect: Effect;
  /** Leaves the files as they are where there is nothing that it could take hold of. */
  readonly apply: Apply;
}

export type Apply = (files: Map<string, Buffer>, random: Random) => void;

/** Mutations of one level, by name. */
export function level(
  name: Level,
  mutations: Readonly<Record<string, Omit<Mutation, 'level'>>>,
): Record<string, Mutation> {
  return Object.fromEntries(Object.entries(mutations).map(([key, mutation]) => [key, { level: name, ...mutation }]));
}

/** One file, whatever it holds. */
export function onFile(change: (bytes: Buffer, random: Random) => Buffer): Apply {
  return (files, random) => {
    if (files.size === 0) return;
    const name = random.pick([...files.keys()]);
    files.set(name, change(files.get(name) ?? NOTHING, random));
  };
}

/** One file as text, decompressed. */
export function onText(change: (text: string, random: Random) => string | Buffer): Apply {
  return onFile((bytes, random) => {
    const text = textOf(bytes);
    return text === null ? bytes : Buffer.from(change(text, random));
  });
}

export function onLines(change: (lines: readonly string[], random: Random) => readonly string[]): Apply {
  return onText((text, random) => change(text.split('\n'), random).join('\n'));
}

/** One file that is a JSON document. */
export function onJson(change: (value: unknown, random: Random) => string): Apply {
  return onText((text, random) => {
    const value = parsed(text);
    return value === undefined ? text : change(value, random);
  });
}

/** What a file holds that somebody might have compressed; null where that is damaged. */
export function plainOf(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: 16 * 1024 * 1024 });
  } catch {
    return null;
  }
}

/** null for what is damaged, an archive, or no UTF-8. */
export function textOf(bytes: Buffer): string | null {
  const plain = plainOf(bytes);
  return plain === null || plain.includes(0) || !isUtf8(plain) ? null : plain.toString('utf8');
}

/** undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NOTHING = Buffer.alloc(0);
