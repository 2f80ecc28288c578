import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isS3Uri, parseS3Uri } from '../../src/sources/s3-uri.ts';
import { anyText } from '../any-text.ts';

describe('parseS3Uri', () => {
  it.each([
    ['s3://acme-logs', 'acme-logs', ''],
    ['s3://acme-logs/', 'acme-logs', ''],
    ['S3://acme-logs/a/b.gz', 'acme-logs', 'a/b.gz'],
    ['s3://acme.logs//a b?c#d', 'acme.logs', '/a b?c#d'],
    ['s3://acme-logs/line\nbreak', 'acme-logs', 'line\nbreak'],
  ])('%j', (uri, bucket, prefix) => {
    expect(isS3Uri(uri)).toBe(true);
    expect(parseS3Uri(uri)).toEqual({ bucket, prefix });
  });

  it('takes any key as it is', () => {
    fc.assert(
      fc.property(anyText(), (key) => {
        expect(parseS3Uri(`s3://acme-logs/${key}`)).toEqual({ bucket: 'acme-logs', prefix: key });
      }),
    );
  });

  it.each(['s3:', 's3:/', 's3://', 's3:///a', 's3:acme-logs', 's3://ab', 's3://-acme', 's3://acme..logs', 's3://ACME'])(
    'refuses %s',
    (uri) => {
      expect(isS3Uri(uri)).toBe(true);
      expect(() => parseS3Uri(uri)).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );

  it.each(['s3', 's3/logs', './s3:/x', 'https://s3.amazonaws.com/x', '-'])('leaves %s to the file system', (path) => {
    expect(isS3Uri(path)).toBe(false);
  });
});
