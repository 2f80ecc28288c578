import { closeSync, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { EvidenceInput } from '../sources/input.ts';
import { statsOf } from '../sources/modified-at.ts';
import { isPlainLog, READ_BUFFER_BYTES } from './read-now.ts';
import type { FileToRead, ReadingTask } from './task.ts';

export interface Plan {
  readonly tasks: Iterable<ReadingTask>;
  /** Threads worth starting for it, beside the main one, which does its share; 0 when the reading is short or nobody else can do it. */
  readonly threads: number;
}

export interface PlanOptions {
  /** Size of the parts of large logs. */
  readonly partBytes: number;
  /** Lines in front of a part have to be known before it is read. */
  readonly countLines: boolean;
  /** Whether hashes are wanted: those of files read in parts are tasks of their own. */
  readonly hash: boolean;
  /** Plain bytes that one thread gets through in little more than the time that another takes to start. */
  readonly worthAThread: number;
  /** As many threads as this, whatever the evidence; as many as are worth it unless given. */
  readonly threads?: number | undefined;
}

/**
 * Cuts the reading of sources into tasks, in the order of the sources: files by the dozen, large plain access logs in
 * parts, everything that is no file on its own. Whatever the plan, the answers in order are the same.
 */
export function planTasks(inputs: readonly EvidenceInput[], options: PlanOptions): Plan {
  const sizes = inputs.length <= MOST_SIZED ? inputs.map(sizeOf) : null;
  const files = inputs.filter(({ kind }) => kind === 'file').length;
  const work = sizes?.reduce((sum, size, index) => sum + size * weightOf(inputs[index]), 0) ?? Number.POSITIVE_INFINITY;
  const threads = options.threads ?? (work < options.worthAThread || files === 0 ? 0 : threadsHere());
  const batch = Math.max(1, Math.min(LARGEST_BATCH, Math.ceil(files / ((threads + 1) * BATCHES_A_THREAD))));
  return { threads, tasks: tasksFor(inputs, sizes, batch, options) };
}

function* tasksFor(
  inputs: readonly EvidenceInput[],
  sizes: readonly number[] | null,
  batch: number,
  options: PlanOptions,
): Generator<ReadingTask, void, undefined> {
  let files: FileToRead[] = [];
  for (const [index, input] of inputs.entries()) {
    const size = sizes?.[index] ?? 0;
    const file = input.kind === 'file' ? { index, name: input.name, path: input.path } : null;
    const isAlone = file === null || size >= options.partBytes;
    if (files.length >= batch || (isAlone && files.length > 0)) {
      yield { kind: 'files', files };
      files = [];
    }
    if (file === null) yield { kind: 'source', index };
    else if (isAlone && size >= 2 * options.partBytes && isLogFile(file.path)) yield* partsOf(file, size, options);
    else files.push(file);
  }
  if (files.length > 0) yield { kind: 'files', files };
}

function* partsOf(file: FileToRead, size: number, options: PlanOptions): Generator<ReadingTask, void, undefined> {
  const { partBytes, countLines, hash } = options;
  if (hash) yield { kind: 'hash', file };
  let linesBefore = countLines ? 0 : null;
  for (let from = 0; from < size; from += partBytes) {
    const to = Math.min(size, from + partBytes);
    yield { kind: 'part', file, part: { from, to, linesBefore, isLast: to === size } };
    if (linesBefore !== null) linesBefore += linesIn(file.path, from, to);
  }
}

/** How many lines begin at bytes `from` to `to`, `to` not among them: those behind a newline, and the file's first. */
function linesIn(path: string, from: number, to: number): number {
  const buffer = Buffer.allocUnsafe(READ_BUFFER_BYTES);
  const descriptor = openSync(path, 'r');
  let count = from === 0 ? 1 : 0;
  try {
    for (let at = Math.max(0, from - 1); at < to - 1; ) {
      const size = readSync(descriptor, buffer, 0, Math.min(buffer.length, to - 1 - at), at);
      if (size === 0) break;
      const chunk = buffer.subarray(0, size);
      for (let newline = chunk.indexOf(NEWLINE); newline !== -1; newline = chunk.indexOf(NEWLINE, newline + 1)) count++;
      at += size;
    }
  } finally {
    closeSync(descriptor);
  }
  return count;
}

/** Whether a large file is a log that can be read in parts. */
function isLogFile(path: string): boolean {
  const buffer = Buffer.allocUnsafe(READ_BUFFER_BYTES);
  try {
    const descriptor = openSync(path, 'r');
    try {
      return isPlainLog(buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0)));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    // Whoever reads it will say why it cannot be read.
    if (error instanceof Error && 'syscall' in error) return false;
    throw error;
  }
}

function weightOf(input: EvidenceInput | undefined): number {
  return input?.name.endsWith('.gz') === true ? GZIP_WEIGHT : 1;
}

/** 0 for what is no file or cannot be looked at. */
function sizeOf(input: EvidenceInput): number {
  return input.kind === 'file' ? (statsOf(input.path)?.size ?? 0) : 0;
}

/**
 * Threads run compiled code only: started from TypeScript sources, everything stays in one thread. Each takes memory,
 * so their number is bounded whatever the machine.
 */
function threadsHere(): number {
  return import.meta.url.endsWith('.ts') ? 0 : Math.min(availableParallelism() - 1, MOST_THREADS);
}

const NEWLINE = 0x0a;
/** Sources whose sizes are asked for; of more, each file is taken as small. */
const MOST_SIZED = 1000;
/** Log files shrink to a tenth, and decompressing takes longer than searching. A name is enough for a guess. */
const GZIP_WEIGHT = 20;
const MOST_THREADS = 3;
const BATCHES_A_THREAD = 32;
const LARGEST_BATCH = 128;
