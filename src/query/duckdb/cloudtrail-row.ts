import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { CloudTrailRecord } from '../../records/cloudtrail/record.ts';
import { partitionDay } from './access-log-row.ts';

/** One event as JSON text with the members of Athena's table: lower-case names, open-ended members as JSON text. */
export function cloudTrailRow(record: CloudTrailRecord, source: string): string {
  const { raw } = record;
  // Console CSV rows have few members; what is known of them stands in the record alone.
  const event = record.form === 'console-csv' ? fromRecord(record) : raw;
  const identity = objectOf(event['userIdentity']);
  return JSON.stringify({
    ...membersOf(event, TEXTS),
    useridentity: identity === null ? null : identityOf(identity),
    eventsource: record.eventSource,
    eventname: record.eventName,
    resources: resourcesOf(event['resources']),
    addendum: membersOf(event['addendum'], ['reason', 'updatedFields', 'originalRequestID', 'originalEventID']),
    tlsdetails: membersOf(event['tlsDetails'], ['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader']),
    account: record.recipientAccountId,
    region: record.awsRegion,
    timestamp: partitionDay(record.eventTime),
    $path: wellFormed(source),
  });
}

/** Members that are columns of text, in lower case. */
const TEXTS: readonly string[] = [
  ...['eventVersion', 'eventTime', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage'],
  ...['requestParameters', 'responseElements', 'additionalEventData', 'requestID', 'eventID', 'readOnly'],
  ...['eventType', 'apiVersion', 'recipientAccountId', 'serviceEventDetails', 'sharedEventID'],
  ...['vpcEndpointId', 'vpcEndpointAccountId', 'eventCategory', 'sessionCredentialFromConsole', 'edgeDeviceDetails'],
];

function fromRecord(record: CloudTrailRecord): JsonObject {
  return {
    ...record.raw,
    eventTime: new Date(record.eventTime).toISOString().replace('.000Z', 'Z'),
    awsRegion: record.awsRegion,
    sourceIPAddress: record.sourceIPAddress,
    userAgent: record.userAgent,
    errorCode: record.errorCode,
    requestID: record.requestID,
    eventID: record.eventID,
    eventType: record.eventType,
    recipientAccountId: record.recipientAccountId,
    resources: record.resources.map(({ arn, accountId, type }) => ({ ARN: arn, accountId, type })),
    userIdentity: {
      type: record.userIdentity.type,
      accessKeyId: record.userIdentity.accessKeyId,
      userName: record.userIdentity.userName,
    },
  };
}

function identityOf(identity: JsonObject): object {
  const session = objectOf(identity['sessionContext']);
  const federation = objectOf(session?.['webIdFederationData']);
  return {
    ...membersOf(identity, ['type', 'principalId', 'arn', 'accountId', 'invokedBy', 'accessKeyId', 'userName']),
    onbehalfof: membersOf(identity['onBehalfOf'], ['userId', 'identityStoreArn']),
    sessioncontext:
      session === null
        ? null
        : {
            attributes: membersOf(session['attributes'], ['mfaAuthenticated', 'creationDate']),
            sessionissuer: membersOf(session['sessionIssuer'], ['type', 'principalId', 'arn', 'accountId', 'userName']),
            ec2roledelivery: textOf(session['ec2RoleDelivery']),
            webidfederationdata:
              federation === null
                ? null
                : {
                    federatedprovider: textOf(federation['federatedProvider']),
                    attributes: mapOf(federation['attributes']),
                  },
          },
  };
}

function resourcesOf(value: JsonValue | undefined): object[] | null {
  if (!Array.isArray(value)) return null;
  return value.filter(isJsonObject).map((resource) => ({
    arn: textOf(resource['ARN'] ?? resource['arn']),
    accountid: textOf(resource['accountId']),
    type: textOf(resource['type']),
  }));
}

/** The members named, in lower case; null for anything that is no object. */
function membersOf(value: JsonValue | undefined, names: readonly string[]): Record<string, string | null> | null {
  const object = objectOf(value);
  if (object === null) return null;
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), textOf(object[name])]));
}

function mapOf(value: JsonValue | undefined): Record<string, string | null> | null {
  const object = objectOf(value);
  if (object === null) return null;
  return Object.fromEntries(Object.entries(object).map(([name, member]) => [wellFormed(name), textOf(member)]));
}

function objectOf(value: JsonValue | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

/** Text as it is, anything else as JSON text, as Athena's JsonSerDe gives it to a column of strings. */
function textOf(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return wellFormed(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Half of a surrogate pair is no Unicode text, which a database does not take. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
