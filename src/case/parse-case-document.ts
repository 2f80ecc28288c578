import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import { z } from 'zod';
import { ForensicsError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { CaseOptions } from './case.ts';
import { isPlausibleNow, NOW_RANGE } from './case.ts';

const text = z.string().min(1).max(1024).nullish();
const account = z
  .string()
  .regex(/^\d{12}$/, 'must be a 12-digit account id')
  .nullish();

const schema = z.looseObject({
  sourceBucket: text,
  sourceAccount: account,
  destinationBucket: text,
  destinationAccount: account,
  destinationPrefix: z.string().max(1024).nullish(),
  configurationId: text,
  frequency: z.enum(['Daily', 'Weekly']).nullish(),
  encryption: z.string().refine(isEncryption, 'must be none, SSE-S3 or a KMS key ARN').nullish(),
  now: z
    .string()
    .refine((value) => isValid(parseISO(value)), 'must be an ISO 8601 time')
    .refine((value) => isPlausibleNow(parseISO(withZone(value)).getTime()), NOW_RANGE)
    .nullish(),
});

/** `none`, `SSE-S3` or a KMS key ARN: the three forms of a case's encryption. */
export function isEncryption(value: string): boolean {
  return value === 'none' || value === 'SSE-S3' || /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/\S+$/.test(value);
}

/**
 * Reads a `case.json` document.
 *
 * @param source name under which the document was given, for the message
 * @throws ForensicsError `malformed-case`, naming the member
 */
export function parseCaseDocument(document: JsonObject, source: string): CaseOptions {
  const parsed = schema.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const member = issue?.path.join('.') || 'document';
    throw new ForensicsError('malformed-case', `${source}: ${member}: ${issue?.message ?? 'not a case'}`, {
      hint: 'see "The case" in the README for the members of case.json',
    });
  }
  const { now, ...rest } = parsed.data;
  return {
    sourceBucket: rest.sourceBucket ?? undefined,
    sourceAccount: rest.sourceAccount ?? undefined,
    destinationBucket: rest.destinationBucket ?? undefined,
    destinationAccount: rest.destinationAccount ?? undefined,
    destinationPrefix: rest.destinationPrefix ?? undefined,
    configurationId: rest.configurationId ?? undefined,
    frequency: rest.frequency ?? undefined,
    encryption: rest.encryption ?? undefined,
    now: now == null ? undefined : parseISO(withZone(now)).getTime(),
  };
}

/** A time without a zone is UTC, as every time in this program; a date alone is the end of that day. */
function withZone(value: string): string {
  const hasTime = value.includes('T') || value.includes(' ');
  return !hasTime || /(?:Z|[+-]\d{2}(?::?\d{2})?)$/.test(value)
    ? hasTime
      ? value
      : `${value}T23:59:59.999Z`
    : `${value}Z`;
}
