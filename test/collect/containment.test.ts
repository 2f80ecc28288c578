import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/collect/store.ts';

const ORIGIN = { source: 'aws:test', etag: null, versionId: null, metadata: {}, caller: null };
let parent = '';
let directory = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'containment-'));
  directory = join(parent, 'out');
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

function open(): Promise<Store> {
  const time = '2026-02-20T12:00:00Z';
  return openStore({ directory, asked: 'a case', startedAt: time, version: '0', now: () => time });
}

async function write(store: Store, path: string, content: string | Iterable<string>): Promise<void> {
  await store.write(path, typeof content === 'string' ? [content] : content, () => ORIGIN);
}

function put(path: string, content: string): void {
  mkdirSync(dirname(join(parent, path)), { recursive: true });
  writeFileSync(join(parent, path), content);
}

/** Every file below the parent with its content, links as where they lead. */
function tree(): Record<string, string> {
  const names = readdirSync(parent, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  return Object.fromEntries(
    names
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(parent.length + 1), lstatSync(path).isFile() ? readFileSync(path, 'utf8') : 'a link']),
  );
}

async function collected(...paths: readonly string[]): Promise<void> {
  const store = await open();
  for (const path of paths) await write(store, path, path);
  await store.finish([]);
  store.close();
}

describe('a folder of somebody else', () => {
  it.each([
    ['unfinished files', ['out/a.part', 'out/sub/z.part']],
    ['a manifest of another program', ['out/manifest.json']],
    ['a file named as our journal is', ['out/collection.ndjson']],
    ['a folder named as ours', ['out/collection.part/1']],
    ['a lock of another program', ['out/collection.lock']],
  ])('with %s is refused, and stays as it was', async (_, paths) => {
    for (const path of paths) put(path, 'mine');
    const before = tree();
    await expect(open()).rejects.toThrow('holds no collection to go on with');
    expect(tree()).toEqual(before);
  });

  it('is refused with links in it, too, which are not followed', async () => {
    put('outside/a.part', 'mine');
    mkdirSync(directory);
    symlinkSync('../outside', join(directory, 'link'));
    symlinkSync('../outside/a.part', join(directory, 'collection.ndjson'));
    const before = tree();
    await expect(open()).rejects.toThrow('holds no collection to go on with');
    expect(tree()).toEqual(before);
  });
});

describe('files of others in a collection', () => {
  const others = ['notes.txt', 'settings/a.json.part', 'collection.part/notes', 'logs/b/report.csv.part'];

  it('stay as they are, whether it is gone on with or finished', async () => {
    await collected('settings/a.json', 'settings/b.json');
    for (const path of others) put(`out/${path}`, 'mine');
    rmSync(join(directory, 'settings/b.json'));
    await collected('settings/b.json');
    const after = tree();
    for (const path of others) expect(after[`out/${path}`]).toBe('mine');
    expect(after['out/settings/b.json']).toBe('settings/b.json');
  });

  it('are not replaced where a file of ours would stand', async () => {
    await collected('settings/a.json');
    put('out/settings/b.json', 'mine');
    const store = await open();
    await expect(write(store, 'settings/b.json', 'ours')).rejects.toThrow(/b\.json" is not of this collection/);
    store.close();
    expect(tree()['out/settings/b.json']).toBe('mine');
    expect(Object.keys(tree()).filter((path) => path.includes('collection.'))).toEqual([
      expect.stringContaining('collection.ndjson'),
    ]);
  });
});

describe('links out of a collection', () => {
  it.each(['listing', 'collection.part', 'collection.ndjson', 'manifest.json', 'collection.lock'])(
    'of the name %s are named and not written through',
    async (name) => {
      await collected('listing/a.json');
      put('outside/kept', 'mine');
      if (existsSync(join(directory, name))) renameSync(join(directory, name), join(parent, 'moved'));
      const isFolder = !name.includes('.') || name.endsWith('.part');
      symlinkSync(isFolder ? '../outside' : '../moved', join(directory, name));
      const before = tree();
      await expect(open().then((store) => write(store, 'listing/a.json', 'x'))).rejects.toThrow(
        name === 'manifest.json' ? 'holds no collection' : `${name}" is a link`,
      );
      expect(tree()).toEqual(before);
    },
  );

  it('that come while it is written are not written through either', async () => {
    put('outside/kept', 'mine');
    const store = await open();
    symlinkSync('../outside', join(directory, 'listing'));
    await expect(write(store, 'listing/a.json', 'x')).rejects.toThrow('listing" is a link');
    store.close();
    expect(readdirSync(join(parent, 'outside'))).toEqual(['kept']);
  });
});

describe('two collectors', () => {
  it('are not at work in one directory: the second is told who is there', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow(`another collect is at work there (process ${process.pid}`);
    await write(first, 'a', 'a');
    await first.finish([]);
    first.close();
    expect(Object.keys(tree())).toEqual(['out/a', 'out/manifest.json']);
    (await open()).close();
  });

  it('of which one was killed leave the directory to the other', async () => {
    mkdirSync(directory);
    const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    put('out/collection.lock', JSON.stringify({ pid: gone, host: hostname(), since: 'then' }));
    const store = await open();
    store.close();
    put('out/collection.lock', JSON.stringify({ pid: gone, host: 'another machine', since: 'then' }));
    await expect(open()).rejects.toThrow('on another machine');
  });
});

describe('a run that is cut off', () => {
  it('is gone on with wherever its journal ends: what is whole is kept, the rest is written anew', async () => {
    const paths = ['a', 'b/c', 'b/d', 'e'];
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (share) => {
        rmSync(directory, { recursive: true, force: true });
        const store = await open();
        for (const path of paths) await write(store, path, path);
        store.close();
        const journal = join(directory, 'collection.ndjson');
        const text = readFileSync(journal, 'utf8');
        const head = text.indexOf('\n');
        const entered = text.slice(0, head + Math.floor(share * (text.length - head)));
        writeFileSync(journal, entered);
        // Files are entered first, then take their place.
        const whole = paths.filter((path) =>
          text.split('\n').some((line) => line.includes(`"path":"${path}"`) && entered.includes(line)),
        );
        for (const path of paths) if (!whole.includes(path)) rmSync(join(directory, path));
        put('out/collection.part/7', 'half a f');
        const second = await open();
        expect(paths.filter((path) => second.kept(path) !== null)).toEqual(whole);
        for (const path of paths) if (second.kept(path) === null) await write(second, path, path);
        await second.finish([]);
        second.close();
        const { collected: files } = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
        expect(files.map(({ path }: { path: string }) => path)).toEqual(paths);
        expect(Object.keys(tree())).toEqual([...paths, 'manifest.json'].map((path) => `out/${path}`));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a full disk', () => {
  // A limit on the size of files stands in for it: the system refuses to write on, as it does without space.
  const limited = (blocks: number, script: string) =>
    spawn(
      'bash',
      [
        '-c',
        `ulimit -f ${blocks}; trap '' XFSZ; exec "$0" --import tsx --input-type=module -e "$1"`,
        process.execPath,
        script,
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );

  it('ends the run, and what was whole by then is kept by the next', async () => {
    const module = join(import.meta.dirname, '../../src/collect/store.ts');
    const time = '2026-02-20T12:00:00Z';
    const script = `
      import { openStore } from ${JSON.stringify(module)};
      const now = () => '${time}';
      const store = await openStore({ directory: ${JSON.stringify(directory)}, asked: 'a case', startedAt: '${time}', version: '0', now });
      const origin = () => (${JSON.stringify(ORIGIN)});
      for (let index = 0; ; index += 1) await store.write('logs/' + index, ['x'.repeat(10 + index)], origin);
    `;
    const child = limited(2, script);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(stderr).toMatch(/could not write ".*": EFBIG/);
    const store = await open();
    const whole = readdirSync(join(directory, 'logs'));
    expect(whole.length).toBeGreaterThan(2);
    expect(whole.filter((name) => store.kept(`logs/${name}`) === null)).toEqual([]);
    store.close();
  });
});
