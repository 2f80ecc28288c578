import type { Instant } from '../instant.ts';
import type { Position } from '../sources/tally.ts';

/** A run whose manifest arrived. */
export interface Delivery {
  /** Folder name, `2026-02-09T01-00Z`. */
  readonly run: string;
  /** When the run's scan began: its folder time. Never its arrival. */
  readonly runTime: Instant;
  /** When `manifest.checksum` (else `manifest.json`) was written; null when only the manifest's content is at hand. */
  readonly deliveredAt: Instant | null;
  /** The arrival comes from a listing that prints local times without a zone. */
  readonly timeIsApproximate: boolean;
  readonly manifestKey: string | null;
  /** null when a listing does not name its bucket. */
  readonly bucket: string | null;
  readonly prefix: string | null;
  /** The reports were there and were removed later: by a lifecycle rule or by a call. */
  readonly removed: Removal | null;
  readonly evidence: readonly Position[];
}

export interface Removal {
  readonly time: Instant;
  readonly by: 'call' | 'lifecycle';
  /** Who deleted, where a call did. */
  readonly actorArn: string | null;
}

/** A write of this configuration's delivery that S3 was refused. */
export interface DeniedAttempt {
  readonly time: Instant;
  readonly key: string;
  readonly bucket: string;
  /** What stands in front of source and configuration in the key; `''` for nothing. */
  readonly prefix: string;
  /** The run in the key; null for data files, whose keys do not tell it. */
  readonly run: string | null;
  readonly errorCode: string | null;
  readonly evidence: readonly Position[];
}

/** KMS answered: the key was asked, and refused. */
export function isRefusedByKms({ errorCode }: Pick<DeniedAttempt, 'errorCode'>): boolean {
  return errorCode?.startsWith('KMS.') ?? false;
}
