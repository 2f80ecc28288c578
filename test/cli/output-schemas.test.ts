import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import { startWorld } from '../aws/world/world-server.ts';
import { brokenWorld } from '../collect/collect-world.ts';
import { listPublicKeys, makeTrail, signingKey, writeAt, writeObjects } from '../verify/trail.ts';
import { runCommand } from './fake-shell.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SAMPLE = join(ROOT, 'samples', 'deny-by-ip');

const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

function schemaOf(name: string) {
  const schema = JSON.parse(readFileSync(join(ROOT, exports[`./${name}.schema.json`]), 'utf8'));
  return addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true })).compile(schema);
}

/** Reports have tests of their own. */
describe('the schema of', () => {
  it('every output is there for whoever has the package', () => {
    const written = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.schema.json'))
      .map((path) => `./src/${path}`);
    expect(Object.values(exports)).toEqual(expect.arrayContaining(written));
  });

  it('scan accepts every line of both logs', async () => {
    const { stdout } = await runCommand(['scan', '--format', 'ndjson', '--operation', '.', SAMPLE]);
    const validate = schemaOf('scan');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(rows.map(({ log }) => log))).toEqual(new Set(['access-log', 'cloudtrail']));
    for (const row of rows) expect(validate(row), JSON.stringify(validate.errors)).toBe(true);
  });

  it('verify accepts what it says of a trail with and without a file missing', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'schemas-'));
    const key = signingKey();
    const { logs, digests } = makeTrail({ key, hours: 3 });
    const validate = schemaOf('verify');
    for (const lost of [0, 1]) {
      writeAt(directory, 'list-public-keys.json', listPublicKeys([key]));
      writeObjects(directory, [...logs.slice(lost), ...digests]);
      const { stdout, code } = await runCommand(['verify', '--format', 'json', directory]);
      expect(code).toBe(lost === 0 ? 0 : 3);
      expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
      rmSync(directory, { recursive: true });
    }
  });

  it('collect accepts what it did, what it could not, and what a dry run would', async () => {
    const validate = schemaOf('collect');
    const directory = mkdtempSync(join(tmpdir(), 'collected-'));
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
    const refused: Fault = { operation: 'GetBucketPolicy', effect: { kind: 'refused', failure: 'denied' } };
    const world = await startWorld(brokenWorld({ objects: [] }), [refused]);
    const reached = ['--endpoint-url', world.url, '--region', 'eu-west-1', '--since', '2026-02-19'];
    const asked = ['--format', 'json', '--quiet', '--source-bucket', 'acme-lake', ...reached];
    const out = join(directory, 'evidence');
    const written = await runCommand(['collect', '--out', out, ...asked]);
    const planned = await runCommand(['collect', '--dry-run', ...asked]);
    for (const { stdout } of [written, planned]) {
      expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    }
    const { manifest, cases, files, problems } = JSON.parse(written.stdout);
    expect(problems.join('\n')).toContain('s3:GetBucketPolicy is missing');
    expect([
      cases,
      readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length,
    ]).toEqual([
      1,
      // The manifest is none of its own files.
      files + 1,
    ]);
    expect(readFileSync(manifest, 'utf8')).toContain('sha256');
    expect(JSON.parse(planned.stdout)).toMatchObject({ directory: null, manifest: null, files: 0 });
    expect(JSON.parse(planned.stdout).planned.length).toBeGreaterThan(0);
    world.close();
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
  }, 60_000);

  it('no output lacks JSON', async () => {
    const { stdout: calls } = await runCommand(['iam-policy', 'check', '--calls', '--format', 'json']);
    expect(JSON.parse(calls)).toContainEqual(expect.objectContaining({ action: 's3:GetBucketPolicy' }));
    const { stdout: listed } = await runCommand(['query', '--list', '--format', 'json']);
    const { queries, tables } = JSON.parse(listed);
    expect(queries).toContainEqual(expect.objectContaining({ name: 'unparsed-lines', columns: expect.any(Array) }));
    expect(tables.length).toBeGreaterThan(0);
    expect((await runCommand(['iam-policy', '--format', 'text'])).code).toBe(2);
  });

  it.each([
    [['investigate', '--errors=json']],
    [['investigate', '--errors', 'json', '/nowhere']],
    [['scan', '--formt', 'csv', '--errors=json', SAMPLE]],
    [['nothing', '--errors=json']],
  ])('an error accepts that of %j', async (args) => {
    const { stdout, stderr, code } = await runCommand(args);
    const validate = schemaOf('error');
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(validate(JSON.parse(stderr)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ error: { code: 'usage', message: 1, hint: null } })).toBe(false);
  });
});
