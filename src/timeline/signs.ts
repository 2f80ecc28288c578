import type { CaseOptions } from '../case/case.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import type { DeliveryKey } from '../profile/profile.ts';
import type { Gathered } from '../sightings/gather.ts';
import type { CaseQuestion } from './case-question.ts';

/** A delivery's whereabouts, as a key of it tells them. */
export interface Sign {
  readonly sourceBucket: string;
  readonly configurationId: string;
  readonly bucket: string | null;
  readonly prefix: string | null;
  /** Folder name of the run; null for data files. */
  readonly run: string | null;
}

/** What manifests, listed keys and writes tell of deliveries, up to now, as far as it fits what is said of the case. */
export function signsOf(
  { profile: { keys }, case: given, asOf: { time: now } }: CaseQuestion,
  { manifests, listings, inventory, objectEvents, calls }: Gathered,
  id: string | undefined = given.configurationId,
): readonly Sign[] {
  const fromKey = (key: DeliveryKey, bucket: string | null): Sign => ({
    sourceBucket: key.sourceBucket,
    configurationId: key.configurationId,
    bucket,
    prefix: key.prefix,
    run: key.run,
  });
  const signs = [
    ...manifests.flatMap(({ value }) => {
      const key = value.fileKeys.map(keys.parse).find((parts) => parts !== null);
      return key === undefined ? [] : [fromKey(key, value.destinationBucket)];
    }),
    ...inventory.map(({ key, bucket }) => fromKey(key, bucket)),
    ...objectEvents.map(({ key, event }) => fromKey(key, event.bucket)),
    ...listings.flatMap(({ scope, objects }) => objects.map(({ key }) => fromKey(key, scope.bucket))),
    ...calls.flatMap(({ action }) => {
      const key = action.kind === 'put-object' ? keys.parse(action.key) : null;
      return key === null || action.kind !== 'put-object' ? [] : [fromKey(key, action.bucket)];
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

/** The sign of the latest run, which tells where reports go now; the rest makes the order total. */
export function newestSign(signs: readonly Sign[]): Sign | null {
  return signs.reduce<Sign | null>(
    (newest, sign) => (newest === null || compareSigns(sign, newest) < 0 ? sign : newest),
    null,
  );
}

function compareSigns(a: Sign, b: Sign): number {
  const key = (sign: Sign): string => [sign.run, sign.bucket, sign.prefix].map((part) => part ?? '').join('\n');
  return Number(a.bucket === null) - Number(b.bucket === null) || (key(a) === key(b) ? 0 : key(a) > key(b) ? -1 : 1);
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
