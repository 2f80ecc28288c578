import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import { startWorld } from '../aws/world/world-server.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { smallWorld } from '../collect/collect-world.ts';
import { FORENSICS, stockAcme } from '../query/athena-acme.ts';
import { AthenaServer, type Ending } from '../query/athena-server.ts';
import { messagesOf } from './commands.ts';
import { PAGES } from './pages.ts';

const ATHENA = ['query', '--workgroup', 'forensics', '--database', 'logs'];
const athena = new AthenaServer();

beforeAll(async () => {
  await athena.start('samples/deny-by-ip');
  athena.looks = 0;
  athena.output = 's3://acme-results/athena/';
  athena.workgroups.set('forensics', FORENSICS);
  stockAcme(athena);
});
afterAll(() => athena.stop());
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
});
afterEach(() => vi.unstubAllEnvs());

/** What each block shows is said, line by line, when this goes wrong. */
const SAID: Readonly<Record<string, () => Promise<string>>> = {
  'warning: GetBucketPolicy on acme-reports: not permitted': () => live({ kind: 'refused', failure: 'denied' }),
  'warning: GetBucketPolicy on acme-reports: denied by': () =>
    live({ kind: 'denied', how: 'explicit', policy: 'resource-based policy' }),
  '-- Workgroup forensics: not known': async () => {
    const dryRun = [...ATHENA, '--dry-run', '--since', '2026-02-01', '--until', '2026-02-02'];
    refuse('GetWorkGroup', 'athena:GetWorkGroup');
    refuse('ListObjectsV2', 's3:ListBucket');
    const listed = await ask([...dryRun, 'policy-changes-access-log']);
    refuse('GetTableMetadata', 'glue:GetTable');
    return listed + (await ask([...dryRun, 'key-changes']));
  },
  's3://acme-results/athena/': () => {
    refuse('GetObject', 's3:GetObject');
    return ask([...ATHENA, '-f', 'csv', '-'], 'SELECT i AS n FROM range(1500) AS r(i)');
  },
  'inventory-forensics: query execution': async () =>
    (await ending('FAILED', "COLUMN_NOT_FOUND: line 2:3: Column 'nope' cannot be resolved")) +
    (await ending('CANCELLED', 'Query cancelled! : Bytes scanned limit was exceeded')) +
    (await ending('FAILED', "TABLE_NOT_FOUND: line 10:6: Table 'awsdatacatalog.logs.cloudtrail_logs' does not exist")) +
    (await ask(['query', '--workgroup', 'nosuch', '-'], 'SELECT 1')),
};

/** What no run prints the same twice, by the test or the benchmark that has it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'test/display/progress-line.test.ts': 'Reading: 1.2 GB of 4.8 GB, 12 of 48 files, 300.0 MB/s, about 12 s left',
  'bench/from-s3.ts': '| way | wall | requests | bytes | times as fast |',
};

const shown = PAGES.filter((page) => page === 'README.md' || page.startsWith('docs/'))
  .flatMap((page) => messagesOf(page).map((lines) => ({ page, lines, first: lines[0] ?? '' })))
  .filter(({ lines }) => !Object.values(ELSEWHERE).some((line) => lines.includes(line)));

describe('what a page shows without a command', () => {
  it.each(shown)('is said: $page, $first', async ({ first, lines }) => {
    const [, say] = Object.entries(SAID).find(([begins]) => first.startsWith(begins)) ?? [];
    const said = masked((await say?.()) ?? 'nothing says it').split('\n');
    expect(said).toEqual(expect.arrayContaining(lines.map(masked)));
  });

  it.each(Object.entries(ELSEWHERE))('is in %s: %s', (file, line) => {
    expect(readFileSync(file, 'utf8')).toContain(line);
  });
});

function masked(text: string): string {
  return text.replace(/0{8}-0000-4000-8000-0{6}\d{6}/g, 'ID');
}

/** What a case that is read live says where the policy may not be read. */
async function live(effect: Fault['effect']): Promise<string> {
  const world = await startWorld(smallWorld(), [{ operation: 'GetBucketPolicy', effect }]);
  vi.stubEnv('AWS_ENDPOINT_URL', world.url);
  const { stderr } = await runCommand(['investigate', '--live', '--source-bucket', 'acme-lake']);
  world.close();
  return stderr;
}

function refuse(operation: string, action: string): void {
  const answer = action.startsWith('s3:')
    ? { status: 403, type: 'AccessDenied', message: 'Access Denied' }
    : { status: 400, type: 'AccessDeniedException', message: `User: u is not authorized to perform: ${action} on r` };
  athena.faults.push({ operation, answer });
}

async function ask(args: readonly string[], stdin?: string): Promise<string> {
  vi.stubEnv('AWS_ENDPOINT_URL', athena.url);
  const { stdout, stderr } = await runCommand(args, stdin === undefined ? {} : { stdin });
  return stdout + stderr;
}

async function ending(state: Ending['state'], message: string): Promise<string> {
  const error = { ErrorCategory: 2, Retryable: false, ErrorMessage: message };
  athena.ending = { state, reason: message, error };
  const said = await ask([...ATHENA, '-'], 'SELECT 1');
  athena.ending = null;
  return said;
}
