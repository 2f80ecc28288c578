import type { Instant } from '../instant.ts';

/** What the members of a case hold that are read as they are written. */
export interface CaseTexts {
  readonly sourceBucket: string;
  readonly sourceAccount: string;
  readonly destinationBucket: string;
  readonly destinationAccount: string;
  readonly destinationPrefix: string;
  readonly configurationId: string;
  readonly frequency: 'Daily' | 'Weekly';
  /** `none`, `SSE-S3` or a KMS key ARN. */
  readonly encryption: string;
}

/** All that `case.json`, the flags and the report name the same. */
export interface CaseMembers extends CaseTexts {
  readonly now: Instant;
}

export type CaseMember = keyof CaseMembers;

export interface MemberWords {
  /** The flag, in commander's notation. */
  readonly flag: string;
  /** For `--help`. */
  readonly description: string;
  /** Words that a shell may complete. */
  readonly values?: readonly string[];
  /** What it has to be, for who gave something else. */
  readonly wanted: string;
}

const BUCKET = 'the name of a bucket alone, without s3:// or arn:';
const ACCOUNT = 'the twelve digits of an account id';

/** Every member, in the order of flags, `case.json` and report. */
export const CASE_MEMBERS: Readonly<Record<CaseMember, MemberWords>> = {
  sourceBucket: { flag: '--source-bucket <name>', description: 'bucket that is inventoried', wanted: BUCKET },
  sourceAccount: { flag: '--source-account <id>', description: 'its account', wanted: ACCOUNT },
  destinationBucket: {
    flag: '--destination-bucket <name>',
    description: 'bucket that reports are delivered to',
    wanted: BUCKET,
  },
  destinationAccount: { flag: '--destination-account <id>', description: 'its account', wanted: ACCOUNT },
  destinationPrefix: {
    flag: '--destination-prefix <prefix>',
    description: 'prefix of the reports',
    wanted: 'the prefix of a key, of 1024 characters at most',
  },
  configurationId: {
    flag: '--configuration-id <id>',
    description: 'Id of the inventory configuration',
    wanted: 'the Id of the inventory configuration: letters, digits, dots, dashes and underscores',
  },
  frequency: {
    flag: '--frequency <daily|weekly>',
    description: 'schedule of the reports',
    values: ['daily', 'weekly'],
    wanted: 'Daily or Weekly',
  },
  encryption: {
    flag: '--encryption <how>',
    description: 'encryption of the reports: none, SSE-S3 or a KMS key ARN',
    values: ['none', 'SSE-S3'],
    wanted: 'none, SSE-S3 or the ARN of a KMS key',
  },
  now: {
    flag: '--now <time>',
    description: 'the time of the question, when it is not the present',
    wanted: 'a time in ISO 8601, between 2006 and 2100',
  },
};

export const CASE_MEMBER_NAMES: readonly CaseMember[] = Object.keys(CASE_MEMBERS) as CaseMember[];

/**
 * The value that a text stands for, spelled as the case spells it; null when it is none. `now` is read by those who know
 * what it may be relative to.
 */
export function takeMember<Name extends keyof CaseTexts>(name: Name, text: string): CaseTexts[Name] | null {
  return TAKE[name](text);
}

const TAKE: { readonly [Name in keyof CaseTexts]: (text: string) => CaseTexts[Name] | null } = {
  sourceBucket: takeBucketName,
  sourceAccount: takeAccount,
  destinationBucket: takeBucketName,
  destinationAccount: takeAccount,
  destinationPrefix: (text) => (text.length <= 1024 ? text : null),
  configurationId: (text) => (/^[A-Za-z0-9._-]{1,64}$/.test(text) ? text : null),
  frequency: (text) => FREQUENCIES.get(text.toLowerCase()) ?? null,
  encryption: takeEncryption,
};

/** Wide enough for the buckets of early us-east-1, which may have capitals, underscores and 255 characters. */
export function takeBucketName(text: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(text) ? text : null;
}

function takeAccount(text: string): string | null {
  return /^\d{12}$/.test(text) ? text : null;
}

function takeEncryption(text: string): string | null {
  const spelled = WORDS_OF_ENCRYPTION.get(text.toLowerCase());
  if (spelled !== undefined) return spelled;
  return /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/\S+$/.test(text) ? text : null;
}

const FREQUENCIES: ReadonlyMap<string, CaseMembers['frequency']> = new Map([
  ['daily', 'Daily'],
  ['weekly', 'Weekly'],
]);
const WORDS_OF_ENCRYPTION: ReadonlyMap<string, string> = new Map([
  ['none', 'none'],
  ['sse-s3', 'SSE-S3'],
]);

/** Amazon S3 opened in 2006; a `now` beyond 2100 is a typing error, or a program's largest date. */
export function isPlausibleNow(now: Instant): boolean {
  return now >= Date.UTC(2006, 0) && now < Date.UTC(2101, 0);
}
