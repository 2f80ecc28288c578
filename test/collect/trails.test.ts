import { describe, expect, it } from 'vitest';
import type { World, WorldObject, WorldTrail } from '../aws/world/world.ts';
import { smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const suite = collecting();
const ACCOUNT = '444455556666';

/** A trail of the account that records everything into its own prefix of the bucket of logs. */
function trail(
  name: string,
  change: Partial<WorldTrail> = {},
  described: Partial<WorldTrail['trail']> = {},
): WorldTrail {
  return {
    account: ACCOUNT,
    trail: {
      Name: name,
      TrailARN: `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/${name}`,
      HomeRegion: 'eu-west-1',
      S3BucketName: 'acme-logs',
      S3KeyPrefix: name,
      IsMultiRegionTrail: true,
      ...described,
    },
    eventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All', DataResources: [] }],
    ...change,
  };
}

/** The trail whose files the small world holds. */
const WHOLE = trail('main', {}, { S3KeyPrefix: undefined as unknown as string });

/** The small world with other trails; the files of each, below its own prefix, are those of the world. */
function withTrails(trails: readonly WorldTrail[], filesOf: readonly string[] = []): World {
  const described = smallWorld();
  const logs = described.buckets?.['acme-logs'];
  const files = [...(logs?.objects ?? [])];
  const more = filesOf.flatMap((prefix) =>
    files
      .filter(({ key }) => key.startsWith('AWSLogs/'))
      .map((file): WorldObject => ({ ...file, key: `${prefix}/${file.key}` })),
  );
  return {
    ...described,
    trails,
    buckets: { ...described.buckets, 'acme-logs': { ...logs, objects: [...files, ...more] } },
  };
}

function fetched(prefix: string): number {
  return suite.world.served.filter(({ operation, key }) => operation === 'GetObject' && key?.startsWith(prefix)).length;
}

const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };
const seconds = (time: string) => Date.parse(time) / 1000;

describe('a trail that cannot vouch hides no other', () => {
  it.each<[string, Partial<WorldTrail>]>([
    ['that never delivered', { status: { LatestDeliveryTime: undefined } }],
    [
      'that is stopped since before',
      { status: { IsLogging: false, StopLoggingTime: seconds('2026-01-01T00:00:00Z') } },
    ],
    [
      'that could not deliver since before',
      { status: { LatestDeliveryError: 'AccessDenied', LatestDeliveryTime: seconds('2026-01-01T00:00:00Z') } },
    ],
    ['that is young', { status: { StartLoggingTime: seconds('2026-02-19T00:00:00Z') } }],
    ['of data events alone', { eventSelectors: [{ IncludeManagementEvents: false, ReadWriteType: 'All' }] }],
    ['of reads alone', { eventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' }] }],
    [
      'of reads alone, in advanced selectors',
      {
        eventSelectors: [],
        advancedEventSelectors: [{ FieldSelectors: [MANAGEMENT, { Field: 'readOnly', Equals: ['true'] }] }],
      },
    ],
    ['without a file of the period', {}],
  ])('%s', async (_, change) => {
    // In the order of the answer it comes first.
    const { problems, notes } = await suite.collect(withTrails([trail('a', change), WHOLE]));
    expect(problems).toEqual([]);
    expect(fetched('AWSLogs/')).toBeGreaterThan(0);
    expect(fetched('a/')).toBe(0);
    expect(notes.join('\n')).not.toContain('no trail that can be read');
  });

  it('one without a file of the period is told', async () => {
    const { notes } = await suite.collect(withTrails([trail('a'), WHOLE]));
    expect(notes).toContain(`trail a has no files of eu-west-1 of account ${ACCOUNT} in the period`);
  });

  it('one that is all there is, is told with what it lacks', async () => {
    const status = { IsLogging: false, StopLoggingTime: seconds('2026-01-01T00:00:00Z') };
    const { notes } = await suite.collect(withTrails([trail('a', { status })]));
    expect(notes).toContain(`no trail that can be read records changes in eu-west-1 of account ${ACCOUNT}`);
    expect(notes).toContain(`trail a in eu-west-1 of account ${ACCOUNT}: it is stopped`);
  });
});

describe('several trails of a Region', () => {
  it('are merged where one alone does not tell all of the period', async () => {
    const turn = seconds('2026-02-10T08:00:00Z');
    const before = trail('a', { status: { IsLogging: false, StopLoggingTime: turn } });
    const after = trail('b', { status: { StartLoggingTime: turn } });
    const { notes } = await suite.collect(withTrails([before, after], ['a', 'b']));
    expect([fetched('a/') > 0, fetched('b/') > 0, fetched('AWSLogs/')]).toEqual([true, true, 0]);
    expect(notes.join('\n')).not.toContain('no trail that can be read');
    // Neither stop nor start is a hole of both.
    const { incidents } = await suite.investigate();
    expect(incidents[0]?.culprit?.change?.eventName).toBe('PutBucketPolicy');
    expect(
      suite.read(
        'settings/get-trail-status-arn_aws_cloudtrail_eu-west-1_444455556666_trail_a-444455556666-eu-west-1.json',
      ),
    ).toMatchObject({ AccountId: ACCOUNT, Region: 'eu-west-1' });
  });

  it('are one where one tells all: no file is fetched twice for nothing', async () => {
    await suite.collect(withTrails([trail('a'), trail('b')], ['a', 'b']));
    expect([fetched('a/') > 0, fetched('b/')]).toEqual([true, 0]);
  });

  const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0c3f0a0e-0000-4000-8000-00000000000a`;
  it.each<[string, Partial<WorldTrail>]>([
    [
      'basic',
      {
        eventSelectors: [
          { IncludeManagementEvents: true, ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] },
        ],
      },
    ],
    [
      'advanced',
      {
        eventSelectors: [],
        advancedEventSelectors: [
          { FieldSelectors: [MANAGEMENT, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }] },
        ],
      },
    ],
  ])('are read in the order of what they tell, where one leaves out the key, in %s selectors', async (_, change) => {
    const described = withTrails([trail('a', change), trail('b')], ['a', 'b']);
    const encryption = {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY } }],
    };
    const reports = { ...described.buckets?.['acme-reports'], encryption };
    const keys = [
      { metadata: { Arn: KEY, KeyId: KEY.split('/')[1] ?? '', KeyState: 'Enabled' as const }, policy: '{}' },
    ];
    const world = { ...described, keys, buckets: { ...described.buckets, 'acme-reports': reports } };
    await suite.collect(world);
    // What tells more comes first, and then is enough.
    const here = `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1`;
    expect([fetched(`a/${here}`), fetched(`b/${here}`) > 0]).toEqual([0, true]);
    const { notes } = await suite.collect({ ...world, trails: [trail('a', change)] }, [], { directory: null });
    expect(notes.join('\n')).toContain(
      `no trail that can be read records changes of kms in eu-west-1 of account ${ACCOUNT}`,
    );
    expect(notes.join('\n')).toContain('its selectors leave out the changes of kms');
  });
});

describe('a trail of an organization', () => {
  const organization = trail(
    'org',
    { account: '999900001111', members: [ACCOUNT] },
    {
      TrailARN: 'arn:aws:cloudtrail:eu-west-1:999900001111:trail/org',
      IsOrganizationTrail: true,
      S3KeyPrefix: undefined as unknown as string,
    },
  );
  const FILES = [...(smallWorld().buckets?.['acme-logs']?.objects ?? [])].filter(({ key }) =>
    key.startsWith('AWSLogs/'),
  );

  function inFolders(folders: Readonly<Record<string, string>>): World {
    const objects = Object.entries(folders).flatMap(([folder, account]) =>
      FILES.map((file) => ({
        ...file,
        key: file.key.replaceAll(ACCOUNT, account).replace('AWSLogs/', `AWSLogs/${folder}/`),
      })),
    );
    const described = smallWorld();
    return {
      ...described,
      trails: [organization],
      buckets: { ...described.buckets, 'acme-logs': { region: 'eu-west-1', objects } },
    };
  }

  it.each([
    ['the only one', { 'o-aaaaaaaaaa': ACCOUNT }, 'o-aaaaaaaaaa'],
    ['the one that holds the account', { 'o-aaaaaaaaaa': '123123123123', 'o-bbbbbbbbbb': ACCOUNT }, 'o-bbbbbbbbbb'],
  ])('is read in the folder of the organization: %s', async (_, folders, folder) => {
    await suite.collect(inFolders(folders));
    expect(fetched(`AWSLogs/${folder}/${ACCOUNT}/`)).toBeGreaterThan(0);
    expect(fetched('AWSLogs/')).toBe(fetched(`AWSLogs/${folder}/`));
    const { incidents } = await suite.investigate();
    expect(incidents[0]?.culprit?.change?.eventName).toBe('PutBucketPolicy');
  });

  it('of another organization holds nothing, which is told', async () => {
    const { notes } = await suite.collect(inFolders({ 'o-aaaaaaaaaa': '123123123123' }));
    expect(notes).toContain(`trail org has no files of eu-west-1 of account ${ACCOUNT} in the period`);
  });
});
