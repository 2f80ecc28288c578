import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { AccessLogRecord } from '../../../src/records/access-log/record.ts';
import { readWhole } from '../read-whole.ts';

const LINE =
  '79a5 acme-reports [06/Feb/2026:00:00:38 +0000] 192.0.2.3 svc:s3.amazonaws.com 3E57427F3EXAMPLE REST.PUT.OBJECT inv/a.csv "PUT /acme-reports/inv/a.csv HTTP/1.1" 403 AccessDenied 243 90 70 10 "https://example.com/?q=\\"" "S3 Inventory" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-reports.s3.us-west-1.amazonaws.com TLSv1.2 arn:aws:s3:us-west-1:444455556666:accesspoint/a Yes us-east-1';
/** The same request, as it is delivered to CloudWatch Logs. */
const RECORD: JsonObject = {
  schema_version_id: 'V_1_0',
  bucket_arn: 'arn:aws:s3:::acme-reports',
  bucket_name: 'acme-reports',
  request_time: '2026-02-06T00:00:38.000Z',
  bucket_owner_id: '79a5',
  remote_ip: '192.0.2.3',
  requester: 'svc:s3.amazonaws.com',
  request_id: '3E57427F3EXAMPLE',
  operation: 'REST.PUT.OBJECT',
  key_name: 'inv/a.csv',
  request_uri: 'PUT /acme-reports/inv/a.csv HTTP/1.1',
  http_status: 403,
  error_code: 'AccessDenied',
  bytes_sent_size: 243,
  object_size: 90,
  total_duration: 70,
  turn_around_duration: 10,
  referer: 'https://example.com/?q=\\"',
  user_agent: 'S3 Inventory',
  version_id: null,
  host_id: 's9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234=',
  signature_version: 'SigV4',
  cipher_suite: 'ECDHE-RSA-AES128-GCM-SHA256',
  authentication_type: 'AuthHeader',
  host_header: 'acme-reports.s3.us-west-1.amazonaws.com',
  tls_version: 'TLSv1.2',
  access_point_arn: 'arn:aws:s3:us-west-1:444455556666:accesspoint/a',
  acl_required: true,
  source_region: 'us-east-1',
};

async function recordsIn(text: string, names: readonly string[] | null = null): Promise<readonly AccessLogRecord[]> {
  const wanted = names === null ? {} : { names: { accessLog: names, cloudTrail: ['PutBucketPolicy'] } };
  const { items, tally } = await readWhole(text, wanted);
  expect(tally).toMatchObject({ kind: 'access-log', rejected: 0, failure: null });
  return items.flatMap((item) => (item.kind === 'access-log' ? [item.record] : []));
}

describe('access logs as JSON', () => {
  it.each([
    ['lines', JSON.stringify(RECORD)],
    ['an array', JSON.stringify([RECORD], null, 2)],
    ['events of CloudWatch Logs', JSON.stringify({ events: [{ timestamp: 1, message: JSON.stringify(RECORD) }] })],
    [
      'other spellings, and time as tables write it',
      JSON.stringify({
        ...RECORD,
        request_time: '2026-02-06 00:00:38.000',
        turn_around_duration: undefined,
        turnaround_duration: 10,
        referer: undefined,
        referrer: RECORD['referer'],
        authentication_type: undefined,
        auth_type: 'AuthHeader',
      }),
    ],
  ])('say what the line of the same request says: %s', async (_, text) => {
    expect(await recordsIn(text)).toEqual(await recordsIn(LINE));
  });

  it('have null for what a line has a dash for', async () => {
    const bare = {
      schema_version_id: 'V_1_0',
      operation: 'REST.GET.ACL',
      request_time: RECORD['request_time'],
      acl_required: false,
    };
    expect(await recordsIn(JSON.stringify({ ...bare, http_status: null, error_code: null }))).toMatchObject([
      { httpStatus: null, errorCode: null, aclRequired: null, bucket: null, time: Date.UTC(2026, 1, 6, 0, 0, 38) },
    ]);
  });

  it('are passed over where only other operations are wanted, the first one aside', async () => {
    const other = { ...RECORD, operation: 'REST.GET.OBJECT' };
    const wanted = { ...RECORD, operation: 'REST.PUT.BUCKETPOLICY' };
    const text = [other, other, wanted, other].map((record) => JSON.stringify(record)).join('\n');
    const operations = (await recordsIn(text, ['REST.PUT.BUCKETPOLICY'])).map(({ operation }) => operation);
    expect(operations).toEqual(['REST.GET.OBJECT', 'REST.PUT.BUCKETPOLICY']);
  });

  it('are rejected one by one', async () => {
    const { tally } = await readWhole(
      [RECORD, { ...RECORD, request_time: 'noon' }, RECORD].map((record) => JSON.stringify(record)).join('\n'),
    );
    expect(tally).toMatchObject({ kind: 'access-log', records: 2, rejected: 1, rejects: [{ line: 2 }] });
  });
});
