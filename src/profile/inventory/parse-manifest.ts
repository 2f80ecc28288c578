import * as z from 'zod';
import type { Instant } from '../../instant.ts';
import type { JsonValue } from '../../json.ts';

export type ParsedManifest =
  | { readonly ok: true; readonly manifest: InventoryManifest }
  | { readonly ok: false; readonly reason: string };

/** `manifest.json` of one delivery. https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html */
export interface InventoryManifest {
  readonly sourceBucket: string;
  /** Bucket name, taken from the ARN. */
  readonly destinationBucket: string;
  /** Start of the scan: the run's folder time, not its arrival. */
  readonly creationTimestamp: Instant;
  readonly fileFormat: string | null;
  /** Of CSV, its columns in their order, `Bucket, Key, Size`; of other formats the schema that their files have too. */
  readonly fileSchema: string | null;
  /** Keys of the data files, `<prefix>/<source>/<id>/data/<uuid>...`: they tell prefix and configuration id. */
  readonly fileKeys: readonly string[];
}

/**
 * Reads the `manifest.json` of a delivery. `creationTimestamp` is written as milliseconds since the
 * epoch in a string, `destinationBucket` as an ARN, `sourceBucket` as a name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function parseManifest(value: JsonValue): ParsedManifest {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, reason: `manifest: ${issue?.path.join('.') || 'document'}: ${issue?.message}` };
  }
  const { data } = parsed;
  return {
    ok: true,
    manifest: {
      sourceBucket: bucketName(data.sourceBucket),
      destinationBucket: bucketName(data.destinationBucket),
      creationTimestamp: data.creationTimestamp,
      fileFormat: data.fileFormat ?? null,
      fileSchema: data.fileSchema ?? null,
      fileKeys: (data.files ?? []).map(({ key }) => key),
    },
  };
}

function bucketName(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:[^:]*:s3:::/, '');
}

interface WireManifest {
  sourceBucket: string;
  destinationBucket: string;
  creationTimestamp: Instant;
  fileFormat?: string | null | undefined;
  fileSchema?: string | null | undefined;
  files?: { key: string }[] | null | undefined;
}

const schema = z.looseObject({
  sourceBucket: z.string().min(1),
  destinationBucket: z.string().min(1),
  creationTimestamp: z
    .union([
      z
        .string()
        .regex(/^\d{1,15}$/, 'not milliseconds since the epoch')
        .transform(Number),
      z.number().int().min(0),
    ])
    // The range of dates that JavaScript, and this program's reports, can write.
    .refine((instant) => instant <= 8.64e15, 'not a moment'),
  fileFormat: z.string().nullish(),
  fileSchema: z.string().nullish(),
  files: z.array(z.looseObject({ key: z.string() })).nullish(),
}) satisfies z.ZodType<WireManifest>;
