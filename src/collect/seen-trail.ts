import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { AwsParty } from '../aws/access.ts';
import type { Instant } from '../instant.ts';
import { type Interval, lengthOf, without } from '../interval.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { trailSelection } from '../records/cloudtrail/selection.ts';
import { parseTrailStatus, timeOff } from '../records/cloudtrail/trail-status.ts';
import { type Call, type Desk, textOf } from './desk.ts';

/** What of the changes in a Region is wanted: by whose service they are recorded. */
export type WantedService = 's3' | 'kms' | 'organizations';

/** An account and a Region whose events are wanted, and by whom its trails are seen. */
export interface TrailPlace {
  readonly account: string | null;
  readonly region: string;
  readonly party: AwsParty;
  readonly services: ReadonlySet<WantedService>;
}

/** A trail as a caller sees it. Null is what could not be asked. */
export interface SeenTrail {
  readonly trail: Trail;
  readonly selectors: GetEventSelectorsCommandOutput | null;
  readonly status: JsonObject | null;
}

/**
 * The trails that record a Region of an account, in the order in which they promise most of a time.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export async function seenTrails(desk: Desk, place: TrailPlace, window: Interval): Promise<readonly SeenTrail[]> {
  const { account, region, party } = place;
  const answer = await desk.setting(
    `settings/describe-trails-${account ?? 'account'}-${region}.json`,
    { service: 'cloudtrail', operation: 'DescribeTrails', on: region, party, region },
    () => desk.clients.cloudtrail(party, region).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
  );
  if (answer.state !== 'answered') return [];
  const trails = (answer.value['trailList'] ?? []) as JsonValue as unknown as readonly Trail[];
  const seen: SeenTrail[] = [];
  for (const trail of trails) {
    if (trail.IsMultiRegionTrail !== true && trail.HomeRegion !== region) continue;
    if (trail.IsOrganizationTrail !== true && account !== null && ownerOf(trail) !== account) continue;
    const selectors = await desk.ask(callOn('GetEventSelectors', trail, place), () =>
      desk.clients.cloudtrail(party, region).send(new GetEventSelectorsCommand({ TrailName: trail.TrailARN })),
    );
    const status = await desk.ask(callOn('GetTrailStatus', trail, place), () =>
      desk.clients.cloudtrail(party, region).send(new GetTrailStatusCommand({ Name: trail.TrailARN })),
    );
    seen.push({
      trail,
      selectors: selectors.state === 'answered' ? selectors.value : null,
      status: status.state === 'answered' ? (JSON.parse(textOf(status.value)) as JsonObject) : null,
    });
  }
  const promised = (one: SeenTrail): number =>
    [...place.services].reduce((sum, service) => sum + lengthOf(recordedTime(one, service, window)), 0);
  return seen
    .map((one) => ({ one, promise: promised(one) }))
    .sort((a, b) => b.promise - a.promise)
    .map(({ one }) => one);
}

/**
 * When in a time the trail recorded changes of a service, as it is set now: a trail that nobody may ask about is taken
 * for one that is on.
 */
export function recordedTime({ selectors, status }: SeenTrail, service: WantedService, window: Interval): Interval[] {
  if (selectors !== null && !trailSelection(selectors as unknown as JsonObject)[service]) return [];
  const told = status === null ? null : parseTrailStatus(status);
  if (told === null) return [window];
  if (told.lastDelivery === null) return [];
  // Never stopped, it began with its first start.
  const young = told.stoppedAt === null && told.startedAt !== null ? [{ from: BEFORE_ALL, to: told.startedAt }] : [];
  return without(window, [...timeOff(told), ...young]);
}

/** Why the trail tells nothing, or not all, of a service in a time; null where it tells all. */
export function whatLacks(one: SeenTrail, service: WantedService, window: Interval): string | null {
  if (lengthOf(recordedTime(one, service, window)) === lengthOf([window])) return null;
  const { selectors, status } = one;
  if (selectors !== null && !trailSelection(selectors as unknown as JsonObject)[service]) {
    return `its selectors leave out the changes of ${service}`;
  }
  const told = status === null ? null : parseTrailStatus(status);
  if (told?.lastDelivery == null) return 'it has delivered nothing yet';
  if (told.error !== null) return `its last delivery failed (${told.error.slice(0, LONGEST_ERROR)})`;
  return told.isLogging ? 'it did not log all the time' : 'it is stopped';
}

/** Keeps what was told of a trail whose files are in the collection, with whose events of which Region they are. */
export async function keepAnswers(desk: Desk, one: SeenTrail, place: TrailPlace): Promise<void> {
  const { trail, selectors, status } = one;
  const beside = { TrailARN: trail.TrailARN, AccountId: place.account ?? ownerOf(trail), Region: place.region };
  const name = `${(trail.TrailARN ?? '').replaceAll(/[^A-Za-z0-9._-]/g, '_')}-${place.account ?? 'account'}-${place.region}`;
  const keep = async (path: string, operation: string, answer: object | null) => {
    const call = callOn(operation, trail, place);
    if (answer !== null) await desk.keep(`settings/${path}-${name}.json`, call, [textOf({ ...answer, ...beside })]);
  };
  await keep('get-event-selectors', 'GetEventSelectors', selectors);
  await keep('get-trail-status', 'GetTrailStatus', status);
}

/** The account that a trail belongs to. */
export function ownerOf({ TrailARN }: Trail): string | null {
  return TrailARN?.split(':')[4] ?? null;
}

function callOn(operation: string, trail: Trail, { party, region }: TrailPlace): Call {
  const on = trail.Name ?? trail.TrailARN ?? '';
  return { service: 'cloudtrail', operation, on, party, region, isContext: true };
}

const BEFORE_ALL: Instant = Number.NEGATIVE_INFINITY;
const LONGEST_ERROR = 100;
