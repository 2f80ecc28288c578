import { HOUR } from '../../src/instant.ts';
import { DENYING } from '../fabricate/cases/office-only.ts';
import { byTime, DANA, DESTINATION_TRAIL, refusals, SOURCE_TRAIL, stage } from '../fabricate/cases/stage.ts';
import type { TrailEvent } from '../fabricate/events/event.ts';
import { putBucketPolicy } from '../fabricate/events/s3.ts';
import { quietTrail } from '../fabricate/trail-traffic.ts';
import { listPublicKeys, type MadeObject, makeTrail, signingKey, writeAt, writeObjects } from './trail.ts';

interface SignedTrail {
  readonly logs: readonly MadeObject[];
  readonly digests: readonly MadeObject[];
}

const KEY = signingKey();
const START = Date.UTC(2026, 1, 7);
const HOURS = 13 * 24;
/** A day without any event: in a trail with one every six hours, that is long. */
const MISSING = '2026-02-13';
export const CHANGE: TrailEvent = putBucketPolicy({ time: '2026-02-14T09:20:00Z', by: DANA, policy: DENYING });

/** The trail of the destination, quiet for a day, with a digest for each hour. */
export function trailOf(events: readonly TrailEvent[]): SignedTrail {
  const usual = quietTrail(DESTINATION_TRAIL).filter(({ eventTime }) => !eventTime.startsWith(MISSING));
  const all = [...usual, ...events].sort(byTime);
  return makeTrail({
    key: KEY,
    hours: HOURS,
    account: DESTINATION_TRAIL.account,
    region: 'eu-west-1',
    logsPerHour: 1,
    start: START,
    records: (hour) => inHour(all, hour),
  });
}

function inHour(events: readonly TrailEvent[], hour: number): TrailEvent[] {
  return events.filter(({ eventTime }) => Math.floor((Date.parse(eventTime) - START) / HOUR) === hour);
}

let quiet: SignedTrail | undefined;

/** The change and nothing else. Signed once: that takes long. */
export function quietStory(): SignedTrail {
  quiet ??= trailOf([CHANGE, ...refusals()]);
  return quiet;
}

/** A case that the change of a signed trail broke, as a folder of evidence. */
export function writeSignedStory(folder: string, { logs, digests }: SignedTrail, keys = true): void {
  for (const { path, bytes } of stage({ trails: [SOURCE_TRAIL] })) writeAt(folder, path, bytes);
  writeObjects(folder, [...logs, ...digests]);
  if (keys) writeAt(folder, 'list-public-keys.json', listPublicKeys([KEY]));
}
