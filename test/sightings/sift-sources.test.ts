import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { readEvidence } from '../../src/records/read.ts';
import { createCoverageCollector, type LogTimes } from '../../src/sightings/log-coverage.ts';
import { createSieve, type Sifted } from '../../src/sightings/sift.ts';
import type * as SiftSources from '../../src/sightings/sift-sources.ts';
import { siftSources } from '../../src/sightings/sift-sources.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';
import { createTally, type Position, type SourceTally } from '../../src/sources/tally.ts';
import { anyArchiveOf } from '../fabricate/archive/any-archive.ts';
import { runs } from '../property-runs.ts';
import { writeSources } from '../reading/write-sources.ts';
import { anyLogText, anyPacked, anyTrailText } from '../scan/any-logs.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sift-'));
});
afterAll(() => rm(root, { recursive: true }));

const DOCUMENTS = [
  '{"sourceBucket":"acme-lake"}',
  '{"Version":"2012-10-17","Statement":[]}',
  '',
  'junk',
  '{"Records":[]}',
];
const anyFile = anyPacked(
  fc.oneof({ weight: 6, arbitrary: anyLogText }, { weight: 4, arbitrary: anyTrailText }, fc.constantFrom(...DOCUMENTS)),
);
const anySource = fc.oneof({ weight: 3, arbitrary: anyFile }, { weight: 1, arbitrary: anyArchiveOf(anyFile) });
const anyFiles = fc.array(anySource, { minLength: 1, maxLength: 4 });
const anyPartBytes = fc.integer({ min: 1, max: 900 });

/** What is left of all of it, positions by the name of their source. */
function told(pieces: readonly Sifted[], tallies: readonly SourceTally[]) {
  const place = <T extends { readonly at: Position }>({ at, ...rest }: T) => ({
    ...rest,
    at: `${at.source.source}:${at.line}:${at.record}`,
  });
  const coverage = createCoverageCollector();
  for (const { times } of pieces) coverage.absorb(times);
  const sorted = (times: LogTimes[]) =>
    times.map((log) => ({
      ...log,
      slots: Object.entries(log.slots).map(([service, slots]) => [service, [...slots].sort()]),
      altered: [...log.altered].sort(),
    }));
  return {
    sightings: pieces.flatMap(({ sightings }) => sightings.map(place)),
    issued: pieces.flatMap(({ issued }) => issued.map(place)),
    others: pieces.flatMap(({ others }) => others.map(place)),
    times: sorted(coverage.times()).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    tallies,
  };
}

/** Every record parsed and sifted. */
async function theLongWay(inputs: readonly EvidenceInput[]) {
  const { items, tallies } = readEvidence(inputs, { listingTimezone: null });
  const sieve = createSieve(INVENTORY_PROFILE);
  for await (const item of items) sieve.take(item);
  return told([sieve.finish()], tallies);
}

async function theShortWay(
  inputs: readonly EvidenceInput[],
  how: { readonly threads: number; readonly partBytes: number },
  sift: typeof SiftSources.siftSources = siftSources,
) {
  const tallies = inputs.map(({ name }) => createTally(name));
  const pieces: Sifted[] = [];
  for await (const piece of sift({ inputs, tallies, profile: 's3-inventory', listingTimezone: null, ...how }))
    pieces.push(piece);
  return told(pieces, tallies);
}

describe('siftSources', () => {
  it('keeps what parsing every record keeps, tallies and coverage included, wherever large logs are cut', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, anyPartBytes, async (contents, partBytes) => {
        const inputs = await writeSources(root, contents);
        expect(await theShortWay(inputs, { threads: 0, partBytes })).toEqual(await theLongWay(inputs));
      }),
      { numRuns: runs(80) },
    );
  });

  let many: Promise<{ inputs: readonly EvidenceInput[]; expected: ReturnType<typeof told> }> | undefined;
  it.each([1, 3])('keeps the same in the same order on %i threads', async (threads) => {
    // Threads run compiled code.
    const compiled: typeof SiftSources = await import(
      new URL('../../dist/sightings/sift-sources.js', import.meta.url).href
    );
    many ??= (async () => {
      const directory = await mkdtemp(join(root, 'many-'));
      const inputs = await writeSources(directory, fc.sample(anySource, { numRuns: runs(150), seed: 11 }));
      return { inputs, expected: await theLongWay(inputs) };
    })();
    const { inputs, expected } = await many;
    const found = await theShortWay(inputs, { threads, partBytes: 400 }, compiled.siftSources);
    expect(found).toEqual(expected);
    expect(found.sightings.length).toBeGreaterThan(0);
  });
});
