import type { GetEventSelectorsCommandOutput, Trail } from '@aws-sdk/client-cloudtrail';
import { formatInstant } from '../instant.ts';
import { type Interval, lengthOf, without } from '../interval.ts';
import { globalRegionOf } from '../partition.ts';
import type { Callers } from './callers.ts';
import type { Desk } from './desk.ts';
import type { FetchPlan } from './fetch-plan.ts';
import { fetchTrail, trailWords } from './fetch-trail.ts';
import { type LogGroup, logGroupOf } from './log-groups.ts';
import type { LogPeriod } from './log-period.ts';
import {
  keepAnswers,
  recordedTime,
  type SeenTrail,
  seenTrails,
  type TrailPlace,
  type WantedService,
  whatLacks,
} from './seen-trail.ts';
import type { Settings } from './settings.ts';

/**
 * Finds the trails that record destinations, sources and keys, and fetches their files of the period. Of several trails
 * in a Region as many are read as it takes to know all of the period: first that which promises most; one that was
 * stopped, is young or empty, or leaves out a service, hides no other.
 *
 * @returns the log groups that trails write into, of which the files are taken or are not to be had
 */
export async function collectTrails(
  desk: Desk,
  callers: Callers,
  cases: readonly Settings[],
  period: LogPeriod,
  plan: FetchPlan,
): Promise<readonly LogGroup[]> {
  const destinations = [...new Set(cases.map(({ told }) => told.destinationBucket ?? ''))];
  const window: Interval = { from: period.since, to: period.until };
  const objectTrails = new Map<Trail['TrailARN'], Trail>();
  const recorded = new Set<string>();
  const fetched = new Set<Trail['TrailARN']>();
  const groups: LogGroup[] = [];
  for (const place of placesOf(callers, cases)) {
    const seen = await seenTrails(desk, place, window);
    for (const { trail, selectors } of seen) {
      for (const bucket of destinations) {
        if (selectors === null || !recordsObjects(selectors, bucket)) continue;
        objectTrails.set(trail.TrailARN, trail);
        recorded.add(bucket);
      }
    }
    for (const arn of await collectPlace(place, seen)) fetched.add(arn);
  }
  for (const bucket of fetched.size > 0 ? destinations.filter((name) => !recorded.has(name)) : []) {
    const which = destinations.length === 1 ? 'the destination' : bucket;
    desk.notes.add(`no trail records S3 data events of ${which}: refused deliveries show in its access log only`);
  }
  // A trail of nothing but data events may be of any size.
  if ([...objectTrails.keys()].some((arn) => fetched.has(arn))) return groups;
  for (const [arn, { Name, S3BucketName }] of objectTrails) {
    desk.notes.add(
      `refused deliveries are data events of trail ${Name ?? arn}, which are not fetched: s3://${S3BucketName} is evidence, too`,
    );
  }
  return groups;

  /** @returns the trails of which there are files */
  async function collectPlace(place: TrailPlace, seen: readonly SeenTrail[]): Promise<Trail['TrailARN'][]> {
    const unknown = new Map<WantedService, readonly Interval[]>([...place.services].map((name) => [name, [window]]));
    const taken: Trail['TrailARN'][] = [];
    const where = `${place.region}${place.account === null ? '' : ` of account ${place.account}`}`;
    for (const one of seen) {
      const rest = [...unknown].map(([service, holes]) => {
        const told = recordedTime(one, service, window);
        return [service, holes.flatMap((hole) => without(hole, told))] as const;
      });
      if (rest.every(([service, holes]) => lengthOf(holes) === lengthOf(unknown.get(service) ?? []))) continue;
      const files = await fetchTrail(desk, callers, one, place, period, plan);
      if (files === 0) desk.notes.add(`trail ${nameOf(one)} has no files of ${where} in the period`);
      const isThere = files !== null && files > 0;
      const group = logGroupOf(one.trail, callers, place.party, isThere ? trailWords(one, place) : null);
      if (group !== null) groups.push(group);
      if (!isThere) continue;
      await keepAnswers(desk, one, place);
      taken.push(one.trail.TrailARN);
      for (const [service, holes] of rest) unknown.set(service, holes);
    }
    if (taken.length === 0) desk.notes.add(`no trail that can be read records changes in ${where}`);
    const open = [...unknown].filter(([, holes]) => holes.length > 0);
    for (const [service, holes] of taken.length === 0 ? [] : open) {
      const when = holes.map(({ from, to }) => `${formatInstant(from)} to ${formatInstant(to)}`).join(', ');
      desk.notes.add(`no trail that can be read records changes of ${service} in ${where} from ${when}`);
    }
    for (const one of seen) {
      for (const [service] of open) {
        const lack = whatLacks(one, service, window);
        if (lack !== null) desk.notes.add(`trail ${nameOf(one)} in ${where}: ${lack}`);
      }
    }
    return taken;
  }
}

function nameOf({ trail }: SeenTrail): string {
  return trail.Name ?? trail.TrailARN ?? '';
}

/** Global services are recorded in one Region: sessions that AWS STS issued through its global endpoint are. */
function placesOf(callers: Callers, cases: readonly Settings[]): TrailPlace[] {
  const places: (TrailPlace & { readonly services: Set<WantedService> })[] = [];
  const add = (
    account: string | null,
    region: string | null,
    party: TrailPlace['party'],
    service: WantedService,
  ): void => {
    if (region === null) return;
    const known = places.find((place) => place.account === account && place.region === region);
    if (known === undefined) places.push({ account, region, party, services: new Set([service]) });
    else known.services.add(service);
  };
  for (const { sourceRegion, destinationRegion, told, key } of cases) {
    const destination = told.destinationAccount ?? callers.accountOf('destination');
    const source = told.sourceAccount ?? callers.accountOf('source');
    add(destination, destinationRegion, callers.partyIn(destination, 'destination'), 's3');
    add(source, sourceRegion, callers.partyIn(source, 'source'), 's3');
    if (key !== null) add(key.arn.split(':')[4] ?? null, key.region, key.party, 'kms');
    add(destination, globalRegionOf(callers.partition), callers.partyIn(destination, 'destination'), 'organizations');
  }
  return places;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html */
function recordsObjects(selectors: GetEventSelectorsCommandOutput, bucket: string): boolean {
  const basic = (selectors.EventSelectors ?? []).some(
    ({ DataResources, ReadWriteType }) =>
      ReadWriteType !== 'ReadOnly' &&
      (DataResources ?? []).some(
        ({ Type, Values }) =>
          Type === 'AWS::S3::Object' && (Values ?? []).some((value) => `arn:aws:s3:::${bucket}/`.startsWith(value)),
      ),
  );
  const advanced = (selectors.AdvancedEventSelectors ?? []).some(({ FieldSelectors = [] }) => {
    const isOfObjects = FieldSelectors.some(
      ({ Field, Equals }) => Field === 'resources.type' && Equals?.includes('AWS::S3::Object'),
    );
    const named = FieldSelectors.find(({ Field }) => Field === 'resources.ARN')?.StartsWith;
    return isOfObjects && (named ?? ['']).some((start) => `arn:aws:s3:::${bucket}/`.startsWith(start));
  });
  return basic || advanced;
}
