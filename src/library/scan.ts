import type { Instant } from '../instant.ts';
import { readEvidence } from '../records/read.ts';
import { isPolicyChange, matches, type StatusFilter } from '../scan/filter.ts';
import { isLogItem } from '../scan/log-item.ts';
import { type ScanRow, scanRow } from '../scan/row.ts';
import type { EvidenceInput } from '../sources/input.ts';
import { inputsOf } from './investigate.ts';

/** Which records are wanted; what is not given asks for nothing in that respect. Times are milliseconds since 1970, UTC. */
export interface ScanQuestion {
  /**
   * Tells whether an access-log operation (`REST.PUT.BUCKETPOLICY`) or a CloudTrail event name is wanted; null for any. The
   * changes of bucket policies and key policies unless given.
   */
  readonly operation?: ((name: string) => boolean) | null;
  readonly bucket?: string;
  /** Part of the requester, ARN, user name, session name, principal id or access key id; case does not matter. */
  readonly requester?: string;
  readonly status?: StatusFilter;
  readonly since?: Instant;
  /** Still wanted itself. */
  readonly until?: Instant;
}

/**
 * The records of access logs and CloudTrail that are wanted, in the order of the sources and of their lines, as a stream
 * that holds nothing. Secrets that a line has (signatures, tokens) are in it: `scan.schema.json` has the members.
 *
 * @throws ForensicsError as {@link investigate} does
 */
export async function* scan(
  evidence: readonly string[] | readonly EvidenceInput[],
  question: ScanQuestion = {},
): AsyncGenerator<ScanRow, void, undefined> {
  const filter = {
    operation: question.operation === undefined ? isPolicyChange : question.operation,
    bucket: question.bucket ?? null,
    requester: question.requester ?? null,
    status: question.status ?? null,
    since: question.since ?? null,
    until: question.until ?? null,
  };
  const { items } = readEvidence(await inputsOf(evidence), { listingTimezone: null });
  for await (const item of items) if (isLogItem(item) && matches(item, filter)) yield scanRow(item);
}
