import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Reading } from '../documents/reading.ts';
import { parseJsonText } from '../json/parse.ts';
import { textOf } from './members.ts';
import { parseCloudTrailEvent } from './parse.ts';

/** Members by which an event of OCSF is known. */
export const OCSF_MEMBERS: readonly string[] = ['class_uid', 'metadata', 'api'];

/**
 * An event of CloudTrail as Security Lake keeps it, in the Open Cybersecurity Schema Framework, of either version: what
 * became of the record, not the record. Its parameters are kept only where they were kept whole; a policy that was put
 * is otherwise unknown. null for any other object, and for what comes of no API call.
 * https://docs.aws.amazon.com/security-lake/latest/userguide/open-cybersecurity-schema-framework.html
 */
export function readOcsfEvent(value: JsonObject): Reading | null {
  const { metadata, api } = value;
  if (value['class_uid'] === undefined || !isJsonObject(metadata) || !isJsonObject(api)) return null;
  const parsed = parseCloudTrailEvent(eventOf(value, metadata, api), 'excerpt');
  if (!parsed.ok) return { state: 'unreadable', kind: 'security-lake', reason: parsed.reason };
  const { record } = parsed;
  return { state: 'read', kind: 'security-lake', content: { kind: 'cloudtrail', record }, time: record.eventTime };
}

function eventOf(value: JsonObject, metadata: JsonObject, api: JsonObject): JsonObject {
  const unmapped = objectIn(value, 'unmapped');
  const response = objectIn(api, 'response');
  const origin = objectIn(value, 'src_endpoint');
  return {
    eventVersion: metadata['product'] === undefined ? null : (objectIn(metadata, 'product')['version'] ?? null),
    eventTime: timeOf(value['time']),
    eventSource: objectIn(api, 'service')['name'] ?? null,
    eventName: api['operation'] ?? null,
    awsRegion: objectIn(value, 'cloud')['region'] ?? null,
    sourceIPAddress: textOf(origin['ip']) ?? textOf(origin['domain']),
    userAgent: objectIn(value, 'http_request')['user_agent'] ?? null,
    errorCode: textOf(response['error']),
    errorMessage: textOf(response['error_message']) ?? textOf(response['message']),
    requestParameters: objectText(objectIn(api, 'request')['data'] ?? unmapped['requestParameters']),
    responseElements: objectText(response['data'] ?? unmapped['responseElements']),
    additionalEventData: objectText(unmapped['additionalEventData']),
    requestID: objectIn(api, 'request')['uid'] ?? null,
    eventID: metadata['uid'] ?? null,
    eventType: textOf(unmapped['eventType']) ?? textOf(metadata['event_code']),
    recipientAccountId: textOf(unmapped['recipientAccountId']),
    sharedEventID: textOf(unmapped['sharedEventID']) ?? textOf(unmapped['sharedEventId']),
    resources: resourcesOf(value['resources']),
    userIdentity: identityOf(objectIn(value, 'actor')),
  };
}

/** The first version has the ARN in `uuid` and the principal id in `uid`, the second in `uid` and `uid_alt`. */
function identityOf(actor: JsonObject): JsonObject {
  const user = objectIn(actor, 'user');
  const session = objectIn(actor, 'session');
  const arn = textOf(user['uuid']) ?? textOf(user['uid']);
  const isArn = arn?.startsWith('arn:') === true;
  const issuer = textOf(session['issuer']);
  return {
    type: user['type'] ?? null,
    arn: isArn ? arn : null,
    principalId: textOf(user['uid_alt']) ?? (textOf(user['uuid']) === null ? null : textOf(user['uid'])),
    userName: textOf(user['name']),
    accountId: textOf(objectIn(user, 'account')['uid']) ?? textOf(user['account_uid']),
    accessKeyId: textOf(user['credential_uid']),
    invokedBy: textOf(actor['invoked_by']),
    ...(issuer === null ? {} : { sessionContext: { sessionIssuer: { type: 'Role', arn: issuer } } }),
  };
}

function resourcesOf(value: JsonValue | undefined): JsonObject[] {
  return (Array.isArray(value) ? value : []).filter(isJsonObject).map((resource) => ({
    ARN: resource['uid'] ?? null,
    accountId: textOf(objectIn(objectIn(resource, 'owner'), 'account')['uid']) ?? textOf(resource['account_uid']),
    type: resource['type'] ?? null,
  }));
}

/** Milliseconds since the epoch. */
function timeOf(value: JsonValue | undefined): string | null {
  const instant = typeof value === 'string' ? Number(value) : value;
  if (typeof instant !== 'number' || !Number.isFinite(instant) || Math.abs(instant) > LAST_INSTANT) return null;
  return new Date(instant).toISOString();
}

/** An object, or the text of one. */
function objectText(value: JsonValue | undefined): JsonValue {
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string') return null;
  const parsed = parseJsonText(value);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}

function objectIn(value: JsonObject, member: string): JsonObject {
  const inside = value[member];
  return isJsonObject(inside) ? inside : {};
}

const LAST_INSTANT = 8.64e15;
