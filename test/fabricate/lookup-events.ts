import type { JsonObject } from '../../src/json.ts';
import type { TrailEvent } from './events/event.ts';
import { type EvidenceFile, jsonFile, textFile } from './evidence-file.ts';

/** What `aws cloudtrail lookup-events` prints, newest first, the event itself as a string. */
export function lookupEvents(path: string, events: readonly TrailEvent[]): EvidenceFile {
  return jsonFile(path, {
    Events: newestFirst(events).map((event) => ({
      EventId: String(event['eventID']),
      EventName: event.eventName,
      ReadOnly: String(event['readOnly']),
      AccessKeyId: String(identityOf(event)['accessKeyId'] ?? ''),
      EventTime: event.eventTime.replace('Z', '+00:00'),
      EventSource: String(event['eventSource']),
      Username: userNameOf(event),
      Resources: resourcesOf(event),
      CloudTrailEvent: JSON.stringify(event),
    })),
  });
}

/** The console's event history as CSV: neither parameters nor ARNs. */
export function consoleCsv(path: string, events: readonly TrailEvent[]): EvidenceFile {
  const rows = newestFirst(events).map((event) => [
    userNameOf(event),
    String(identityOf(event)['accessKeyId'] ?? ''),
    event.eventTime,
    String(event['eventSource']),
    event.eventName,
    event.awsRegion,
    String(event['sourceIPAddress']),
    String(event['userAgent']),
    String(event['errorCode'] ?? ''),
    JSON.stringify(
      resourcesOf(event).map((resource) => ({
        resourceType: resource['ResourceType'],
        resourceName: resource['ResourceName'],
      })),
    ),
    String(event['requestID']),
    String(event['eventID']),
    String(event['readOnly']),
    String(event['eventType']),
    event.recipientAccountId,
    String(event['eventCategory']),
  ]);
  return textFile(
    path,
    [CSV_HEADER, ...rows.map((row) => row.map(csvCell).join(','))].map((line) => `${line}\n`).join(''),
  );
}

const CSV_HEADER =
  'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category';

function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function identityOf(event: TrailEvent): JsonObject {
  return event['userIdentity'] as JsonObject;
}

/** The session name for role sessions, the user name otherwise. */
function userNameOf(event: TrailEvent): string {
  const identity = identityOf(event);
  return String(identity['userName'] ?? String(identity['principalId'] ?? '').split(':')[1] ?? '');
}

function resourcesOf(event: TrailEvent): JsonObject[] {
  const parameters = event['requestParameters'] as JsonObject | null;
  const name = parameters?.['bucketName'];
  return name === undefined ? [] : [{ ResourceType: 'AWS::S3::Bucket', ResourceName: String(name) }];
}

function newestFirst(events: readonly TrailEvent[]): TrailEvent[] {
  return [...events].sort((left, right) =>
    left.eventTime > right.eventTime ? -1 : left.eventTime < right.eventTime ? 1 : 0,
  );
}
