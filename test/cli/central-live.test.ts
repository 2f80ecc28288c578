import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/contract.ts';
import type { Survey } from '../../src/report/survey/contract.ts';
import type { Fault } from '../aws/world/fault.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { centralWorld } from '../collect/central-bucket.ts';
import { brokenWorld } from '../collect/collect-world.ts';
import { sampled } from '../property-runs.ts';
import { type Ran, runCommand } from './fake-shell.ts';

const CHANGE = '0c3f0a0e-0000-4000-8000-000000000001';

let world: WorldServer | null = null;
let directory = '';

beforeEach(() => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  directory = mkdtempSync(join(tmpdir(), 'central-'));
});

afterEach(() => {
  world?.close();
  rmSync(directory, { recursive: true });
});

async function run(args: readonly string[], faults: readonly Fault[] = []): Promise<Ran> {
  world?.close();
  world = await startWorld(centralWorld(), faults);
  return runCommand([...args, '--endpoint-url', world.url, '--region', 'eu-west-1']);
}

/** The survey, or the report, of a directory. */
async function answer(args: readonly string[]) {
  const { stdout, stderr } = await runCommand(['investigate', '--format', 'json', directory, ...args]);
  expect(stderr).not.toMatch(/not used|not recognised|could not be read/);
  return JSON.parse(stdout);
}

function outcomes(survey: Survey): Record<string, string> {
  return Object.fromEntries(
    survey.reports.map(({ case: { sourceBucket, configurationId }, outcome }) => [
      `${sourceBucket}/${configurationId}`,
      outcome,
    ]),
  );
}

/** What is the same for a case alone: not the evidence, nor when it was answered; records are read again for one case only. */
function aside({ evidence: _, generatedAt: __, records: ___, ...report }: Report): object {
  return report;
}

const HERE = ['--destination-bucket', 'acme-reports'];

describe('a central bucket that is named alone', () => {
  it('is answered for every configuration that delivers there, each as it would be alone', async () => {
    const ran = await run(['collect', '--out', directory, ...HERE]);
    // The configurations of one source are not for this caller to read.
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('files of 6 configurations in');
    expect(ran.stderr).toContain('left out: acme-web/given-up (2023-02-05)');
    const survey: Survey = await answer([]);
    expect(outcomes(survey)).toEqual({
      'acme-deep/all': 'broken',
      'acme-hidden/daily-full': 'broken',
      'acme-lake/daily-full': 'broken',
      'acme-lake/fresh': 'indeterminate',
      'acme-lake/gone': 'broken',
      'acme-web/daily-full': 'broken',
    });
    const [group, ...others] = survey.groups;
    expect(others).toEqual([]);
    expect(group?.change).toMatchObject({ eventName: 'PutBucketPolicy', eventId: CHANGE });
    expect(group?.phases.map(({ report }) => report)).toEqual([0, 1, 2, 4, 5]);

    // No document of one case is taken for that of another.
    const codes = survey.reports.flatMap(({ warnings }) => warnings.map(({ code }) => code));
    for (const code of ['conflicting-documents', 'policy-of-another-bucket', 'absence-not-placed', 'absence-assumed']) {
      expect(codes).not.toContain(code);
    }
    // Three configurations go by one Id, one of which could not be read.
    expect(survey.reports.map(({ case: { frequency } }) => frequency)).toEqual([
      'Daily',
      null,
      'Daily',
      'Daily',
      null,
      'Daily',
    ]);
    for (const report of sampled(survey.reports, 3, 0)) {
      const { sourceBucket = '', configurationId = '' } = report.case;
      const alone = await answer([
        ...['--source-bucket', String(sourceBucket)],
        ...['--configuration-id', String(configurationId)],
      ]);
      expect(aside(alone)).toEqual(aside(report));
    }

    // What several cases share was asked for once.
    const once = ['GetBucketPolicy', 'GetBucketEncryption', 'GetPublicAccessBlock', 'GetBucketOwnershipControls'];
    for (const operation of once) expect([operation, world?.count(operation)]).toEqual([operation, 1]);
    expect(world?.count('ListBucketInventoryConfigurations')).toBe(4);
    expect(world?.count('GetBucketInventoryConfiguration')).toBe(6);
    expect(world?.count('GetBucketLogging')).toBe(5);
    const fetched = world?.served.filter(({ operation }) => operation === 'GetObject').map(({ key }) => key) ?? [];
    expect(new Set(fetched).size).toBe(fetched.length);
  }, 120_000);

  it('is gone on with: nothing again, and what could not be read before', async () => {
    const refused: Fault = {
      operation: 'ListBucketInventoryConfigurations',
      bucket: 'acme-lake',
      effect: { kind: 'refused', failure: 'denied' },
    };
    const collecting = ['collect', '--out', directory, ...HERE, '--since', '2026-02-08'];
    await run(collecting, [refused]);
    expect(Object.keys(outcomes(await answer([])))).not.toContain('acme-lake/fresh');
    const again = await run(collecting);
    expect(again.stderr).toContain('files of 6 configurations in');
    expect(world?.count('GetObject')).toBe(0);
    expect(world?.count('GetBucketPolicy')).toBe(0);
    expect(Object.keys(outcomes(await answer([])))).toContain('acme-lake/fresh');
  }, 120_000);

  it('is narrowed down to a prefix, and by flags', async () => {
    const told = async (args: readonly string[]) => {
      const { stdout } = await run(['collect', '--dry-run', ...HERE, ...args]);
      return stdout.split('\n').filter((line) => / to s3:/.test(line));
    };
    expect(await told(['--configuration-id', 'daily-full'])).toEqual([
      'acme-hidden/daily-full to s3://acme-reports/inv',
      'acme-lake/daily-full to s3://acme-reports/inv',
      'acme-web/daily-full to s3://acme-reports/inv',
    ]);
    expect((await told(['--destination-prefix', 'inv'])).map((line) => line.split(' ')[0])).toEqual([
      'acme-hidden/daily-full',
      'acme-lake/daily-full',
      'acme-lake/fresh',
      'acme-lake/gone',
      'acme-web/daily-full',
    ]);
    const since = await run(['collect', '--dry-run', ...HERE, '--since', '2023-01-01']);
    expect(since.stdout).toContain('acme-web/given-up to s3://acme-reports/inv');
    // One is the case, as if it had been named.
    await run(['collect', '--out', directory, ...HERE, '--destination-prefix', 'teams/data']);
    expect(readdirSync(directory)).toContain('case.json');
  }, 120_000);

  it('passes over folders that no report can be in', async () => {
    const described = centralWorld();
    const objects = ['inv/no bucket/id/2026-02-05T01-00Z/a', 'inv/acme-lake/no id\n/2026-02-05T01-00Z/a'].map(
      (key) => ({
        key,
        body: '',
      }),
    );
    const bucket = described.buckets?.['acme-reports'];
    const odd = { ...bucket, objects: [...(bucket?.objects ?? []), ...objects] };
    world = await startWorld({ ...described, buckets: { ...described.buckets, 'acme-reports': odd } });
    const endpoint = ['--endpoint-url', world.url, '--region', 'eu-west-1'];
    const { stdout } = await runCommand(['collect', '--dry-run', ...HERE, ...endpoint]);
    expect(stdout.match(/^\S+\/\S+ to s3:/gm)).toHaveLength(6);
  }, 120_000);
});

describe('a source bucket that is named alone', () => {
  it('is answered for all that it has configured, each by its own destination, policy and key', async () => {
    const ran = await run(['investigate', '--live', '--dir', directory, '--source-bucket', 'acme-lake']);
    expect(ran.code).toBe(3);
    const survey: Survey = await answer([]);
    expect(outcomes(survey)).toEqual({
      'acme-lake/daily-full': 'broken',
      'acme-lake/fresh': 'indeterminate',
      'acme-lake/to-archive': 'delivering',
    });
    expect(survey.reports.map(({ case: { destinationBucket } }) => destinationBucket)).toEqual([
      'acme-reports',
      'acme-reports',
      'acme-archive',
    ]);
    const codes = survey.reports.flatMap(({ warnings }) => warnings.map(({ code }) => code));
    for (const code of ['conflicting-documents', 'policy-of-another-bucket', 'key-policy-not-placed']) {
      expect(codes).not.toContain(code);
    }
  }, 120_000);

  it('says that nothing is kept where nothing is', async () => {
    const ran = await run(['investigate', '--live', '--source-bucket', 'acme-lake']);
    expect(ran.stdout).toContain('3 inventories in this evidence');
    expect(ran.stderr).toContain('the evidence is not kept: with --dir DIR it is');
  }, 120_000);

  it('stays the collection of one case that it was begun as', async () => {
    const collecting = ['collect', '--out', directory, '--source-bucket', 'acme-lake'];
    world = await startWorld(brokenWorld());
    await runCommand([...collecting, '--endpoint-url', world.url, '--region', 'eu-west-1']);
    const again = await run(collecting);
    expect(again.stderr).toContain('this collection is of acme-lake/daily-full alone');
    expect(readdirSync(directory)).not.toContain('cases.json');
    expect((await answer([])).case).toMatchObject({ sourceBucket: 'acme-lake', configurationId: 'daily-full' });
  }, 120_000);

  it('with a destination is answered by the keys there, where its configurations cannot be read', async () => {
    const faults = ['GetBucketInventoryConfiguration', 'ListBucketInventoryConfigurations'].map(
      (operation): Fault => ({ operation, effect: { kind: 'refused', failure: 'denied' } }),
    );
    const ran = await run(['collect', '--dry-run', ...HERE, '--source-bucket', 'acme-lake'], faults);
    expect(ran.stderr).toContain('s3:GetInventoryConfiguration is missing');
    expect(ran.stdout.match(/^\S+\/\S+ to s3:/gm)).toEqual(['acme-lake/daily-full to s3:', 'acme-lake/gone to s3:']);
  }, 120_000);

  it('is too much with more configurations than anybody reads', async () => {
    const inventory = Array.from({ length: 1_001 }, (_, index) => ({
      Id: `n${index}`,
      IsEnabled: true,
      IncludedObjectVersions: 'All' as const,
      Schedule: { Frequency: 'Daily' as const },
      Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-reports', Format: 'CSV' as const } },
    }));
    world = await startWorld({ buckets: { many: { region: 'eu-west-1', inventory } } });
    const ran = await runCommand([
      'collect',
      '--dry-run',
      '--source-bucket',
      'many',
      '--region',
      'eu-west-1',
      '--endpoint-url',
      world.url,
    ]);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('1001 inventory configurations are meant') });
  });
});

describe('check --live', () => {
  it('judges one, and names those that there are', async () => {
    const source = await run(['check', '--live', '--source-bucket', 'acme-lake']);
    expect(source.code).toBe(2);
    expect(source.stderr).toContain('acme-lake has several inventory configurations: daily-full, fresh, to-archive');
    const destination = await run(['check', '--live', ...HERE]);
    expect(destination.code).toBe(2);
    expect(destination.stderr).toContain(
      'several inventories deliver to s3://acme-reports/: acme-deep/all, acme-hidden',
    );
  });
});
