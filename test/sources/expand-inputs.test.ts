import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ForensicsError } from '../../src/errors.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';

/** A new directory with these files in it. */
async function folder(...files: string[]): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'expand-inputs-')));
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), file);
  }
  return root;
}

async function names(args: string[], cwd: string): Promise<string[]> {
  return (await expandInputs(args, cwd)).map(({ name }) => name);
}

async function misuse(args: string[], cwd: string): Promise<{ code: string; message: string }> {
  const error: unknown = await expandInputs(args, cwd).catch((caught: unknown) => caught);
  if (!(error instanceof ForensicsError)) throw new Error('no misuse was reported');
  return { code: error.code, message: error.message };
}

async function* nothing(): AsyncGenerator<Buffer, void, undefined> {}

describe('expandInputs', () => {
  it('lists objects among files, by name, each once', async () => {
    const root = await folder('a.log', 'z.log');
    const asked: (readonly string[])[] = [];
    const objects = {
      inputsOf: async (uris: readonly string[]) => {
        asked.push(uris);
        return ['s3://acme-logs/b', 's3://acme-logs/a'].map(
          (name) => ({ kind: 'object', name, open: nothing }) as const,
        );
      },
    };
    const inputs = await expandInputs(['z.log', 's3://acme-logs/', 'a.log'], root, objects);
    expect(inputs.map(({ name }) => name)).toEqual(['a.log', 's3://acme-logs/a', 's3://acme-logs/b', 'z.log']);
    expect(asked).toEqual([['s3://acme-logs/']]);
  });

  it('names a file as given and finds it from the working directory', async () => {
    const root = await folder('case/a.log');
    expect(await expandInputs(['case/a.log'], root)).toEqual([
      { kind: 'file', name: 'case/a.log', path: join(root, 'case/a.log') },
    ]);
  });

  it('lists everything below a directory, hidden files too, sorted by name', async () => {
    const root = await folder('case/b/z.log', 'case/b.log', 'case/.DS_Store', 'case/a/deep/er.gz');
    const listed = ['case/.DS_Store', 'case/a/deep/er.gz', 'case/b.log', 'case/b/z.log'];
    expect(await names(['case'], root)).toEqual(listed);
    expect(await names(['case/'], root)).toEqual(listed);
    expect(await names(['.'], root)).toEqual(listed.map((name) => `./${name}`));
    expect(await names([join(root, 'case')], root)).toEqual(listed.map((name) => join(root, name)));
  });

  it('expands globs, whose matches may be directories', async () => {
    const root = await folder(
      'logs/2026-02-01/a.log',
      'logs/2026-02-02/b.log',
      'logs/2026-03-01/c.log',
      'x.gz',
      'y.gz',
    );
    expect(await names(['logs/2026-02-*', '*.gz'], root)).toEqual([
      'logs/2026-02-01/a.log',
      'logs/2026-02-02/b.log',
      'x.gz',
      'y.gz',
    ]);
    expect(await names([`${root}/**/c.log`], '/')).toEqual([`${root}/logs/2026-03-01/c.log`]);
  });

  it('takes an argument for a name where such a file is', async () => {
    const root = await folder('a[1].log', 'a1.log');
    expect(await names(['a[1].log'], root)).toEqual(['a[1].log']);
  });

  it('names each file once, by its shortest name', async () => {
    const root = await folder('logs/a.log', 'logs/b.log');
    await symlink(join(root, 'logs'), join(root, 'link-to-logs'));
    expect(await names(['link-to-logs', 'logs', 'logs', 'logs/a.log', '**'], root)).toEqual([
      'logs/a.log',
      'logs/b.log',
    ]);
  });

  it('follows links to files and directories, in circles only once', async () => {
    const root = await folder('case/sub/a.log', 'elsewhere/b.log');
    await symlink('..', join(root, 'case/sub/up'));
    await symlink(join(root, 'elsewhere'), join(root, 'case/more'));
    expect(await names(['case'], root)).toEqual(['case/more/b.log', 'case/sub/a.log']);
    expect(await names(['case/**/*.log'], root)).toEqual(['case/more/b.log', 'case/sub/a.log']);
  });

  it('lists a link to nowhere, so that reading can say what is wrong with it', async () => {
    const root = await folder('case/a.log');
    await symlink('gone', join(root, 'case/broken'));
    expect(await names(['case'], root)).toEqual(['case/a.log', 'case/broken']);
  });

  it('knows standard input, once', async () => {
    const root = await folder('a.log');
    expect(await expandInputs(['a.log', '-', '-'], root)).toEqual([
      { kind: 'stdin', name: '-' },
      { kind: 'file', name: 'a.log', path: join(root, 'a.log') },
    ]);
  });

  it('takes other names of standard input for it', async () => {
    const root = await folder();
    expect(await expandInputs(['/dev/stdin', '/dev/fd/0', '-'], root)).toEqual([{ kind: 'stdin', name: '-' }]);
  });

  it('takes what is named and is no file for a pipe, and leaves it out of directories', async () => {
    const root = await folder('logs/a.log');
    expect(spawnSync('/usr/bin/mkfifo', [join(root, 'logs', 'pipe')]).status).toBe(0);
    expect(await expandInputs(['logs/pipe', '/dev/null'], root)).toEqual([
      { kind: 'pipe', name: '/dev/null', path: '/dev/null' },
      { kind: 'pipe', name: 'logs/pipe', path: join(root, 'logs', 'pipe') },
    ]);
    expect(await names(['logs'], root)).toEqual(['logs/a.log']);
  });

  it('names a path that does not exist', async () => {
    const root = await folder('a.log');
    expect(await misuse(['a.log', 'b.log'], root)).toEqual({
      code: 'usage',
      message: 'no such file or directory: b.log',
    });
    expect(await misuse(['a.log/b.log'], root)).toMatchObject({ code: 'usage' });
  });

  it('names an argument that stands for no file', async () => {
    const root = await folder('a.log');
    await mkdir(join(root, 'empty'));
    expect(await misuse(['a.log', '*.gz'], root)).toMatchObject({
      code: 'no-evidence',
      message: expect.stringContaining('*.gz'),
    });
    expect(await misuse(['empty'], root)).toMatchObject({
      code: 'no-evidence',
      message: expect.stringContaining('empty'),
    });
    expect(await misuse([], root)).toMatchObject({ code: 'no-evidence' });
  });
});
