import { describe, expect, it } from 'vitest';
import { BUCKET_POLICY, INVENTORY, KEY_POLICY, MANIFEST } from './evidence-text.ts';
import { readWhole } from './read-whole.ts';

async function read(
  document: unknown,
): Promise<{ kind: string; items: unknown[]; rejected: number; failure: string | null }> {
  const { items, tally } = await readWhole(typeof document === 'string' ? document : JSON.stringify(document, null, 2));
  return {
    kind: tally.kind,
    items: items.map(({ at: _, ...content }) => content),
    rejected: tally.rejected,
    failure: tally.failure,
  };
}

const NONE_REJECTED = { rejected: 0, failure: null };

const TRAIL = 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/main';

describe('reading policies', () => {
  it.each([
    ['bare', BUCKET_POLICY],
    ['as get-bucket-policy prints it', { Policy: JSON.stringify(BUCKET_POLICY) }],
    ['as an object in its place', { Policy: BUCKET_POLICY }],
  ])('a bucket policy %s', async (_, document) => {
    expect(await read(document)).toEqual({
      kind: 'bucket-policy',
      items: [{ kind: 'bucket-policy', document: BUCKET_POLICY, of: null }],
      ...NONE_REJECTED,
    });
  });

  it.each([
    ['bare', KEY_POLICY],
    ['as get-key-policy prints it', { Policy: JSON.stringify(KEY_POLICY, null, 2), PolicyName: 'default' }],
  ])('a key policy %s', async (_, document) => {
    expect(await read(document)).toEqual({
      kind: 'key-policy',
      items: [{ kind: 'key-policy', document: KEY_POLICY, of: null }],
      ...NONE_REJECTED,
    });
  });

  it.each([
    [{ Bucket: 'acme-reports', Policy: JSON.stringify(BUCKET_POLICY) }, 'acme-reports'],
    [
      { KeyId: 'arn:aws:kms:eu-west-1:444455556666:key/a', Policy: JSON.stringify(KEY_POLICY) },
      'arn:aws:kms:eu-west-1:444455556666:key/a',
    ],
    [{ Bucket: 'acme-lake', InventoryConfiguration: INVENTORY }, 'acme-lake'],
    [{ Bucket: { name: 'x' }, InventoryConfiguration: INVENTORY }, null],
  ])('and whose they are, where that is written beside them', async (document, of) => {
    expect((await read(document)).items).toEqual([expect.objectContaining({ of })]);
  });

  it('the description of a key, for the state that it tells', async () => {
    const arn = 'arn:aws:kms:eu-west-1:777788889999:key/1f0c7b52-4e1a-4b6e-9d55-3a0c8e2b7f41';
    const metadata = { AWSAccountId: '777788889999', Arn: arn, Enabled: false, KeyState: 'PendingDeletion' };
    expect(await read({ KeyMetadata: metadata })).toEqual({
      kind: 'key-description',
      items: [{ kind: 'key-description', description: { arn, state: 'PendingDeletion', isAwsManaged: false } }],
      ...NONE_REJECTED,
    });
    expect(await read({ KeyMetadata: { KeyState: 'Disabled' } })).toMatchObject({ kind: 'aws-setting', items: [] });
  });

  it.each([
    ['as the CLI prints them', { TrailARN: TRAIL, EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }, TRAIL, false],
    ['that do not name their trail', { AdvancedEventSelectors: [] }, null, true],
  ])('the selectors of a trail %s', async (_, document, trail, recorded) => {
    const selection = { s3: recorded, kms: recorded, organizations: recorded };
    expect(await read(document)).toEqual({
      kind: 'trail-selectors',
      items: [{ kind: 'trail-selectors', trail, takenFor: null, selection }],
      ...NONE_REJECTED,
    });
  });

  it.each([
    ['in the words of the CLI', { StopLoggingTime: '2026-02-01T10:00:00+01:00' }, Date.UTC(2026, 1, 1, 9)],
    ['in seconds, as the API answers', { StopLoggingTime: 1769936400.5 }, 1769936400500],
  ])('the status of a trail, times %s', async (_, told, stoppedAt) => {
    const status = { isLogging: false, stoppedAt, startedAt: null, lastDelivery: null, error: null };
    expect(await read({ IsLogging: false, ...told })).toMatchObject({
      kind: 'trail-status',
      items: [{ kind: 'trail-status', trail: null, status }],
    });
    expect(await read({ TrailARN: TRAIL, IsLogging: false, ...told })).toMatchObject({
      items: [{ trail: TRAIL, takenFor: null, status }],
    });
    const taken = { TrailARN: TRAIL, AccountId: '444455556666', Region: 'eu-west-1' };
    expect(await read({ ...taken, IsLogging: false, ...told })).toMatchObject({
      items: [{ trail: TRAIL, takenFor: { account: '444455556666', region: 'eu-west-1' }, status }],
    });
  });

  it('says why a policy cannot be read', async () => {
    expect(await read({ Policy: '{"Version"' })).toMatchObject({
      kind: 'not-recognised',
      failure: 'a policy, but not valid JSON',
    });
  });
});

describe('reading inventory configurations', () => {
  const item = {
    kind: 'inventory-configuration',
    configuration: {
      id: 'daily-full',
      isEnabled: true,
      destinationBucket: 'acme-reports',
      destinationAccount: '444455556666',
      destinationPrefix: 'inv',
      frequency: 'Daily',
      encryption: { type: 'none' },
      format: 'CSV',
      document: INVENTORY,
    },
    of: null,
  };

  it('one, as the CLI prints or takes it', async () => {
    for (const document of [{ InventoryConfiguration: INVENTORY }, INVENTORY]) {
      expect(await read(document)).toEqual({ kind: 'inventory-configuration', items: [item], ...NONE_REJECTED });
    }
  });

  it('a list of them, one broken', async () => {
    const list = {
      InventoryConfigurationList: [INVENTORY, { ...INVENTORY, Schedule: {} }, { ...INVENTORY, Id: 'b' }],
      IsTruncated: false,
    };
    const { kind, items, rejected } = await read(list);
    expect({ kind, rejected }).toEqual({ kind: 'inventory-configuration', rejected: 1 });
    const second = { ...item.configuration, id: 'b', document: { ...INVENTORY, Id: 'b' } };
    expect(items).toEqual([item, { ...item, configuration: second }]);
  });

  it('an empty list', async () => {
    expect(await read({ InventoryConfigurationList: [] })).toEqual({
      kind: 'inventory-configuration',
      items: [],
      ...NONE_REJECTED,
    });
  });

  it('one that is broken is of its kind all the same', async () => {
    expect(await read({ InventoryConfiguration: { Id: 'daily-full' } })).toMatchObject({
      kind: 'inventory-configuration',
      items: [],
      rejected: 1,
    });
  });
});

describe('reading what deliveries leave', () => {
  it('a manifest', async () => {
    const { items, tally } = await readWhole(JSON.stringify(MANIFEST));
    expect(items).toMatchObject([
      { kind: 'manifest', manifest: { sourceBucket: 'acme-lake', destinationBucket: 'acme-reports' } },
    ]);
    expect(tally).toMatchObject({ kind: 'manifest', records: 1, from: 1770598800000, to: 1770598800000 });
  });

  it('a manifest that is broken is of its kind all the same', async () => {
    expect(await read({ ...MANIFEST, creationTimestamp: 'x' })).toMatchObject({
      kind: 'manifest',
      items: [],
      rejected: 1,
    });
  });

  it('a checksum, with or without a newline', async () => {
    for (const text of ['f11166069f1990abeb9c97ace9cdfabc', 'F11166069F1990ABEB9C97ACE9CDFABC\n']) {
      const { items, tally } = await readWhole(text);
      expect(items).toEqual([]);
      expect(tally).toMatchObject({ kind: 'manifest-checksum', records: 1, rejected: 0 });
    }
  });
});

describe('reading case documents', () => {
  it.each([
    {
      sourceBucket: 'acme-lake',
      destinationBucket: 'acme-reports',
      configurationId: 'daily-full',
      frequency: 'Daily',
      now: '2026-02-20T12:00:00Z',
    },
    { configurationId: 'daily-full', note: 'a member that the case does not know' },
    { now: '2026-02-20T12:00:00Z' },
    { sourceBucket: 5 },
  ])('%j is passed on as it stands', async (document) => {
    expect(await read(document)).toEqual({ kind: 'case', items: [{ kind: 'case', document }], ...NONE_REJECTED });
  });

  it('knows one by its members even when it is not valid JSON', async () => {
    const { kind, items, rejected, failure } = await read(
      '{\n  "sourceBucket": "acme-lake",\n  "configurationId": daily-full\n}\n',
    );
    expect({ kind, items, rejected }).toEqual({ kind: 'case', items: [], rejected: 1 });
    expect(failure).toBe('a case document that is not valid JSON');
    expect(await read('{"sourceBucket": "acme-lake"')).toMatchObject({ kind: 'case', items: [], rejected: 1 });
  });

  it('takes a broken manifest for none', async () => {
    expect((await read(JSON.stringify(MANIFEST).slice(0, -1))).kind).toBe('not-recognised');
  });
});
