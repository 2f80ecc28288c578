import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'cli', 'main.js');
const DENY = pathToFileURL(join(import.meta.dirname, 'offline-preload.mjs')).href;
const POLICY = join(ROOT, 'samples', 'broken-and-restored', 'bucket-policy.json');
const SAMPLE = join(ROOT, 'samples', 'deny-by-ip');

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'offline-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', DENY, MAIN, ...args], {
    cwd: directory,
    encoding: 'utf8',
    input: '',
    env: {
      PATH: process.env['PATH'],
      HOME: directory,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'x',
      OFFLINE_ENDS: '1',
    },
  });
  return { status, stdout, asked: stderr.split('\n').filter((line) => line.startsWith('NETWORK')) };
}

describe('without an option of AWS there is no network', () => {
  it.each([
    [0, ['investigate', '--format', 'html', '--output', 'report.html', SAMPLE]],
    [0, ['investigate', '--record', 'run.json', '--format', 'json', SAMPLE]],
    [0, ['scan', SAMPLE]],
    [0, ['query', 'policy-changes-access-log', '--evidence', join(SAMPLE, 'access-logs')]],
    [0, ['check', '--policy', POLICY, '--format', 'json']],
    [2, ['verify', SAMPLE]],
    [0, ['iam-policy', 'collect']],
    [0, ['completion', 'bash']],
    [0, ['--help']],
  ])('%i from %j', (code, args) => {
    const { status, asked } = run(...args);
    expect({ asked, status }).toEqual({ asked: [], status: code });
  });

  it('and where a bucket is named, it is asked for: what denies it would have told', () => {
    const { asked } = run('scan', 's3://acme-logs/a', '--region', 'eu-west-1');
    expect(asked).not.toEqual([]);
  });
});
