import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherThanBucket, readDestinationArn } from '../../src/check/bucket-arn.ts';

describe('the destination of a configuration', () => {
  it.each(['aws', 'aws-cn', 'aws-eusc'])('is the ARN of a bucket of partition %s', (partition) => {
    expect(readDestinationArn(`arn:${partition}:s3:::acme-reports`)).toEqual({
      bucket: 'acme-reports',
      partition,
      problem: null,
    });
  });

  it.each<[string, string | null, string]>([
    ['acme-reports', 'acme-reports', 'it must be arn:aws:s3:::acme-reports'],
    ['s3://acme-reports', 'acme-reports', 'it must be arn:aws:s3:::acme-reports'],
    ['s3://acme-reports/inv', 'acme-reports', 'arn:aws:s3:::acme-reports, the prefix goes into Prefix'],
    ['arn:aws:s3:::acme-reports/', 'acme-reports', 'arn:aws:s3:::acme-reports, the prefix goes into Prefix'],
    ['arn:aws:s3:::acme-reports/*', 'acme-reports', 'arn:aws:s3:::acme-reports, the prefix goes into Prefix'],
    [
      'arn:aws:s3::444455556666:acme-reports',
      'acme-reports',
      'arn:aws:s3:::acme-reports, the account goes into AccountId',
    ],
    ['arn:aws:s3:eu-west-1::acme-reports', 'acme-reports', 'arn:aws:s3:::acme-reports, without a Region'],
    ['arn:amazon:s3:::acme-reports', 'acme-reports', 'it must be arn:aws:s3:::acme-reports'],
    [
      'arn:aws:s3:eu-west-1:444455556666:accesspoint/acme',
      null,
      'the ARN of a bucket, arn:aws:s3:::NAME, and not that of an access point',
    ],
    [
      'arn:aws:s3express:eu-west-1:444455556666:bucket/acme--euw1-az1--x-s3',
      null,
      'the ARN of a bucket, arn:aws:s3:::NAME, and not that of a directory bucket',
    ],
    ['arn:aws:iam::444455556666:role/acme', null, 'the ARN of a bucket, arn:aws:s3:::NAME'],
    ['arn:aws:s3:::', null, 'the ARN of a bucket, arn:aws:s3:::NAME'],
    ['arn:aws:s3:::acme reports', null, 'the ARN of a bucket, arn:aws:s3:::NAME'],
    ['', null, 'the ARN of a bucket, arn:aws:s3:::NAME'],
  ])('is none where %j is written, and what it would have to be is told', (text, bucket, advice) => {
    const read = readDestinationArn(text);
    expect(read.bucket).toBe(bucket);
    expect(read.problem).toContain(advice);
  });

  it('is sound only if it is written just as S3 wants it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `arn:aws:s3:::${text}`),
        ),
        (text) => {
          const { bucket, partition, problem } = readDestinationArn(text);
          expect(problem === null).toBe(text === `arn:${partition}:s3:::${bucket}`);
        },
      ),
    );
  });

  it.each([
    ['acme--euw1-az1--x-s3', 'a directory bucket'],
    ['acme-abc123-s3alias', 'the alias of an access point'],
    ['acme--ol-s3', 'the alias of an Object Lambda Access Point'],
    ['acme--table-s3', 'a table bucket'],
    ['abc.mrap', 'the alias of a Multi-Region Access Point'],
    ['acme-x-s3', null],
  ])('%s is the name of %s', (name, kind) => {
    expect(otherThanBucket(name)).toBe(kind);
  });
});
