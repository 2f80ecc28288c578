import { createSessionIndex, type SessionIndex } from '../attribution/session-index.ts';
import type { CaseOptions } from '../case/options.ts';
import { parseCaseDocument } from '../case/parse-case-document.ts';
import { type DeliveryKey, parseDeliveryKey } from '../delivery/keys.ts';
import { ForensicsError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { actorOfAccessLog } from '../records/access-log/actor.ts';
import { eventNameOfOperation, interpretAccessLog } from '../records/access-log/interpret.ts';
import { keyForms } from '../records/access-log/key-forms.ts';
import type { AccessLogRecord } from '../records/access-log/record.ts';
import type { Action } from '../records/action.ts';
import { actorOfCloudTrail } from '../records/cloudtrail/actor.ts';
import { interpretCloudTrail } from '../records/cloudtrail/interpret.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import type { InventoryConfiguration } from '../records/inventory/configuration.ts';
import type { EvidenceItem, InventoryManifest, ListedObject, ListingScope, LookupScope } from '../records/item.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Position, SourceTally } from '../sources/tally.ts';
import { createCoverageCollector, type LogCoverage } from './log-coverage.ts';
import { type LookupAnswer, lookupCoverage, noteLookup, trailIdentity } from './lookup-answers.ts';
import type { Sighting } from './sighting.ts';

/** Everything kept from a reading of the evidence, before it is known which case it is about. */
export interface Gathered {
  /** Changes, writes and removals, in the order read. */
  readonly sightings: readonly Sighting[];
  readonly sessions: SessionIndex;
  readonly listings: readonly Listing[];
  readonly manifests: readonly Kept<InventoryManifest>[];
  readonly configurations: readonly Kept<InventoryConfiguration>[];
  readonly bucketPolicies: readonly Kept<JsonValue>[];
  readonly keyPolicies: readonly Kept<JsonValue>[];
  readonly caseOptions: CaseOptions;
  readonly coverage: readonly LogCoverage[];
}

export interface Kept<T> {
  readonly value: T;
  readonly at: Position;
}

interface Listing {
  readonly scope: ListingScope;
  /** Manifests and checksums only: they are what tells a delivery. */
  readonly objects: readonly { readonly object: ListedObject; readonly key: DeliveryKey; readonly at: Position }[];
  readonly at: Position;
}

/**
 * Reads the evidence once and keeps what any case could need: changes, writes and removals of
 * inventory objects, issued sessions, documents, and per log the days it has records on.
 * Reads and ordinary traffic are counted for coverage and let go, so memory follows the number of
 * changes and runs, not the size of the logs.
 *
 * @throws ForensicsError `malformed-case` when case documents are malformed or contradict each other
 */
export async function gather(items: AsyncIterable<EvidenceItem>): Promise<Gathered> {
  const sightings: Sighting[] = [];
  const sessions = createSessionIndex();
  const coverage = createCoverageCollector();
  const lookups = new Map<SourceTally, LookupAnswer>();
  const asked = new Map<SourceTally, LookupScope>();
  const open = new Map<SourceTally, Listing['objects'][number][]>();
  const listings: Listing[] = [];
  const manifests: Kept<InventoryManifest>[] = [];
  const configurations: Kept<InventoryConfiguration>[] = [];
  const bucketPolicies: Kept<JsonValue>[] = [];
  const keyPolicies: Kept<JsonValue>[] = [];
  let caseOptions: CaseOptions = {};

  for await (const item of items) {
    switch (item.kind) {
      case 'access-log': {
        coverage.add(accessLogIdentity(item.record.bucket), item.record.time);
        sightings.push(...accessLogSightings(item.record, item.at));
        break;
      }
      case 'cloudtrail': {
        const action = interpretCloudTrail(item.record);
        if (item.record.form === 'file') {
          // Changes are management events: a trail's data events say nothing of whether it has those.
          if (!isDataEvent(item.record))
            coverage.add(trailIdentity(item.record, 'cloudtrail', null), item.record.eventTime);
        } else noteLookup(lookups, item.record, action, item.at);
        sessions.add(item.record, action, item.at);
        if (action.kind !== 'unrelated' && action.kind !== 'issue-session' && isRelevant(action)) {
          sightings.push(trailSighting(item.record, action, item.at));
        }
        break;
      }
      case 'listing-object': {
        const key = parseDeliveryKey(item.object.key);
        if (key === null || (key.part !== 'manifest' && key.part !== 'checksum')) break;
        const objects = open.get(item.at.source);
        if (objects === undefined) open.set(item.at.source, [{ object: item.object, key, at: item.at }]);
        else objects.push({ object: item.object, key, at: item.at });
        break;
      }
      case 'lookup':
        asked.set(item.at.source, item.lookup);
        break;
      case 'listing':
        listings.push({ scope: item.listing, objects: open.get(item.at.source) ?? [], at: item.at });
        open.delete(item.at.source);
        break;
      case 'manifest':
        manifests.push({ value: item.manifest, at: item.at });
        break;
      case 'inventory-configuration':
        configurations.push({ value: item.configuration, at: item.at });
        break;
      case 'bucket-policy':
        bucketPolicies.push({ value: item.document, at: item.at });
        break;
      case 'key-policy':
        keyPolicies.push({ value: item.document, at: item.at });
        break;
      case 'case':
        caseOptions = mergeCase(
          caseOptions,
          parseCaseDocument(item.document, item.at.source.source),
          item.at.source.source,
        );
        break;
      default:
        item satisfies never;
    }
  }
  return {
    sightings,
    sessions,
    listings,
    manifests,
    configurations,
    bucketPolicies,
    keyPolicies,
    caseOptions,
    coverage: [...coverage.finish(), ...lookupCoverage(lookups, asked)],
  };
}

/** Object calls matter only on manifests and on refused writes of a delivery; everything else that is a change matters. */
function isRelevant(action: Action): boolean {
  if (action.kind !== 'put-object' && action.kind !== 'delete-object') return true;
  return parseDeliveryKey(action.key) !== null;
}

function accessLogSightings(record: AccessLogRecord, at: Position): Sighting[] {
  const action = interpretAccessLog(record);
  if (action.kind === 'unrelated' || action.kind === 'issue-session') return [];
  const readable = readableAction(action);
  if (readable === null) return [];
  const operation = record.operation ?? '';
  return [
    {
      log: 'access-log',
      time: record.time,
      action: readable,
      eventName: eventNameOfOperation(action, operation),
      operation: record.operation,
      status: record.httpStatus,
      errorCode: record.errorCode,
      errorMessage: null,
      succeeded:
        record.httpStatus === null ? record.errorCode === null : record.httpStatus >= 200 && record.httpStatus < 300,
      requestId: record.requestId,
      hostId: record.hostId,
      eventId: null,
      sharedEventId: null,
      recipientAccountId: null,
      ownerAccountId: null,
      region: null,
      actor: actorOfAccessLog(record),
      sessionCreated: null,
      at,
    },
  ];
}

/** Access logs write keys encoded, some of them twice: the form that is a delivery's key, or null for other objects. */
function readableAction(action: Sighting['action']): Sighting['action'] | null {
  if (action.kind !== 'put-object' && action.kind !== 'delete-object') return action;
  const key = keyForms(action.key).find((form) => parseDeliveryKey(form) !== null);
  return key === undefined ? null : { ...action, key };
}

function trailSighting(record: CloudTrailRecord, action: Sighting['action'], at: Position): Sighting {
  const hostId = recordedValue(record.additionalEventData)?.['x-amz-id-2'];
  return {
    log: 'cloudtrail',
    time: record.eventTime,
    action,
    eventName: record.eventName,
    operation: null,
    status: null,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    succeeded: record.errorCode === null,
    requestId: record.requestID,
    hostId: typeof hostId === 'string' ? hostId : null,
    eventId: record.eventID,
    sharedEventId: record.sharedEventID,
    recipientAccountId: record.recipientAccountId,
    ownerAccountId: record.resources.find(({ accountId }) => accountId !== null)?.accountId ?? null,
    region: record.awsRegion,
    actor: actorOfCloudTrail(record),
    sessionCreated: record.userIdentity.sessionCreationDate,
    at,
  };
}

function accessLogIdentity(bucket: string | null): LogCoverage['identity'] {
  return { kind: 'access-log', account: null, region: null, bucket, query: null };
}

function isDataEvent({ raw }: CloudTrailRecord): boolean {
  return raw['eventCategory'] === 'Data' || raw['managementEvent'] === false;
}

/** Two case documents may complete each other; where both speak they must agree. */
function mergeCase(first: CaseOptions, second: CaseOptions, source: string): CaseOptions {
  const merged: Record<string, unknown> = { ...first };
  for (const [member, value] of Object.entries(second)) {
    if (value === undefined) continue;
    if (merged[member] !== undefined && merged[member] !== value) {
      throw new ForensicsError(
        'malformed-case',
        `${source}: ${member} contradicts another case document in the evidence`,
        {
          hint: 'give the evidence of one case at a time',
        },
      );
    }
    merged[member] = value;
  }
  return merged;
}
