import { describe, expect, it } from 'vitest';
import { NO_ANCHORS } from '../../src/delivery-path/anchors.ts';
import { applyCall } from '../../src/delivery-path/apply-call.ts';
import type { World } from '../../src/delivery-path/world.ts';
import type { JsonValue } from '../../src/json.ts';
import type { KeyTransition } from '../../src/records/action.ts';
import { known, NOT_RECORDED } from '../../src/records/recorded.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { ALLOWING, callOf, DENYING, KEY, seen } from '../timeline/made-evidence.ts';

type Action = Sighting['action'];
type Policy = Extract<Action, { kind: 'organization-policy' }>;

const TIME = '2026-02-10T09:00:00Z';
const BUCKET = 'acme-reports';
const told = <T>(value: T) => ({ state: 'known', value, basis: 'event' }) as const;

const START: World = {
  configuration: {} as World['configuration'],
  bucketExists: new Map(),
  bucketRegion: new Map([[BUCKET, 'eu-west-1']]),
  bucketPolicies: new Map([[BUCKET, told(DENYING)]]),
  encryptions: new Map([[BUCKET, told({ algorithm: 'aws:kms', keyId: KEY })]]),
  keyPolicies: new Map(),
  keyStates: new Map(),
  rcps: new Map(),
};

function worldAfter(action: Action, world: World = START, region: string | null = 'eu-west-1'): World {
  return applyCall(world, callOf(seen(TIME, action, { region })), NO_ANCHORS);
}

describe('a call on a bucket', () => {
  it('puts a policy in the place of the old, or none', () => {
    expect(worldAfter({ kind: 'put-bucket-policy', bucket: BUCKET, policy: known(ALLOWING) })).toEqual({
      ...START,
      bucketPolicies: new Map([[BUCKET, told(ALLOWING)]]),
    });
    expect(worldAfter({ kind: 'delete-bucket-policy', bucket: BUCKET }).bucketPolicies.get(BUCKET)).toEqual(told(null));
  });

  it('leaves unknown what no log holds, unless something else tells it', () => {
    const call = callOf(seen(TIME, { kind: 'put-bucket-policy', bucket: BUCKET, policy: NOT_RECORDED }));
    expect(applyCall(START, call, NO_ANCHORS).bucketPolicies.get(BUCKET)).toEqual({
      state: 'unknown',
      reason: 'the log does not hold the new document',
    });
    const standIn = { ...NO_ANCHORS, bucketPolicies: new Map([[BUCKET, ALLOWING]]) };
    expect(applyCall(START, call, standIn).bucketPolicies.get(BUCKET)).toEqual({
      state: 'known',
      value: ALLOWING,
      basis: 'document',
    });
  });

  it('says why the log left it out', () => {
    const policy = { state: 'omitted', reason: 'too large' } as const;
    expect(worldAfter({ kind: 'put-bucket-policy', bucket: BUCKET, policy }).bucketPolicies.get(BUCKET)).toEqual({
      state: 'unknown',
      reason: 'the log left the new document out (too large)',
    });
  });

  it('puts an encryption in the place of the old, or none', () => {
    const encryption = { algorithm: 'AES256', keyId: null };
    const put = worldAfter({ kind: 'put-bucket-encryption', bucket: BUCKET, encryption: known(encryption) });
    expect(put.encryptions.get(BUCKET)).toEqual(told(encryption));
    const removed = worldAfter({ kind: 'delete-bucket-encryption', bucket: BUCKET });
    expect(removed.encryptions.get(BUCKET)).toEqual(told(null));
    expect(removed.bucketPolicies.get(BUCKET)).toEqual(told(DENYING));
  });

  it('takes policy and encryption along when it deletes the bucket', () => {
    expect(worldAfter({ kind: 'delete-bucket', bucket: BUCKET })).toEqual({
      ...START,
      bucketExists: new Map([[BUCKET, told(false)]]),
      bucketPolicies: new Map([[BUCKET, told(null)]]),
      encryptions: new Map([[BUCKET, told(null)]]),
    });
  });

  it.each([
    ['where only a new bucket can be made', 'eu-west-1', START, null],
    [
      'where it is known to have been deleted',
      'us-east-1',
      worldAfter({ kind: 'delete-bucket', bucket: BUCKET }),
      null,
    ],
    ['where it may have been there', 'us-east-1', START, 'unknown'],
    ['where the Region is not known', null, START, 'unknown'],
    [
      'where it is known to have been there',
      'us-east-1',
      { ...START, bucketExists: new Map([[BUCKET, told(true)]]) },
      'unknown',
    ],
  ])('makes a bucket without a policy, %s', (_, region, before, left) => {
    const { bucketExists, bucketPolicies, encryptions } = worldAfter(
      { kind: 'create-bucket', bucket: BUCKET, region: null },
      before,
      region,
    );
    expect(bucketExists.get(BUCKET)).toEqual(told(true));
    for (const known of [bucketPolicies.get(BUCKET), encryptions.get(BUCKET)]) {
      expect(known?.state === 'known' ? known.value : known?.state).toBe(left);
    }
  });

  it('makes a bucket in the Region that it asks for', () => {
    const create = (region: string | null) =>
      worldAfter({ kind: 'create-bucket', bucket: BUCKET, region }).bucketRegion;
    expect(create('us-west-2').get(BUCKET)).toBe('us-west-2');
    expect(create(null).get(BUCKET)).toBe('eu-west-1');
  });
});

describe('a call on a key', () => {
  const KEYS: Readonly<Record<KeyTransition, string>> = {
    EnableKey: 'Enabled',
    ImportKeyMaterial: 'Enabled',
    DisableKey: 'Disabled',
    CancelKeyDeletion: 'Disabled',
    ScheduleKeyDeletion: 'PendingDeletion',
    DeleteKey: 'Deleted',
    DeleteImportedKeyMaterial: 'Unusable',
    DeleteExpiredKeyMaterial: 'Unusable',
  };
  it.each(Object.entries(KEYS))('%s leaves it %s', (transition, state) => {
    const action = { kind: 'key-state', key: { arn: KEY, id: null }, transition: transition as KeyTransition } as const;
    expect(worldAfter(action)).toEqual({ ...START, keyStates: new Map([['k-1', told(state)]]) });
  });

  it('puts a policy in the place of the old', () => {
    const key = { arn: KEY, id: null };
    expect(worldAfter({ kind: 'put-key-policy', key, policy: known(DENYING) })).toEqual({
      ...START,
      keyPolicies: new Map([['k-1', told(DENYING)]]),
    });
  });

  it('changes nothing where it does not say which key', () => {
    const key = { arn: null, id: null };
    expect(worldAfter({ kind: 'put-key-policy', key, policy: known(DENYING) })).toBe(START);
    expect(worldAfter({ kind: 'key-state', key, transition: 'DisableKey' })).toBe(START);
  });
});

it('changes nothing where the path asks for nothing of it', () => {
  expect(worldAfter({ kind: 'put-object', bucket: BUCKET, key: 'x' })).toBe(START);
});

describe('a call on an organization policy', () => {
  const RCP = 'RESOURCE_CONTROL_POLICY';
  function call(operation: Policy['operation'], of: Partial<Policy> = {}): Policy {
    return {
      kind: 'organization-policy',
      operation,
      policyId: 'p-1',
      policyName: null,
      policyType: operation === 'AttachPolicy' || operation === 'DetachPolicy' ? null : RCP,
      targetId: null,
      content: NOT_RECORDED,
      ...of,
    };
  }
  function rcp(...calls: readonly Policy[]): { content: JsonValue | string; targets: string[] } | null {
    const found = calls.reduce<World>((world, action) => worldAfter(action, world), START).rcps.get('p-1');
    if (found === undefined) return null;
    const { content, targets } = found;
    return { content: content.state === 'known' ? content.value : content.reason, targets: [...targets] };
  }
  const made = call('CreatePolicy', { content: known(DENYING) });
  const attached = call('AttachPolicy', { targetId: 'r-1' });

  it('makes it, which attaches it nowhere', () => {
    expect(rcp(made)).toEqual({ content: DENYING, targets: [] });
  });

  it('attaches and detaches it', () => {
    const beside = call('AttachPolicy', { targetId: '444455556666' });
    expect(rcp(made, attached, beside)).toEqual({ content: DENYING, targets: ['r-1', '444455556666'] });
    expect(rcp(made, attached, beside, call('DetachPolicy', { targetId: 'r-1' }))?.targets).toEqual(['444455556666']);
    expect(rcp(made, attached, call('DetachPolicy'))?.targets).toEqual(['r-1']);
    expect(rcp(made, call('AttachPolicy'))?.targets).toEqual([]);
  });

  it('rewrites it where it stays attached', () => {
    const rewritten = call('UpdatePolicy', { content: known(ALLOWING) });
    expect(rcp(made, attached, rewritten)).toEqual({ content: ALLOWING, targets: ['r-1'] });
    expect(rcp(made, attached, call('UpdatePolicy'))?.content).toBe('the log does not hold the new document');
  });

  it('deletes it, which leaves it attached nowhere', () => {
    expect(rcp(made, attached, call('DeletePolicy'))).toEqual({ content: DENYING, targets: [] });
  });

  it('is followed once it is attached, whatever it is', () => {
    expect(rcp(attached)).toEqual({
      content: 'the content of this organization policy is not in evidence',
      targets: ['r-1'],
    });
    expect(rcp(call('DetachPolicy', { targetId: 'r-1' }))).toBeNull();
  });

  it('is none of the path where it is of another type, or does not say which', () => {
    expect(rcp(call('CreatePolicy', { policyType: 'SERVICE_CONTROL_POLICY' }))).toBeNull();
    expect(worldAfter(call('CreatePolicy', { policyId: null }))).toBe(START);
  });
});
