import { describe, expect, it } from 'vitest';
import { checkAll, checkGiven } from './check-offline.ts';
import { configurationOf, deny, inventoryAllow, policyOf } from './documents.ts';

const bySource = (...names: readonly string[]) =>
  inventoryAllow({
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': names.map((name) => `arn:aws:s3:::${name}`) },
    },
  });

describe('a policy by itself', () => {
  it('is judged for the source, the account and the bucket that it names, which is said', () => {
    const report = checkGiven({ case: {}, policy: policyOf(inventoryAllow()) });
    expect(report.decision).toBe('allowed');
    expect(report.delivery).toMatchObject({
      sourceBucket: 'acme-lake',
      sourceAccount: '111122223333',
      destinationBucket: 'acme-reports',
    });
    expect(report.assumptions.map(({ code }) => code)).toEqual([
      'any-prefix',
      'any-configuration-id',
      'source-bucket-assumed',
      'destination-bucket-assumed',
      'source-account-assumed',
    ]);
  });

  it('is judged for each source that it names', () => {
    const policy = policyOf(
      bySource('acme-lake', 'acme-logs'),
      deny('No', { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::acme-logs' } }),
    );
    const reports = checkAll({ case: {}, policy });
    expect(reports.map(({ delivery, decision }) => [delivery.sourceBucket, decision])).toEqual([
      ['acme-lake', 'allowed'],
      ['acme-logs', 'denied'],
    ]);
    expect(checkGiven({ case: { sourceBucket: 'acme-logs' }, policy }).decision).toBe('denied');
  });

  it('names the source where the configuration names the destination only', () => {
    const report = checkGiven({ case: {}, policy: policyOf(inventoryAllow()), configuration: configurationOf() });
    expect([report.decision, report.delivery.sourceBucket]).toEqual(['allowed', 'acme-lake']);
    const other = policyOf(inventoryAllow({ Resource: 'arn:aws:s3:::acme-other/*' }));
    expect(() => checkGiven({ case: {}, policy: other, configuration: configurationOf() })).toThrow(
      'missing the source bucket',
    );
  });

  it.each([
    ['names no source', policyOf(inventoryAllow({ Condition: {} })), 'missing the source bucket'],
    ['names a pattern', policyOf(bySource('acme-*')), 'missing the source bucket'],
    ['lets nobody in', policyOf(), 'missing the source bucket (--source-bucket), and the destination bucket'],
    [
      'names several buckets',
      policyOf(inventoryAllow({ Resource: ['arn:aws:s3:::acme-reports/*', 'arn:aws:s3:::acme-other/*'] })),
      'the policy names several destination buckets: acme-reports, acme-other',
    ],
  ])('is not enough where it %s', (_, policy, message) => {
    expect(() => checkGiven({ case: {}, policy })).toThrow(message);
  });

  it('takes no account for the source that a flag names', () => {
    const policy = policyOf(inventoryAllow());
    const report = checkGiven({ case: { sourceBucket: 'acme-lake', destinationBucket: 'acme-reports' }, policy });
    expect([report.decision, report.delivery.sourceAccount]).toEqual(['depends', null]);
  });
});
