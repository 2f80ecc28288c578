import { BIGINT, type DuckDBConnection, VARCHAR } from '@duckdb/node-api';
import { counted } from '../../display/quantities.ts';
import { addTo } from '../../groups.ts';
import { EVIDENCE_KINDS } from '../../records/kinds.ts';
import { type SourceTally, withMembers } from '../../sources/tally.ts';

/** One source as the database remembers it. */
export interface LoadedSource {
  /** As it was given. */
  readonly name: string;
  /** By which it is known again: the real path of a file, the URI of an object; `-` for what is known by its bytes. */
  readonly path: string;
  readonly kind: string;
  /** Empty for one that could not be read to its end. */
  readonly sha256: string;
  readonly bytes: number;
  readonly records: number;
  readonly rejected: number;
  /** Why it was not read whole; null when it was. */
  readonly failure: string | null;
}

/** Kinds of sources whose records go into the tables. */
const LOGS: ReadonlySet<string> = new Set(
  Object.entries(EVIDENCE_KINDS).flatMap(([kind, { isLog }]) => (isLog === true ? [kind] : [])),
);

/** Whether the records of a source of this kind go into the tables. */
export function isLog(kind: string): boolean {
  return LOGS.has(kind);
}

/** How a source that has been read is remembered, and the members of an archive with it. */
export function loadedSources(tally: SourceTally, path: string): LoadedSource[] {
  const nameOf = ({ source }: SourceTally): string => source.slice(tally.source.length);
  return withMembers([tally]).map((one) => loadedSource(one, `${path}${nameOf(one)}`));
}

/** How a source that has been read is remembered. */
export function loadedSource(tally: SourceTally, path: string): LoadedSource {
  const { source, kind, sha256, bytes, records, rejected, failure } = tally;
  return { name: source, path, kind, sha256, bytes, records, rejected, failure };
}

/**
 * What was not read, in words for the user: before every answer that could lack it. Sources that are of no known kind
 * are told in one line, as are those that failed for one reason: a folder may hold thousands.
 */
export function sourceWarnings(sources: readonly LoadedSource[]): readonly string[] {
  const rejects = sources.flatMap(({ name, rejected }) =>
    rejected === 0 ? [] : [`${name}: ${counted(rejected, 'record')} not readable`],
  );
  const unread = new Map<string, string[]>();
  for (const { name, kind, failure } of sources) {
    if (failure === null) continue;
    addTo(unread, kind === 'not-recognised' ? 'no known kind of evidence' : failure, name);
  }
  return [
    ...rejects,
    ...[...unread].map(([why, [first = '', ...others]]) =>
      others.length === 0
        ? `${first}: ${why}`
        : `${counted(others.length + 1, 'source')} not read, ${first} first: ${why}`,
    ),
  ];
}

/** Remembers sources, in place of what was known of the same paths. */
export async function rememberSources(connection: DuckDBConnection, sources: readonly LoadedSource[]): Promise<void> {
  const forget = await connection.prepare("DELETE FROM loaded_sources WHERE path = $1 AND path <> '-'");
  const remember = await connection.prepare('INSERT INTO loaded_sources VALUES ($1, $2, $3, $4, $5, $6, $7, $8)');
  for (const { name, path, kind, sha256, bytes, records, rejected, failure } of sources) {
    forget.bind([path], [VARCHAR]);
    await forget.run();
    remember.bind(
      [name, path, kind, sha256, BigInt(bytes), BigInt(records), BigInt(rejected), failure],
      [VARCHAR, VARCHAR, VARCHAR, VARCHAR, BIGINT, BIGINT, BIGINT, VARCHAR],
    );
    await remember.run();
  }
}

/** What has been loaded, in order of its names. */
export async function rememberedSources(connection: DuckDBConnection): Promise<readonly LoadedSource[]> {
  const reader = await connection.runAndReadAll(
    'SELECT name, path, kind, sha256, bytes, records, rejected, failure FROM loaded_sources ORDER BY name, path, sha256',
  );
  return reader.getRows().map(([name, path, kind, sha256, bytes, records, rejected, failure]) => ({
    name: String(name),
    path: String(path),
    kind: String(kind),
    sha256: String(sha256),
    bytes: Number(bytes),
    records: Number(records),
    rejected: Number(rejected),
    failure: failure === null || failure === undefined ? null : String(failure),
  }));
}
