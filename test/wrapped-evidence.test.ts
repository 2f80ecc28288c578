import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject, type JsonValue } from '../src/json.ts';
import type { Report } from '../src/report/contract.ts';
import { casesOnDisk } from './fabricate/cases-on-disk.ts';
import type { EvidenceFile } from './fabricate/evidence-file.ts';
import { readFolder, writeFolder } from './fabricate/folder.ts';
import { reportOf, runCase } from './fabricate/run-case.ts';
import { runs } from './property-runs.ts';
import { ALL_FORMS } from './records/wrappings.ts';

/** Excerpts: not whole files of a trail, nor answers of LookupEvents, which vouch for a span. */
const EXCERPTS = ALL_FORMS.filter(({ name }) => !/^(trail-file|lookup-events|athena-rows)/.test(name));
const SURENESS = [null, 'possible', 'probable', 'proven'];

/** Any event of a story may also lie, or lie only, in an excerpt: that must never make anybody look guiltier. */
describe('of the events of a case', () => {
  let scratch: string;
  let told = 0;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'inventory-forensics-excerpts-'));
  });
  afterAll(() => rm(scratch, { recursive: true }));

  const anything = [
    fc.constantFrom(...casesOnDisk().cases),
    fc.constantFrom(...EXCERPTS),
    fc.infiniteStream(fc.boolean()),
  ] as const;

  it('an excerpt beside the trail changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(...anything, async ({ folder, options }, { wrap }, isPicked) => {
        const files = await readFolder(folder);
        const picked = files.flatMap(recordsOf).filter(() => isPicked.next().value);
        fc.pre(picked.length > 0);
        const report = await investigated([...files, excerpt(wrap(picked))], options);
        expect(accused(report)).toEqual(accused(await reportOf(folder, options)));
      }),
      { numRuns: runs(25) },
    );
  });

  it('an excerpt instead of the trail accuses nobody else, and nobody more surely', async () => {
    await fc.assert(
      fc.asyncProperty(...anything, async ({ folder, options }, { wrap }, isPicked) => {
        const files = await readFolder(folder);
        const picked = files.flatMap(recordsOf).filter(() => isPicked.next().value);
        fc.pre(picked.length > 0);
        const texts = new Set(picked.map((event) => JSON.stringify(event)));
        const left = files.map((file) => without(file, texts));
        const surest = surenessOf(await reportOf(folder, options));
        const report = await investigated([...left, excerpt(wrap(picked))], options);
        for (const [change, sureness] of surenessOf(report)) {
          expect(sureness).toBeLessThanOrEqual(surest.get(change) ?? 0);
        }
      }),
      { numRuns: runs(25) },
    );
  });

  async function investigated(files: readonly EvidenceFile[], options: Parameters<typeof runCase>[1]): Promise<Report> {
    told += 1;
    const folder = join(scratch, String(told));
    await writeFolder(folder, files);
    return runCase(folder, options);
  }
});

function excerpt(content: string | Buffer): EvidenceFile {
  return { path: 'excerpt', bytes: Buffer.from(content) };
}

function recordsOf({ path, bytes }: EvidenceFile): JsonObject[] {
  if (!isTrail(path)) return [];
  const file: JsonValue = JSON.parse(bytes.toString());
  const records = isJsonObject(file) ? file['Records'] : null;
  return Array.isArray(records) ? records.filter(isJsonObject) : [];
}

function without(file: EvidenceFile, texts: ReadonlySet<string>): EvidenceFile {
  if (!isTrail(file.path)) return file;
  const Records = recordsOf(file).filter((event) => !texts.has(JSON.stringify(event)));
  return { ...file, bytes: Buffer.from(JSON.stringify({ Records })) };
}

function isTrail(path: string): boolean {
  return /^cloudtrail-.*\.json$/.test(path);
}

function accused({ outcome, incidents }: Report) {
  return {
    outcome,
    phases: incidents.map(({ status, missedRuns, phases }) => ({
      status,
      missedRuns,
      culprits: phases.map(({ culprit }) => [culprit?.change.eventId, culprit?.confidence]),
    })),
  };
}

/** How surely each change is laid something, at most. */
function surenessOf({ incidents }: Report): ReadonlyMap<string, number> {
  const surest = new Map<string, number>();
  for (const { culprit } of incidents.flatMap(({ phases }) => phases)) {
    if (culprit === null) continue;
    const name = `${culprit.change.time} ${culprit.change.eventName}`;
    surest.set(name, Math.max(surest.get(name) ?? 0, SURENESS.indexOf(culprit.confidence)));
  }
  return surest;
}
