import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOutputs, writeWhole } from '../../../src/cli/terminal/write-whole.ts';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'write-whole-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('writeWhole', () => {
  it('writes the text and leaves nothing beside it', async () => {
    const path = join(directory, 'report.json');
    writeWhole(path, ['{}\n']);
    writeWhole(path, ['{"new":"é"}\n']);
    expect(await readFile(path, 'utf8')).toBe('{"new":"é"}\n');
    expect(await readdir(directory)).toEqual(['report.json']);
  });

  it('takes pieces, not a text, whose characters would be written one by one', async () => {
    const path = join(directory, 'text.txt');
    // @ts-expect-error a text is no list of pieces
    writeWhole(path, 'text');
    expect(await readFile(path, 'utf8')).toBe('text');
  });

  it('replaces what a link points to, not the link', async () => {
    await writeFile(join(directory, 'old.json'), 'old');
    await symlink('old.json', join(directory, 'latest.json'));
    writeWhole(join(directory, 'latest.json'), ['new']);
    expect(await readFile(join(directory, 'old.json'), 'utf8')).toBe('new');
    expect((await readdir(directory)).sort()).toEqual(['latest.json', 'old.json']);
  });

  it('leaves an older file and no temporary one when it cannot finish', async () => {
    // The name is taken by a directory with something in it: writing works, renaming does not.
    await mkdir(join(directory, 'report.json'));
    await writeFile(join(directory, 'report.json', 'kept'), 'kept');
    expect(() => writeWhole(join(directory, 'report.json'), ['new'])).toThrow(/^could not write ".*report\.json": /);
    expect(await readdir(directory)).toEqual(['report.json']);
    expect(await readFile(join(directory, 'report.json', 'kept'), 'utf8')).toBe('kept');
  });

  it('says when the directory is not there', () => {
    expect(() => writeWhole(join(directory, 'missing', 'report.json'), ['x'])).toThrow('the directory does not exist');
  });
});

describe('checkOutputs', () => {
  it('accepts new and old files outside the evidence', async () => {
    await writeFile(join(directory, 'old.json'), 'old');
    await writeFile(join(directory, 'access.log'), 'evidence');
    expect(() =>
      checkOutputs([join(directory, 'old.json'), join(directory, 'new.json')], [join(directory, 'access.log')]),
    ).not.toThrow();
    expect(await readFile(join(directory, 'old.json'), 'utf8')).toBe('old');
  });

  it('refuses evidence under any of its names', async () => {
    const evidence = join(directory, 'access.log');
    await writeFile(evidence, 'evidence');
    await symlink('access.log', join(directory, 'by-link'));
    await link(evidence, join(directory, 'by-hard-link'));
    for (const name of [
      'access.log',
      'by-link',
      'by-hard-link',
      '../'.concat(directory.split('/').at(-1) ?? '', '/access.log'),
    ]) {
      expect(() => checkOutputs([join(directory, name)], [evidence])).toThrow('is evidence that is being read');
    }
    expect(await readFile(evidence, 'utf8')).toBe('evidence');
  });

  it('refuses one file for two reports, whatever it is called', async () => {
    await symlink(directory, join(directory, 'here'));
    expect(() => checkOutputs([join(directory, 'a.json'), join(directory, 'here', 'a.json')], [])).toThrow(
      'is given twice',
    );
  });

  it('refuses directories, devices and directories that do not exist', () => {
    expect(() => checkOutputs([directory], [])).toThrow('is a directory');
    expect(() => checkOutputs(['/dev/null'], [])).toThrow('is not a file');
    expect(() => checkOutputs([join(directory, 'missing', 'a.json')], [])).toThrow('does not exist');
  });
});
