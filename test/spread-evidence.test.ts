import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesOnDisk, samplesOnDisk } from './fabricate/cases-on-disk.ts';
import { ofEveryForm } from './fabricate/covering.ts';
import { readFolder, writeFolder } from './fabricate/folder.ts';
import { reportOf, runCase } from './fabricate/run-case.ts';
import { asideFromSources, scrambled } from './fabricate/scramble.ts';

describe('the report does not depend on how evidence is spread over files', () => {
  let scratch: string;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'inventory-forensics-scenarios-'));
  });
  afterAll(async () => {
    await rm(scratch, { recursive: true });
  });

  it.each(ofEveryForm([...samplesOnDisk(), ...casesOnDisk().cases]))('$name', async ({ name, folder, options }) => {
    const elsewhere = join(scratch, name);
    await writeFolder(elsewhere, scrambled(await readFolder(folder)));
    const report = await reportOf(folder, options);
    expect(asideFromSources(await runCase(elsewhere, options))).toEqual(asideFromSources(report));
  });
});
