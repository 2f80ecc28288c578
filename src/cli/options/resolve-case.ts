import type { CaseOptions } from '../../case/case.ts';
import { isPlausibleNow, NOW_RANGE } from '../../case/case.ts';
import { isEncryption } from '../../case/parse-case-document.ts';
import type { Instant } from '../../instant.ts';
import { resolveTime } from './resolve-time.ts';
import { badValue } from './usage-error.ts';

/** The flags of the case as typed. */
export interface RawCase {
  readonly sourceBucket?: string | undefined;
  readonly sourceAccount?: string | undefined;
  readonly destinationBucket?: string | undefined;
  readonly destinationAccount?: string | undefined;
  readonly destinationPrefix?: string | undefined;
  readonly configurationId?: string | undefined;
  readonly frequency?: string | undefined;
  readonly encryption?: string | undefined;
  readonly now?: string | undefined;
}

/** Wide enough for the buckets of early us-east-1, which may have capitals, underscores and 255 characters. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const ACCOUNT = /^\d{12}$/;
const CONFIGURATION_ID = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * The case as told by flags; members whose flag was not given are absent.
 *
 * @throws ForensicsError `usage` naming the flag
 */
export function resolveCase(raw: RawCase, clock: Instant): CaseOptions {
  return {
    sourceBucket: checked('--source-bucket', raw.sourceBucket, BUCKET, BUCKET_WANTED),
    sourceAccount: checked('--source-account', raw.sourceAccount, ACCOUNT, ACCOUNT_WANTED),
    destinationBucket: checked('--destination-bucket', raw.destinationBucket, BUCKET, BUCKET_WANTED),
    destinationAccount: checked('--destination-account', raw.destinationAccount, ACCOUNT, ACCOUNT_WANTED),
    destinationPrefix: raw.destinationPrefix,
    configurationId: checked(
      '--configuration-id',
      raw.configurationId,
      CONFIGURATION_ID,
      'the Id of the inventory configuration: letters, digits, dots, dashes and underscores',
    ),
    frequency: raw.frequency === undefined ? undefined : frequencyOf(raw.frequency),
    encryption: raw.encryption === undefined ? undefined : encryptionOf(raw.encryption),
    now: raw.now === undefined ? undefined : resolveNow(raw.now, clock),
  };
}

const BUCKET_WANTED = 'the name of a bucket alone, without s3:// or arn:';
const ACCOUNT_WANTED = 'the twelve digits of an account id';

function checked(option: string, value: string | undefined, shape: RegExp, wanted: string): string | undefined {
  if (value !== undefined && !shape.test(value)) throw badValue(option, value, wanted);
  return value;
}

/** @throws ForensicsError `usage` naming the option */
export function checkedBucket(option: string, value: string): string {
  if (!BUCKET.test(value)) throw badValue(option, value, BUCKET_WANTED);
  return value;
}

function resolveNow(value: string, clock: Instant): Instant {
  const now = resolveTime('--now', value, { edge: 'end', now: clock });
  if (!isPlausibleNow(now)) throw badValue('--now', value, `a time: it ${NOW_RANGE}`);
  return now;
}

function frequencyOf(value: string): 'Daily' | 'Weekly' {
  switch (value.toLowerCase()) {
    case 'daily':
      return 'Daily';
    case 'weekly':
      return 'Weekly';
    default:
      throw badValue('--frequency', value, 'Daily or Weekly');
  }
}

function encryptionOf(value: string): string {
  const spelled = { none: 'none', 'sse-s3': 'SSE-S3' }[value.toLowerCase()] ?? value;
  if (!isEncryption(spelled)) throw badValue('--encryption', value, 'none, SSE-S3 or the ARN of a KMS key');
  return spelled;
}
