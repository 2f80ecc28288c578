import * as z from 'zod';
import type { JsonValue } from '../../json.ts';
import { type DeliveryEncryption, type ParsedConfiguration, reportFormatOf } from '../configuration.ts';
import { configurationDocument } from './configuration-document.ts';

/**
 * Reads an inventory configuration in either of its written forms: that of the API and the CLI
 * (`SSES3`, `SSEKMS`), and that of CloudTrail, which keeps the names of the XML (`SSE-S3`, `SSE-KMS`),
 * writes empty elements as `""` and turns values that look like numbers or booleans into them. Members
 * that nothing here needs are not looked at.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryConfiguration.html
 *
 * @example
 * parseInventoryConfiguration({
 *   Id: 'daily-full', IsEnabled: true, Schedule: { Frequency: 'Daily' }, IncludedObjectVersions: 'Current',
 *   Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-reports', Format: 'CSV', Prefix: 'inv' } },
 * })
 */
export function parseInventoryConfiguration(value: JsonValue): ParsedConfiguration {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, reason: `inventory configuration: ${issue?.path.join('.') || 'document'}: ${issue?.message}` };
  }
  const { data } = parsed;
  const destination = data.Destination.S3BucketDestination;
  return {
    ok: true,
    configuration: {
      id: data.Id,
      isEnabled: data.IsEnabled,
      destinationBucket: destination.Bucket.replace(/^arn:[^:]*:s3:::/, ''),
      // An account id that was turned into a number has lost its leading zeros.
      destinationAccount: destination.AccountId?.padStart(12, '0') ?? null,
      destinationPrefix: destination.Prefix ?? '',
      frequency: data.Schedule.Frequency,
      encryption: encryptionOf(destination.Encryption),
      format: reportFormatOf(destination.Format ?? null),
      document: configurationDocument(value),
    },
  };
}

function encryptionOf(encryption: Encryption | null | undefined): DeliveryEncryption {
  const kms = encryption?.SSEKMS ?? encryption?.['SSE-KMS'];
  if (kms !== undefined && kms !== null) return { type: 'SSE-KMS', keyId: kms.KeyId };
  const isSseS3 = (encryption?.SSES3 ?? encryption?.['SSE-S3'] ?? null) !== null;
  return isSseS3 ? { type: 'SSE-S3' } : { type: 'none' };
}

interface WireConfiguration {
  Id: string;
  IsEnabled: boolean;
  Destination: {
    S3BucketDestination: {
      AccountId?: string | null | undefined;
      Bucket: string;
      Format?: string | null | undefined;
      Prefix?: string | null | undefined;
      Encryption?: Encryption | null | undefined;
    };
  };
  Schedule: { Frequency: 'Daily' | 'Weekly' };
  Filter?: { Prefix?: string | null | undefined } | null | undefined;
}

interface Encryption {
  SSES3?: unknown;
  'SSE-S3'?: unknown;
  SSEKMS?: { KeyId: string } | null | undefined;
  'SSE-KMS'?: { KeyId: string } | null | undefined;
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const emptyElement = z.literal('').transform(() => null);
const kms = z.looseObject({ KeyId: z.string().min(1) }).nullish();

const schema = z.looseObject({
  Id: text,
  IsEnabled: z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]),
  Destination: z.looseObject({
    S3BucketDestination: z.looseObject({
      AccountId: text.nullish(),
      Bucket: z.string().min(1),
      Format: text.nullish(),
      Prefix: text.nullish(),
      Encryption: z
        .union([
          emptyElement,
          z.looseObject({
            SSES3: z.unknown().optional(),
            'SSE-S3': z.unknown().optional(),
            SSEKMS: kms,
            'SSE-KMS': kms,
          }),
        ])
        .nullish(),
    }),
  }),
  Schedule: z.looseObject({ Frequency: z.enum(['Daily', 'Weekly']) }),
  Filter: z.union([emptyElement, z.looseObject({ Prefix: text.nullish() })]).nullish(),
}) satisfies z.ZodType<WireConfiguration>;
