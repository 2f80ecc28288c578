import type { JsonObject } from '../json.ts';

/** The file formats of reports. */
export type ReportFormat = 'CSV' | 'ORC' | 'Parquet';

/** The format that a configuration names, however it is spelled; null for none that is known. */
export function reportFormatOf(text: string | null): ReportFormat | null {
  return REPORT_FORMATS.find((format) => format.toLowerCase() === text?.toLowerCase()) ?? null;
}

export const REPORT_FORMATS: readonly ReportFormat[] = ['CSV', 'ORC', 'Parquet'];

/** What tells AWS to deliver, where to, how often and how encrypted: for S3 Inventory, one inventory configuration. */
export interface DeliveryConfiguration {
  readonly id: string;
  readonly isEnabled: boolean;
  /** Destination bucket name (not ARN). */
  readonly destinationBucket: string;
  readonly destinationAccount: string | null;
  /** Without trailing slash as configured by most; as written, `''` when absent. */
  readonly destinationPrefix: string;
  readonly frequency: 'Daily' | 'Weekly';
  readonly encryption: DeliveryEncryption;
  readonly format: ReportFormat | null;
  /** The whole of it as the AWS CLI takes it back; null where something of it is not known. */
  readonly document: JsonObject | null;
}

export type ParsedConfiguration =
  | { readonly ok: true; readonly configuration: DeliveryConfiguration }
  | { readonly ok: false; readonly reason: string };

/** How the configuration tells S3 to encrypt what is delivered. `none` sends no encryption header at all. */
export type DeliveryEncryption =
  | { readonly type: 'none' }
  | { readonly type: 'SSE-S3' }
  | { readonly type: 'SSE-KMS'; readonly keyId: string };
