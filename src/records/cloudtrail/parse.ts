import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { known, NOT_RECORDED, type Recorded } from '../recorded.ts';
import { parseEventTime } from './event-time.ts';
import { flagOf, listOf, objectOf, textOf } from './members.ts';
import type { CloudTrailRecord, UserIdentity } from './record.ts';

/** A record, or why the value is not one, without any of its bytes. */
export type ParsedCloudTrailEvent =
  | { readonly ok: true; readonly record: CloudTrailRecord }
  | { readonly ok: false; readonly reason: string };

/**
 * One CloudTrail event, of any 1.x version, from a log file's `Records`, a JSON line, or the
 * `CloudTrailEvent` of a LookupEvents answer. Only `eventTime`, `eventSource` and `eventName` must be
 * there; everything else is kept as found, unknown members in `raw`.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function parseCloudTrailEvent(event: JsonValue, form: CloudTrailRecord['form']): ParsedCloudTrailEvent {
  if (!isJsonObject(event)) {
    return { ok: false, reason: 'not a JSON object' };
  }
  const eventName = textOf(event['eventName']);
  const eventSource = textOf(event['eventSource']);
  const writtenTime = textOf(event['eventTime']);
  if (eventName === null || eventSource === null || writtenTime === null) {
    const missing = eventName === null ? 'eventName' : eventSource === null ? 'eventSource' : 'eventTime';
    return { ok: false, reason: `not a CloudTrail event: no ${missing}` };
  }
  const eventTime = parseEventTime(writtenTime);
  if (eventTime === null) {
    return { ok: false, reason: 'eventTime is not a time' };
  }
  return {
    ok: true,
    record: {
      kind: 'cloudtrail',
      form,
      eventVersion: textOf(event['eventVersion']),
      eventTime,
      eventSource,
      eventName,
      awsRegion: textOf(event['awsRegion']),
      sourceIPAddress: textOf(event['sourceIPAddress']),
      userAgent: unbracketed(textOf(event['userAgent'])),
      errorCode: textOf(event['errorCode']),
      errorMessage: textOf(event['errorMessage']),
      requestParameters: recordedObject(event['requestParameters']),
      responseElements: recordedObject(event['responseElements']),
      additionalEventData: recordedObject(event['additionalEventData']),
      requestID: textOf(event['requestID']),
      eventID: textOf(event['eventID']),
      eventType: textOf(event['eventType']),
      recipientAccountId: textOf(event['recipientAccountId']),
      sharedEventID: textOf(event['sharedEventID']),
      resources: listOf(event['resources']).filter(isJsonObject).map(resourceOf),
      userIdentity: userIdentityOf(event['userIdentity']),
      raw: event,
    },
  };
}

/** S3 writes `[aws-cli/2.15.0 ...]`; the closing bracket is lost when the value was cut at 1 KB. */
function unbracketed(userAgent: string | null): string | null {
  if (userAgent === null || !userAgent.startsWith('[')) {
    return userAgent;
  }
  return textOf(userAgent.slice(1, userAgent.endsWith(']') ? -1 : undefined));
}

/**
 * Parameters over 100 KB (additional data over 28 KB) are replaced as a whole by
 * `{"reason": "requestParameters too large", "omitted": "true", ...}`. Query engines hand the
 * member over as a string of JSON.
 */
function recordedObject(value: JsonValue | undefined): Recorded<JsonObject> {
  if (typeof value === 'string' && value !== '') {
    return objectInText(value);
  }
  if (!isJsonObject(value)) {
    return NOT_RECORDED;
  }
  const reason = value['omitted'] === undefined ? null : textOf(value['reason']);
  if (reason !== null && flagOf(value['omitted']) === true) {
    return { state: 'omitted', reason };
  }
  return known(value);
}

function objectInText(text: string): Recorded<JsonObject> {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? recordedObject(value) : NOT_RECORDED;
  } catch {
    return { state: 'omitted', reason: 'cut short: not whole JSON' };
  }
}

function resourceOf(resource: JsonObject): CloudTrailRecord['resources'][number] {
  return {
    arn: textOf(resource['ARN'] ?? resource['arn']),
    accountId: textOf(resource['accountId']),
    type: textOf(resource['type']),
  };
}

function userIdentityOf(value: JsonValue | undefined): UserIdentity {
  const identity = objectOf(value) ?? NO_MEMBERS;
  const session = objectOf(identity['sessionContext']) ?? NO_MEMBERS;
  const attributes = objectOf(session['attributes']) ?? NO_MEMBERS;
  const issuer = objectOf(session['sessionIssuer']);
  const federation = objectOf(session['webIdFederationData']) ?? NO_MEMBERS;
  const created = textOf(attributes['creationDate']);
  return {
    type: textOf(identity['type']),
    principalId: textOf(identity['principalId']),
    arn: textOf(identity['arn']),
    accountId: textOf(identity['accountId']),
    accessKeyId: textOf(identity['accessKeyId']),
    userName: textOf(identity['userName']),
    invokedBy: textOf(identity['invokedBy']),
    sessionIssuer:
      issuer === null
        ? null
        : {
            type: textOf(issuer['type']),
            principalId: textOf(issuer['principalId']),
            arn: textOf(issuer['arn']),
            accountId: textOf(issuer['accountId']),
            userName: textOf(issuer['userName']),
          },
    sessionCreationDate: created === null ? null : parseEventTime(created),
    mfaAuthenticated: flagOf(attributes['mfaAuthenticated']),
    sourceIdentity: textOf(session['sourceIdentity']),
    federatedProvider: textOf(federation['federatedProvider']) ?? textOf(identity['identityProvider']),
  };
}

const NO_MEMBERS: JsonObject = {};
