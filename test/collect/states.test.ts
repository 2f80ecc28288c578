import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import type { Bucket, World, WorldEvent } from '../aws/world/world.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { iamUser } from '../fabricate/caller.ts';
import { deleteBucket, deleteInventoryConfiguration, putInventoryConfiguration } from '../fabricate/events/s3.ts';
import { configurationInEvent } from '../fabricate/inventory.ts';
import { brokenWorld, smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const suite = collecting();
const ACCOUNT = '444455556666';
const MARIA = iamUser(ACCOUNT, 'maria');

function on(bucket: string, record: Readonly<Record<string, unknown>>): WorldEvent {
  return {
    record: { ...record, recipientAccountId: ACCOUNT },
    resources: [{ ResourceType: 'AWS::S3::Bucket', ResourceName: bucket }],
  };
}

const CONFIGURED = on(
  'acme-lake',
  putInventoryConfiguration({
    time: '2026-02-04T09:00:00Z',
    by: MARIA,
    bucket: 'acme-lake',
    id: 'daily-full',
    configuration: configurationInEvent({ bucket: 'acme-reports', prefix: 'inv' }),
  }),
);
const UNCONFIGURED = on(
  'acme-lake',
  deleteInventoryConfiguration({ time: '2026-02-10T09:14:27Z', by: MARIA, bucket: 'acme-lake', id: 'daily-full' }),
);

/** The world with buckets replaced, or taken away; no trail and no log besides. */
function without(change: Readonly<Record<string, Bucket | null>>, events: readonly WorldEvent[]): World {
  const described = brokenWorld();
  const buckets = Object.entries({ ...described.buckets, ...change }).flatMap(([name, bucket]) =>
    bucket === null ? [] : [[name, bucket] as const],
  );
  return { ...described, buckets: Object.fromEntries(buckets), events };
}

describe('a destination that is gone', () => {
  const gone = without({ 'acme-reports': null }, [
    on(
      'acme-reports',
      deleteBucket({ time: '2026-02-10T09:14:27Z', by: MARIA, bucket: 'acme-reports', region: 'eu-west-1' }),
    ),
  ]);

  it('is evidence of itself, with the call that deleted it, and nobody is refused', async () => {
    const { problems, notes } = await suite.collect(gone);
    expect(problems).toEqual([]);
    expect(notes.join('\n')).toContain('there is no bucket acme-reports now');
    // What is known to be gone is not asked for its settings.
    expect(suite.world.count('GetBucketPolicy')).toBe(0);
    expect(suite.read('lookup-events/destination-acme-reports.json')).toMatchObject({ Region: 'eu-west-1' });
    const { incidents, timeline } = await suite.investigate();
    expect(JSON.stringify([incidents, timeline])).toContain('DeleteBucket');
  });
});

describe('a configuration that is gone', () => {
  const gone = without({ 'acme-lake': { region: 'eu-west-1' } }, [CONFIGURED, UNCONFIGURED]);

  it.each([
    ['named by its id', { sourceBucket: 'acme-lake', configurationId: 'daily-full' }],
    ['named by its bucket alone', { sourceBucket: 'acme-lake' }],
  ])('%s is found in the history, with its destination and the call that deleted it', async (_, told) => {
    const { problems } = await suite.collect(gone, [], { case: told });
    expect(problems).toEqual([]);
    expect(suite.read('case.json')).toMatchObject({
      configurationId: 'daily-full',
      destinationBucket: 'acme-reports',
      destinationPrefix: 'inv',
    });
    const report = await suite.investigate();
    expect(report.warnings.map(({ code }) => code)).not.toContain('absence-assumed');
    expect(report.outcome).toBe('stopped-by-configuration');
    expect(report.incidents.at(-1)?.culprit?.change).toMatchObject({ eventName: 'DeleteBucketInventoryConfiguration' });
  });

  it('is asked for by the names of two calls, once', async () => {
    await suite.collect(gone, [], { case: { sourceBucket: 'acme-lake' } });
    const asked = suite.world.served
      .filter(({ operation }) => operation === 'LookupEvents')
      .map(({ input }) => JSON.stringify(input['LookupAttributes']));
    expect(asked.filter((attributes) => attributes.includes('InventoryConfiguration'))).toHaveLength(2);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('is told in place of one that was put again since', async () => {
    const again = on('acme-lake', { ...CONFIGURED.record, eventID: 'again', eventTime: '2026-02-11T00:00:00Z' });
    const world = without({ 'acme-lake': { region: 'eu-west-1' } }, [CONFIGURED, UNCONFIGURED, again]);
    await expect(suite.collect(world, [], { case: { sourceBucket: 'acme-lake' } })).rejects.toThrow(
      'no inventory configuration',
    );
  });
});

describe('an object that went away behind its listing', () => {
  it('is noted, and no problem', async () => {
    const gone: Fault = {
      operation: 'GetObject',
      key: /access\/2026-02-10-00/,
      effect: { kind: 'error', status: 404, code: 'NoSuchKey' },
    };
    const { problems, notes } = await suite.collect(brokenWorld(), [gone]);
    expect(problems).toEqual([]);
    expect(notes).toContainEqual(
      expect.stringMatching(/^access log of acme-reports: 1 object of .*: it is no longer there$/),
    );
  });
});

describe('check --live', () => {
  let world: WorldServer | null = null;
  afterEach(() => world?.close());
  const CASE = ['--source-bucket', 'acme-lake', '--configuration-id', 'daily-full'];

  it.each([
    ['a destination that is gone', without({ 'acme-reports': null }, []), 'there is no bucket acme-reports now'],
    [
      'a configuration that is gone',
      without({ 'acme-lake': { region: 'eu-west-1' } }, [CONFIGURED]),
      'no such configuration',
    ],
    ['a source that is gone', without({ 'acme-lake': null }, []), 'not there any more'],
  ])('%s is denied', async (_, described, words) => {
    world = await startWorld(described);
    const destination = words.includes('any more') ? ['--destination-bucket', 'acme-reports'] : [];
    const ran = await runCommand([
      'check',
      '--live',
      ...CASE,
      ...destination,
      '--endpoint-url',
      world.url,
      '--region',
      'eu-west-1',
    ]);
    expect([ran.code, ran.stderr]).toEqual([1, '']);
    expect(ran.stdout.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  it('a key that is gone is denied', async () => {
    const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0c3f0a0e-0000-4000-8000-00000000000a`;
    world = await startWorld(
      brokenWorld({
        encryption: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } }],
        },
      }),
    );
    const ran = await runCommand(['check', '--live', ...CASE, '--endpoint-url', world.url, '--region', 'eu-west-1']);
    expect([ran.code, ran.stderr]).toEqual([1, '']);
    expect(ran.stdout).toContain('the key is in state Deleted');
  });
});

describe('a key that is gone', () => {
  it('is deleted, not unknown', async () => {
    const gone = 'arn:aws:kms:eu-west-1:444455556666:key/0c3f0a0e-0000-4000-8000-00000000000a';
    const described = smallWorld();
    const lake = described.buckets?.['acme-lake'];
    const inventory = (lake?.inventory ?? []).map((configuration) => {
      const { S3BucketDestination: place } = configuration.Destination ?? {};
      const Encryption = { SSEKMS: { KeyId: gone } };
      return { ...configuration, Destination: { S3BucketDestination: { ...place, Encryption } } };
    }) as NonNullable<Bucket['inventory']>;
    const { problems } = await suite.collect({
      ...described,
      buckets: { ...described.buckets, 'acme-lake': { ...lake, inventory } },
    });
    expect(problems).toEqual([]);
    expect(suite.read('settings/describe-key.json').Error).toMatchObject({ Code: 'NotFoundException', On: gone });
    const { path, warnings } = await suite.investigate();
    expect(warnings.map(({ code }) => code)).not.toContain('aws-refused');
    expect(path.find(({ link }) => link === 'key-state')?.states.at(-1)?.state).toBe('denied');
  });
});
