import { type CsvCell, csvLine, PLAIN_CSV } from '../display/csv.ts';
import type { Secrets } from '../display/mask-secrets.ts';
import type { ScanActor, ScanRow } from './row.ts';

/** Column order of the rows' own members; the actor's follow where `actor` stands in a row. */
const BEFORE_ACTOR = ['time', 'log', 'operation', 'eventName', 'bucket', 'key', 'keyArn', 'requester'] as const;
const ACTOR = [
  'type',
  'arn',
  'accountId',
  'principalId',
  'userName',
  'sessionName',
  'sessionIssuerArn',
  'accessKeyId',
  'mfaAuthenticated',
  'sourceIdentity',
  'invokedBy',
] as const satisfies readonly (keyof ScanActor)[];
const AFTER_ACTOR = [
  'sourceIp',
  'status',
  'errorCode',
  'requestId',
  'eventId',
  'userAgent',
  'tool',
  'source',
  'line',
  'record',
  'within',
] as const satisfies readonly (keyof ScanRow)[];

/** `time,log,...,actorType,actorArn,...,record,within`. */
export function csvHeader(): string {
  const actor = ACTOR.map((name) => `actor${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  return csvLine([...BEFORE_ACTOR, ...actor, ...AFTER_ACTOR], PLAIN_CSV);
}

/** A row as CSV by RFC 4180, ended by CR LF; null is an empty cell. */
export function csvRow(row: ScanRow, secrets: Secrets = 'masked'): string {
  return csvLine(
    [
      ...BEFORE_ACTOR.map((name): CsvCell => row[name]),
      ...ACTOR.map((name): CsvCell => row.actor[name]),
      ...AFTER_ACTOR.map((name): CsvCell => row[name]),
    ],
    { ...PLAIN_CSV, secrets },
  );
}
