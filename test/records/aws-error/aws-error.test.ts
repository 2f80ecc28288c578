import { describe, expect, it } from 'vitest';
import { parseAwsErrorDocument, parseAwsErrorText } from '../../../src/records/aws-error/aws-error.ts';

describe('an error of AWS, saved as text', () => {
  it.each([
    [
      'as the CLI prints it',
      '\nAn error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist\n',
      { code: 'NoSuchBucket', operation: 'ListObjectsV2', bucket: null },
    ],
    [
      'as newer versions of the CLI print it, with the members of the error',
      'aws: [ERROR]: An error occurred (NoSuchBucket) when calling the GetBucketPolicy operation: The specified bucket does not exist\n\nAdditional error details:\nBucketName: acme-reports\n',
      { code: 'NoSuchBucket', operation: 'GetBucketPolicy', bucket: 'acme-reports' },
    ],
    [
      'of a HEAD, which has no code of its own',
      'An error occurred (404) when calling the HeadBucket operation: Not Found',
      { code: '404', operation: 'HeadBucket', bucket: null },
    ],
    [
      'as S3 answers it',
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code><Message>no</Message><BucketName>acme-reports</BucketName></Error>',
      { code: 'NoSuchBucket', operation: null, bucket: 'acme-reports' },
    ],
  ])('is read %s', (_, text, error) => {
    expect(parseAwsErrorText(text)).toEqual({ ...error, configurationId: null });
  });

  it.each(['', 'An error occurred', '<Error><Message>no code</Message></Error>', '<html><Error></Error></html>'])(
    'is not %j',
    (text) => {
      expect(parseAwsErrorText(text)).toBeNull();
    },
  );
});

describe('an error of AWS, saved as JSON', () => {
  it.each([
    [
      { Error: { Code: 'NoSuchConfiguration', Operation: 'GetBucketInventoryConfiguration', On: 'acme-lake' } },
      {
        code: 'NoSuchConfiguration',
        operation: 'GetBucketInventoryConfiguration',
        bucket: 'acme-lake',
        configurationId: null,
      },
    ],
    [
      { Error: { Code: 'NoSuchConfiguration', On: 'acme-lake', Bucket: 'acme-lake', Id: 'daily-full' } },
      { code: 'NoSuchConfiguration', operation: null, bucket: 'acme-lake', configurationId: 'daily-full' },
    ],
    [
      { Code: 'NoSuchBucket', Message: 'The specified bucket does not exist', BucketName: 'acme-reports' },
      { code: 'NoSuchBucket', operation: null, bucket: 'acme-reports', configurationId: null },
    ],
  ])('is read', (document, error) => {
    expect(parseAwsErrorDocument(document)).toEqual(error);
  });

  it('is not any object with a code', () => {
    expect(parseAwsErrorDocument({ Code: 'NoSuchBucket' })).toBeNull();
    expect(parseAwsErrorDocument({ Error: 'NoSuchBucket' })).toBeNull();
  });
});
