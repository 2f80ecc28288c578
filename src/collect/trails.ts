import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/clients.ts';
import { type TrailLocation, trailRanges } from '../aws/log-keys/trail-ranges.ts';
import { DAY } from '../instant.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { globalRegionOf } from '../partition.ts';
import { trailSelection } from '../records/cloudtrail/selection.ts';
import type { Callers } from './callers.ts';
import type { Desk } from './desk.ts';
import type { FetchPlan } from './fetch-plan.ts';
import type { LogPeriod } from './log-period.ts';
import type { Settings } from './settings.ts';

/** An account and a Region whose events are wanted, and by whom its trails are seen. */
interface Place {
  readonly account: string | null;
  readonly region: string;
  readonly party: AwsParty;
}

/**
 * Finds the trails that record destinations, sources and keys, and fetches their files of the period, with the digests
 * and the keys by which those are verified. Of several trails that record the same, one is read.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export async function collectTrails(
  desk: Desk,
  callers: Callers,
  cases: readonly Settings[],
  period: LogPeriod,
  plan: FetchPlan,
): Promise<void> {
  const destinations = [...new Set(cases.map(({ told }) => told.destinationBucket ?? ''))];
  const recorded = new Set<string>();
  const covered = new Set<string>();
  const fetched = new Set<Trail['TrailARN']>();
  const ofObjects = new Map<Trail['TrailARN'], Trail>();
  for (const place of placesOf(callers, cases)) {
    const name = `${place.account ?? ''} ${place.region}`;
    if (covered.has(name)) continue;
    for (const trail of await trailsSeenFrom(desk, place)) {
      const selectors = await selectorsOf(desk, trail, place);
      for (const bucket of destinations) {
        if (selectors === null || !recordsObjects(selectors, bucket)) continue;
        ofObjects.set(trail.TrailARN, trail);
        recorded.add(bucket);
      }
      if (covered.has(name) || (selectors !== null && !trailSelection(selectors as unknown as JsonObject).s3)) continue;
      if (!(await fetchTrail(desk, callers, trail, place, period, plan))) continue;
      await keepStatus(desk, trail, place);
      fetched.add(trail.TrailARN);
      covered.add(name);
    }
    if (!covered.has(name)) {
      desk.notes.add(
        `no trail that can be read records changes in ${place.region}${place.account === null ? '' : ` of account ${place.account}`}`,
      );
    }
  }
  for (const bucket of covered.size > 0 ? destinations.filter((name) => !recorded.has(name)) : []) {
    const which = destinations.length === 1 ? 'the destination' : bucket;
    desk.notes.add(`no trail records S3 data events of ${which}: refused deliveries show in its access log only`);
  }
  // A trail of nothing but data events may be of any size.
  if ([...ofObjects.keys()].some((arn) => fetched.has(arn))) return;
  for (const [arn, { Name, S3BucketName }] of ofObjects) {
    desk.notes.add(
      `refused deliveries are data events of trail ${Name ?? arn}, which are not fetched: s3://${S3BucketName} is evidence, too`,
    );
  }
}

/** Global services are recorded in one Region: sessions that AWS STS issued through its global endpoint are. */
function placesOf(callers: Callers, cases: readonly Settings[]): Place[] {
  const places: Place[] = [];
  const add = (account: string | null, region: string | null, party: AwsParty) => {
    if (region === null) return;
    if (!places.some((place) => place.account === account && place.region === region)) {
      places.push({ account, region, party });
    }
  };
  for (const { sourceRegion, destinationRegion, told, key } of cases) {
    const destination = told.destinationAccount ?? callers.accountOf('destination');
    const source = told.sourceAccount ?? callers.accountOf('source');
    add(destination, destinationRegion, callers.partyIn(destination, 'destination'));
    add(source, sourceRegion, callers.partyIn(source, 'source'));
    if (key !== null) add(key.arn.split(':')[4] ?? null, key.region, key.party);
    add(destination, globalRegionOf(callers.partition), callers.partyIn(destination, 'destination'));
  }
  return places;
}

async function trailsSeenFrom(desk: Desk, { account, region, party }: Place): Promise<Trail[]> {
  const answer = await desk.setting(
    `settings/describe-trails-${account ?? 'account'}-${region}.json`,
    { service: 'cloudtrail', operation: 'DescribeTrails', on: region, party, region },
    () => desk.clients.cloudtrail(party, region).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
  );
  if (answer.state !== 'answered') return [];
  const trails = (answer.value['trailList'] ?? []) as JsonValue as unknown as readonly Trail[];
  return trails
    .filter((trail) => trail.IsMultiRegionTrail === true || trail.HomeRegion === region)
    .filter((trail) => trail.IsOrganizationTrail === true || account === null || ownerOf(trail) === account);
}

function ownerOf({ TrailARN }: Trail): string | null {
  return TrailARN?.split(':')[4] ?? null;
}

async function selectorsOf(
  desk: Desk,
  trail: Trail,
  { region, party }: Place,
): Promise<GetEventSelectorsCommandOutput | null> {
  const name = trail.TrailARN ?? trail.Name ?? '';
  const answer = await desk.setting(
    `settings/get-event-selectors-${fileNameOf(name)}-${region}.json`,
    { service: 'cloudtrail', operation: 'GetEventSelectors', on: trail.Name ?? name, party, isContext: true },
    () => desk.clients.cloudtrail(party, region).send(new GetEventSelectorsCommand({ TrailName: name })),
  );
  return answer.state === 'answered' ? (answer.value as unknown as GetEventSelectorsCommandOutput) : null;
}

/** The answer does not name its trail: its ARN is written beside it. */
async function keepStatus(desk: Desk, trail: Trail, { region, party }: Place): Promise<void> {
  const name = trail.TrailARN ?? trail.Name ?? '';
  await desk.setting(
    `settings/get-trail-status-${fileNameOf(name)}-${region}.json`,
    { service: 'cloudtrail', operation: 'GetTrailStatus', on: trail.Name ?? name, party, isContext: true },
    async () => {
      const status = await desk.clients.cloudtrail(party, region).send(new GetTrailStatusCommand({ Name: name }));
      return { TrailARN: trail.TrailARN, ...status };
    },
  );
}

function fileNameOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]/g, '_');
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

async function fetchTrail(
  desk: Desk,
  callers: Callers,
  trail: Trail,
  { account, region, party }: Place,
  period: LogPeriod,
  plan: FetchPlan,
): Promise<boolean> {
  const bucket = trail.S3BucketName;
  const owner = account ?? ownerOf(trail);
  if (bucket === undefined || owner === null) return false;
  const reader = desk.clients.profileOf('log') === null ? party : 'log';
  const organizationId =
    trail.IsOrganizationTrail === true ? await organizationOf(desk, bucket, trail.S3KeyPrefix ?? null, reader) : null;
  const location: TrailLocation = {
    prefix: trail.S3KeyPrefix ?? null,
    organizationId,
    accounts: [owner],
    regions: [region],
  };
  const options = { bucket, party: reader, caller: callers.arnOf(reader) };
  const what = `trail ${trail.Name ?? ''} of ${owner} in ${region}`;
  const isValidated = trail.LogFileValidationEnabled === true;
  // The first digest of a day names files of the day before: without them it could not be verified.
  const files = isValidated ? { ...period, since: period.since - DAY } : period;
  const fetched = await plan.add({ ...options, ranges: trailRanges(location, 'CloudTrail', files), what });
  if (!fetched || !isValidated) return fetched;
  const digests = trailRanges(location, 'CloudTrail-Digest', period);
  await plan.add({ ...options, ranges: digests, what: `digests of ${what}` });
  await collectPublicKeys(desk, region, party, period);
  return true;
}

/** The folder of the organization, which the trail's own description does not name. */
async function organizationOf(
  desk: Desk,
  bucket: string,
  prefix: string | null,
  party: AwsParty,
): Promise<string | null> {
  const root = `${prefix === null || prefix === '' ? '' : `${prefix}/`}AWSLogs/`;
  const answer = await desk.ask({ service: 's3', operation: 'ListObjectsV2', on: bucket, party }, () =>
    desk.clients.s3(party, null).send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${root}o-`, MaxKeys: 1 })),
  );
  const key = answer.state === 'answered' ? (answer.value.Contents?.[0]?.Key ?? '') : '';
  return key === '' ? null : (key.slice(root.length).split('/')[0] ?? null);
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html */
async function collectPublicKeys(desk: Desk, region: string, party: AwsParty, period: LogPeriod): Promise<void> {
  await desk.setting(
    `settings/list-public-keys-${region}.json`,
    { service: 'cloudtrail', operation: 'ListPublicKeys', on: region, party, isContext: true },
    async () => {
      const request = { StartTime: new Date(period.since), EndTime: new Date(period.until) };
      const { PublicKeyList } = await desk.clients.cloudtrail(party, region).send(new ListPublicKeysCommand(request));
      return {
        PublicKeyList: (PublicKeyList ?? []).map((key) => ({
          ...key,
          Value: Buffer.from(key.Value ?? []).toString('base64'),
        })),
      };
    },
  );
}
