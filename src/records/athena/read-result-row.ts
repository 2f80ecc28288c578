import type { JsonObject, JsonValue } from '../../json.ts';
import { type ParsedAccessLogLine, parseAccessLogLine } from '../access-log/parse-line.ts';
import { type ParsedCloudTrailEvent, parseCloudTrailEvent } from '../cloudtrail/parse.ts';
import { ACCESS_LOG_COLUMNS, type AccessLogColumn } from './access-log-columns.ts';
import { eventOfRow, TRAIL_ROW_COLUMNS } from './trail-row.ts';

/** A row of a result as the record that it was made from, or why it cannot be one. */
export type AthenaEvidence =
  | { readonly kind: 'access-log'; readonly parsed: ParsedAccessLogLine }
  | { readonly kind: 'cloudtrail'; readonly parsed: ParsedCloudTrailEvent };

/** Cells are text; NULL and an empty text are kept apart, as in the CSV that Athena leaves in S3. */
type Cells = readonly (string | null)[];

/**
 * A reader of the rows of a result with these columns; null for a result without records of a log. The shipped
 * `evidence-cloudtrail` carries whole events; any other result is what somebody chose from a table, by the names of the
 * documented tables, whichever of their columns and in whatever order.
 */
export function readAthenaResult(columns: readonly string[]): ((cells: Cells) => AthenaEvidence) | null {
  if (sameNames(columns, CLOUDTRAIL)) {
    return (cells) => ({ kind: 'cloudtrail', parsed: parseCloudTrailEvent(eventOf(cells), 'file') });
  }
  const places = new Map(columns.map((name, index) => [name.trim().toLowerCase(), index]));
  const has = (names: readonly string[]) => names.every((name) => places.has(name));
  const cellOf = (cells: Cells) => (column: string) => cells[places.get(column) ?? -1] ?? null;
  if (has(LINE_COLUMNS)) return (cells) => ({ kind: 'access-log', parsed: parseLine(cellOf(cells)) });
  if (!has(TRAIL_ROW_COLUMNS) || places.has(WHOLE_EVENT)) return null;
  return (cells) => ({ kind: 'cloudtrail', parsed: parseCloudTrailEvent(eventOfRow(cellOf(cells)), 'excerpt') });
}

/** Values are as logged, so the line is put together again. Fields that it was too old for are missing at its end. */
function parseLine(cell: (column: AccessLogColumn) => string | null): ParsedAccessLogLine {
  if (cell('requestdatetime') === null) return NOT_MATCHED;
  const cells = ACCESS_LOG_COLUMNS.map((column) => ({ column, text: cell(column) }));
  const end = Math.max(SHORTEST_LINE, cells.findLastIndex(({ text }) => text !== null) + 1);
  return parseAccessLogLine(cells.slice(0, end).map(fieldOf).join(' '));
}

function fieldOf({ column, text }: { readonly column: AccessLogColumn; readonly text: string | null }): string {
  if (column === 'requestdatetime') return `[${text}]`;
  if (!QUOTED.has(column)) return text ?? '-';
  // Tables differ in whether they keep the quotes.
  return text?.startsWith('"') === true ? text : `"${text ?? '-'}"`;
}

function eventOf(cells: readonly (string | null)[]): JsonObject {
  const cell = (name: (typeof CLOUDTRAIL)[number]): string | null => cells[CLOUDTRAIL.indexOf(name)] ?? null;
  const hasSession = cell('session_created') !== null || cell('issuer_arn') !== null;
  return {
    eventVersion: cell('event_version'),
    eventTime: cell('event_time'),
    eventSource: cell('event_source'),
    eventName: cell('event_name'),
    awsRegion: cell('aws_region'),
    sourceIPAddress: cell('source_ip'),
    userAgent: cell('user_agent'),
    errorCode: cell('error_code'),
    errorMessage: cell('error_message'),
    requestParameters: cell('request_parameters'),
    responseElements: cell('response_elements'),
    additionalEventData: cell('additional_event_data'),
    requestID: cell('request_id'),
    eventID: cell('event_id'),
    readOnly: cell('read_only') === null ? null : cell('read_only') === 'true',
    eventType: cell('event_type'),
    recipientAccountId: cell('recipient_account_id'),
    sharedEventID: cell('shared_event_id'),
    eventCategory: cell('event_category'),
    resources: [
      ...resourceOf(cell('resource_arn'), cell('resource_account_id'), cell('resource_type')),
      ...resourceOf(cell('second_resource_arn'), cell('second_resource_account_id'), cell('second_resource_type')),
    ],
    sessionCredentialFromConsole: cell('from_console'),
    serviceEventDetails: detailsOf(cell('service_event_details')),
    tlsDetails: { clientProvidedHostHeader: cell('client_host') },
    ...(cell('addendum_reason') === null ? {} : { addendum: addendumOf(cell) }),
    userIdentity: {
      type: cell('identity_type'),
      principalId: cell('principal_id'),
      arn: cell('arn'),
      accountId: cell('account_id'),
      accessKeyId: cell('access_key_id'),
      userName: cell('user_name'),
      invokedBy: cell('invoked_by'),
      ...(cell('on_behalf_of') === null ? {} : { onBehalfOf: { userId: cell('on_behalf_of') } }),
      ...(hasSession ? { sessionContext: sessionOf(cell) } : {}),
    },
  };
}

function resourceOf(arn: string | null, accountId: string | null, type: string | null): JsonObject[] {
  return arn === null && accountId === null ? [] : [{ ARN: arn, accountId, type }];
}

/** The details of a service's own event are an object, handed over as text. */
function detailsOf(text: string | null): JsonValue {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    // Cut short: kept as the text that it is.
    return text;
  }
}

function addendumOf(cell: (name: (typeof CLOUDTRAIL)[number]) => string | null): JsonObject {
  return {
    reason: cell('addendum_reason'),
    updatedFields: cell('addendum_fields'),
    originalRequestID: cell('addendum_request_id'),
    originalEventID: cell('addendum_event_id'),
  };
}

function sessionOf(cell: (name: (typeof CLOUDTRAIL)[number]) => string | null): JsonObject {
  return {
    attributes: { mfaAuthenticated: cell('mfa_authenticated'), creationDate: cell('session_created') },
    ...(cell('issuer_arn') === null && cell('issuer_principal_id') === null
      ? {}
      : {
          sessionIssuer: {
            type: cell('issuer_type'),
            principalId: cell('issuer_principal_id'),
            arn: cell('issuer_arn'),
            accountId: cell('issuer_account_id'),
            userName: cell('issuer_user_name'),
          },
        }),
    webIdFederationData: { federatedProvider: cell('federated_provider') },
  };
}

function sameNames(columns: readonly string[], names: readonly string[]): boolean {
  return columns.length === names.length && columns.every((name, index) => name === names[index]);
}

/** Without these, a row tells neither when nor what. */
const LINE_COLUMNS: readonly AccessLogColumn[] = ['requestdatetime', 'operation'];
const QUOTED: ReadonlySet<AccessLogColumn> = new Set(['request_uri', 'referrer', 'useragent']);
/** Fields of a line of any age. */
const SHORTEST_LINE = 18;
const NOT_MATCHED: ParsedAccessLogLine = { ok: false, reason: 'a row of NULLs: a line that the table could not match' };
/** Results of CloudTrail Lake may hold each event whole, beside other columns. */
const WHOLE_EVENT = 'eventjson';

const CLOUDTRAIL = [
  'event_version',
  'event_time',
  'event_source',
  'event_name',
  'aws_region',
  'source_ip',
  'user_agent',
  'error_code',
  'error_message',
  'request_parameters',
  'response_elements',
  'additional_event_data',
  'request_id',
  'event_id',
  'read_only',
  'event_type',
  'recipient_account_id',
  'shared_event_id',
  'event_category',
  'identity_type',
  'principal_id',
  'arn',
  'account_id',
  'access_key_id',
  'user_name',
  'invoked_by',
  'mfa_authenticated',
  'session_created',
  'issuer_type',
  'issuer_principal_id',
  'issuer_arn',
  'issuer_account_id',
  'issuer_user_name',
  'federated_provider',
  'resource_arn',
  'resource_account_id',
  'resource_type',
  'second_resource_arn',
  'second_resource_account_id',
  'second_resource_type',
  'on_behalf_of',
  'from_console',
  'service_event_details',
  'client_host',
  'addendum_reason',
  'addendum_fields',
  'addendum_request_id',
  'addendum_event_id',
] as const satisfies readonly string[];
