import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_LOG_COLUMNS } from '../../../src/records/athena/access-log-columns.ts';
import { readAthenaResult } from '../../../src/records/athena/read-result-row.ts';
import type { CloudTrailRecord } from '../../../src/records/cloudtrail/record.ts';
import { readEvidence } from '../../../src/records/read.ts';
import { expandInputs } from '../../../src/sources/expand-inputs.ts';
import { runCommand } from '../../cli/fake-shell.ts';
import { sampled } from '../../property-runs.ts';

/** Of samples that were loaded. */
let kept: string;
beforeAll(() => {
  kept = mkdtempSync(join(tmpdir(), 'read-result-row-'));
});
afterAll(() => rmSync(kept, { recursive: true }));

/** Cells of the rows as Athena's CSV has them, header first. */
async function resultOf(query: string, sample: string): Promise<readonly [string[], ...(string | null)[][]]> {
  const file = join(kept, `${sample}.duckdb`);
  const evidence = existsSync(file) ? [] : ['-e', `samples/${sample}`];
  const asked = ['query', query, '--database', file, ...evidence, '-f', 'json', '-q', '--show-secrets'];
  const ran = await runCommand(asked);
  const rows: Record<string, unknown>[] = JSON.parse(ran.stdout);
  const text = (cell: unknown) => (cell === null ? null : String(cell));
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row).map(text))];
}

async function recordsOf(sample: string) {
  const lines = new Map<string, unknown>();
  const events = new Map<string, CloudTrailRecord>();
  const inputs = await expandInputs([`samples/${sample}`]);
  for await (const item of readEvidence(inputs, { listingTimezone: null }).items) {
    if (item.kind === 'access-log') lines.set(JSON.stringify(item.record), item.record);
    if (item.kind === 'cloudtrail' && item.record.eventID !== null) events.set(item.record.eventID, item.record);
  }
  return { lines, events };
}

describe.each(sampled(readdirSync('samples'), 2, 0))('rows of Athena made of %s', (sample) => {
  let read: Awaited<ReturnType<typeof recordsOf>>;
  beforeAll(async () => {
    read = await recordsOf(sample);
  });

  it('are the access log records that they came from', async () => {
    const { lines } = read;
    const [columns = [], ...rows] = await resultOf('evidence-access-log', sample);
    const readRow = readAthenaResult(columns);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const evidence = readRow?.(row);
      expect(evidence?.kind).toBe('access-log');
      expect(lines.has(JSON.stringify(evidence?.parsed.ok ? evidence.parsed.record : null))).toBe(true);
    }
  });

  it('are the events that they came from', async () => {
    const { events } = read;
    const [columns = [], ...rows] = await resultOf('evidence-cloudtrail', sample);
    const readRow = readAthenaResult(columns);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const evidence = readRow?.(row);
      if (evidence?.kind !== 'cloudtrail' || !evidence.parsed.ok) throw new Error('not an event');
      const { raw: _, ...record } = evidence.parsed.record;
      const { raw: __, ...original } = events.get(record.eventID ?? '') ?? ({} as CloudTrailRecord);
      // Athena's table has no column for these two, and two resources are carried.
      const { sourceIdentity: ___, federatedProvider: ____, ...userIdentity } = original.userIdentity;
      expect(record).toMatchObject({ ...original, resources: original.resources.slice(0, 2), userIdentity });
    }
  });
});

describe('a result', () => {
  it.each([
    ['all columns', ACCESS_LOG_COLUMNS],
    ['the columns of an older table', ACCESS_LOG_COLUMNS.slice(0, 24)],
    ['columns in another order, and a partition', [...ACCESS_LOG_COLUMNS.toReversed(), 'timestamp']],
  ])('of %s is read by their names', (_, columns) => {
    const fields: Record<string, string> = {
      bucketowner: '79a5',
      bucket_name: 'acme-reports',
      requestdatetime: '06/Feb/2026:00:00:38 +0000',
      requester: 'arn:aws:iam::444455556666:user/omar',
      operation: 'REST.PUT.BUCKETPOLICY',
      request_uri: '"PUT /?policy HTTP/1.1"',
      httpstatus: '204',
      useragent: 'aws-cli/2.22',
      timestamp: '2026/02/06',
      tlsversion: 'TLSv1.3',
      sourceregion: 'eu-west-1',
    };
    const evidence = readAthenaResult(columns)?.(columns.map((name) => fields[name] ?? '-'));
    expect(evidence?.parsed).toMatchObject({
      ok: true,
      record: {
        time: Date.UTC(2026, 1, 6, 0, 0, 38),
        bucket: 'acme-reports',
        requestUri: 'PUT /?policy HTTP/1.1',
        httpStatus: 204,
        userAgent: 'aws-cli/2.22',
        tlsVersion: 'TLSv1.3',
        sourceRegion: columns.includes('sourceregion') ? 'eu-west-1' : null,
      },
    });
  });

  it('of a few columns leaves the others unknown', () => {
    const columns = ['operation', 'requestdatetime', 'requester'];
    const cells = ['REST.PUT.BUCKETPOLICY', '06/Feb/2026:00:00:38 +0000', '79a5'];
    expect(readAthenaResult(columns)?.(cells).parsed).toMatchObject({
      ok: true,
      record: {
        operation: 'REST.PUT.BUCKETPOLICY',
        requester: '79a5',
        bucket: null,
        httpStatus: null,
        requestUri: null,
      },
    });
  });

  it('with whole events of CloudTrail Lake leaves them to their envelope', () => {
    expect(readAthenaResult(['eventTime', 'eventSource', 'eventName', 'eventJson'])).toBeNull();
  });

  it('of another query is none that evidence is read from', () => {
    expect(readAthenaResult(['time', 'bucket'])).toBeNull();
    expect(readAthenaResult([])).toBeNull();
  });

  it('with a row that is no record says why', () => {
    const header =
      'bucketowner,bucket_name,requestdatetime,remoteip,requester,requestid,operation,key,request_uri,httpstatus,errorcode,bytessent,objectsize,totaltime,turnaroundtime,referrer,useragent,versionid,hostid,sigv,ciphersuite,authtype,endpoint,tlsversion,accesspointarn,aclrequired,sourceregion';
    const [columns = []] = parse(header);
    const evidence = readAthenaResult(columns)?.(columns.map(() => null));
    expect(evidence).toEqual({
      kind: 'access-log',
      parsed: { ok: false, reason: 'a row of NULLs: a line that the table could not match' },
    });
  });
});
