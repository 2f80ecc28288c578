import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ForensicsError } from '../../src/errors.ts';
import type { Report } from '../../src/report/contract.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import { startWorld } from '../aws/world/world-server.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { runInputs } from '../fabricate/run-case.ts';
import { differences, wrongProofs } from '../fuzz/verdict-faults.ts';
import { ELSEWHERE } from './elsewhere.ts';
import { EVIDENCE, type EvidenceFault } from './fault.ts';
import { type AwsFault, FROM_AWS } from './from-aws.ts';
import { EVIDENCE_FAULTS } from './registry.ts';

let root = '';
let truth: Report;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'faults-'));
  truth = await runInputs(await expandInputs([EVIDENCE]), {});
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

describe.runIf(process.platform === 'linux').each(Object.entries(EVIDENCE_FAULTS))('%s', (_, faults) => {
  it.each(Object.entries(faults))('%s', async (_name, fault) => {
    await holds(fault);
  });
});

async function holds({ make, meanwhile, named, told, verdict }: EvidenceFault): Promise<void> {
  const folder = mkdtempSync(join(root, 'case-'));
  cpSync(EVIDENCE, folder, { recursive: true });
  make(folder);
  let report: Report;
  try {
    const inputs = await expandInputs(named?.(folder) ?? [folder]);
    meanwhile?.(folder);
    report = await runInputs(inputs, {});
  } catch (error) {
    expect(error).toBeInstanceOf(ForensicsError);
    expect([verdict, String(error)]).toEqual(['refused', expect.stringMatching(told ?? /^$/)]);
    return;
  }
  expect(verdict).not.toBe('refused');
  const words = JSON.stringify([report.warnings, report.evidence]);
  if (told !== null) expect(words).toMatch(told);
  if (verdict === 'same') expect(differences([report], [truth])).toEqual([]);
  else expect(wrongProofs([report], [truth])).toEqual([]);
}

describe('between the program and a bucket', () => {
  it.each(Object.entries(FROM_AWS))('%s', async (_, { operation, effect, nth, told, code }: AwsFault) => {
    const fault = { operation, effect, ...(nth === undefined ? {} : { nth }) };
    const world = await startWorld({ buckets: { logs: { objects: [{ key: 'a.json', body: LOG }] } } }, [fault]);
    try {
      const ran = await runCommand(['scan', 's3://logs/', '--endpoint-url', world.url]);
      expect({ code: ran.code, stderr: ran.stderr }).toEqual({
        code,
        stderr: expect.stringMatching(told ?? /1 matched/),
      });
      expect(ran.stderr).not.toMatch(/unexpected Error|\n\s+at /);
    } finally {
      world.close();
    }
  });
});

const LOG = JSON.stringify({
  Records: [
    {
      eventVersion: '1.11',
      eventTime: '2026-02-09T09:12:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'DeleteBucketPolicy',
      awsRegion: 'eu-west-1',
      requestParameters: { bucketName: 'acme-reports' },
      eventID: '00000000-0000-4000-8000-000000000001',
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/dana.ivers' },
    },
  ],
});

describe('around the program', () => {
  it.each(Object.entries(ELSEWHERE))('%s', (_, { file, title }) => {
    const path = join(import.meta.dirname, '..', file);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain(title);
  });
});
