import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { checkAll, checkGiven } from './check-offline.ts';
import { configurationOf, deny, inventoryAllow, KEY, keyPolicyOf, policyOf } from './documents.ts';

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

  it('is that of one bucket, and a key policy that of one key', () => {
    const inBucket = (id: string, bucket: string, encryption?: JsonObject) => {
      const one = configurationOf({ Id: id }, encryption);
      return JSON.parse(JSON.stringify(one).replace('arn:aws:s3:::acme-reports', `arn:aws:s3:::${bucket}`));
    };
    const list = (...configurations: JsonObject[]) => ({ InventoryConfigurationList: configurations });
    const given = {
      case: { sourceBucket: 'acme-lake', sourceAccount: '111122223333' },
      policy: policyOf(inventoryAllow()),
    };
    const two = list(inBucket('daily', 'acme-reports'), inBucket('weekly', 'acme-other'));
    expect(() => checkAll({ ...given, configuration: two })).toThrow(
      'the policy is that of one bucket, and the configurations deliver to acme-reports, acme-other',
    );
    const [chosen] = checkAll({
      ...given,
      configuration: two,
      case: { ...given.case, destinationBucket: 'acme-reports' },
    });
    expect(chosen?.delivery.configurationId).toBe('daily');
    const keys = ['a', 'b'].map((end) => ({ SSEKMS: { KeyId: `${KEY.slice(0, -1)}${end}` } }));
    const byKey = list(...keys.map((key, index) => inBucket(`n${index}`, 'acme-reports', key)));
    expect(() => checkAll({ ...given, configuration: byKey, keyPolicy: keyPolicyOf() })).toThrow(
      'key.json is the policy of one key, and the configurations name',
    );
    expect(checkAll({ ...given, configuration: byKey })).toHaveLength(2);
  });
});
