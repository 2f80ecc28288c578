import { describe, expect, it } from 'vitest';
import { hasFailed, matches, type ScanFilter } from '../../src/scan/filter.ts';
import type { LogItem } from '../../src/scan/log-item.ts';
import { accessLogItem, cloudTrailItem } from './example-items.ts';

const ANYTHING: ScanFilter = {
  operation: null,
  bucket: null,
  requester: null,
  status: null,
  since: null,
  until: null,
};

function wanted(item: LogItem, filter: Partial<ScanFilter>): boolean {
  return matches(item, { ...ANYTHING, ...filter });
}

describe('matches', () => {
  it('lets everything through when nothing is asked for', () => {
    expect(wanted(accessLogItem(), {})).toBe(true);
    expect(wanted(cloudTrailItem(), {})).toBe(true);
  });

  it('asks the log for its own name of the call', () => {
    const operation = (name: string) => name === 'REST.PUT.BUCKETPOLICY';
    expect(wanted(accessLogItem(), { operation })).toBe(true);
    expect(wanted(cloudTrailItem(), { operation })).toBe(false);
    expect(wanted(accessLogItem({ operation: null }), { operation: () => true })).toBe(false);
  });

  it('compares the whole name of the bucket, wherever the event has it', () => {
    const bucket = 'acme-reports';
    expect(wanted(accessLogItem(), { bucket })).toBe(true);
    expect(wanted(accessLogItem({ bucket: 'acme-reports-old' }), { bucket })).toBe(false);
    expect(wanted(cloudTrailItem(), { bucket })).toBe(true);
    const byResource = cloudTrailItem({
      requestParameters: { state: 'not-recorded' },
      resources: [{ arn: 'arn:aws:s3:::acme-reports', accountId: '444455556666', type: 'AWS::S3::Bucket' }],
    });
    expect(wanted(byResource, { bucket })).toBe(true);
  });

  it('includes both ends of the period', () => {
    const time = cloudTrailItem().record.eventTime;
    expect(wanted(cloudTrailItem(), { since: time, until: time })).toBe(true);
    expect(wanted(cloudTrailItem(), { since: time + 1 })).toBe(false);
    expect(wanted(cloudTrailItem(), { until: time - 1 })).toBe(false);
    expect(wanted(accessLogItem({ time }), { since: time, until: time })).toBe(true);
  });

  it.each([
    ['part of an ARN', 'USER/ali'],
    ['the user name', 'alice'],
    ['the access key', 'akiaexample'],
    ['the principal id', 'AIDAEXAMPLEALICE'],
  ])('finds the requester by %s', (_, requester) => {
    expect(wanted(cloudTrailItem(), { requester })).toBe(true);
  });

  it('finds sessions, services and anonymous requests by what the log calls them', () => {
    const session = cloudTrailItem({
      userIdentity: {
        type: 'AssumedRole',
        userName: null,
        principalId: 'AROAEXAMPLE:ci-run-7',
        arn: 'arn:aws:sts::444455556666:assumed-role/Deploy/ci-run-7',
        sourceIdentity: 'carol',
        accessKeyId: 'ASIAEXAMPLECI000001',
      },
    });
    expect(wanted(session, { requester: 'deploy/ci' })).toBe(true);
    expect(wanted(session, { requester: 'Carol' })).toBe(true);
    expect(wanted(session, { requester: 'alice' })).toBe(false);
    const service = accessLogItem({ requester: 'svc:s3.amazonaws.com' });
    expect(wanted(service, { requester: 'svc:s3' })).toBe(true);
    expect(wanted(accessLogItem({ requester: null }), { requester: 'alice' })).toBe(false);
  });

  it.each<[string, LogItem, boolean | null]>([
    ['200', accessLogItem({ httpStatus: 200 }), false],
    ['204', accessLogItem({ httpStatus: 204 }), false],
    ['304', accessLogItem({ httpStatus: 304 }), true],
    ['403', accessLogItem({ httpStatus: 403, errorCode: 'AccessDenied' }), true],
    ['200 with an error code', accessLogItem({ httpStatus: 200, errorCode: 'InternalError' }), true],
    ['no status, as for an expiry', accessLogItem({ httpStatus: null }), false],
    ['an event without error', cloudTrailItem(), false],
    ['an event with an error', cloudTrailItem({ errorCode: 'AccessDenied' }), true],
  ])('tells of %s whether it failed', (_, item, failed) => {
    expect(hasFailed(item)).toBe(failed);
    expect(wanted(item, { status: { kind: 'failed' } })).toBe(failed);
    expect(wanted(item, { status: { kind: 'ok' } })).toBe(!failed);
  });

  it('compares HTTP statuses, which CloudTrail does not have', () => {
    const status = { kind: 'http', from: 400, to: 499 } as const;
    expect(wanted(accessLogItem({ httpStatus: 403 }), { status })).toBe(true);
    expect(wanted(accessLogItem({ httpStatus: 500 }), { status })).toBe(false);
    expect(wanted(accessLogItem({ httpStatus: null }), { status })).toBe(false);
    expect(wanted(cloudTrailItem({ errorCode: 'AccessDenied' }), { status })).toBe(false);
  });

  it('wants all that is asked for at once', () => {
    const filter = { bucket: 'acme-reports', requester: 'alice', status: { kind: 'ok' } } as const;
    expect(wanted(cloudTrailItem(), filter)).toBe(true);
    expect(wanted(cloudTrailItem({ errorCode: 'AccessDenied' }), filter)).toBe(false);
  });
});
