import type { CaseOptions } from '../case/case.ts';
import { parseCaseDocument } from '../case/parse-case-document.ts';
import { counted } from '../display/quantities.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Historian } from './deleted-configurations.ts';
import { type Desk, textOf } from './desk.ts';
import { findSubjects } from './find-subjects.ts';
import { HISTORY_MS } from './look-up.ts';
import type { Subject } from './settings.ts';

/** The document of one case, and that of several, one after the other. */
const ONE_CASE = 'case.json';
const SEVERAL_CASES = 'cases.json';

/**
 * The configurations that are meant. A collection that is gone on with keeps those that it has begun with: of several
 * more may have come to light, and of one it stays the collection.
 */
export async function subjectsOf(
  desk: Desk,
  historian: Historian,
  { case: told, since, now }: { readonly case: CaseOptions; readonly since: Instant | null; readonly now: Instant },
): Promise<readonly Subject[]> {
  const found = await findSubjects(desk, historian, told, Math.min(since ?? now, now - HISTORY_MS));
  const [only] = subjectsIn(desk, ONE_CASE);
  if (only !== undefined && found.length > 1) {
    desk.notes.add(
      `${counted(found.length, 'configuration')} are there by now: this collection is of ${only.sourceBucket}/${only.configurationId} alone, collect the others into another directory`,
    );
    return [only];
  }
  const all = new Map([...found, ...subjectsIn(desk, SEVERAL_CASES)].map((subject) => [nameOf(subject), subject]));
  return [...all.values()];
}

/** Writes a case document for each, all in one file. */
export async function writeCases(desk: Desk, cases: readonly CaseOptions[], now: Instant): Promise<void> {
  const documents = cases.map((told) => ({ ...told, now: formatInstant(now) }));
  const [only] = documents;
  const isOne = only !== undefined && documents.length === 1;
  const origin = { source: 'the command line and the configuration', etag: null, versionId: null, metadata: {} };
  await desk.store.write(isOne ? ONE_CASE : SEVERAL_CASES, [textOf(isOne ? only : documents)], () => ({
    ...origin,
    caller: null,
  }));
}

function subjectsIn({ store }: Desk, path: string): Subject[] {
  if (store.kept(path) === null) return [];
  const value = JSON.parse(store.text(path)) as JsonValue;
  return (Array.isArray(value) ? value : [value]).filter(isJsonObject).flatMap((document) => {
    const { now: _, sourceBucket, configurationId, ...told } = parseCaseDocument(document, path);
    return sourceBucket === undefined || configurationId === undefined
      ? []
      : [{ ...told, sourceBucket, configurationId }];
  });
}

function nameOf({ sourceBucket, configurationId }: Subject): string {
  return `${sourceBucket}\n${configurationId}`;
}
