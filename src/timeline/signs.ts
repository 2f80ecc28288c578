import type { CaseOptions } from '../case/case.ts';
import { compareText } from '../order.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import type { DeliveryKey } from '../profile/profile.ts';
import type { Gathered } from '../sightings/gather.ts';
import { isWriter } from '../sightings/writer.ts';
import type { CaseQuestion } from './case-question.ts';

/** A delivery's whereabouts, as a key of it tells them. */
export interface Sign {
  readonly sourceBucket: string;
  readonly configurationId: string;
  readonly bucket: string | null;
  readonly prefix: string | null;
  /** Folder name of the run; null for data files. */
  readonly run: string | null;
  /** The writer itself names the bucket: by its own write, or in a manifest. Elsewhere a copy may lie. */
  readonly isByWriter: boolean;
}

/**
 * What manifests, listed keys and writes tell of deliveries, up to now, as far as it fits what is said of the case. Keys
 * that somebody else tried to write and was refused tell nothing: anybody may try.
 */
export function signsOf(
  { profile: { keys, writer }, case: given, asOf: { time: now } }: CaseQuestion,
  { manifests, listings, inventory, objectEvents, calls }: Gathered,
  id: string | undefined = given.configurationId,
): readonly Sign[] {
  const fromKey = (key: DeliveryKey, bucket: string | null, isByWriter = false): Sign => ({
    sourceBucket: key.sourceBucket,
    configurationId: key.configurationId,
    bucket,
    prefix: key.prefix,
    run: key.run,
    isByWriter,
  });
  const signs = [
    ...manifests.flatMap(({ value }) => {
      const key = value.fileKeys.map(keys.parse).find((parts) => parts !== null);
      return key === undefined ? [] : [fromKey(key, value.destinationBucket, true)];
    }),
    ...inventory.map(({ key, bucket }) => fromKey(key, bucket)),
    ...objectEvents.map(({ key, event }) => fromKey(key, event.bucket)),
    ...listings.flatMap(({ scope, objects }) => objects.map(({ key }) => fromKey(key, scope.bucket))),
    ...calls.flatMap(({ action, actor, succeeded }) => {
      const isOwn = isWriter(actor, writer);
      if (action.kind !== 'put-object' || !(succeeded || isOwn)) return [];
      const key = keys.parse(action.key);
      return key === null ? [] : [fromKey(key, action.bucket, isOwn)];
    }),
  ];
  return signs.filter(
    ({ run, sourceBucket, configurationId, bucket }) =>
      (run === null || (keys.runTime(run) ?? now) <= now) &&
      (id === undefined || configurationId === id) &&
      (given.sourceBucket === undefined || sourceBucket === given.sourceBucket) &&
      (given.destinationBucket === undefined || bucket === null || bucket === given.destinationBucket),
  );
}

/**
 * The sign of the latest run, which tells where reports go now; the rest makes the order total. Copies elsewhere hold
 * the same run: of several buckets it is the one that the writer names, and none where it does not name just one.
 */
export function newestSign(signs: readonly Sign[]): Sign | null {
  const newest = signs.reduce<Sign | null>(
    (first, sign) => (first === null || compareSigns(sign, first) < 0 ? sign : first),
    null,
  );
  if (newest === null) return null;
  const ofOne = signs.filter(
    ({ sourceBucket, configurationId, bucket }) =>
      sourceBucket === newest.sourceBucket && configurationId === newest.configurationId && bucket !== null,
  );
  const holding = ofOne.filter(({ run }) => run === newest.run);
  if (holding.every(({ bucket }) => bucket === newest.bucket)) return newest;
  const named = new Set(ofOne.flatMap(({ isByWriter, bucket }) => (isByWriter ? [bucket] : [])));
  const [sign = null, ...others] = holding.filter(({ bucket }) => named.has(bucket)).sort(compareSigns);
  return sign !== null && others.every(({ bucket }) => bucket === sign.bucket)
    ? sign
    : { ...newest, bucket: null, prefix: null };
}

function compareSigns(a: Sign, b: Sign): number {
  return (
    Number(a.bucket === null) - Number(b.bucket === null) ||
    compareText(b.run ?? '', a.run ?? '') ||
    compareText(nameOf(b), nameOf(a))
  );
}

function nameOf({ bucket, prefix, sourceBucket, configurationId }: Sign): string {
  return [bucket, prefix, sourceBucket, configurationId].map((part) => part ?? '').join('\n');
}

/** The configuration document that is meant; null where there is none, or several that differ. */
export function chooseDocument(given: CaseOptions, gathered: Gathered): DeliveryConfiguration | null {
  const documents = gathered.configurations.map(({ value }) => value);
  const fitting = documents.filter(
    (document) => given.configurationId === undefined || document.id === given.configurationId,
  );
  if (fitting.length === 0 || haveOneContent(fitting)) return fitting[0] ?? null;
  const atDestination = fitting.filter(
    (document) =>
      (given.destinationBucket === undefined || document.destinationBucket === given.destinationBucket) &&
      (given.destinationPrefix === undefined || document.destinationPrefix === given.destinationPrefix),
  );
  return haveOneContent(atDestination) ? (atDestination[0] ?? null) : null;
}

/** Documents that differ describe different moments or configurations: which one holds now cannot be told. */
function haveOneContent(documents: readonly DeliveryConfiguration[]): boolean {
  return new Set(documents.map((document) => JSON.stringify(document))).size === 1;
}
