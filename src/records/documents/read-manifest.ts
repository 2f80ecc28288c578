import type { JsonObject } from '../../json.ts';
import { parseManifest } from '../inventory/parse-manifest.ts';
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
