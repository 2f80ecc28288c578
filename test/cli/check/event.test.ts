import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { ACME } from '../../check/check-offline.ts';
import { deny, inventoryAllow, policyOf } from '../../check/documents.ts';
import { bucketEvent, fromEventBridge, keyEvent, putPolicy } from '../../check/event/events.ts';
import { runCommand } from '../fake-shell.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OPEN = policyOf(inventoryAllow());
const CLOSED = policyOf(inventoryAllow(), deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }));
const HOSTILE = 'arn:aws:iam::444455556666:user/\u001b[2Jana';

let directory = '';
const file = (name: string) => join(directory, name);
const stop = fromEventBridge(putPolicy(CLOSED));
const FILES: Readonly<Record<string, JsonValue>> = {
  'stop.json': stop,
  'failed.json': { ...(stop as JsonObject), detail: { ...(stop['detail'] as JsonObject), errorCode: 'AccessDenied' } },
  'mend.json': { Records: [{ ...putPolicy(OPEN), eventTime: '2026-02-09T15:00:00Z' }] },
  'key.json': keyEvent('DisableKey'),
  'hostile.json': { ...putPolicy(CLOSED), userIdentity: { type: 'IAMUser', arn: HOSTILE } },
  'unrelated.json': bucketEvent('PutBucketTagging'),
  'before.json': OPEN,
  'case.json': ACME as JsonObject,
  'other-case.json': { ...(ACME as JsonObject), sourceBucket: 'acme-web' },
};

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'events-'));
  for (const [name, value] of Object.entries(FILES)) writeFileSync(file(name), JSON.stringify(value));
});
afterAll(() => rmSync(directory, { recursive: true }));

function validator() {
  const [check, event] = ['check/check', 'check/event/event'].map((name) =>
    JSON.parse(readFileSync(join(ROOT, 'src', `${name}.schema.json`), 'utf8')),
  );
  const ajv = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true }));
  return ajv.addSchema(check).compile(event);
}

const checkFiles = (args: readonly string[], stdin?: string) =>
  runCommand(
    ['check', ...args.map((arg) => (arg.endsWith('.json') ? file(arg) : arg))],
    stdin === undefined ? {} : { stdin },
  );

describe('check --event', () => {
  it('says that a change stops a delivery, who made it and what mends it', async () => {
    const { code, stdout } = await checkFiles([
      '--event',
      'stop.json',
      '--case',
      'case.json',
      '--policy',
      'before.json',
    ]);
    expect(code).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /^PutBucketPolicy of 2026-02-09T14:00:00Z, with the credentials of [^ ]+:user\/ana, stops a delivery. Denied: /,
    );
    expect(stdout).toContain('REMEDY FOR THE BUCKET POLICY');
  });

  it.each([
    ['failed', 0],
    ['unrelated', 0],
    ['mend', 0],
    ['key', 3],
  ])('ends for the %s event with %i, and says why', async (name, code) => {
    const ran = await checkFiles(['--event', `${name}.json`, '--case', 'case.json', '--policy', 'before.json']);
    expect(ran.code).toBe(code);
    // Ids are counted over all tests of a process.
    expect(ran.stdout.replaceAll(/-8000-[0-9a-f]{12}/g, '-8000-000000000001')).toMatchSnapshot();
  });

  it('reads events from standard input, and takes several cases', async () => {
    const cases = ['--case', 'case.json', '--case', 'other-case.json'];
    const { stdout, code } = await checkFiles(['--event', '-', ...cases, '--format', 'json'], JSON.stringify(stop));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'event',
      stops: null,
      checks: [{ before: null }, { before: null }],
    });
  });

  it('takes all files together', async () => {
    const files = ['--event', 'mend.json', '--event', 'stop.json'];
    const { stdout, code } = await checkFiles([...files, '--case', 'case.json', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).events).toHaveLength(2);
  });

  it('prints what its schema says', async () => {
    const validate = validator();
    for (const name of ['stop', 'failed', 'key', 'unrelated', 'hostile']) {
      const { stdout } = await checkFiles(['--event', `${name}.json`, '--case', 'case.json', '--format', 'json']);
      const report = JSON.parse(stdout);
      expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ ...report, unheardOf: null })).toBe(false);
      expect(validate({ ...report, stops: 'yes' })).toBe(false);
    }
  });

  it('escapes what the event says', async () => {
    for (const format of ['text', 'json', 'github', 'sarif']) {
      const { stdout } = await checkFiles(['--event', 'hostile.json', '--case', 'case.json', '--format', format]);
      expect(stdout).not.toContain('\u001b');
    }
  });

  it('annotates the event that stops a delivery', async () => {
    const { stdout } = await checkFiles(['--event', 'stop.json', '--case', 'case.json', '--format', 'github']);
    expect(stdout).toMatch(/^::error file=.*stop\.json,line=1,title=/);
  });

  it.each([
    ['--live', /--event and --live exclude/],
    ['--terraform-plan=x', /--event and --terraform-plan exclude/],
    ['--delivery=cloudtrail', /S3 Inventory only/],
    ['--policy=-', /only one input can be read/],
  ])('is refused beside %s', async (flag, message) => {
    const { code, stderr } = await checkFiles(['--event', '-', flag]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('alone takes several cases', async () => {
    const { code, stderr } = await checkFiles([
      '--policy',
      'before.json',
      '--case',
      'case.json',
      '--case',
      'case.json',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('--event');
  });

  it('of no event cannot be used', async () => {
    const { code, stderr } = await checkFiles(['--event', 'case.json', '--case', 'case.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('holds no CloudTrail event');
  });
});
