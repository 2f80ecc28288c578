import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { createTally, type SourceTally } from '../sources/tally.ts';
import type { FileToRead } from './task.ts';

/**
 * The SHA-256 of a file that is read in parts, in a tally that says nothing else.
 *
 * @throws the system's error when the file cannot be read any more
 */
export function hashNow(file: FileToRead): SourceTally {
  const digest = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  const descriptor = openSync(file.path, 'r');
  try {
    for (let size = readSync(descriptor, buffer); size > 0; size = readSync(descriptor, buffer)) {
      digest.update(buffer.subarray(0, size));
    }
  } finally {
    closeSync(descriptor);
  }
  return { ...createTally(file.name), sha256: digest.digest('hex') };
}

const BUFFER_BYTES = 1024 * 1024;
