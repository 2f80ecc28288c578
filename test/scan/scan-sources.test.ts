import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvidence } from '../../src/records/read.ts';
import { type ScanRequest, scanOptionsOf } from '../../src/scan/request.ts';
import { createScanPen, noCounts } from '../../src/scan/scan.ts';
import type * as ScanSources from '../../src/scan/scan-sources.ts';
import { scanSources } from '../../src/scan/scan-sources.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';
import { createTally, type SourceTally, withMembers } from '../../src/sources/tally.ts';
import { anyArchiveOf } from '../fabricate/archive/any-archive.ts';
import { runs, sampled } from '../property-runs.ts';
import { writeSources } from '../reading/write-sources.ts';
import { anyLogText, anyPacked, anyTrailText } from './any-logs.ts';

const CHANGES: ScanRequest = {
  operation: { kind: 'policy-changes' },
  bucket: null,
  requester: null,
  status: null,
  since: null,
  until: null,
  format: 'ndjson',
  all: false,
  secrets: 'masked',
};
const ALL: ScanRequest = { ...CHANGES, operation: null, all: true, format: 'csv' };
const ALL_AS_JSON: ScanRequest = { ...ALL, format: 'ndjson' };

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'scan-'));
});
afterAll(() => rm(root, { recursive: true }));

/** Everything parsed, then filtered: what the scanner has to come to, too. */
async function theLongWay(inputs: readonly EvidenceInput[], request: ScanRequest) {
  const { items, tallies } = readEvidence(inputs, { listingTimezone: null });
  const pen = createScanPen(scanOptionsOf(request));
  const counts = noCounts();
  let text = pen.header() ?? '';
  for await (const item of items) text += pen.line(item, counts) ?? '';
  return { text, matched: counts.matched, tallies };
}

type Parsed = Awaited<ReturnType<typeof theLongWay>>;
let many: Promise<{ request: ScanRequest; inputs: readonly EvidenceInput[]; expected: Parsed }[]> | undefined;

/** Many files and what is in them, parsed once for any number of threads. */
function parsed() {
  many ??= (async () => {
    const directory = await mkdtemp(join(root, 'many-'));
    const inputs = await writeSources(directory, fc.sample(anySource, { numRuns: runs(60), seed: 7 }));
    const parse = async (request: ScanRequest) => ({ request, inputs, expected: await theLongWay(inputs, request) });
    return Promise.all([CHANGES, ALL, ALL_AS_JSON].map(parse));
  })();
  return many;
}

async function theShortWay(
  inputs: readonly EvidenceInput[],
  request: ScanRequest,
  how: { readonly threads: number; readonly partBytes: number },
  scan: typeof ScanSources.scanSources = scanSources,
) {
  const tallies = inputs.map(({ name }) => createTally(name));
  const counts = noCounts();
  let text = '';
  const options = { request, listingTimezone: null, inputs, tallies, stdin: Readable.from([]), ...how };
  for await (const piece of scan(options, counts))
    text += typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8');
  return { text, matched: counts.matched, tallies };
}

const anyFile = anyPacked(fc.oneof(anyLogText, anyTrailText));
const anySource = fc.oneof({ weight: 3, arbitrary: anyFile }, { weight: 1, arbitrary: anyArchiveOf(anyFile) });
const anyFiles = fc.array(anySource, { minLength: 1, maxLength: 4 });
const anyPartBytes = fc.integer({ min: 1, max: 900 });

describe('scanSources', () => {
  it('finds what parsing everything and filtering finds, wherever large logs are cut', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, anyPartBytes, async (contents, partBytes) => {
        const inputs = await writeSources(root, contents);
        const expected = await theLongWay(inputs, CHANGES);
        const found = await theShortWay(inputs, CHANGES, { threads: 0, partBytes });
        expect(found.text).toBe(expected.text);
        expect(found.matched).toBe(expected.matched);
        const kinds = (tallies: readonly SourceTally[]) =>
          withMembers(tallies).map(({ kind, source, container, failure }) => ({ kind, source, container, failure }));
        expect(kinds(found.tallies)).toEqual(kinds(expected.tallies));
      }),
      { numRuns: runs(30) },
    );
  });

  it('parses everything where anything may be wanted, and then tells the same rejects', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFiles,
        anyPartBytes,
        fc.constantFrom(ALL, ALL_AS_JSON),
        async (contents, partBytes, request) => {
          const inputs = await writeSources(root, contents);
          const expected = await theLongWay(inputs, request);
          const found = await theShortWay(inputs, request, { threads: 0, partBytes });
          expect(found.text).toBe(expected.text);
          const unhashed = (tallies: readonly SourceTally[]) =>
            withMembers(tallies).map((tally) => ({ ...tally, sha256: '', members: null }));
          expect(unhashed(found.tallies)).toEqual(unhashed(expected.tallies));
        },
      ),
      { numRuns: runs(30) },
    );
  });

  it.each(sampled([1, 2, 3], 3, 1))('gives the same in the same order on %i threads', async (threads) => {
    // Threads run compiled code.
    const compiled: typeof ScanSources = await import(new URL('../../dist/scan/scan-sources.js', import.meta.url).href);
    for (const { request, inputs, expected } of await parsed()) {
      const found = await theShortWay(inputs, request, { threads, partBytes: 400 }, compiled.scanSources);
      expect(found.text).toBe(expected.text);
      expect(found.matched).toBeGreaterThan(0);
    }
  });

  it('ends its threads when its reader has had enough', async () => {
    const compiled: typeof ScanSources = await import(new URL('../../dist/scan/scan-sources.js', import.meta.url).href);
    const inputs = await writeSources(root, fc.sample(anyFile, { numRuns: runs(50), seed: 8 }));
    const tallies = inputs.map(({ name }) => createTally(name));
    const options = { request: ALL, listingTimezone: null, inputs, tallies, stdin: Readable.from([]), threads: 2 };
    let pieces = 0;
    for await (const _ of compiled.scanSources(options, noCounts())) if (++pieces === 2) break;
    expect(pieces).toBe(2);
  });
});
