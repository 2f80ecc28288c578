import type { RunTruth, Truth } from './deliver.ts';
import type { Json } from './documents.ts';
import { caseDocument, currentDocuments, lastConfiguration } from './documents.ts';
import { type LogLine, lineOfRecord } from './log-lines.ts';
import { createRandom, derivedHex, type Random } from './random.ts';
import { recordOf, type TrailRecord, trailRecord } from './records.ts';
import { acts } from './state.ts';
import {
  BUCKETS,
  type Bucket,
  CONFIGURATION_ID,
  DESTINATION_ACCOUNT,
  HOUR,
  isoSeconds,
  REGION,
  SOURCE_ACCOUNT,
  SOURCE_BUCKET,
  type World,
} from './world.ts';

interface ListedObject {
  readonly key: string;
  readonly time: number;
}

export interface Listing {
  readonly bucket: Bucket;
  readonly objects: readonly ListedObject[];
  readonly isTruncated: boolean;
}

/** All that is written of a world, before it is put into files. */
export interface Evidence {
  readonly records: readonly TrailRecord[];
  readonly lines: readonly LogLine[];
  readonly listings: readonly Listing[];
  readonly documents: ReadonlyMap<string, Json>;
  readonly caseDocument: Json;
  /** Hours between the ordinary records of an account's trail. */
  readonly rhythm: number;
  /** Events that are given as an answer of `lookup-events` as well. */
  readonly lookedUp: readonly TrailRecord[];
  /** Items of AWS Config. */
  readonly captured: readonly Json[];
}

/** Every call, every refused write, every arrival, in unbroken trails of all accounts. */
export function wholeEvidence(world: World, truth: Truth): Evidence {
  const random = createRandom(world.seed, 'evidence');
  const rhythm = random.pick([2, 4, 6]);
  const calls = world.events.map((event) => recordOf(world, event));
  const writes = [...truth.runs.flatMap((run) => writesOf(world, run)), ...emptyings(world, truth)];
  const channel = random.pick(['access-log', 'data-events', 'both'] as const);
  const traffic = [...new Set([SOURCE_ACCOUNT, DESTINATION_ACCOUNT])].flatMap((account) =>
    ordinaryRecords(world, account, rhythm, random),
  );
  const dataEvents = channel === 'access-log' ? [] : writes;
  const logged = channel === 'data-events' ? [] : [...writes, ...calls.filter(isOnDestination)];
  return {
    records: [...calls, ...dataEvents, ...traffic].sort((left, right) => left.time - right.time),
    lines: logged.map(lineOfRecord).sort((left, right) => left.time - right.time),
    listings: listingsOf(world, truth),
    documents: random.chance(0.5) ? currentDocuments(world, truth) : new Map(),
    caseDocument: caseDocument(world, truth),
    rhythm,
    lookedUp: [],
    captured: [],
  };
}

function isOnDestination({ json }: TrailRecord): boolean {
  const bucket = (json['requestParameters'] as Json)['bucketName'];
  return BUCKETS.some((name) => name === bucket);
}

/** Of a delivery the first object and the checksum; of a missed run each refusal. */
function writesOf({ start }: World, run: RunTruth): TrailRecord[] {
  const folder = (prefix: string): string => `${prefix}/${SOURCE_BUCKET}/${CONFIGURATION_ID}`;
  if (run.status === 'delivered' && run.written !== null && run.place !== null) {
    const { bucket, prefix } = run.place;
    return [
      putObject(start, run.written.first, bucket, `${folder(prefix)}/data/`),
      putObject(start, run.written.last, bucket, `${folder(prefix)}/${run.name}/manifest.checksum`),
    ];
  }
  return run.refusals.map(({ time, place, tail, error }) => {
    const ending = tail === 'data/part' ? `data/${uuidOf(run.name)}.csv.gz` : tail;
    return putObject(start, time, place.bucket, `${folder(place.prefix)}/${ending}`, error);
  });
}

/** A bucket is emptied before it can be deleted. */
function emptyings(world: World, truth: Truth): TrailRecord[] {
  return world.events.flatMap((event): TrailRecord[] => {
    if (!acts(event) || event.body.kind !== 'delete-bucket') return [];
    const { bucket } = event.body;
    const checksums = truth.runs
      .flatMap((run) => objectsOf(run, bucket))
      .filter(({ key }) => key.endsWith('.checksum'));
    const held = checksums.filter(({ time }) => time > emptiedBefore(world, bucket, event.time) && time < event.time);
    return held.map(({ key }) => deleteObject(world.start, event.time - 60_000, bucket, key, event.actor));
  });
}

function deleteObject(start: number, time: number, bucket: Bucket, key: string, actor: string): TrailRecord {
  return {
    ...putObject(start, time, bucket, key),
    json: { ...putObject(start, time, bucket, key, undefined, actor).json, eventName: 'DeleteObject' },
  };
}

function emptiedBefore(world: World, bucket: Bucket, time: number): number {
  const deletions = world.events.filter(
    (event) => acts(event) && event.body.kind === 'delete-bucket' && event.body.bucket === bucket && event.time < time,
  );
  return Math.max(world.start, ...deletions.map((event) => event.time));
}

/** Ids depend on the time since the world began: a world moved by a day has the same. */
function putObject(
  start: number,
  time: number,
  bucket: Bucket,
  key: string,
  error?: string,
  actor = 's3',
): TrailRecord {
  return trailRecord({
    time,
    account: DESTINATION_ACCOUNT,
    source: 's3',
    name: 'PutObject',
    readOnly: false,
    actor,
    parameters: {
      bucketName: bucket,
      Host: `${bucket}.s3.amazonaws.com`,
      'x-amz-acl': 'bucket-owner-full-control',
      key,
    },
    resource: `arn:aws:s3:::${bucket}`,
    error,
    eventId: uuidOf(`write ${bucket} ${key} ${time - start}`),
    isData: true,
  });
}

/** Reads and writes on S3 and KMS that touch no delivery: they show that the trail was on. */
function ordinaryRecords(world: World, account: string, rhythm: number, random: Random): TrailRecord[] {
  const records: TrailRecord[] = [];
  for (const source of ['s3', 'kms'] as const) {
    const resource = source === 's3' ? `arn:aws:s3:::app-${account}` : `arn:aws:kms:${REGION}:${account}:key/app`;
    for (let time = world.start; time < world.now; time += rhythm * HOUR * random.between(0.6, 1.2)) {
      const isWrite = records.length % 5 === 0;
      records.push(
        trailRecord({
          time: Math.floor(time / 1000) * 1000,
          account,
          source,
          name:
            source === 's3' ? (isWrite ? 'PutBucketTagging' : 'GetBucketAcl') : isWrite ? 'TagResource' : 'DescribeKey',
          readOnly: !isWrite,
          actor: 'monitor',
          parameters: source === 's3' ? { bucketName: `app-${account}` } : { keyId: 'app' },
          resource,
          eventId: uuidOf(`ordinary ${world.seed} ${account} ${source} ${records.length}`),
        }),
      );
    }
  }
  return records;
}

/** What lies in each destination at `now`; a deleted bucket took its objects with it. */
function listingsOf(world: World, truth: Truth): Listing[] {
  const used = new Set<Bucket>([lastConfiguration(truth).bucket]);
  for (const { place } of truth.runs) if (place !== null) used.add(place.bucket);
  return [...used].flatMap((bucket): Listing[] => {
    const last = truth.steps[truth.steps.length - 1];
    if (last === undefined || !last.state.policies.has(bucket)) return [];
    const emptied = emptiedBefore(world, bucket, world.now);
    const objects = truth.runs.flatMap((run) => objectsOf(run, bucket)).filter(({ time }) => time > emptied);
    return [{ bucket, objects, isTruncated: false }];
  });
}

function objectsOf(run: RunTruth, bucket: Bucket): ListedObject[] {
  if (run.written === null || run.place?.bucket !== bucket) return [];
  const folder = `${run.place.prefix}/${SOURCE_BUCKET}/${CONFIGURATION_ID}`;
  const { first, last } = run.written;
  return [
    { key: `${folder}/data/${uuidOf(run.name)}.csv.gz`, time: first + 30_000 },
    { key: `${folder}/${run.name}/manifest.json`, time: last - 2000 },
    { key: `${folder}/${run.name}/manifest.checksum`, time: last },
  ];
}

export function listingDocument({ bucket, objects, isTruncated }: Listing): Json {
  const sorted = [...objects].sort((left, right) => (left.key < right.key ? -1 : 1));
  const contents = sorted.map(({ key, time }) => ({
    Key: key,
    LastModified: isoSeconds(time).replace('Z', '+00:00'),
    Size: 530,
    StorageClass: 'STANDARD',
  }));
  return {
    IsTruncated: isTruncated,
    ...(contents.length === 0 ? {} : { Contents: contents }),
    Name: bucket,
    Prefix: '',
    MaxKeys: 1000,
    KeyCount: contents.length,
    ...(isTruncated ? { NextContinuationToken: 'MDAwMQ' } : {}),
  };
}

function uuidOf(text: string): string {
  const hex = derivedHex(32, text);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
