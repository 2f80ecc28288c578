import type { ObjectInput } from '../../src/sources/input.ts';
import type { Json } from './documents.ts';
import { type Evidence, listingDocument } from './evidence.ts';
import type { TrailRecord } from './records.ts';
import { isoSeconds } from './world.ts';

/** A file of evidence; its name is the same whatever it holds. */
export interface EvidenceFile {
  readonly name: string;
  readonly text: string;
}

/** Trails in files of five days, logs in files of a week, everything else one file each. */
export function filesOf(evidence: Evidence): EvidenceFile[] {
  const files: EvidenceFile[] = [json('case.json', evidence.caseDocument)];
  for (const [name, document] of evidence.documents) files.push(json(`documents/${name}`, document));
  for (const listing of evidence.listings) {
    files.push(json(`listings/${listing.bucket}.json`, listingDocument(listing)));
  }
  const records = grouped(evidence.records, ({ account, time }) => `trail-${account}-${Math.floor(time / 432e6)}`);
  for (const [name, held] of records) {
    files.push(json(`cloudtrail/${name}.json`, { Records: held.map((record) => record.json) }));
  }
  const lines = grouped(evidence.lines, ({ bucket, time }) => `${bucket}-${Math.floor(time / 6048e5)}`);
  for (const [name, held] of lines) {
    files.push({ name: `access-logs/${name}.log`, text: `${held.map(({ text }) => text).join('\n')}\n` });
  }
  if (evidence.lookedUp.length > 0) files.push(json('lookup-events.json', lookupAnswer(evidence.lookedUp)));
  if (evidence.captured.length > 0) {
    const half = evidence.captured.length >> 1;
    files.push(json('config-1.json', { configurationItems: evidence.captured.slice(0, half) }));
    files.push(json('config-2.json', { configurationItems: evidence.captured.slice(half) }));
  }
  return files;
}

/** Files as objects that are read from memory. */
export function inputsOf(files: readonly EvidenceFile[]): ObjectInput[] {
  return files.map(({ name, text }) => ({
    kind: 'object',
    name: `s3://evidence/${name}`,
    open: async function* open(): AsyncGenerator<Buffer, void, undefined> {
      yield Buffer.from(text);
    },
  }));
}

function lookupAnswer(records: readonly TrailRecord[]): Json {
  return {
    Events: records.toReversed().map(({ json: record, time }) => ({
      EventId: record['eventID'],
      EventName: record['eventName'],
      ReadOnly: String(record['readOnly']),
      EventTime: isoSeconds(time).replace('Z', '+00:00'),
      EventSource: record['eventSource'],
      Resources: [],
      CloudTrailEvent: JSON.stringify(record),
    })),
  };
}

function json(name: string, document: Json): EvidenceFile {
  return { name, text: JSON.stringify(document) };
}

function grouped<T>(values: readonly T[], groupOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const name = groupOf(value);
    const held = groups.get(name);
    if (held === undefined) groups.set(name, [value]);
    else held.push(value);
  }
  return groups;
}
