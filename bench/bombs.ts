import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../test/fabricate/archive/pack-tar.ts';
import { zipOf } from '../test/fabricate/archive/pack-zip.ts';
import { accessLogLines } from './data/access-log.ts';

/*
 * npm run bench:bombs [-- NAME]     evidence that is small and unfolds, or has no end: processor time and most memory
 * of the built program. Nothing is asserted: the limits are held by tests, see docs/limits.md.
 */

/** Writes evidence to a folder; answers what is given as arguments, and whether an interrupt has to end it. */
type Bomb = (folder: string) => Promise<{ readonly args: readonly string[]; readonly endAfterMs?: number }>;

const ZEROS = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
const MEGABYTE = 1024 * 1024;

const BOMBS: Readonly<Record<string, Bomb>> = {
  'gzip that unfolds to 10 GB of zeros': file(() => repeated(ZEROS, 160)),
  'the same, in gzip once more': file(() => [gzipSync(Buffer.concat([...repeated(ZEROS, 160)]))]),
  'zip with a member of 128 MB of zeros': file(() => [zipOf([{ name: 'a', bytes: Buffer.alloc(128 * MEGABYTE) }])]),
  'zip of 1 MB whose 20,000 entries overlap, 20 GB': file(() => [
    zipOf([{ name: 'a', bytes: Buffer.alloc(MEGABYTE) }], { entriesEach: 20_000 }),
  ]),
  'tar.gz with a million empty members': file(() =>
    repeated(
      gzipSync(tarOf(Array.from({ length: 1_000 }, (_, at) => ({ name: `a/${at}` }))).subarray(0, -1024)),
      1_000,
    ),
  ),
  'zip in tar in tar.gz in tar in tar, with a bomb inside': file(() => [
    nested(zipOf([{ name: 'a', bytes: ZEROS }]), 4),
  ]),
  'JSON, 10 million brackets deep': file(() => repeated(Buffer.from('['.repeat(MEGABYTE)), 10)),
  'one JSON text of 1 GB': file(() =>
    around('{"Records":[{"eventVersion":"', repeated(Buffer.alloc(MEGABYTE, 'x'), 1_000)),
  ),
  'a line of 1 GB in an access log': file(() =>
    around(`${accessLogLines(1).next().value}\n`, repeated(Buffer.alloc(MEGABYTE, 'x'), 1_000)),
  ),
  '1 GB of lines that are none': file(() =>
    around(`${accessLogLines(1).next().value}\n`, repeated(Buffer.from('no line\n'.repeat(MEGABYTE / 8)), 1_000)),
  ),
  'a CSV with one row of 1 GB': file(() =>
    around('"Event name","Event time","User name"\n"', repeated(Buffer.alloc(MEGABYTE, 'x'), 1_000)),
  ),
  'an access log of 300,000 buckets and requesters': file(() => strangers(300_000)),
  '200,000 files of a line each': async (folder) => {
    for (let at = 0; at < 200; at++) {
      const inner = join(folder, String(at));
      mkdirSync(inner);
      for (let name = 0; name < 1_000; name++) writeFileSync(join(inner, String(name)), `${name}\n`);
    }
    return { args: [folder] };
  },
  'a device without end (interrupted after 10 s)': async () => ({ args: ['/dev/zero'], endAfterMs: 10_000 }),
};

function file(bytes: () => Iterable<Buffer>): Bomb {
  return async (folder) => {
    const stream = createWriteStream(join(folder, 'bomb'));
    for (const chunk of bytes()) if (!stream.write(chunk)) await once(stream, 'drain');
    stream.end();
    await once(stream, 'finish');
    return { args: [folder] };
  };
}

function* repeated(chunk: Buffer, times: number): Generator<Buffer> {
  for (let time = 0; time < times; time++) yield chunk;
}

function* around(head: string, chunks: Iterable<Buffer>): Generator<Buffer> {
  yield Buffer.from(head);
  yield* chunks;
}

function nested(bytes: Buffer, depth: number): Buffer {
  return depth === 0 ? bytes : nested(tarOf([{ name: 'a', bytes: depth === 2 ? gzipSync(bytes) : bytes }]), depth - 1);
}

function* strangers(count: number): Generator<Buffer> {
  const [owner = '', bucket = '', ...rest] = accessLogLines(1).next().value.split(' ');
  for (let at = 0; at < count; at += 1) {
    yield Buffer.from(
      `${[owner, `${bucket}-${at}`, ...rest].join(' ').replace(/[0-9a-f]{64}/g, at.toString(16).padStart(64, '0'))}\n`,
    );
  }
}

const MAIN = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js');
/** Told on the way out, past the streams of the program. */
const MEASURED =
  'data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();process._rawDebug("USED "+(u.userCPUTime+u.systemCPUTime)/1e6+" "+u.maxRSS/1024)})';

async function run(name: string, bomb: Bomb): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bomb-'));
  try {
    const { args, endAfterMs } = await bomb(folder);
    const child = spawn(process.execPath, ['--import', MEASURED, MAIN, 'investigate', '--quiet', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    let used: readonly string[] | null = null;
    if (endAfterMs !== undefined) {
      setTimeout(() => {
        used = usedSoFar(child.pid ?? 0);
        child.kill('SIGINT');
      }, endAfterMs);
    }
    const [code] = await once(child, 'close');
    const [, cpu, most] = used ?? /USED (\S+) (\S+)/.exec(said) ?? [];
    const [seconds, megabytes] = [Number(cpu).toFixed(1), Math.round(Number(most))];
    const told = said.split('\n').find((line) => line !== '' && !line.startsWith('USED')) ?? '';
    process.stdout.write(
      `| ${name} | ${seconds} s | ${megabytes} MB | ${code} | ${told.replace(folder, '.').slice(0, 160)}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of a process that a signal will end before it can tell: seconds and MB, as Linux has them. */
function usedSoFar(pid: number): readonly string[] {
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return ['', String(ticks.reduce((sum, tick) => sum + Number(tick) / 100, 0)), String(Number(kilobytes) / 1024)];
}

const [wanted] = process.argv.slice(2);
for (const [name, bomb] of Object.entries(BOMBS))
  if (wanted === undefined || name.includes(wanted)) await run(name, bomb);
