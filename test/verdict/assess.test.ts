import { describe, expect, it } from 'vitest';
import type { BucketSetting } from '../../src/profile/settings.ts';
import { NOT_RECORDED } from '../../src/records/recorded.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import type { Assessment } from '../../src/verdict/assess.ts';
import { reachVerdict } from '../../src/verdict/verdict.ts';
import {
  ALLOWING,
  arrivals,
  CASE,
  CONFIGURATION,
  DENYING,
  KEY,
  keyCall,
  putConfiguration,
  putKeyPolicy,
  putPolicy,
  seen,
  timelineOf,
} from '../timeline/made-evidence.ts';

const CAME = arrivals([10, 10, 10], '2026-02-09T01:00:00Z');
const TIME = '2026-02-10T09:00:00Z';

/** What the last of some changes did, and why. */
function assessed(...changes: readonly Sighting[]): [Assessment, string] {
  const { changes: all } = reachVerdict(timelineOf(changes, CAME, { configurations: [CONFIGURATION] }));
  const last = all.at(-1);
  if (last === undefined) throw new RangeError('the changes concern the case');
  return [last.assessment, last.reason];
}

describe('a change of the destination policy', () => {
  const opened = putPolicy('2026-02-01T09:00:00Z', ALLOWING);
  it.each([
    ['closes it', [opened, putPolicy(TIME, DENYING)], 'breaks', /explicit|Deny/],
    [
      'leaves it closed',
      [opened, putPolicy('2026-02-10T08:00:00Z', DENYING), putPolicy(TIME, DENYING)],
      'no-effect',
      /^delivery was already denied here, and stays so: /,
    ],
    [
      'opens it',
      [opened, putPolicy('2026-02-10T08:00:00Z', DENYING), putPolicy(TIME, ALLOWING)],
      'restores',
      /^delivery is allowed again: /,
    ],
    ['leaves it open', [opened, putPolicy(TIME, ALLOWING)], 'no-effect', /before and after this change$/],
    ['is known to nobody', [opened, putPolicy(TIME, null)], 'undetermined', /the log does not hold the new document/],
    [
      'comes after what is known to nobody',
      [putPolicy('2026-02-10T08:00:00Z', null), putPolicy(TIME, ALLOWING)],
      'undetermined',
      /what was in force before is not known/,
    ],
  ] as const)('%s', (_, changes, assessment, why) => {
    expect(assessed(...changes)).toEqual([assessment, expect.stringMatching(why)]);
  });

  it('that failed changed nothing', () => {
    const failed = { succeeded: false, errorCode: 'AccessDenied' };
    expect(assessed({ ...putPolicy(TIME, DENYING), ...failed })).toEqual([
      'failed',
      'the call failed (AccessDenied), so nothing changed',
    ]);
  });

  it('that came after now tells nothing', () => {
    expect(assessed(putPolicy('2026-02-21T09:00:00Z', DENYING))).toEqual([
      'undetermined',
      'it came after the moment at which the case is looked at',
    ]);
  });
});

describe('a change that no link of the path is judged by', () => {
  const SETTINGS: Readonly<Record<BucketSetting, readonly [Assessment, string]>> = {
    'public-access-block': ['no-effect', 'lets service principals in'],
    'ownership-controls': ['no-effect', 'which every ACL mode accepts'],
    acl: ['no-effect', 'which every ACL mode accepts'],
    'object-lock': ['undetermined', 'is not documented'],
    'request-payment': ['undetermined', 'is not documented'],
    versioning: ['no-effect', 'does not decide who may write'],
    logging: ['no-effect', 'does not decide who may write'],
  };
  it.each(Object.entries(SETTINGS))('%s', (setting, [assessment, why]) => {
    const action = { kind: 'bucket-setting', bucket: 'acme-reports', setting: setting as BucketSetting } as const;
    expect(assessed(seen(TIME, action))).toEqual([assessment, expect.stringContaining(why)]);
  });

  it.each([
    [{ kind: 'put-bucket-lifecycle', bucket: 'acme-reports', rules: NOT_RECORDED }, 'a lifecycle rule can remove'],
    [{ kind: 'delete-bucket-lifecycle', bucket: 'acme-reports' }, 'a lifecycle rule can remove'],
  ] as const)('$kind', (action, why) => {
    expect(assessed(seen(TIME, action))).toEqual(['no-effect', expect.stringContaining(why)]);
  });

  it.each([
    ['RESOURCE_CONTROL_POLICY', 'this resource control policy was not attached'],
    [null, 'this organization policy was not attached'],
  ])('an organization policy of type %s', (policyType, why) => {
    const action = {
      kind: 'organization-policy',
      operation: 'UpdatePolicy',
      policyId: 'p-1',
      policyName: null,
      policyType,
      targetId: null,
      content: NOT_RECORDED,
    } as const;
    expect(assessed(seen(TIME, action))).toEqual(['no-effect', expect.stringContaining(why)]);
  });

  it('on a bucket or a key that the reports did not use then', () => {
    const moved = putConfiguration('2026-02-02T09:00:00Z', {
      destinationBucket: 'acme-new',
      encryption: { type: 'SSE-KMS', keyId: 'k-2' },
    });
    const back = putConfiguration('2026-02-15T09:00:00Z', { encryption: { type: 'SSE-KMS', keyId: KEY } });
    const changes = (...between: readonly Sighting[]) =>
      reachVerdict(timelineOf([moved, ...between, back], CAME, { case: CASE })).changes.map(({ reason }) => reason);
    expect(changes(putPolicy(TIME, DENYING))[1]).toBe('the reports did not go to this bucket at that time');
    expect(changes(keyCall(TIME, 'DisableKey'))[1]).toBe('the reports did not use this key at that time');
    const revoked = seen(TIME, { kind: 'revoke-grant', key: { arn: KEY, id: null }, grantId: 'g' });
    expect(changes(revoked)[1]).toBe('the reports did not use this key at that time');
    expect(changes(putKeyPolicy(TIME, DENYING))[1]).toBe('the reports did not use this key at that time');
  });
});

it('a grant adds access, and takes none away', () => {
  const withKey = putConfiguration('2026-02-02T09:00:00Z', { encryption: { type: 'SSE-KMS', keyId: KEY } });
  const grant = seen(TIME, {
    kind: 'create-grant',
    key: { arn: KEY, id: null },
    grantId: 'g',
    granteePrincipal: null,
    operations: [],
  });
  expect(assessed(withKey, grant)).toEqual(['no-effect', 'a grant can only add access, never take it away']);
});

it('that opens one link and closes another breaks, also where that was mended before the next run', () => {
  const story = [
    putKeyPolicy('2026-02-01T09:00:00Z', DENYING),
    putConfiguration('2026-02-02T08:00:00Z', { isEnabled: false }),
    putConfiguration('2026-02-02T09:00:00Z', { encryption: { type: 'SSE-KMS', keyId: KEY } }),
    putKeyPolicy('2026-02-02T10:00:00Z', ALLOWING),
  ];
  const { changes } = reachVerdict(timelineOf(story, CAME));
  expect(changes.map(({ assessment, link }) => `${assessment} ${link}`)[2]).toBe('breaks key-policy');
});
