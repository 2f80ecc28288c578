import type { JsonObject } from '../../../src/json.ts';
import { type Answer, jsonAnswer, refuse } from './answer.ts';
import type { Asked } from './asked.ts';
import { lookupEvents } from './lookup-events.ts';
import type { TokenFault } from './pages.ts';
import type { World, WorldTrail } from './world.ts';

/**
 * CloudTrail, but for its writing calls; null for an operation that is not known here.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html
 *
 * @param account of the caller
 */
export function cloudtrail(asked: Asked, world: World, account: string | null, fault: TokenFault): Answer | null {
  switch (asked.operation) {
    case 'LookupEvents':
      return lookupEvents(asked, world, account, fault);
    case 'DescribeTrails':
      return describeTrails(asked, world, account);
    case 'GetEventSelectors':
      return eventSelectors(asked, world, account);
    case 'GetTrailStatus':
      return trailStatus(asked, world, account);
    case 'ListPublicKeys':
      return publicKeys(asked, world);
    default:
      return null;
  }
}

function describeTrails({ input, region }: Asked, world: World, account: string | null): Answer {
  const names = (input['trailNameList'] ?? []) as readonly string[];
  const seen = (world.trails ?? []).filter((trail) => shows(trail, region, account));
  const shadows = input['includeShadowTrails'] !== false;
  const trailList = seen
    .filter((trail) => shadows || isHome(trail, region, account))
    .filter((trail) => names.length === 0 || names.some((name) => isNamed(trail, name, region)))
    .map(({ trail }) => trail);
  return jsonAnswer({ trailList });
}

function trailStatus(asked: Asked, world: World, account: string | null): Answer {
  const name = String(asked.input['Name']);
  const found = trailNamed(name, asked, world, account);
  if (found === null) return unknownTrail(name);
  const LatestDeliveryTime = (world.now ?? new Date(1_800_000_000_000)).getTime() / 1000;
  return jsonAnswer({ IsLogging: true, StartLoggingTime: 1_700_000_000, LatestDeliveryTime, ...found.status });
}

function trailNamed(name: string, { region }: Asked, world: World, account: string | null): WorldTrail | null {
  return world.trails?.find((trail) => shows(trail, region, account) && isNamed(trail, name, region)) ?? null;
}

function unknownTrail(name: string): Answer {
  return refuse('cloudtrail', { status: 400, code: 'TrailNotFoundException', message: `Unknown trail: ${name}` });
}

function eventSelectors(asked: Asked, world: World, account: string | null): Answer {
  const name = String(asked.input['TrailName']);
  const found = trailNamed(name, asked, world, account);
  if (found === null) return unknownTrail(name);
  return jsonAnswer({
    TrailARN: found.trail.TrailARN,
    EventSelectors: found.eventSelectors,
    AdvancedEventSelectors: found.advancedEventSelectors,
  });
}

/** In another Region, and in an account that it is only a member of, a trail has a shadow. */
function shows(trail: WorldTrail, region: string | null, account: string | null): boolean {
  const inRegion = trail.trail.HomeRegion === region || trail.trail.IsMultiRegionTrail === true;
  return inRegion && (isOwner(trail, account) || (account !== null && trail.members?.includes(account) === true));
}

function isHome(trail: WorldTrail, region: string | null, account: string | null): boolean {
  return trail.trail.HomeRegion === region && isOwner(trail, account);
}

function isOwner({ account: owner }: WorldTrail, account: string | null): boolean {
  return owner === undefined || account === null || owner === account;
}

/** A name finds a trail at home only, an ARN everywhere. */
function isNamed({ trail }: WorldTrail, name: string, region: string | null): boolean {
  return trail.TrailARN === name || (trail.Name === name && trail.HomeRegion === region);
}

/** Keys of this Region that were valid at some time of the range, which is the present one by default. */
function publicKeys({ input, region }: Asked, world: World): Answer {
  const present = world.now?.getTime() ?? Number.POSITIVE_INFINITY;
  const [from, to] = [time(input, 'StartTime') ?? present, time(input, 'EndTime') ?? present];
  const found = (world.publicKeys ?? []).filter(
    (key) =>
      (key.region === undefined || key.region === region) &&
      (key.ValidityStartTime?.getTime() ?? Number.NEGATIVE_INFINITY) <= to &&
      (key.ValidityEndTime?.getTime() ?? Number.POSITIVE_INFINITY) >= from,
  );
  return jsonAnswer({ PublicKeyList: found.map(({ region: _, ...key }) => key) });
}

function time(input: JsonObject, name: string): number | null {
  const seconds = input[name];
  return typeof seconds === 'number' ? seconds * 1000 : null;
}
