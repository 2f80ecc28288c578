import { describe, expect, it } from 'vitest';
import { shippedQueries } from '../../src/query/catalog.ts';
import { runCommand } from '../cli/fake-shell.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** The rows of a shipped query over a sample. */
async function ask(name: string, sample: string, params: Readonly<Record<string, string>>, ...more: string[]) {
  const given = Object.entries(params).flatMap(([param, value]) => ['--param', `${param}=${value}`]);
  const ran = await runCommand(['query', name, '-e', `samples/${sample}`, '-f', 'json', ...given, ...more]);
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
    expect(pick(rows, 'time', 'operation', 'status', 'error_code')).toEqual([
      ['2026-01-29T13:41:17Z', 'REST.PUT.BUCKETPOLICY', '204', null],
      ['2026-02-10T09:12:50Z', 'REST.PUT.BUCKETPOLICY', '400', 'MalformedPolicy'],
      ['2026-02-10T09:14:27Z', 'REST.PUT.BUCKETPOLICY', '204', null],
    ]);
    expect(rows[2]?.['requester']).toMatch(/maria\.keller@acme\.example$/);
  });

  it('policy-changes-cloudtrail, within a period', async () => {
    const rows = await ask(
      'policy-changes-cloudtrail',
      'deny-by-ip',
      {},
      '--since',
      '2026-02-10',
      '--until',
      '2026-02-10',
    );
    expect(pick(rows, 'time', 'bucket', 'event_name', 'error_code')).toEqual([
      ['2026-02-10T09:12:50Z', 'acme-reports', 'PutBucketPolicy', 'MalformedPolicy'],
      ['2026-02-10T09:14:27Z', 'acme-reports', 'PutBucketPolicy', null],
    ]);
    expect(rows[1]?.['policy']).toContain('"OfficeOnly"');
    expect(await ask('policy-changes-cloudtrail', 'deny-by-ip', { bucket: 'acme-lake' })).toEqual([]);
  });

  it('bucket-policy-history', async () => {
    const rows = await ask('bucket-policy-history', 'deny-by-ip', { bucket: 'acme-reports' });
    expect(pick(rows, 'time')).toEqual([['2026-01-29T13:41:17Z'], ['2026-02-10T09:14:27Z']]);
    expect(rows[0]?.['previous_policy']).toBeNull();
    expect(rows[1]?.['previous_policy']).toBe(rows[0]?.['policy']);
    expect(rows[1]?.['previous_policy']).not.toContain('OfficeOnly');
    expect(JSON.parse(String(rows[1]?.['policy'])).Statement).toContainEqual(
      expect.objectContaining({ Sid: 'OfficeOnly' }),
    );
  });

  it('key-changes', async () => {
    const rows = await ask('key-changes', 'key-policy-loses-s3', { key: '1f0c7b52' });
    expect(pick(rows, 'time', 'event_name', 'caller')).toEqual([
      ['2026-01-22T15:03:11Z', 'PutKeyPolicy', 'arn:aws:iam::777788889999:user/h.tanaka'],
      ['2026-02-08T09:47:26Z', 'PutKeyPolicy', 'arn:aws:iam::777788889999:user/h.tanaka'],
    ]);
    expect(rows[0]?.['key_arn']).toMatch(/^arn:aws:kms:eu-west-1:777788889999:key\/1f0c7b52/);
    expect(JSON.parse(String(rows[1]?.['policy'])).Version).toBe('2012-10-17');
    expect(await ask('key-changes', 'key-policy-loses-s3', { key: 'no-such-key' })).toEqual([]);
  });

  it('inventory-configuration-changes', async () => {
    const rows = await ask('inventory-configuration-changes', 'configuration-disabled', { id: 'daily-full' });
    expect(pick(rows, 'time', 'bucket', 'is_enabled', 'frequency', 'destination', 'prefix')).toEqual([
      ['2026-02-12T16:20:53Z', 'acme-lake', 'false', 'Daily', 'arn:aws:s3:::acme-reports', 'inv'],
    ]);
  });

  it('denied-writes, the same requests in both logs', async () => {
    const lines = await ask('denied-writes-access-log', 'deny-by-ip', DELIVERY);
    const events = await ask('denied-writes-cloudtrail', 'deny-by-ip', DELIVERY);
    expect(lines).toHaveLength(10);
    expect(pick(lines, 'time', 'request_id', 'key')).toEqual(pick(events, 'time', 'request_id', 'key'));
    expect(pick(lines.slice(0, 1), 'time', 'key', 'requester', 'status', 'error_code')).toEqual([
      ['2026-02-10T15:22:31Z', 'inv/acme-lake/daily-full/data/', 'svc:s3.amazonaws.com', '403', 'AccessDenied'],
    ]);
    expect(new Set(events.map((row) => row['invoked_by']))).toEqual(new Set(['s3.amazonaws.com']));
    expect(await ask('denied-writes-access-log', 'deny-by-ip', { ...DELIVERY, id: 'daily' })).toEqual([]);
  });

  it('deliveries-access-log', async () => {
    const rows = await ask('deliveries-access-log', 'deny-by-ip', DELIVERY);
    expect(pick(rows.slice(-1), 'run', 'key')).toEqual([
      ['2026-02-09T01-00Z', 'inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.checksum'],
    ]);
    expect(new Set(rows.map((row) => row['run'])).size).toBe(17);
  });

  it('deliveries-cloudtrail', async () => {
    const event = {
      eventVersion: '1.11',
      userIdentity: { type: 'AWSService', invokedBy: 's3.amazonaws.com' },
      eventTime: '2026-02-09T19:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
      awsRegion: 'eu-west-1',
      requestParameters: {
        bucketName: 'acme-reports',
        key: 'inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.checksum',
      },
      eventID: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f405162',
    };
    const params = Object.entries(DELIVERY).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
    const ran = await runCommand(['query', 'deliveries-cloudtrail', '-e', '-', '-f', 'csv', '-q', ...params], {
      stdin: JSON.stringify({ Records: [event] }),
    });
    expect(ran.stdout).toBe(
      'run,arrived,key,invoked_by,event_id\r\n' +
        `2026-02-09T01-00Z,2026-02-09T19:00:00Z,${event.requestParameters.key},s3.amazonaws.com,${event.eventID}\r\n`,
    );
  });

  it('session-activity', async () => {
    const [change] = await ask('policy-changes-cloudtrail', 'deny-by-ip', {}, '--since', '2026-02-10T09:14:00Z');
    const around = { access_key: String(change?.['access_key']), around: '2026-02-10T09:14:27Z' };
    const rows = await ask('session-activity', 'deny-by-ip', { ...around, minutes: '2' });
    expect(pick(rows, 'time', 'event_name')).toContainEqual(['2026-02-10T09:12:50Z', 'PutBucketPolicy']);
    for (const row of rows) {
      expect(Math.abs(Date.parse(String(row['time'])) - Date.parse(around.around))).toBeLessThanOrEqual(120_000);
    }
    expect((await ask('session-activity', 'deny-by-ip', around)).length).toBeGreaterThan(rows.length);
  });

  it('role-assumptions', async () => {
    const rows = await ask('role-assumptions', 'deny-unencrypted-by-role-chain', {});
    expect(rows.length).toBeGreaterThan(0);
    const keys = rows.map((row) => row['session_access_key']).filter((key) => key !== null);
    // A chain: the session of one call is the caller of another.
    expect(rows.some((row) => keys.includes(row['access_key'] ?? ''))).toBe(true);
  });

  it('request-join', async () => {
    const rows = await ask(
      'request-join',
      'deny-by-ip',
      { bucket: 'acme-reports' },
      '--since',
      '2026-02-10',
      '--until',
      '2026-02-10',
    );
    const found = rows.find((row) => row['request_id'] === '2H1ZFRN23Y08CVX3');
    expect(found).toMatchObject({ operation: 'REST.PUT.BUCKETPOLICY', event_name: 'PutBucketPolicy', status: '204' });
    expect(found?.['caller']).toBe(found?.['requester']);
  });

  it('top-requesters', async () => {
    const rows = await ask('top-requesters', 'deny-by-ip', { bucket: 'acme-reports' });
    expect(rows[0]).toMatchObject({
      requester: 'svc:s3.amazonaws.com',
      requests: 95,
      denied: 10,
      failed_percent: 10.5,
    });
  });

  it('coverage', async () => {
    const days = await ask('coverage-access-log', 'deny-by-ip', { bucket: 'acme-reports' });
    expect(days[0]?.['day']).toBe('2026-01-24');
    expect(new Set(days.map((row) => row['day'])).size).toBe(days.length);
    const trail = await ask('coverage-cloudtrail', 'deny-by-ip', { account: '444455556666' });
    expect(new Set(trail.map((row) => row['account']))).toEqual(new Set(['444455556666']));
    expect(trail.map((row) => row['category'])).toContain('Data');
  });

  it('unparsed-lines', async () => {
    const line =
      '79a5 acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 2 3 4 "-" "-" -';
    const ran = await runCommand(['query', 'unparsed-lines', '-e', '-', '-f', 'csv', '-q'], {
      stdin: `${line}\nno log line\n79a5 acme-reports [06/Feb/2019:00:00:38 +0000] cut\n`,
    });
    expect(ran.stdout).toBe("day,file,lines\r\n2019/02/06,'-,2\r\n");
  });

  it('evidence, whole records of both logs', async () => {
    const lines = await ask('evidence-access-log', 'deny-by-ip', { bucket: 'acme-reports' });
    const count = (operation: string, status: string) =>
      lines.filter((row) => row['operation'] === operation && row['httpstatus'] === status).length;
    expect(count('REST.PUT.BUCKETPOLICY', '204')).toBe(2);
    expect(count('REST.PUT.OBJECT', '403')).toBe(10);
    expect(count('REST.PUT.OBJECT', '200')).toBe(34);
    const events = await ask('evidence-cloudtrail', 'deny-by-ip', {}, '--since', '2026-02-10', '--until', '2026-02-10');
    expect(pick(events, 'event_time', 'event_name')).toContainEqual(['2026-02-10T09:14:27Z', 'PutBucketPolicy']);
    expect(events.map((row) => row['event_name'])).not.toContain('GetBucketPolicy');
  });

  it('asserts every query that is shipped', () => {
    expect(shippedQueries().map(({ name }) => name)).toEqual([
      'bucket-policy-history',
      'coverage-access-log',
      'coverage-cloudtrail',
      'deliveries-access-log',
      'deliveries-cloudtrail',
      'denied-writes-access-log',
      'denied-writes-cloudtrail',
      'evidence-access-log',
      'evidence-cloudtrail',
      'inventory-configuration-changes',
      'key-changes',
      'policy-changes-access-log',
      'policy-changes-cloudtrail',
      'request-join',
      'role-assumptions',
      'session-activity',
      'top-requesters',
      'unparsed-lines',
    ]);
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
    for (const attempt of ATTEMPTS) {
      const params = header.parameters.flatMap(({ name: param, type }) => {
        if (type === 'string') return ['--param', `${param}=${attempt}`];
        return param === 'around' ? ['--param', 'around=2026-02-10'] : [];
      });
      const ran = await runCommand(['query', name, '--dry-run', ...params]);
      const plain = await runCommand(['query', name, '--dry-run', ...params.map((text) => text.replace(attempt, 'x'))]);
      const statement = (text: string) => text.split('\n-- ?1')[0];
      expect(statement(ran.stdout)).toBe(statement(plain.stdout));
      expect(ran.code).toBe(0);
    }
  });

  it('finds nothing and breaks nothing in the database', async () => {
    for (const attempt of ATTEMPTS) {
      expect(await ask('policy-changes-access-log', 'deny-by-ip', { bucket: attempt })).toEqual([]);
    }
  });
});
