import type { JsonObject } from '../../json.ts';
import { parseManifest } from '../../profile/inventory/parse-manifest.ts';
import { countRecord, type SourceTally } from '../../sources/tally.ts';
import type { StepReader } from '../step-reader.ts';
import type { Reading } from './reading.ts';

/** The `manifest.json` of a delivery, known by the members that it shares with no other document. */
export function readManifest(value: JsonObject): Reading | null {
  if (value['sourceBucket'] === undefined || value['destinationBucket'] === undefined) return null;
  if (!MANIFEST_MEMBERS.some((member) => value[member] !== undefined)) return null;
  const parsed = parseManifest(value);
  if (!parsed.ok) return { state: 'unreadable', kind: 'manifest', reason: parsed.reason };
  const { manifest } = parsed;
  return { state: 'read', kind: 'manifest', content: { kind: 'manifest', manifest }, time: manifest.creationTimestamp };
}

const MANIFEST_MEMBERS: readonly string[] = ['files', 'fileSchema', 'fileFormat', 'creationTimestamp'];

/** Whether a whole text is the `manifest.checksum` of a delivery. */
export function isChecksum(text: string): boolean {
  return /^\s*[0-9a-f]{32}\s*$/i.test(text);
}

/**
 * The `manifest.checksum` of a delivery, an MD5 in hex. It is evidence by where it was found, not by
 * what it holds: counted, and nothing follows from it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function createChecksumReader(tally: SourceTally): StepReader {
  tally.kind = 'manifest-checksum';
  countRecord(tally, null);
  return { push: () => [], end: () => [] };
}
