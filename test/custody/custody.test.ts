import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SAMPLE = join(ROOT, 'samples', 'deny-by-ip');

let directory = '';
let evidence = '';
let record = '';

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'custody-'));
  evidence = join(directory, 'evidence');
  record = join(directory, 'run.json');
  cpSync(SAMPLE, evidence, { recursive: true });
  const ran = await runCommand(['investigate', '--record', record, '--since', '30d', '--format', 'json', evidence]);
  expect(ran.code).toBe(0);
  writeFileSync(join(directory, 'report.json'), ran.stdout);
});

afterAll(() => rmSync(directory, { recursive: true }));

function schema(name: string) {
  const value = JSON.parse(readFileSync(join(ROOT, 'src', 'custody', `${name}.schema.json`), 'utf8'));
  return addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true })).compile(value);
}

async function replay(...args: string[]) {
  const { stdout, code, stderr } = await runCommand(['investigate', '--replay', record, '--format', 'json', ...args]);
  expect(stderr).toBe('');
  const answer = JSON.parse(stdout);
  const validate = schema('replay');
  expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  expect(code).toBe(answer.same ? 0 : 3);
  return answer.differences;
}

/** A copy of the evidence under another name, changed. */
function copy(name: string, change: (folder: string) => void): string {
  const folder = join(directory, name);
  cpSync(SAMPLE, folder, { recursive: true });
  change(folder);
  return folder;
}

describe('the record of a run', () => {
  it('keeps its schema, and tells evidence and report by their SHA-256', () => {
    const run = JSON.parse(readFileSync(record, 'utf8'));
    const validate = schema('run-record');
    expect(validate(run), JSON.stringify(validate.errors)).toBe(true);
    const report = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'));
    const told = ({ source, sha256, bytes }: { source: string; sha256: string; bytes: number }) => ({
      source,
      sha256,
      bytes,
    });
    expect(run.evidence.map(told)).toEqual(report.evidence.map(told));
    expect(run.cases).toEqual([{ case: 'acme-lake/daily-full', outcome: report.outcome }]);
    expect(run.options).toEqual({ since: '2026-01-21T12:00:00Z' });
  });

  it('holds no secret that an option or a name has', async () => {
    const folder = copy('secrets', () => {});
    const named = join(folder, 'X-Amz-Signature=0123456789abcdef0123456789abcdef.txt');
    writeFileSync(named, 'nothing');
    const file = join(directory, 'masked.json');
    const paste = 'Access denied Inventory export for 2026-02-19 failed X-Amz-Security-Token=IQoJb3JpZ2luX2VjEJTop';
    const asked = ['--failed-export', paste, '--destination-bucket', 'acme-reports'];
    await runCommand(['investigate', '--record', file, ...asked, folder]);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('[masked]');
    expect(text).not.toMatch(/0123456789abcdef|IQoJb3JpZ2lu/);
  });

  it('is refused where it would replace evidence', async () => {
    const { stderr, code } = await runCommand(['investigate', '--record', join(evidence, 'case.json'), evidence]);
    expect(stderr).toMatch(/--record: .* is evidence that is being read/);
    expect(code).toBe(2);
  });
});

describe('a replay', () => {
  it('proves the same report, where the evidence was and from a copy of other names', async () => {
    expect(await replay()).toEqual([]);
    const moved = copy('moved', (folder) => {
      mkdirSync(join(folder, 'deeper'));
      for (const [index, name] of readdirSync(folder)
        .filter((it) => it !== 'deeper')
        .entries()) {
        cpSync(join(folder, name), join(folder, 'deeper', `${index}.bin`), { recursive: true });
        rmSync(join(folder, name), { recursive: true });
      }
    });
    cpSync(record, join(moved, 'run.json'));
    expect(await replay(moved)).toEqual([]);
    const text = await runCommand(['investigate', '--replay', record]);
    expect(text.stdout).toMatch(
      /^The same report as the run of 2026-02-20T12:00:00Z by version \S+: \d+ sources, SHA-256/,
    );
  });

  it('writes the report anew where it is asked to', async () => {
    const file = join(directory, 'again.json');
    await runCommand(['investigate', '--replay', record, '--format', 'json', '--output', file]);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(directory, 'report.json'), 'utf8'));
  });

  it('names evidence that is missing, changed and new, and what differs in the report', async () => {
    const other = copy('other', (folder) => {
      const [first = '', second = ''] = filesIn(folder);
      rmSync(join(folder, first));
      appendFileSync(join(folder, second), '\n');
      writeFileSync(join(folder, 'new.txt'), 'new');
    });
    const [first = '', second = ''] = filesIn(evidence);
    const differences = await replay(other);
    expect(differences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'evidence-missing', source: join(evidence, first) }),
        expect.objectContaining({ kind: 'evidence-changed', source: join(evidence, second) }),
        expect.objectContaining({ kind: 'evidence-new', source: join(other, 'new.txt') }),
        expect.objectContaining({ kind: 'report', members: expect.arrayContaining(['evidence']) }),
      ]),
    );
    const { stdout } = await runCommand(['investigate', '--replay', record, other]);
    expect(stdout).toMatch(/^Not the same report as .*:\nevidence missing: /);
  });

  it('names another version, and options that are not those of the record', async () => {
    const recorded = JSON.parse(readFileSync(record, 'utf8'));
    const older = join(directory, 'older.json');
    writeFileSync(older, JSON.stringify({ ...recorded, tool: { ...recorded.tool, version: '0.0.1' } }));
    const { stdout } = await runCommand(['investigate', '--replay', older, '--grace', '72h', '--format', 'json']);
    expect(JSON.parse(stdout).differences).toEqual([
      { kind: 'version', recorded: '0.0.1', now: recorded.tool.version },
      { kind: 'option', name: 'grace', recorded: null, now: '72h' },
      { kind: 'report', members: expect.arrayContaining(['incidents']) },
    ]);
  });

  it('keeps an option whose value is empty, which a prefix may be', async () => {
    const atRoot = join(directory, 'at-root.json');
    const asked = ['investigate', '--destination-prefix', ''];
    await runCommand([...asked, '--record', atRoot, evidence]);
    expect(JSON.parse(readFileSync(atRoot, 'utf8')).options).toEqual({ 'destination-prefix': '' });
    const { stdout, code } = await runCommand(['investigate', '--replay', atRoot]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^The same report/)]);
    expect(await replay('--destination-prefix', '')).toContainEqual({
      kind: 'option',
      name: 'destination-prefix',
      recorded: null,
      now: '',
    });
  });

  it.each([
    ['{}', 'is no record of a run'],
    ['BROKEN', 'is no record of a run'],
    [null, 'cannot be read'],
  ])('refuses %j', async (text, why) => {
    const file = join(directory, 'bad.json');
    if (text === null) rmSync(file, { force: true });
    else writeFileSync(file, text);
    const { stderr, code } = await runCommand(['investigate', '--replay', file]);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  });

  function filesIn(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  }
});
