import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/contract.ts';
import { sampled } from '../property-runs.ts';
import type { Degraded } from './degrade.ts';
import { generateWorld } from './generate.ts';
import { FORGED_WRITES, HARMLESS, OTHER_ID, PLANTS, type Plant, SCAPEGOAT } from './plant.ts';
import { evidenceOf, type Played, playWith } from './play.ts';
import type { TrailRecord } from './records.ts';
import { acts } from './state.ts';
import type { World } from './world.ts';

/** `WORLDS=150` plays more here as well. */
const SEEDS = Array.from({ length: Number(process.env['WORLDS'] ?? '40') / 8 }, (_, index) => 401 + index);

describe('a forged view of a true call', () => {
  describe.each(named(PLANTS))('$name', ({ it: plant, at }) => {
    it('of the change that broke delivery makes nobody else more than possible, and does not lose it', async () => {
      const found: string[] = [];
      for (const seed of sampled(SEEDS, 2, at)) found.push(...(await whatWentWrong(seed, plant, 'breaker')));
      expect(found).toEqual([]);
    }, 60_000);

    it('of any other change makes nobody else more than possible', async () => {
      const found: string[] = [];
      for (const seed of sampled(SEEDS, 5, at)) found.push(...(await whatWentWrong(seed, plant, 'other')));
      expect(found).toEqual([]);
    }, 60_000);
  });
});

describe('a forged view of what S3 wrote, or was refused', () => {
  it.each(named(FORGED_WRITES))(
    '$name accuses nobody else and invents no incident',
    async ({ it: forge, at }) => {
      for (const seed of sampled(SEEDS, 2, at)) {
        const { world, evidence } = await untouched(seed);
        const { judgement } = await playWith(world, { evidence: forge(evidence), losses: [] });
        const wrong = judgement.namings.filter(
          ({ verdict, confidence, isAccomplice }) => verdict !== 'right' && !isAccomplice && confidence !== 'possible',
        );
        expect([...wrong.map(({ label }) => label), ...judgement.falseIncidents], `seed ${seed}`).toEqual([]);
      }
    },
    60_000,
  );
});

describe('a view that means the same changes nothing but the evidence cited', () => {
  it.each(named(HARMLESS))(
    '$name',
    async ({ it: tellAgain, at }) => {
      for (const seed of sampled(SEEDS, 2, at)) {
        const { world, evidence, played } = await untouched(seed);
        const again = await playWith(world, { evidence: tellAgain(evidence), losses: [] });
        expect(concluded(again.report), `seed ${seed}`).toEqual(concluded(played.report));
      }
    },
    60_000,
  );
});

/** With places, by which worlds take turns. */
function named<T>(all: Readonly<Record<string, T>>) {
  return Object.entries(all).map(([name, it], at) => ({ name, it, at }));
}

interface Untouched {
  readonly world: World;
  readonly evidence: Degraded['evidence'];
  readonly played: Played;
}

const untouchedOf = new Map<number, Promise<Untouched>>();

/** A world, all of its evidence, and what is said of it: what every forgery is held against. */
function untouched(seed: number): Promise<Untouched> {
  const known = untouchedOf.get(seed) ?? playUntouched(seed);
  untouchedOf.set(seed, known);
  return known;
}

async function playUntouched(seed: number): Promise<Untouched> {
  const world = generateWorld(seed);
  const { evidence } = evidenceOf(world, 'whole');
  return { world, evidence, played: await playWith(world, { evidence, losses: [] }) };
}

async function whatWentWrong(seed: number, { about, apply }: Plant, which: 'breaker' | 'other'): Promise<string[]> {
  const { world, evidence, played: truth } = await untouched(seed);
  const found: string[] = [];
  for (const record of targets(world, truth, evidence.records, which)) {
    const forged = apply(evidence, record);
    if (forged === null) continue;
    const played = await playWith(world, { evidence: forged, losses: [] });
    const where = `seed ${seed}, ${String(record.json['eventName'])} at ${String(record.json['eventTime'])}`;
    for (const { confidence, verdict, label, isAccomplice } of played.judgement.namings) {
      if (verdict !== 'right' && !isAccomplice && confidence !== 'possible')
        found.push(`${where}: ${label} is ${confidence}`);
    }
    const culprits = played.report.incidents.flatMap(({ phases }) => phases.flatMap(({ culprit }) => culprit ?? []));
    for (const { change, confidence } of culprits) {
      if (change.actor.arn === SCAPEGOAT && confidence !== 'possible')
        found.push(`${where}: the scapegoat is ${confidence}`);
      if (change.eventId === record.event && confidence === 'proven') found.push(`${where}: it is proven all the same`);
      if (change.eventId === record.event && about === 'content' && confidence !== 'possible')
        found.push(`${where}: it is ${confidence}`);
    }
    if (which === 'breaker') {
      const stays = played.report.incidents.some(({ candidates }) =>
        candidates.some(
          ({ eventId, assessment }) => (eventId === record.event || eventId === OTHER_ID) && assessment !== 'no-effect',
        ),
      );
      if (!stays) found.push(`${where}: it is lost`);
      if (!played.report.warnings.some(({ code }) => code === 'conflicting-evidence')) found.push(`${where}: not told`);
    }
  }
  return found;
}

/** Calls whose record the evidence has: those rightly named, or the other ones that changed something. */
function targets(
  world: World,
  { judgement }: Played,
  records: readonly TrailRecord[],
  which: 'breaker' | 'other',
): TrailRecord[] {
  const named = new Set(judgement.namings.flatMap(({ verdict, event }) => (verdict === 'right' ? [event] : [])));
  const acting = new Set(world.events.filter(acts).map(({ id }) => id));
  return records.filter(
    ({ event }) => event !== null && (which === 'breaker' ? named.has(event) : acting.has(event) && !named.has(event)),
  );
}

/** What a report says, without what it was read from. */
function concluded({ outcome, incidents, timeline, summary }: Report): unknown {
  return JSON.parse(
    JSON.stringify({ outcome, incidents, timeline, summary }, (name, value) =>
      name === 'evidence' || name === 'seenIn' ? undefined : value,
    ),
  );
}
