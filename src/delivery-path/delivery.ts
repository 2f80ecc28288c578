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
  /** The reports were there and were removed later. */
  readonly removed: Removal | null;
  readonly evidence: readonly Position[];
}

export interface Removal {
  readonly time: Instant;
  /** What shows it: a call, a lifecycle rule at work, or a listed delete marker, which does not tell what made it. */
  readonly by: 'call' | 'lifecycle' | 'delete-marker';
  /** Who deleted, where a call did. */
  readonly actorArn: string | null;
}

/** What removed a report, as far as the evidence tells. */
export function removerOf({ by, actorArn }: Removal): string {
  switch (by) {
    case 'lifecycle':
      return 'a lifecycle rule';
    case 'call':
      return actorArn ?? 'a delete call';
    case 'delete-marker':
      return 'a delete marker (a listing does not say what made it)';
    default:
      return by satisfies never;
  }
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
