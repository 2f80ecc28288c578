import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedQueries } from '../../src/query/catalog.ts';
import { runCommand } from '../cli/fake-shell.ts';

type Row = Readonly<Record<string, string | number | null>>;

let kept: string;
beforeAll(() => {
  kept = mkdtempSync(join(tmpdir(), 'shipped-queries-'));
});
afterAll(() => rmSync(kept, { recursive: true }));

/** Each sample is loaded once, and asked there by all. */
const databases = new Map<string, Promise<string>>();

function databaseOf(sample: string): Promise<string> {
  const database = databases.get(sample) ?? load(sample);
  databases.set(sample, database);
  return database;
}

async function load(sample: string): Promise<string> {
  const file = join(kept, `${sample}.duckdb`);
  const args = ['query', '-', '-e', `samples/${sample}`, '--database', file];
  expect(await runCommand(args, { stdin: 'SELECT 1 AS one' })).toMatchObject({ code: 0 });
  return file;
}

/** The rows of a shipped query over a sample. */
async function ask(name: string, sample: string, params: Readonly<Record<string, string>>, ...more: string[]) {
  const given = Object.entries(params).flatMap(([param, value]) => ['--param', `${param}=${value}`]);
  const ran = await runCommand([
    'query',
    name,
    '--database',
    await databaseOf(sample),
    '-f',
    'json',
    ...given,
    ...more,
  ]);
  expect(ran.stderr).not.toContain('failed');
  expect(ran.code).toBe(0);
  const rows: Row[] = JSON.parse(ran.stdout);
  const header = shippedQueries().find((query) => query.name === name)?.header;
  for (const row of rows) expect(Object.keys(row)).toEqual(header?.columns.map((column) => column.name));
  return rows;
}

const DELIVERY = { bucket: 'acme-reports', source: 'acme-lake', id: 'daily-full' };
const pick = (rows: readonly Row[], ...names: string[]) => rows.map((row) => names.map((name) => row[name]));

describe('the shipped queries over the samples', () => {
  it('policy-changes-access-log', async () => {
    const rows = await ask('policy-changes-access-log', 'deny-by-ip', { bucket: 'acme-reports' });
    const [terraform, console] = [
      'arn:aws:sts::444455556666:assumed-role/infrastructure-pipeline/gitlab-48210',
      'arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_DataPlatformAdmin_3f2a1b0c9d8e7f60/maria.keller@acme.example',
    ];
    expect(pick(rows, 'time', 'operation', 'requester', 'source_ip', 'status', 'error_code', 'request_id')).toEqual([
      ['2026-01-29T13:41:17Z', 'REST.PUT.BUCKETPOLICY', terraform, '192.0.2.146', '204', null, '0650EJQ5P9KG3BX7'],
      [
        '2026-02-10T09:12:50Z',
        'REST.PUT.BUCKETPOLICY',
        console,
        '203.0.113.24',
        '400',
        'MalformedPolicy',
        'DR6K41CQ95WANJV1',
      ],
      ['2026-02-10T09:14:27Z', 'REST.PUT.BUCKETPOLICY', console, '203.0.113.24', '204', null, '2H1ZFRN23Y08CVX3'],
    ]);
    expect(rows[0]?.['user_agent']).toMatch(/^APN\/1\.0 HashiCorp/);
    expect(await ask('policy-changes-access-log', 'deny-by-ip', { bucket: 'acme-lake' })).toEqual([]);
  });

  it('policy-changes-cloudtrail, within a period', async () => {
    const day = ['--since', '2026-02-10', '--until', '2026-02-10'];
    const rows = await ask('policy-changes-cloudtrail', 'deny-by-ip', {}, ...day);
    expect(pick(rows, 'time', 'bucket', 'event_name', 'error_code', 'caller_type', 'access_key', 'request_id')).toEqual(
      [
        [
          '2026-02-10T09:12:50Z',
          'acme-reports',
          'PutBucketPolicy',
          'MalformedPolicy',
          'AssumedRole',
          'ASIAR8HVWEJZ5EXAMPLE',
          'DR6K41CQ95WANJV1',
        ],
        [
          '2026-02-10T09:14:27Z',
          'acme-reports',
          'PutBucketPolicy',
          null,
          'AssumedRole',
          'ASIAR8HVWEJZ5EXAMPLE',
          '2H1ZFRN23Y08CVX3',
        ],
      ],
    );
    expect(rows[1]?.['caller']).toMatch(/maria\.keller@acme\.example$/);
    expect(rows[1]?.['policy']).toContain('"OfficeOnly"');
    expect(await ask('policy-changes-cloudtrail', 'deny-by-ip', { bucket: 'acme-lake' })).toEqual([]);
  });

  it('bucket-policy-history', async () => {
    const rows = await ask('bucket-policy-history', 'deny-by-ip', { bucket: 'acme-reports' });
    // The refused change is none.
    expect(pick(rows, 'time', 'event_name')).toEqual([
      ['2026-01-29T13:41:17Z', 'PutBucketPolicy'],
      ['2026-02-10T09:14:27Z', 'PutBucketPolicy'],
    ]);
    expect(rows[0]?.['previous_policy']).toBeNull();
    expect(rows[1]?.['previous_policy']).toBe(rows[0]?.['policy']);
    expect(rows[1]?.['previous_policy']).not.toContain('OfficeOnly');
    expect(JSON.parse(String(rows[1]?.['policy'])).Statement).toContainEqual(
      expect.objectContaining({ Sid: 'OfficeOnly' }),
    );
  });

  it('bucket-policy-history, with an event that lies in two trails, and a deletion', async () => {
    const change = (eventID: string, eventTime: string, eventName: string, Sid?: string) => ({
      eventVersion: '1.11',
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/o.haas' },
      eventTime,
      eventSource: 's3.amazonaws.com',
      eventName,
      requestParameters: { bucketName: 'acme-reports', ...(Sid === undefined ? {} : { bucketPolicy: { Sid } }) },
      eventID,
    });
    const put = change('a', '2026-02-01T00:00:00Z', 'PutBucketPolicy', 'One');
    const gone = change('b', '2026-02-02T00:00:00Z', 'DeleteBucketPolicy');
    const again = change('c', '2026-02-03T00:00:00Z', 'PutBucketPolicy', 'Two');
    const args = ['query', 'bucket-policy-history', '-e', '-', '-f', 'json', '-q', '-p', 'bucket=acme-reports'];
    const ran = await runCommand(args, { stdin: JSON.stringify({ Records: [put, again, put, gone] }) });
    expect(pick(JSON.parse(ran.stdout), 'event_id', 'previous_policy', 'policy')).toEqual([
      ['a', null, '{"Sid":"One"}'],
      ['b', '{"Sid":"One"}', null],
      ['c', null, '{"Sid":"Two"}'],
    ]);
  });

  it('key-changes', async () => {
    const rows = await ask('key-changes', 'key-policy-loses-s3', { key: '1f0c7b52' });
    const id = '1f0c7b52-4e1a-4b6e-9d55-3a0c8e2b7f41';
    const arn = `arn:aws:kms:eu-west-1:777788889999:key/${id}`;
    const tanaka = 'arn:aws:iam::777788889999:user/h.tanaka';
    expect(pick(rows, 'time', 'event_name', 'key_id', 'key_arn', 'error_code', 'caller', 'caller_type')).toEqual([
      ['2026-01-22T15:03:11Z', 'PutKeyPolicy', id, arn, null, tanaka, 'IAMUser'],
      ['2026-02-08T09:47:26Z', 'PutKeyPolicy', id, arn, null, tanaka, 'IAMUser'],
    ]);
    const [before, after] = rows.map((row) => JSON.parse(String(row['policy'])));
    expect(JSON.stringify(before)).toContain('s3.amazonaws.com');
    expect(JSON.stringify(after)).not.toContain('s3.amazonaws.com');
    expect(await ask('key-changes', 'key-policy-loses-s3', { key: 'no-such-key' })).toEqual([]);
  });

  it('key-changes: states, grants and what nobody called', async () => {
    const ARN = 'arn:aws:kms:eu-west-1:777788889999:key/1f0c7b52-4e1a-4b6e-9d55-3a0c8e2b7f41';
    const event = (eventID: string, eventName: string, more: object) => ({
      eventVersion: '1.11',
      eventTime: '2026-02-01T00:00:00Z',
      eventSource: 'kms.amazonaws.com',
      eventName,
      eventID,
      ...more,
    });
    const events = [
      event('a', 'ScheduleKeyDeletion', { requestParameters: { keyId: ARN, pendingWindowInDays: 7 } }),
      event('b', 'CreateGrant', {
        requestParameters: { keyId: ARN, granteePrincipal: 'arn:aws:iam::444455556666:root' },
      }),
      event('c', 'DeleteExpiredKeyMaterial', { serviceEventDetails: { keyId: ARN } }),
      event('d', 'GenerateDataKey', { requestParameters: { keyId: ARN } }),
      event('e', 'DisableKey', { requestParameters: { keyId: 'another' } }),
    ];
    const ran = await runCommand(['query', 'key-changes', '-e', '-', '-f', 'json', '-q', '-p', 'key=1f0c7b52'], {
      stdin: JSON.stringify({ Records: events }),
    });
    expect(pick(JSON.parse(ran.stdout), 'event_name', 'key_id', 'pending_days', 'grantee')).toEqual([
      ['ScheduleKeyDeletion', ARN, '7', null],
      ['CreateGrant', ARN, null, 'arn:aws:iam::444455556666:root'],
      ['DeleteExpiredKeyMaterial', ARN, null, null],
    ]);
  });

  it('inventory-configuration-changes', async () => {
    const names = ['time', 'bucket', 'configuration_id', 'event_name', 'error_code', 'is_enabled', 'frequency'];
    const rows = await ask('inventory-configuration-changes', 'configuration-disabled', { bucket: 'acme-lake' });
    const put = 'PutBucketInventoryConfiguration';
    expect(pick(rows, ...names, 'destination', 'prefix')).toEqual([
      [
        '2026-02-12T16:11:40Z',
        'acme-lake',
        'audit-weekly',
        put,
        null,
        'true',
        'Weekly',
        'arn:aws:s3:::acme-reports',
        'audit',
      ],
      [
        '2026-02-12T16:20:53Z',
        'acme-lake',
        'daily-full',
        put,
        null,
        'false',
        'Daily',
        'arn:aws:s3:::acme-reports',
        'inv',
      ],
    ]);
    expect(rows[1]?.['encryption']).toBe('{"SSE-S3":{}}');
    const one = await ask('inventory-configuration-changes', 'configuration-disabled', { id: 'daily-full' });
    expect(one).toEqual(rows.slice(1));
  });

  it('denied-writes, the same requests in both logs', async () => {
    const lines = await ask('denied-writes-access-log', 'deny-by-ip', DELIVERY);
    const events = await ask('denied-writes-cloudtrail', 'deny-by-ip', DELIVERY);
    expect(lines).toHaveLength(10);
    expect(pick(lines, 'time', 'request_id', 'key')).toEqual(pick(events, 'time', 'request_id', 'key'));
    expect(pick(lines, 'time')).toEqual(
      [
        ...['10T15:22:31', '11T17:05:12', '12T13:48:55', '13T19:30:08', '14T16:11:40', '15T14:27:19', '16T18:59:02'],
        ...['17T15:45:33', '18T12:40:26', '19T17:16:47'],
      ].map((time) => [`2026-02-${time}Z`]),
    );
    expect(pick(lines.slice(0, 1), 'time', 'key', 'requester', 'status', 'error_code')).toEqual([
      ['2026-02-10T15:22:31Z', 'inv/acme-lake/daily-full/data/', 'svc:s3.amazonaws.com', '403', 'AccessDenied'],
    ]);
    expect(pick(events.slice(-1), 'error_code', 'error_message', 'invoked_by')).toEqual([
      ['AccessDenied', 'Access Denied', 's3.amazonaws.com'],
    ]);
    expect(await ask('denied-writes-access-log', 'deny-by-ip', { ...DELIVERY, id: 'daily' })).toEqual([]);
  });

  it('deliveries-access-log', async () => {
    const rows = await ask('deliveries-access-log', 'deny-by-ip', DELIVERY);
    const days = Array.from({ length: 17 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 24 + day)).toISOString().slice(0, 10),
    );
    expect(pick(rows, 'run')).toEqual(days.map((day) => [`${day}T01-00Z`]));
    expect(pick(rows, 'days_since_previous')).toEqual(days.map((_, index) => [index === 0 ? null : 1]));
    // The checksum came a second after the manifest.
    expect(rows.at(-1)).toEqual({
      run: '2026-02-09T01-00Z',
      arrived: '2026-02-09T13:46:27Z',
      days_since_previous: 1,
      manifest_key: 'inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.json',
      requester: 'svc:s3.amazonaws.com',
      request_id: '3HQ0M3FS6284Y1AX',
    });
  });

  it('deliveries-access-log, with a run that no calendar has', async () => {
    const line = (run: string) =>
      `79a5 acme-reports [06/Feb/2026:05:00:38 +0000] - svc:s3.amazonaws.com ${run} REST.PUT.OBJECT inv/acme-lake/daily-full/${run}/manifest.json "PUT / HTTP/1.1" 200 - 1 2 3 4 "-" "-" -\n`;
    const params = Object.entries(DELIVERY).flatMap(([name, value]) => ['-p', `${name}=${value}`]);
    const ran = await runCommand(['query', 'deliveries-access-log', '-e', '-', '-f', 'json', '-q', ...params], {
      stdin: ['2026-02-05T01-00Z', '2026-02-06T01-00Z', '2026-99-99T01-00Z'].map(line).join(''),
    });
    expect(pick(JSON.parse(ran.stdout), 'run', 'days_since_previous')).toEqual([
      ['2026-02-05T01-00Z', null],
      ['2026-02-06T01-00Z', 1],
      ['2026-99-99T01-00Z', null],
    ]);
  });

  it('of CloudTrail, for some accounts alone', async () => {
    const accountsOf = async (accounts: string) => {
      const rows = await ask('evidence-cloudtrail', 'deny-by-ip', { accounts }, '--since', '2026-02-10');
      return [...new Set(rows.map((row) => row['recipient_account_id']))].sort();
    };
    expect(await accountsOf('')).toEqual(['111122223333', '444455556666']);
    expect(await accountsOf('444455556666')).toEqual(['444455556666']);
    expect(await accountsOf('444455556666,111122223333')).toEqual(['111122223333', '444455556666']);
    const ran = await runCommand(['query', 'key-changes', '-e', 'samples/deny-by-ip', '-p', 'accounts=4444 5555']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('give account ids with commas between') });
  });

  it('session-activity', async () => {
    const around = { access_key: 'ASIAR8HVWEJZ5EXAMPLE', around: '2026-02-10T09:14:27Z' };
    expect(pick(await ask('session-activity', 'deny-by-ip', around), 'time', 'event_name', 'error_code')).toEqual([
      ['2026-02-10T09:12:50Z', 'PutBucketPolicy', 'MalformedPolicy'],
      ['2026-02-10T09:14:27Z', 'PutBucketPolicy', null],
      ['2026-02-10T09:31:05Z', 'PutBucketOwnershipControls', null],
    ]);
    const rows = await ask('session-activity', 'deny-by-ip', { ...around, minutes: '2' });
    expect(pick(rows, 'time')).toEqual([['2026-02-10T09:12:50Z'], ['2026-02-10T09:14:27Z']]);
    expect(rows[1]).toMatchObject({ event_source: 's3.amazonaws.com', source_ip: '203.0.113.24' });
    expect(JSON.parse(String(rows[1]?.['parameters']))).toMatchObject({ bucketName: 'acme-reports' });
  });

  it('role-assumptions: who, from where, without the roles that only services take', async () => {
    const names = ['time', 'event_name', 'caller', 'session_name', 'session_access_key', 'access_key', 'source_ip'];
    const rows = await ask('role-assumptions', 'deny-unencrypted-by-role-chain', {});
    expect(rows.filter((row) => String(row['role']).includes('/aws-service-role/'))).toEqual([]);
    const services = await ask('role-assumptions', 'deny-unencrypted-by-role-chain', { role: 'aws-service-role' });
    expect(services.length).toBeGreaterThan(10);
    expect(new Set(services.map((row) => row['invoked_by']))).toEqual(new Set(['config.amazonaws.com']));
    // A chain: the session of one call is the caller of another.
    const keys = new Set(rows.map((row) => row['session_access_key']).filter((key) => key !== null));
    const link = rows.find((row) => keys.has(row['access_key'] ?? ''));
    const session = String(link?.['session_access_key']);
    const chained = await ask('role-assumptions', 'deny-unencrypted-by-role-chain', { session });
    expect(pick(chained, ...names)).toContainEqual(pick(link === undefined ? [] : [link], ...names)[0]);
    const back = await ask('role-assumptions', 'deny-unencrypted-by-role-chain', {
      session: String(link?.['access_key']),
    });
    expect(back.map((row) => row['session_access_key'])).toContain(link?.['access_key']);
  });

  it('request-join', async () => {
    const day = ['--since', '2026-02-10', '--until', '2026-02-10'];
    const rows = await ask('request-join', 'deny-by-ip', { bucket: 'acme-reports' }, ...day);
    expect(pick(rows, 'request_id', 'operation', 'event_name', 'key', 'status', 'error_code')).toEqual([
      ['DR6K41CQ95WANJV1', 'REST.PUT.BUCKETPOLICY', 'PutBucketPolicy', null, '400', 'MalformedPolicy'],
      ['2H1ZFRN23Y08CVX3', 'REST.PUT.BUCKETPOLICY', 'PutBucketPolicy', null, '204', null],
      ['ABGCT7CRS97EMBTH', 'REST.PUT.OWNERSHIP_CONTROLS', 'PutBucketOwnershipControls', null, '200', null],
      ['0CRXG6H7VWSCQNEB', 'REST.PUT.OBJECT', 'PutObject', 'inv/acme-lake/daily-full/data/', '403', 'AccessDenied'],
    ]);
    expect(rows[1]?.['caller']).toBe(rows[1]?.['requester']);
    expect(pick(rows.slice(-1), 'requester', 'caller')).toEqual([['svc:s3.amazonaws.com', null]]);
  });

  it('top-requesters', async () => {
    const rows = await ask('top-requesters', 'deny-by-ip', { bucket: 'acme-reports' });
    expect(rows[0]).toEqual({
      requester: 'svc:s3.amazonaws.com',
      requests: 95,
      denied: 10,
      failed: 10,
      failed_percent: 10.5,
      bytes_sent: 2430,
      first_seen: '2026-01-24T18:30:38Z',
      last_seen: '2026-02-19T17:16:47Z',
    });
    const anonymous = rows.find((row) => row['requester'] === null);
    expect(anonymous).toMatchObject({ requests: 62, denied: 62, failed_percent: 100 });
  });

  it('coverage, with the days that are missing', async () => {
    const days = await ask('coverage-access-log', 'deny-by-ip', { bucket: 'acme-logs' });
    expect(pick(days.slice(0, 4), 'day', 'records', 'days_missing', 'first_seen')).toEqual([
      ['2026-01-24', 1, null, '2026-01-24T23:21:19Z'],
      ['2026-01-25', 2, 0, '2026-01-25T14:16:18Z'],
      ['2026-01-27', 4, 1, '2026-01-27T10:47:15Z'],
      ['2026-01-28', 2, 0, '2026-01-28T18:03:50Z'],
    ]);
    const trail = await ask('coverage-cloudtrail', 'deny-by-ip', { accounts: '444455556666' });
    expect(new Set(trail.map((row) => row['account']))).toEqual(new Set(['444455556666']));
    const [data, management] = ['Data', 'Management'].map((name) => trail.filter((row) => row['category'] === name));
    expect(pick(data?.slice(0, 2) ?? [], 'region', 'day', 'records', 'days_missing')).toEqual([
      ['eu-west-1', '2026-02-10', 1, null],
      ['eu-west-1', '2026-02-11', 1, 0],
    ]);
    expect(management?.map((row) => row['days_missing']).slice(1)).toEqual(management?.slice(1).map(() => 0));
  });

  it('unparsed-lines', async () => {
    const line =
      '79a5 acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 2 3 4 "-" "-" -';
    const ran = await runCommand(['query', 'unparsed-lines', '-e', '-', '-f', 'csv', '-q'], {
      stdin: `${line}\nno log line\n79a5 acme-reports [06/Feb/2019:00:00:38 +0000] cut\n`,
    });
    expect(ran.stdout).toBe("day,file,lines\r\n2019/02/06,'-,2\r\n");
    expect(await ask('unparsed-lines', 'deny-by-ip', {})).toEqual([]);
  });

  it('evidence, whole records of both logs', async () => {
    const lines = await ask('evidence-access-log', 'deny-by-ip', { bucket: 'acme-reports' });
    const count = (operation: string, status: string) =>
      lines.filter((row) => row['operation'] === operation && row['httpstatus'] === status).length;
    expect(count('REST.PUT.BUCKETPOLICY', '204')).toBe(2);
    expect(count('REST.PUT.OBJECT', '403')).toBe(10);
    // Of 17 runs: the marker, the data, the symlink, manifest and checksum.
    expect(count('REST.PUT.OBJECT', '200')).toBe(17 * 5);
    const events = await ask('evidence-cloudtrail', 'deny-by-ip', {}, '--since', '2026-02-10', '--until', '2026-02-10');
    expect(pick(events, 'event_time', 'event_name')).toContainEqual(['2026-02-10T09:14:27Z', 'PutBucketPolicy']);
    const hours = new Set(
      events
        .filter((row) => row['event_name'] === 'GetBucketPolicy')
        .map((row) => String(row['event_time']).slice(0, 13)),
    );
    expect(hours.size).toBe(events.filter((row) => row['event_name'] === 'GetBucketPolicy').length);
  });
});

describe('injection', () => {
  const ATTEMPTS = [
    "'; DROP TABLE cloudtrail_logs; --",
    "' OR '1'='1",
    ['$', '{bucket}'].join(''),
    'a\nb',
    '\u2019 OR 1=1',
    '?',
    ':bucket',
    '\\',
  ];

  it.each(shippedQueries())('changes nothing but the value in $name', async ({ name, header }) => {
    const statementWith = async (value: string) => {
      const params = header.parameters.flatMap(({ name: param, type }) => {
        if (type === 'string') return ['--param', `${param}=${value}`];
        return param === 'around' ? ['--param', 'around=2026-02-10'] : [];
      });
      const ran = await runCommand(['query', name, '--dry-run', ...params]);
      expect(ran.code).toBe(0);
      return ran.stdout.split('\n-- ?1')[0];
    };
    const plain = await statementWith('x');
    for (const attempt of ATTEMPTS) expect(await statementWith(attempt)).toBe(plain);
  });

  it('finds nothing and breaks nothing in the database', async () => {
    for (const attempt of ATTEMPTS) {
      expect(await ask('policy-changes-access-log', 'deny-by-ip', { bucket: attempt })).toEqual([]);
    }
  });
});
