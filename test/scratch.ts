import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import process from 'node:process';

/** In memory on Linux, where no write is waited for until it is on a disk. */
const MEMORY = '/dev/shm';
/** What all tests together write at a time, with a lot to spare. */
const ENOUGH = 2 ** 31;

/** Tests write thousands of files that are gone a moment later: where there is room for them in memory, they lie there. */
export function setup(): (() => void) | undefined {
  if (process.env['TMPDIR'] !== undefined || !hasRoom()) return;
  const scratch = mkdtempSync(`${MEMORY}/inventory-forensics-tests-`);
  process.env['TMPDIR'] = scratch;
  return () => {
    delete process.env['TMPDIR'];
    rmSync(scratch, { recursive: true, force: true });
  };
}

/** Programs are started from there as well, a browser among them. */
function hasRoom(): boolean {
  try {
    const [, options = 'noexec'] = / \/dev\/shm tmpfs (\S+)/.exec(readFileSync('/proc/mounts', 'utf8')) ?? [];
    const { bavail, bsize } = statfsSync(MEMORY);
    return !options.split(',').includes('noexec') && bavail * bsize >= ENOUGH;
  } catch {
    return false;
  }
}
