import { isJsonObject, type JsonValue } from '../../json.ts';

/**
 * An error that AWS answered and that was saved in place of an answer. Some say that a thing is not there, which is
 * evidence of the state at `now`.
 */
export interface AwsError {
  /** `NoSuchBucket` */
  readonly code: string;
  /** `GetBucketPolicy`; null where the form does not tell. */
  readonly operation: string | null;
  /** The bucket that it is about; null where the form does not tell. */
  readonly bucket: string | null;
  /** The inventory configuration that it is about; null where the form does not tell, as those of AWS do not. */
  readonly configurationId: string | null;
}

/**
 * What the AWS CLI prints, or the XML that S3 itself answers; null for other text. Newer versions of the CLI add the
 * members of the error, a line each.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function parseAwsErrorText(text: string): AwsError | null {
  const printed = PRINTED.exec(text);
  if (printed !== null) {
    const [, code = '', operation = null] = printed;
    return { code, operation, bucket: /^BucketName: *(\S+)\s*$/m.exec(text)?.[1] ?? null, configurationId: null };
  }
  if (!/^\s*(?:<\?xml[^>]*\?>\s*)?<Error\b/.test(text)) return null;
  const code = /<Code>\s*([A-Za-z0-9.]+)\s*<\/Code>/.exec(text)?.[1];
  if (code === undefined) return null;
  return {
    code,
    operation: null,
    bucket: /<BucketName>\s*([^<\s]+)\s*<\/BucketName>/.exec(text)?.[1] ?? null,
    configurationId: null,
  };
}

const PRINTED = /An error occurred \(([A-Za-z0-9.]{1,100})\) when calling the ([A-Za-z0-9]{1,100}) operation/;

/** `{"Error": {"Code": ...}}`, as SDKs and `collect` keep it, or the members of the error bare, as the CLI prints them as JSON. */
export function parseAwsErrorDocument(value: JsonValue): AwsError | null {
  if (!isJsonObject(value)) return null;
  const inner = value['Error'];
  const error = isJsonObject(inner) ? inner : typeof value['Message'] === 'string' ? value : null;
  const code = error?.['Code'];
  if (error == null || typeof code !== 'string') return null;
  const text = (name: string): string | null => (typeof error[name] === 'string' ? String(error[name]) : null);
  return { code, operation: text('Operation'), bucket: text('BucketName') ?? text('On'), configurationId: text('Id') };
}
