import { describe, expect, it } from 'vitest';
import { resolveDeliveries, resolveTold } from '../../../src/cli/check/resolve-deliveries.ts';

describe('the deliveries that are asked about', () => {
  it('are that of S3 Inventory without a name, else those named, once each', () => {
    const names = (...asked: string[]) => {
      const { inventory, siblings, isAll } = resolveDeliveries(asked);
      return [...(inventory ? ['s3-inventory'] : []), ...siblings.map(({ name }) => name), ...(isAll ? ['all'] : [])];
    };
    expect(names()).toEqual(['s3-inventory']);
    expect(names('cloudtrail', 'config', 'cloudtrail')).toEqual(['cloudtrail', 'config']);
    expect(names('s3-inventory', 'waf-logs')).toEqual(['s3-inventory', 'waf-logs']);
    expect(names('all').length).toBeGreaterThan(17);
  });

  it.each(['cloud-trail', 'toString', '', 'ALL'])('are not %j', (name) => {
    expect(() => resolveDeliveries([name])).toThrow('--delivery');
  });
});

describe('what is told of them', () => {
  it('is taken as AWS spells it', () => {
    const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';
    const told = resolveTold({ sourceArn: [arn, arn], objectOwnership: 'bucketownerenforced' });
    expect(told).toMatchObject({ sourceArns: [arn], objectOwnership: 'BucketOwnerEnforced', recorderRole: null });
  });

  it.each([
    ['--source-arn', { sourceArn: ['arn:aws:s3:::acme-lake'] }],
    ['--source-arn', { sourceArn: ['arn:aws:cloudtrail:*:111122223333:trail/*'] }],
    ['--object-ownership', { objectOwnership: 'Enforced' }],
    ['--recorder-role', { recorderRole: 'recorder' }],
    ['--organization-id', { organizationId: '111122223333' }],
  ])('is refused at %s, case %#', (flag, raw) => {
    expect(() => resolveTold(raw)).toThrow(flag);
  });
});
