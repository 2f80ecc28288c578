import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/json.ts';
import { known } from '../../src/records/recorded.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import {
  ALLOWING,
  CASE,
  DENYING,
  denyingWhere,
  KEY,
  keyCall,
  putConfiguration,
  putKeyPolicy,
  putPolicy,
  refusedWrite,
  seen,
} from '../timeline/made-evidence.ts';
import { listing, told, UNTIL_13 } from './told.ts';

const KEY_OPEN: JsonValue = { Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' } };
const KEY_CLOSED: JsonValue = { Statement: { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' } };
const ALLOW: JsonValue = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
/** A configuration that names no encryption, whole. */
const PLAIN = putConfiguration('2026-02-02T09:00:00Z', {
  encryption: { type: 'none' },
  document: {
    Id: 'daily-full',
    IsEnabled: true,
    Schedule: { Frequency: 'Daily' },
    Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-reports', Prefix: 'inv', Format: 'CSV' } },
  },
});
/** Of a Region in which no bucket of `acme-reports`'s can use it. */
const ELSEWHERE = KEY.replace('eu-west-1', 'eu-central-1');

function byDefault(keyId: string, time = '2026-02-13T15:00:00Z'): Sighting {
  const encryption = known({ algorithm: 'aws:kms', keyId });
  return seen(time, { kind: 'put-bucket-encryption', bucket: 'acme-reports', encryption });
}

function remedyOf(...sightings: readonly Sighting[]) {
  const { verdict } = told([...sightings, refusedWrite('2026-02-14T11:00:00Z')]);
  const { remedy, withheld } = verdict.incidents.at(-1)?.remedy ?? { remedy: null, withheld: ['no incident'] };
  return remedy === null
    ? { withheld }
    : { edits: remedy.edits.map(({ kind }) => kind), mends: remedy.mendsPath, remaining: remedy.remaining };
}

describe('a default encryption whose key is closed', () => {
  const wants = (algorithm: string) =>
    denyingWhere({ StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption': algorithm } });

  it.each([
    ['is passed by a configuration that names SSE-S3', ALLOWING, ['inventory-configuration']],
    ['unless the bucket policy refuses that', wants('aws:kms'), ['default-encryption']],
  ])('%s', (_, policy, edits) => {
    const story = [PLAIN, byDefault(ELSEWHERE), putKeyPolicy('2026-02-02T10:00:00Z', KEY_CLOSED, ELSEWHERE)];
    expect(remedyOf(...story, putPolicy('2026-02-02T09:00:00Z', policy))).toMatchObject({ edits });
  });

  it('is opened by its policy, where somebody can write that', () => {
    expect(
      remedyOf(
        PLAIN,
        byDefault(KEY, '2026-02-02T10:00:00Z'),
        putPolicy('2026-02-02T09:00:00Z', ALLOWING),
        putKeyPolicy('2026-02-02T10:00:00Z', KEY_OPEN),
        putKeyPolicy('2026-02-13T15:00:00Z', KEY_CLOSED),
      ),
    ).toMatchObject({ edits: ['key-policy'] });
  });
});

describe('a policy that asks for a key', () => {
  const wants = denyingWhere({ StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': KEY } });
  const enabled = keyCall('2026-02-02T10:00:00Z', 'EnableKey');

  it.each([
    ['that is open', [putKeyPolicy('2026-02-02T10:00:00Z', KEY_OPEN), enabled], ['inventory-configuration']],
    ['that is closed', [putKeyPolicy('2026-02-02T10:00:00Z', KEY_CLOSED), enabled], ['bucket-policy']],
    ['whose state is not known', [putKeyPolicy('2026-02-02T10:00:00Z', KEY_OPEN)], ['bucket-policy']],
    ['whose policy is not known', [enabled], ['bucket-policy']],
  ])('%s', (_, key, edits) => {
    const story = [PLAIN, byDefault(KEY, '2026-02-02T10:00:00Z'), ...key];
    expect(remedyOf(...story, putPolicy('2026-02-13T15:00:00Z', wants))).toMatchObject({ edits });
  });
});

it('policies are mended in front of what rests on them', () => {
  const encrypted = putConfiguration('2026-02-02T09:00:00Z', { encryption: { type: 'SSE-KMS', keyId: KEY } });
  expect(
    remedyOf(
      encrypted,
      keyCall('2026-02-13T15:00:00Z', 'DisableKey'),
      putKeyPolicy('2026-02-13T16:00:00Z', KEY_CLOSED),
      putPolicy('2026-02-13T17:00:00Z', DENYING),
    ),
  ).toMatchObject({ edits: ['bucket-policy', 'key-policy', 'key-state'], mends: true });
});

it('of two policies put at once, which of them has to be mended is not known', () => {
  const other = {
    ...(DENYING as object),
    Id: 'other',
    Statement: [(DENYING as { Statement: JsonValue }).Statement, ALLOW],
  };
  const put = (policy: JsonValue, id: string) => ({ ...putPolicy('2026-02-13T15:00:00Z', policy), eventId: id });
  expect(remedyOf(put(DENYING, 'a'), put(other as JsonValue, 'b'))).toMatchObject({
    withheld: [expect.stringContaining('within seconds')],
  });
  expect(remedyOf(put(DENYING, 'a'), put(DENYING, 'b'))).toMatchObject({ edits: ['bucket-policy'] });
});

it('a configuration that Terraform wrote last has to be mended there', () => {
  const off = (tool: 'terraform' | null): Sighting => {
    const sighting = putConfiguration('2026-02-13T15:00:00Z', { isEnabled: false });
    return { ...sighting, actor: { ...sighting.actor, tool } };
  };
  const cautions = (tool: 'terraform' | null) =>
    told([off(tool)])
      .verdict.incidents.at(-1)
      ?.remedy.remedy?.cautions.filter((it) => it.includes('Terraform'));
  expect(cautions(null)).toEqual([]);
  expect(cautions('terraform')).toHaveLength(1);
});

describe('reports that were sent elsewhere', () => {
  it.each([
    ['inv', { Bucket: 'arn:aws:s3:::acme-reports', Prefix: 'inv' }],
    ['', { Bucket: 'arn:aws:s3:::acme-reports' }],
  ])('are sent back below "%s"', (destinationPrefix, destination) => {
    const away = putConfiguration('2026-02-13T15:00:00Z', {
      destinationBucket: 'acme-new',
      destinationPrefix: 'new',
      document: {
        Id: 'daily-full',
        IsEnabled: true,
        Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-new', Prefix: 'new', Format: 'CSV' } },
      },
    });
    const { verdict } = told([away], UNTIL_13, { cases: [{ ...CASE, destinationPrefix }] });
    const [edit] = verdict.incidents.at(-1)?.remedy.remedy?.edits ?? [];
    expect(edit?.document).toMatchObject({
      Destination: { S3BucketDestination: { ...destination, Format: 'CSV' } },
    });
    expect(JSON.stringify(edit?.document)).not.toContain(destinationPrefix === '' ? 'Prefix' : 'new');
  });
});

describe('the Region of a bucket that no event tells', () => {
  const nowhere = (sighting: Sighting): Sighting => ({ ...sighting, region: null });
  const story = [
    putConfiguration('2026-02-02T09:00:00Z'),
    putPolicy('2026-02-02T09:00:00Z', ALLOWING, 'acme-new'),
    putConfiguration('2026-02-10T12:00:00Z', { destinationBucket: 'acme-new' }),
    putPolicy('2026-02-13T15:00:00Z', DENYING, 'acme-new'),
  ].map(nowhere);
  const days = Object.entries(UNTIL_13);
  const old = listing(Object.fromEntries(days.slice(0, 6)), { bucket: 'acme-reports' }).listings;

  it.each([
    ['is right where reports arrived there, and elsewhere before', days.slice(6), true],
    ['is asked for where they arrived elsewhere alone', [], false],
  ] as const)('%s', (_, there, mendsPath) => {
    const { listings } = listing(Object.fromEntries(there), { bucket: 'acme-new' });
    const { verdict } = told(story, {}, { listings: [...old, ...listings] });
    expect(verdict.incidents.at(-1)?.remedy.remedy).toMatchObject({ edits: [{ kind: 'bucket-policy' }], mendsPath });
  });
});

it('a Region is left to people', () => {
  const { verdict } = told(
    [putConfiguration('2026-02-05T09:00:00Z'), { ...putPolicy('2026-02-06T09:00:00Z', DENYING), region: 'us-east-1' }],
    {},
  );
  expect(verdict.incidents.at(-1)?.remedy.remedy?.remaining).toEqual([
    expect.stringMatching(/; buckets and keys do not move: /),
  ]);
});
