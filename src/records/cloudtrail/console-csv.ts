import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { partitionOfRegion } from '../../partition.ts';
import { NOT_RECORDED } from '../recorded.ts';
import { parseConsoleTime } from './console-time.ts';
import { textOf } from './members.ts';
import type { ParsedCloudTrailEvent } from './parse.ts';
import type { CloudTrailRecord, UserIdentity } from './record.ts';

/**
 * One row of the CSV that the CloudTrail console's event history downloads, by column name. Such rows
 * hold neither request parameters nor ARNs: what was changed is told by the `Resources` cell, by whom by
 * a bare name, which is an IAM user's or a role session's. Columns may be missing or in any case.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-console.html
 */
export function parseConsoleRow(row: Readonly<Record<string, string>>): ParsedCloudTrailEvent {
  const cells = new Map(Object.entries(row).map(([column, cell]) => [column.trim().toLowerCase(), cell]));
  const cell = (column: string): string | null => {
    const text = cells.get(column)?.trim() ?? '';
    return text === '' || text === '-' ? null : text;
  };
  const eventName = cell('event name');
  const eventSource = cell('event source');
  const writtenTime = cell('event time');
  if (eventName === null || eventSource === null || writtenTime === null) {
    const missing = eventName === null ? 'Event name' : eventSource === null ? 'Event source' : 'Event time';
    return { ok: false, reason: `not an event history row: no ${missing}` };
  }
  const eventTime = parseConsoleTime(writtenTime);
  if (eventTime === null) {
    return { ok: false, reason: 'Event time is not a time with a zone' };
  }
  const awsRegion = cell('aws region');
  const resources = resourcesOf(cell('resources'), awsRegion);
  if (resources === null) {
    return { ok: false, reason: 'Resources is not a JSON array' };
  }
  return {
    ok: true,
    record: {
      kind: 'cloudtrail',
      form: 'console-csv',
      eventVersion: null,
      eventTime,
      eventSource,
      eventName,
      awsRegion,
      sourceIPAddress: cell('source ip address'),
      userAgent: cell('user agent'),
      errorCode: cell('error code'),
      errorMessage: null,
      requestParameters: NOT_RECORDED,
      responseElements: NOT_RECORDED,
      additionalEventData: NOT_RECORDED,
      requestID: cell('request id'),
      eventID: cell('event id'),
      eventType: cell('event type'),
      recipientAccountId: cell('recipient account id'),
      sharedEventID: null,
      resources,
      userIdentity: identityOf(cell('user name'), cell('aws access key')),
      raw: { ...row },
    },
  };
}

/** Types are given only where name or key settle them: `root`, and keys beginning AKIA, which only IAM users keep. */
function identityOf(userName: string | null, accessKeyId: string | null): UserIdentity {
  const type = userName === 'root' ? 'Root' : accessKeyId?.startsWith('AKIA') === true ? 'IAMUser' : null;
  return {
    type,
    principalId: null,
    arn: null,
    accountId: null,
    accessKeyId,
    userName,
    invokedBy: null,
    sessionIssuer: null,
    sessionCreationDate: null,
    mfaAuthenticated: null,
    sourceIdentity: null,
    federatedProvider: null,
  };
}

/**
 * `[{"resourceType":"AWS::S3::Bucket","resourceName":"acme-reports"}]`. A bucket's name alone makes its
 * ARN; other resources are told from one another only by a full ARN.
 */
function resourcesOf(cell: string | null, region: string | null): CloudTrailRecord['resources'] | null {
  if (cell === null) {
    return [];
  }
  let value: JsonValue;
  try {
    value = JSON.parse(cell);
  } catch {
    return null;
  }
  return Array.isArray(value) ? value.filter(isJsonObject).map((resource) => resourceOf(resource, region)) : null;
}

function resourceOf(resource: JsonObject, region: string | null): CloudTrailRecord['resources'][number] {
  const type = textOf(resource['resourceType'] ?? resource['type']);
  const name = textOf(resource['resourceName'] ?? resource['resourceARN'] ?? resource['ARN']);
  const isArn = name?.startsWith('arn:') === true;
  const bucketArn =
    type === 'AWS::S3::Bucket' && name !== null
      ? `arn:${region === null ? 'aws' : partitionOfRegion(region)}:s3:::${name}`
      : null;
  return { arn: isArn ? name : bucketArn, accountId: textOf(resource['accountId']), type };
}
