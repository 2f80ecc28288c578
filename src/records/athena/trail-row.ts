import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { parseJsonText } from '../json/parse.ts';
import { readStruct } from './read-struct.ts';

/** The columns without which a row is no event. */
export const TRAIL_ROW_COLUMNS: readonly string[] = ['eventtime', 'eventsource', 'eventname'];

/**
 * The event that a row of the documented table of CloudTrail was made from, as far as its columns tell. Names of columns
 * and of members in structs are in lower case; `requestparameters` and its kin are the JSON text as logged. Where only
 * members of the identity were asked for (`useridentity.arn`), they are columns of their own.
 * https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
 */
export function eventOfRow(cell: (column: string) => string | null): JsonObject {
  const resources = structOf(cell('resources'));
  return {
    ...Object.fromEntries(SCALARS.map((name) => [name, cell(name.toLowerCase())])),
    ...Object.fromEntries(TEXTS.map((name) => [name, jsonText(cell(name.toLowerCase()))])),
    readOnly: flagOf(cell('readonly')),
    resources: Array.isArray(resources) ? resources : [],
    tlsDetails: structOf(cell('tlsdetails')),
    userIdentity:
      cell('useridentity') === null
        ? Object.fromEntries(IDENTITY.map((name) => [name, cell(name.toLowerCase())]))
        : structOf(cell('useridentity')),
  };
}

/** The texts hold objects; what is printed otherwise has lost them. */
function jsonText(text: string | null): string | null {
  return text?.startsWith('{"') === true || text === '{}' ? text : null;
}

function flagOf(text: string | null): boolean | null {
  return text === null ? null : text === 'true';
}

/** A struct as Athena prints it, or cast to JSON, under the names of CloudTrail; null where it cannot be read. */
function structOf(text: string | null): JsonValue {
  if (text === null) return null;
  const json = /^\s*[[{]\s*"|^\s*\[\s*\{\s*"/.test(text) ? parseJsonText(text) : null;
  return named(json?.ok === true ? json.value : readStruct(text));
}

function named(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(named);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [NAMES.get(name) ?? name, named(member ?? null)]),
  );
}

const SCALARS = [
  'eventVersion',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestID',
  'eventID',
  'eventType',
  'recipientAccountId',
  'sharedEventID',
  'vpcEndpointId',
  'eventCategory',
];
const TEXTS = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails'];
const IDENTITY = ['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName', 'invokedBy'];
const NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...IDENTITY,
    'sessionContext',
    'sessionIssuer',
    'mfaAuthenticated',
    'creationDate',
    'sourceIdentity',
    'webIdFederationData',
    'federatedProvider',
    'onBehalfOf',
    'userId',
    'identityStoreArn',
    'clientProvidedHostHeader',
  ].map((name) => [name.toLowerCase(), name]),
);
