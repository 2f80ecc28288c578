import { createIssuingEvents, type IssuingEvents } from '../attribution/issuing-events.ts';
import type { CaseOptions } from '../case/case.ts';
import { type CaseDocument, casesOf } from '../case/cases-of.ts';
import { parseCaseDocument } from '../case/parse-case-document.ts';
import type { Instant } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import type { InventoryManifest } from '../profile/inventory/parse-manifest.ts';
import type { DeliveryKey, DeliveryProfile } from '../profile/profile.ts';
import type { AwsError } from '../records/aws-error/aws-error.ts';
import { interpretCloudTrail } from '../records/cloudtrail/interpret.ts';
import type { CapturedState } from '../records/config/captured-state.ts';
import type { DocumentOwner, KeyDescription, ListedObject, ListingScope, LookupScope } from '../records/item.ts';
import type { ObjectEvent } from '../records/notification/object-event.ts';
import type { Position, SourceTally } from '../sources/tally.ts';
import type { DigestFindings } from '../verify/check-evidence.ts';
import type { Addendum } from './addenda.ts';
import type { Call } from './call.ts';
import { withDigests } from './digest-coverage.ts';
import { createInterner } from './intern.ts';
import { type InventoryObject, type InventoryRow, keyOfRow, tieInventoryRows } from './inventory-rows.ts';
import { createCoverageCollector, type LogCoverage } from './log-coverage.ts';
import { type LookupAnswer, lookupCoverage, noteLookup } from './lookup-answers.ts';
import { mergeSightings } from './merge.ts';
import type { OtherItem, Sifted } from './sift.ts';
import type { Sighting } from './sighting.ts';
import { type TrailAnswers, withTrailAnswers } from './trail-answers.ts';

/** Everything kept from a reading of the evidence, before it is known which case it is about. */
export interface Gathered {
  /** Changes, writes and removals, each once, in order of time. */
  readonly calls: readonly Call[];
  /** Who was given which session: `traceActor` asks it. */
  readonly sessions: IssuingEvents;
  readonly listings: readonly Listing[];
  /** Of markers only. */
  readonly objectEvents: readonly { readonly event: ObjectEvent; readonly key: DeliveryKey; readonly at: Position }[];
  /** Markers that an inventory of the destination itself shows. What it does not show is not known to be absent. */
  readonly inventory: readonly InventoryObject[];
  /** A row of each file of an inventory whose columns no manifest in evidence tells: nothing follows from it. */
  readonly untiedInventories: readonly Position[];
  readonly manifests: readonly Kept<InventoryManifest>[];
  readonly configurations: readonly KeptDocument<DeliveryConfiguration>[];
  readonly bucketPolicies: readonly KeptDocument<JsonValue>[];
  readonly keyPolicies: readonly KeptDocument<JsonValue>[];
  readonly keyDescriptions: readonly Kept<KeyDescription>[];
  /** What AWS Config recorded of buckets and keys, in the order read. */
  readonly captured: readonly Kept<CapturedState>[];
  readonly awsErrors: readonly Kept<AwsError>[];
  /** UTC days (midnight) of exports that the console calls failed. */
  readonly failedExports: readonly Kept<Instant>[];
  /** What the case documents say: of one case, or of several; none where there is no such document. */
  readonly cases: readonly CaseOptions[];
  readonly coverage: readonly LogCoverage[];
  /** What the digests of CloudTrail say of the files; null without any. */
  readonly digests: DigestFindings | null;
  /** Answers about a trail that do not say which. */
  readonly namelessAnswers: readonly Position[];
}

export interface Kept<T> {
  readonly value: T;
  readonly at: Position;
}

/** A document, and whose it is where that is written beside it. */
interface KeptDocument<T> extends Kept<T> {
  readonly of: DocumentOwner;
}

interface Listing {
  readonly scope: ListingScope;
  /** Markers only: they are what tells a delivery. */
  readonly objects: readonly { readonly object: ListedObject; readonly key: DeliveryKey; readonly at: Position }[];
  readonly at: Position;
}

/**
 * Takes the evidence once, sifted, and keeps what any case could need: changes, writes and removals of
 * delivered objects, issued sessions, documents, and per log the five minutes that have records.
 * Reads and ordinary traffic have been counted for coverage and let go, so memory follows the number of
 * changes and runs, not the size of the logs.
 *
 * @throws ForensicsError `malformed-case` when case documents are malformed or contradict each other
 */
export async function gather(
  pieces: AsyncIterable<Sifted>,
  digests: DigestFindings | null,
  { keys }: DeliveryProfile,
): Promise<Gathered> {
  const sightings: Sighting[] = [];
  const interned = createInterner();
  const addenda: Addendum[] = [];
  const sessions = createIssuingEvents();
  const coverage = createCoverageCollector();
  const lookups = new Map<SourceTally, LookupAnswer>();
  const asked = new Map<SourceTally, LookupScope>();
  const open = new Map<SourceTally, Listing['objects'][number][]>();
  const listings: Listing[] = [];
  const objectEvents: Gathered['objectEvents'][number][] = [];
  const rows: InventoryRow[] = [];
  const manifests: Kept<InventoryManifest>[] = [];
  const configurations: KeptDocument<DeliveryConfiguration>[] = [];
  const bucketPolicies: KeptDocument<JsonValue>[] = [];
  const keyPolicies: KeptDocument<JsonValue>[] = [];
  const keyDescriptions: Kept<KeyDescription>[] = [];
  const captured: Kept<CapturedState>[] = [];
  const selectors: TrailAnswers['selectors'][number][] = [];
  const statuses: TrailAnswers['statuses'][number][] = [];
  const awsErrors: Kept<AwsError>[] = [];
  const failedExports: Kept<Instant>[] = [];
  const namelessAnswers: Position[] = [];
  const caseDocuments: CaseDocument[] = [];

  for await (const piece of pieces) {
    for (const sighting of piece.sightings) sightings.push(interned(sighting));
    for (const addendum of piece.addenda) addenda.push(addendum);
    for (const event of piece.issued) sessions.add(event);
    coverage.absorb(piece.times);
    for (const item of piece.others) take(item);
  }

  function take(item: OtherItem): void {
    switch (item.kind) {
      case 'cloudtrail':
        noteLookup(lookups, item.record, interpretCloudTrail(item.record), item.at);
        break;
      case 'listing-object': {
        const key = keys.parse(item.object.key);
        if (key?.part !== 'marker') break;
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
      case 'object-event': {
        const key = keys.parse(item.event.key);
        if (key?.part === 'marker') objectEvents.push({ event: item.event, key, at: item.at });
        break;
      }
      case 'inventory-row': {
        const key = keys.parse(keyOfRow(item.cells));
        if (key?.part === 'marker') rows.push({ cells: item.cells, key, at: item.at });
        break;
      }
      case 'manifest':
        manifests.push({ value: item.manifest, at: item.at });
        break;
      case 'inventory-configuration':
        configurations.push({ value: item.configuration, of: item.of, at: item.at });
        break;
      case 'bucket-policy':
        bucketPolicies.push({ value: item.document, of: item.of, at: item.at });
        break;
      case 'key-policy':
        keyPolicies.push({ value: item.document, of: item.of, at: item.at });
        break;
      case 'key-description':
        keyDescriptions.push({ value: item.description, at: item.at });
        break;
      case 'config-item':
        captured.push({ value: item.state, at: item.at });
        break;
      case 'trail-selectors':
        if (item.trail === null) namelessAnswers.push(item.at);
        selectors.push(item);
        break;
      case 'trail-status':
        if (item.trail === null) namelessAnswers.push(item.at);
        statuses.push(item);
        break;
      case 'aws-error':
        awsErrors.push({ value: item.error, at: item.at });
        break;
      case 'failed-export':
        failedExports.push({ value: item.day, at: item.at });
        break;
      case 'case':
        caseDocuments.push({
          options: parseCaseDocument(item.document, item.at.source.source),
          source: item.at.source.source,
        });
        break;
      default:
        item satisfies never;
    }
  }

  const inventory = tieInventoryRows(
    rows,
    manifests.map(({ value }) => value),
    keys,
  );
  return {
    calls: mergeSightings(sightings, addenda),
    sessions,
    listings,
    objectEvents,
    inventory: inventory.objects,
    untiedInventories: inventory.untied,
    manifests,
    configurations,
    bucketPolicies,
    keyPolicies,
    keyDescriptions,
    captured,
    awsErrors,
    failedExports,
    cases: casesOf(caseDocuments),
    coverage: [
      ...withTrailAnswers(withDigests(coverage.finish(), digests?.chains ?? []), { selectors, statuses }),
      ...lookupCoverage(lookups, asked),
    ],
    digests,
    namelessAnswers,
  };
}
