import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tarOf } from './fabricate/archive/pack-tar.ts';
import { zipOf } from './fabricate/archive/pack-zip.ts';
import type { EvidenceFile } from './fabricate/evidence-file.ts';
import { readFolder, replaceFolder } from './fabricate/folder.ts';
import { runCase } from './fabricate/run-case.ts';
import { ALL_SAMPLES } from './fabricate/samples/all-samples.ts';
import { asideFromSources } from './fabricate/scramble.ts';
import { runs } from './property-runs.ts';

type Form = 'tar' | 'tar.gz' | 'zip';

/** How the files of a folder are dealt to archives, and those to an archive again. */
interface Packing {
  /** For each file in turn the archive that it goes to; null leaves it as it is. */
  readonly hands: readonly (number | null)[];
  readonly forms: readonly Form[];
  readonly outer: Form | null;
  readonly isReversed: boolean;
}

const anyForm = fc.constantFrom<Form>('tar', 'tar.gz', 'zip');
const anyPacking: fc.Arbitrary<Packing> = fc.record({
  hands: fc.array(fc.option(fc.nat(2)), { minLength: 1, maxLength: 40 }),
  forms: fc.tuple(anyForm, anyForm, anyForm),
  outer: fc.option(anyForm),
  isReversed: fc.boolean(),
});

function packed(files: readonly EvidenceFile[], { hands, forms, outer, isReversed }: Packing): EvidenceFile[] {
  const handOf = (index: number): number | null => hands[index % hands.length] ?? null;
  const loose = files.filter((_, index) => handOf(index) === null);
  const archives = forms.map((form, hand) => {
    const held = files.filter((_, index) => handOf(index) === hand);
    return { path: `${hand}.bin`, bytes: pack(isReversed ? held.reverse() : held, form) };
  });
  return [...loose, ...(outer === null ? archives : [{ path: 'all', bytes: pack(archives, outer) }])];
}

function pack(files: readonly EvidenceFile[], form: Form): Buffer {
  const members = files.map(({ path, bytes }) => ({ name: path, bytes: Buffer.from(bytes) }));
  if (form === 'zip') return zipOf(members);
  // An empty tar has no header that could tell what it is.
  const tar = tarOf([{ name: 'evidence/', type: '5' }, ...members]);
  return form === 'tar' ? tar : gzipSync(tar);
}

describe('the report does not depend on how evidence is packed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inventory-forensics-archives-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(ALL_SAMPLES.map(({ name }) => name))('%s', async (name) => {
    const sample = join(import.meta.dirname, '..', 'samples', name);
    const files = await readFolder(sample);
    const expected = asideFromSources(await runCase(sample, {}));
    await fc.assert(
      fc.asyncProperty(anyPacking, async (packing) => {
        await replaceFolder(folder, packed(files, packing));
        expect(asideFromSources(await runCase(folder, {}))).toEqual(expected);
      }),
      { numRuns: runs(2) },
    );
  });
});
