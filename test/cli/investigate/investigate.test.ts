import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screenLines } from '../../report/screen-lines.ts';
import { runCommand } from '../fake-shell.ts';

const SAMPLES = join(import.meta.dirname, '..', '..', '..', 'samples');
const BROKEN = join(SAMPLES, 'deny-by-ip');
const RESTORED = join(SAMPLES, 'broken-and-restored');

let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'investigate-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

function inDirectory(name: string): string {
  return join(directory, name);
}

describe('investigate', () => {
  it('prints the report as text, and nothing else', async () => {
    const ran = await runCommand(['investigate', BROKEN]);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^BROKEN: /);
    expect(ran.stdout).not.toContain('\x1b');
  });

  it('prints the same with colour on a terminal that asks for all', async () => {
    const plain = await runCommand(['investigate', BROKEN]);
    const colored = await runCommand(['investigate', '--full', BROKEN], { terminal: 100 });
    expect(colored.stdout).toContain('\x1b[');
    expect(stripVTControlCharacters(colored.stdout)).toBe(plain.stdout);
    for (const ran of [
      await runCommand(['investigate', '--full', BROKEN], { terminal: 100, env: { NO_COLOR: '1' } }),
      await runCommand(['investigate', '--full', '--no-color', BROKEN], { terminal: 100 }),
    ]) {
      expect(ran.stdout).toBe(plain.stdout);
    }
  });

  it('prints one screen on a terminal, and the rest into a file', async () => {
    const file = inDirectory('whole.txt');
    const shown = await runCommand(['investigate', '--no-color', BROKEN], { terminal: 80 });
    expect(screenLines(shown.stdout, 80)).toBeLessThanOrEqual(23);
    await runCommand(['investigate', '--output', file, '--format', 'text', BROKEN], { terminal: 80 });
    const piped = await runCommand(['investigate', BROKEN], { env: { LANG: 'C.UTF-8' } });
    expect(await readFile(file, 'utf8')).toBe(piped.stdout);
    await rm(file);
  });

  it('prints JSON, with its warnings on standard error', async () => {
    const ran = await runCommand(['investigate', '--format', 'json', BROKEN]);
    const report = JSON.parse(ran.stdout);
    expect(report.outcome).toBe('broken');
    expect(ran.stderr.split('\n').filter(Boolean)).toHaveLength(report.warnings.length);
    const quiet = await runCommand(['investigate', '--format', 'json', '--quiet', BROKEN]);
    expect(quiet).toEqual({ code: 0, stdout: ran.stdout, stderr: '' });
  });

  it('fails a cron job while delivery is broken, and no longer once it recovered', async () => {
    expect((await runCommand(['investigate', '--fail-on', 'broken', BROKEN])).code).toBe(4);
    expect((await runCommand(['investigate', '--fail-on', 'broken', RESTORED])).code).toBe(0);
  });

  it('writes each format to the output of its position, and the last to standard output', async () => {
    const [json, text] = [inDirectory('report.json'), inDirectory('report.txt')];
    const both = ['--format', 'json', '--output', json, '--format', 'text'];
    const ran = await runCommand(['investigate', ...both, BROKEN], { terminal: 120 });
    expect(ran.stderr).toContain(`Wrote ${json} (json).`);
    expect(JSON.parse(await readFile(json, 'utf8')).outcome).toBe('broken');
    expect(ran.stdout).toContain('BROKEN');
    const quiet = await runCommand(['investigate', '--quiet', '--output', text, BROKEN], { terminal: 120 });
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
    const piped = await runCommand(['investigate', BROKEN], { env: { LANG: 'C.UTF-8' } });
    expect(await readFile(text, 'utf8')).toBe(piped.stdout);
    expect((await readdir(directory)).sort()).toEqual(['report.json', 'report.txt']);
  });

  it('replaces no evidence by a report', async () => {
    const copy = inDirectory('evidence');
    await cp(BROKEN, copy, { recursive: true });
    const evidence = join(copy, 'case.json');
    const before = await readFile(evidence, 'utf8');
    const ran = await runCommand(['investigate', '--format', 'json', '--output', evidence, copy]);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^inventory-forensics: --output: ".*case\.json" is evidence that is being read; .*\n$/);
    expect(await readFile(evidence, 'utf8')).toBe(before);
    await rm(copy, { recursive: true });
  });

  it('writes no report when the evidence cannot be investigated', async () => {
    const evidence = inDirectory('case.json');
    await writeFile(evidence, '{"sourceBucket": "acme-lake", "sourceAccount": "\\u001b[2J"}');
    const output = inDirectory('never.json');
    const ran = await runCommand(['investigate', '--format', 'json', '--output', output, evidence]);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ran.stderr.trimEnd()).toMatch(/^inventory-forensics: .*case\.json/);
    expect(ran.stderr.trimEnd()).not.toMatch(/[\p{Cc}]/u);
    expect(await readdir(directory)).not.toContain('never.json');
    await rm(evidence);
  });

  it('fails before any work when an output has no directory', async () => {
    const output = join(directory, 'missing', 'report.json');
    const ran = await runCommand(['investigate', '--output', output, BROKEN]);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 1, stdout: '' });
    expect(ran.stderr).toBe(`inventory-forensics: --output: the directory of "${output}" does not exist\n`);
  });

  it('has no progress to tell of on a terminal when it is done within a second', async () => {
    const ran = await runCommand(['investigate', '--full', BROKEN], { terminal: 100 });
    expect(ran.stderr).not.toMatch(/Reading/);
  });
});

describe('the remedy', () => {
  it('writes the documents of the remedy where its commands say', async () => {
    const both = join(SAMPLES, '..', 'test', 'cases', 'several-links', 'policy-and-configuration-both-stop-it');
    const file = inDirectory('the fix.json');
    const ran = await runCommand(['investigate', '--format', 'json', '--remedy-out', file, join(both, 'evidence')]);
    const { remedy } = JSON.parse(ran.stdout).incidents.at(-1);
    expect(remedy.edits.map(({ kind }: { kind: string }) => kind)).toEqual([
      'bucket-policy',
      'inventory-configuration',
    ]);
    for (const [index, path] of [file, `${file}.2.json`].entries()) {
      expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(remedy.edits[index].document);
      expect(remedy.edits[index].command).toContain(` 'file://${path}'`);
      expect(ran.stderr).toContain(`Wrote ${path} (remedy).`);
    }
  });

  it('writes no remedy where there is none, and says why', async () => {
    const file = inDirectory('none.json');
    const ran = await runCommand(['investigate', '--remedy-out', file, RESTORED]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain(`no document of a remedy to write to ${file}: reports arrive again`);
    expect(await readdir(directory)).not.toContain('none.json');
  });

  it.each([
    ['-', /--remedy-out/],
    [join(BROKEN, 'case.json'), /--remedy-out: ".*" is evidence that is being read/],
    [join(SAMPLES, 'nowhere', 'fix.json'), /--remedy-out: the directory of/],
  ])('refuses to write a remedy to %s', async (file, words) => {
    const ran = await runCommand(['investigate', '--remedy-out', file, BROKEN]);
    expect(ran.stderr).toMatch(words);
    expect(ran.stdout).toBe('');
  });
});
