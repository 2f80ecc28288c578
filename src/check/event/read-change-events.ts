import type { Readable } from 'node:stream';
import { readEvidence } from '../../records/read.ts';
import type { EvidenceInput } from '../../sources/input.ts';
import { unreadable } from '../read-json.ts';
import { type ChangeEvent, changeEvents } from './change-event.ts';

/**
 * The calls that sources tell of, in whatever envelope: an event as EventBridge sends it, log files, answers of
 * LookupEvents. Everything else in them is passed over.
 *
 * @throws ForensicsError `unreadable-input` for a source that cannot be read whole, as what is lost may be what matters, and
 *   where no event is found
 */
export async function readChangeEvents(
  inputs: readonly EvidenceInput[],
  { stdin }: { readonly stdin?: Readable } = {},
): Promise<readonly ChangeEvent[]> {
  const reading = readEvidence(inputs, { listingTimezone: null, stdin });
  const found = [];
  for await (const item of reading.items) {
    if (item.kind === 'cloudtrail') found.push({ record: item.record, source: item.at.source.source });
  }
  for (const { source, failure, rejects } of reading.tallies) {
    const [reject] = rejects;
    const reason = failure ?? (reject === undefined ? null : `an event cannot be read: ${reject.reason}`);
    if (reason !== null) throw unreadable(source, reason);
  }
  if (found.length === 0) {
    throw unreadable(inputs.map(({ name }) => name).join(', '), 'holds no CloudTrail event', EVENT_HINT);
  }
  return changeEvents(found);
}

const EVENT_HINT =
  'give it as EventBridge sends it, from a log file, or from aws cloudtrail lookup-events --output json';
