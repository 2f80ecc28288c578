import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../property-runs.ts';
import { chunkSizes, cut } from '../sources/chunks.ts';
import {
  BUCKET_POLICY,
  CONSOLE_HEADER,
  consoleRow,
  event,
  INVENTORY,
  KEY_POLICY,
  logLine,
  lookupEvent,
  MANIFEST,
} from './evidence-text.ts';
import { readWhole } from './read-whole.ts';

const SAMPLES: readonly Buffer[] = [
  `${logLine(1)}\n${logLine(2)}\n`,
  JSON.stringify({ Records: [event(1), event(2)] }),
  `${JSON.stringify(event(1))}\n${JSON.stringify(event(2))}\n`,
  JSON.stringify({ Events: [lookupEvent(1)] }, null, 2),
  `${CONSOLE_HEADER}\n${consoleRow(1)}\n${consoleRow(2)}\n`,
  JSON.stringify({ Contents: [{ Key: 'inv/a', LastModified: '2026-02-09T20:55:44Z' }], Name: 'acme-reports' }),
  '2026-02-09 20:55:44         33 inv/manifest.checksum\n\nTotal Objects: 1\n',
  JSON.stringify(MANIFEST),
  JSON.stringify({ InventoryConfigurationList: [INVENTORY] }),
  JSON.stringify({ Policy: JSON.stringify(BUCKET_POLICY) }),
  JSON.stringify(KEY_POLICY, null, 2),
  '{"sourceBucket": "acme-lake", "now": "2026-02-20T12:00:00Z"}',
].map((text) => Buffer.from(text));

interface Damage {
  readonly at: number;
  readonly bytes: Uint8Array;
}

const damages: fc.Arbitrary<Damage[]> = fc.array(
  fc.record({
    at: fc.nat(2000),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.constantFrom(Buffer.from('"'), Buffer.from('\n'), Buffer.from('}')),
    ),
  }),
  { maxLength: 4 },
);

function damage(sample: Buffer, damaged: readonly Damage[]): Buffer {
  const bytes = Buffer.from(sample);
  for (const { at, bytes: foreign } of damaged)
    bytes.set(foreign.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
  return bytes;
}

describe('reading damaged sources', () => {
  it('never throws, always accounts, and does not depend on chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SAMPLES, ...SAMPLES.map((sample) => gzipSync(sample))),
        damages,
        fc.nat(3000),
        chunkSizes,
        async (sample, damaged, length, sizes) => {
          const bytes = damage(sample, damaged).subarray(0, length);
          const { items, tally } = await readWhole(bytes);
          expect(tally.bytes).toBe(bytes.length);
          expect(tally.sha256).toMatch(/^[0-9a-f]{64}$/);
          expect(tally.rejects.length).toBe(Math.min(tally.rejected, 20));
          expect(items.filter(({ kind }) => kind !== 'listing').length).toBeLessThanOrEqual(tally.records);
          if (tally.kind === 'not-recognised') {
            expect({ records: tally.records, rejected: tally.rejected }).toEqual({ records: 0, rejected: 0 });
            expect(tally.failure).not.toBeNull();
          }
          const slowly = await readWhole(cut(bytes, sizes));
          expect(slowly.tally).toEqual(tally);
          expect(slowly.items.length).toBe(items.length);
        },
      ),
      { numRuns: runs(150) },
    );
  });
});
