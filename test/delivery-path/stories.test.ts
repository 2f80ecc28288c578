import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/delivery-path/link.ts';
import type { JsonValue } from '../../src/json.ts';
import { known, NOT_RECORDED } from '../../src/records/recorded.ts';
import {
  ALLOWING,
  arrivals,
  at,
  CASE,
  DENYING,
  denyingWhere,
  KEY,
  putConfiguration,
  putKeyPolicy,
  putPolicy,
  seen,
  timelineOf,
} from '../timeline/made-evidence.ts';

const CAME = arrivals([10, 10, 10, 10], '2026-02-14T01:00:00Z');
const ENCRYPTED = { case: { ...CASE, encryption: KEY } };

function on(time: string): string {
  return `2026-02-${time}:00Z`;
}

describe('what reports show of a link', () => {
  it('holds as long as its document stays, whatever else is done to it', () => {
    const grant = {
      kind: 'create-grant',
      key: { arn: KEY, id: null },
      grantId: 'g',
      granteePrincipal: null,
      operations: [],
    } as const;
    const { path } = timelineOf([putKeyPolicy(on('02T09:00'), DENYING), seen(on('13T15:00'), grant)], CAME, ENCRYPTED);
    expect(path.at(at(on('13T16:00'))).links['key-policy']).toMatchObject({ state: 'allowed', basis: 'deliveries' });
    const again = timelineOf(
      [putKeyPolicy(on('02T09:00'), DENYING), putKeyPolicy(on('13T15:00'), DENYING)],
      CAME,
      ENCRYPTED,
    );
    expect(again.path.at(at(on('13T16:00'))).links['key-policy'].state).toBe('denied');
  });

  it('is told by whichever report arrived first behind a change, not by the first run', () => {
    const late = { ...CAME, '2026-02-12T01-00Z': on('13T20:00') };
    const { path } = timelineOf([putPolicy(on('13T10:00'), null), putPolicy(on('13T12:00'), null)], late);
    expect(path.at(at(on('13T11:30'))).links['destination-policy'].state).toBe('allowed');
  });

  it('settles at `now` too what its document leaves open', () => {
    const byOrganization: JsonValue = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceOrgID': 'o-abc' } },
      },
    };
    const atNow = (came: typeof CAME) =>
      timelineOf([], came, { bucketPolicies: [byOrganization] }).path.at(CASE.now ?? 0).links['destination-policy'];
    expect(atNow({})).toMatchObject({ state: 'depends', basis: 'document' });
    expect(atNow(CAME)).toMatchObject({ state: 'allowed', basis: 'deliveries' });
  });
});

describe('reports that come while the path is denied', () => {
  const came = { ...CAME, '2026-02-15T01-00Z': on('15T11:00') };
  const closed = putPolicy(on('13T15:00'), DENYING);
  const policyAt = (time: string, coverage?: []) =>
    timelineOf([closed], came, coverage === undefined ? {} : { coverage }).path.at(at(on(time))).links[
      'destination-policy'
    ];

  it('show, behind runs that did not come, that it was opened unseen shortly before', () => {
    expect(policyAt('13T16:00', []).state).toBe('denied');
    expect(policyAt('15T10:44', []).state).toBe('denied');
    expect(policyAt('15T10:45', [])).toMatchObject({ state: 'allowed', warnings: [{ code: 'unseen-opening' }] });
  });

  it('speak against the log where that would show an opening', () => {
    expect(policyAt('13T16:00')).toMatchObject({ state: 'allowed', warnings: [{ code: 'replay-contradicted' }] });
  });

  it('end the denial also where another change came at the very moment of the opening', () => {
    const encryption = { kind: 'delete-bucket-encryption', bucket: 'acme-reports' } as const;
    const { path } = timelineOf([closed, seen(on('15T10:45'), encryption)], came, { coverage: [] });
    expect(path.at(at(on('15T10:45'))).links['destination-policy'].state).toBe('allowed');
    const touch = path.lastTouch('destination-policy', at(on('15T12:00')));
    expect([touch.from, touch.call?.time ?? null, touch.links['destination-policy'].state]).toEqual([
      at(on('15T10:45')),
      null,
      'allowed',
    ]);
  });
});

describe('a date', () => {
  const dated = (action: string) => denyingWhere({ DateGreaterThan: { 'aws:CurrentTime': on('15T00:00') } }, action);
  const aroundIt = ({ path }: ReturnType<typeof timelineOf>, link: Link) =>
    ['14T23:00', '15T01:00'].map((time) => path.at(at(on(time))).links[link].state);

  it('in a key policy closes the key when it has come', () => {
    const timeline = timelineOf([putKeyPolicy(on('13T15:00'), dated('kms:*'))], CAME, ENCRYPTED);
    expect(aroundIt(timeline, 'key-policy')).toEqual(['allowed', 'denied']);
  });

  it('in the policy of a key that is the default of the bucket closes that', () => {
    const encryption = known({ algorithm: 'aws:kms', keyId: KEY });
    const calls = [
      seen(on('13T14:00'), { kind: 'put-bucket-encryption', bucket: 'acme-reports', encryption }),
      putKeyPolicy(on('13T15:00'), dated('kms:*')),
    ];
    const timeline = timelineOf(calls, CAME, { case: { ...CASE, encryption: 'none' } });
    expect(aroundIt(timeline, 'default-encryption')).toEqual(['allowed', 'denied']);
    expect(timeline.path.lastTouch('default-encryption', at(on('15T01:00'))).byClock).toBe(true);
  });

  it('in a resource control policy closes the account', () => {
    const policy = { policyId: 'p-1', policyName: null, policyType: 'RESOURCE_CONTROL_POLICY' } as const;
    const calls = (['CreatePolicy', 'AttachPolicy'] as const).map((operation, index) =>
      seen(
        on(`13T15:0${index}`),
        {
          kind: 'organization-policy',
          operation,
          ...policy,
          targetId: index === 0 ? null : '444455556666',
          content: index === 0 ? known(dated('s3:*')) : NOT_RECORDED,
        },
        { recipientAccountId: '999900001111' },
      ),
    );
    const timeline = timelineOf(calls, CAME);
    expect(aroundIt(timeline, 'rcp')).toEqual(['allowed', 'denied']);
  });

  it('in a document of now, of which no change is seen, acted before it as well', () => {
    expect(aroundIt(timelineOf([], {}, { bucketPolicies: [dated('s3:*')] }), 'destination-policy')).toEqual([
      'allowed',
      'denied',
    ]);
  });
});

describe('a call on the configuration', () => {
  const touched = (of: Parameters<typeof putConfiguration>[1]) => {
    const story = [putConfiguration(on('02T09:00')), putConfiguration(on('13T15:00'), of)];
    const { path, changes } = timelineOf(story, CAME);
    const [, last] = changes;
    return last === undefined ? [] : [...(path.around(last)?.after.touched ?? [])].sort();
  };

  it('decides on the links of another place where it moves the reports, else on itself', () => {
    expect(touched({})).toEqual(['configuration']);
    expect(touched({ destinationPrefix: 'new' })).toEqual(['configuration', 'destination-policy']);
    expect(touched({ destinationBucket: 'acme-new' })).toEqual(
      expect.arrayContaining(['configuration', 'destination-bucket', 'destination-policy']),
    );
  });
});

describe('a document of now', () => {
  const close = [putPolicy(on('13T15:00'), ALLOWING), { ...putPolicy(on('13T15:00'), DENYING), eventId: 'other' }];

  it('that says otherwise than the later of two calls settles what they left', () => {
    expect(timelineOf(close, CAME).otherWorldAtNow).not.toBeNull();
    expect(timelineOf(close, CAME, { bucketPolicies: [ALLOWING] }).otherWorldAtNow).toBeNull();
  });
});
