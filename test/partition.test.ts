import { describe, expect, it } from 'vitest';
import { isRegionName, partitionOfArn, partitionOfRegion, regionOfLocation, urlSuffixOf } from '../src/partition.ts';

describe('the partitions of AWS', () => {
  it.each([
    ['eu-west-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-east-1', 'aws-us-gov', 'amazonaws.com'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
    ['mx-central-1', 'aws', 'amazonaws.com'],
  ])('hold %s in %s', (region, partition, suffix) => {
    expect(isRegionName(region)).toBe(true);
    expect(partitionOfRegion(region)).toBe(partition);
    expect(urlSuffixOf(partition)).toBe(suffix);
    expect(partitionOfArn(`arn:${partition}:s3:::acme-reports`)).toBe(partition);
  });

  it.each(['acme-reports', 'arn:awsx:s3:::acme-reports', 'arn::s3:::acme-reports', 'aws'])(
    'are not named by %s',
    (text) => {
      expect(partitionOfArn(text)).toBeNull();
    },
  );

  it('have two Regions whose buckets answer with names of their own', () => {
    expect([null, '', 'EU', 'eu-central-1'].map(regionOfLocation)).toEqual([
      'us-east-1',
      'us-east-1',
      'eu-west-1',
      'eu-central-1',
    ]);
    expect(['EU', '', 'us-east', 'arn:aws'].some(isRegionName)).toBe(false);
  });
});
