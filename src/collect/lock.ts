import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as z from 'zod';
import { codeOf, ForensicsError } from '../errors.ts';
import { refuseLinks } from './containment.ts';

/** While it is there, somebody collects into the directory. */
export const LOCK = 'collection.lock';

/** Locks of this very process, as they are written. */
const ours = new Set<string>();

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

const holder: z.ZodType<Holder> = z.object({ pid: z.number().int(), host: z.string(), since: z.string() });

/**
 * Takes a directory for this process alone. A lock whose process is gone, as after a kill, is taken over.
 *
 * @param since ISO 8601, for whoever finds the lock
 * @returns gives the directory back
 * @throws ForensicsError `usage` when another process collects there, the system's error when it cannot be written
 */
export function lockDirectory(directory: string, since: string): () => void {
  refuseLinks(directory, LOCK);
  const path = join(realpathSync(directory), LOCK);
  const text = `${JSON.stringify({ pid: process.pid, host: hostname(), since } satisfies Holder)}\n`;
  if (!create(path, text)) takeOver(path, text);
  ours.add(path);
  return () => {
    ours.delete(path);
    if (textOf(path) === text) rmSync(path);
  };
}

/** The holder that a lock names; null where nothing is there that this program has written. */
export function lockHolder(directory: string): Holder | null {
  return holderIn(textOf(join(directory, LOCK)));
}

/** Whoever gets to make the mark of a lock that nobody holds any more may replace it, and nobody else. */
function takeOver(path: string, text: string): void {
  const found = textOf(path);
  const left = holderIn(found);
  if (left === null || ours.has(path) || isAlive(left)) throw held(path, left);
  const mark = `${path}.${left.pid}`;
  if (!create(mark, text)) throw held(path, left);
  const isStill = textOf(path) === found;
  if (!isStill) {
    rmSync(mark);
    throw held(path, holderIn(textOf(path)));
  }
  renameSync(mark, path);
}

function held(path: string, by: Holder | null): ForensicsError {
  const who = by === null ? '' : ` (process ${by.pid} on ${by.host}, since ${by.since})`;
  return new ForensicsError('usage', `--out: another collect is at work there${who}`, {
    hint: `wait for it; if there is none any more, delete "${path}"`,
  });
}

/** Of another machine nobody here can tell. A process that had our number before us is gone. */
function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function holderIn(text: string | null): Holder | null {
  try {
    return holder.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
}
