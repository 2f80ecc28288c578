import type { Json } from './documents.ts';
import type { Evidence } from './evidence.ts';
import { createRandom, type Random } from './random.ts';
import type { TrailRecord } from './records.ts';
import { acts } from './state.ts';
import { DESTINATION_ACCOUNT, HOUR, SOURCE_ACCOUNT, type World } from './world.ts';

/** A way to lose evidence or to be told it twice; nothing untrue is ever added. */
interface Loss {
  readonly name: string;
  readonly apply: (evidence: Evidence, world: World, random: Random) => Evidence;
}

export interface Degraded {
  readonly evidence: Evidence;
  readonly losses: readonly string[];
}

/** Takes one to three things away, and gives what is left after each, the least last. */
export function degrade(whole: Evidence, world: World): [Degraded, ...Degraded[]] {
  const random = createRandom(world.seed, 'degrade');
  const stages: [Degraded, ...Degraded[]] = [{ evidence: whole, losses: [] }];
  for (const { name, apply } of random.shuffled(LOSSES).slice(0, random.integer(1, 3))) {
    const { evidence, losses } = stages[stages.length - 1] as Degraded;
    stages.push({ evidence: apply(evidence, world, random), losses: [...losses, name] });
  }
  return stages;
}

const LOSSES: readonly Loss[] = [
  { name: 'hole', apply: withHole },
  { name: 'hole', apply: withHole },
  { name: 'begins late', apply: beginsLate },
  { name: 'lost lines', apply: (evidence, _, random) => keepLines(evidence, () => random.chance(0.6)) },
  { name: 'no access log', apply: (evidence) => keepLines(evidence, () => false) },
  { name: 'bodies omitted', apply: withoutBodies },
  { name: 'no trail of the destination', apply: (evidence) => withoutTrail(evidence, DESTINATION_ACCOUNT) },
  { name: 'no trail of the source', apply: (evidence) => withoutTrail(evidence, SOURCE_ACCOUNT) },
  {
    name: 'no data events',
    apply: (evidence) => keepRecords(evidence, ({ json }) => json['managementEvent'] === true),
  },
  { name: 'refusals lost', apply: withoutSomeWrites },
  { name: 'listing truncated', apply: withTruncatedListing },
  { name: 'no listing', apply: (evidence) => ({ ...evidence, listings: [] }) },
  { name: 'no documents', apply: (evidence) => ({ ...evidence, documents: new Map() }) },
  { name: 'told twice', apply: toldTwice },
  { name: 'looked up only', apply: lookedUpOnly },
];

/**
 * Long enough against the trail's own rhythm to be seen as a hole: what is lost in a silence that looks like any
 * other cannot be missed by anybody.
 */
function withHole(evidence: Evidence, world: World, random: Random): Evidence {
  const account = random.pick([SOURCE_ACCOUNT, DESTINATION_ACCOUNT]);
  const length = evidence.rhythm * HOUR * random.between(7, 16);
  const changes = world.events.filter(acts);
  const around =
    changes.length > 0 && random.chance(0.7) ? random.pick(changes).time - random.between(0, length) : null;
  const from = around ?? world.start + random.between(0.2, 0.9) * (world.now - world.start);
  return keepRecords(
    evidence,
    (record) => record.account !== account || record.time < from || record.time > from + length,
  );
}

function beginsLate(evidence: Evidence, world: World, random: Random): Evidence {
  const account = random.pick([SOURCE_ACCOUNT, DESTINATION_ACCOUNT]);
  const from = world.start + random.between(0.2, 0.7) * (world.now - world.start);
  return keepRecords(evidence, (record) => record.account !== account || record.time >= from);
}

function withoutBodies(evidence: Evidence, _: World, random: Random): Evidence {
  const omitted: Json = { reason: 'requestParameters too large', omitted: 'true', originalSize: '149893' };
  const records = evidence.records.map((record): TrailRecord => {
    const isBody = BODIES.has(String(record.json['eventName'])) && record.event !== null;
    return isBody && random.chance(0.4) ? { ...record, json: { ...record.json, requestParameters: omitted } } : record;
  });
  return { ...evidence, records };
}

const BODIES: ReadonlySet<string> = new Set(['PutBucketPolicy']);

function withoutTrail(evidence: Evidence, account: string): Evidence {
  return keepRecords(evidence, (record) => record.account !== account);
}

/** Refused writes go missing in both logs, each for itself. */
function withoutSomeWrites(evidence: Evidence, _: World, random: Random): Evidence {
  const isKept = random.chance(0.5) ? () => false : () => random.chance(0.5);
  const records = keepRecords(
    evidence,
    ({ json }) => json['errorCode'] === undefined || json['managementEvent'] === true || isKept(),
  );
  return keepLines(records, ({ text }) => !text.includes('svc:') || !/ (403|400) /.test(text) || isKept());
}

function withTruncatedListing(evidence: Evidence, _: World, random: Random): Evidence {
  const listings = evidence.listings.map((listing) => {
    const sorted = [...listing.objects].sort((left, right) => (left.key < right.key ? -1 : 1));
    return { ...listing, objects: sorted.slice(0, random.integer(0, sorted.length)), isTruncated: true };
  });
  return { ...evidence, listings };
}

/** Some records a second time, as an answer of `lookup-events`. */
function toldTwice(evidence: Evidence, _: World, random: Random): Evidence {
  const lookedUp = evidence.records.filter(({ event }) => event !== null && random.chance(0.7));
  const again = evidence.records.filter(() => random.chance(0.1));
  return { ...evidence, records: random.shuffled([...evidence.records, ...again]), lookedUp };
}

/** Of one account only what somebody looked up. */
function lookedUpOnly(evidence: Evidence, _: World, random: Random): Evidence {
  const account = random.pick([SOURCE_ACCOUNT, DESTINATION_ACCOUNT]);
  const lookedUp = evidence.records.filter((record) => record.account === account && record.event !== null);
  return { ...withoutTrail(evidence, account), lookedUp };
}

function keepRecords(evidence: Evidence, isKept: (record: TrailRecord) => boolean): Evidence {
  return { ...evidence, records: evidence.records.filter(isKept), lookedUp: evidence.lookedUp.filter(isKept) };
}

function keepLines(evidence: Evidence, isKept: (line: Evidence['lines'][number]) => boolean): Evidence {
  return { ...evidence, lines: evidence.lines.filter(isKept) };
}
