import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/json.ts';
import {
  ALLOWING,
  arrivals,
  at,
  CASE,
  DENYING,
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
});

describe('a date in a key policy', () => {
  it('closes the key when it has come', () => {
    const dated: JsonValue = {
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'kms:*',
          Resource: '*',
          Condition: { DateGreaterThan: { 'aws:CurrentTime': on('15T00:00') } },
        },
      ],
    };
    const { path } = timelineOf([putKeyPolicy(on('13T15:00'), dated)], CAME, ENCRYPTED);
    const states = ['14T23:00', '15T01:00'].map((time) => path.at(at(on(time))).links['key-policy'].state);
    expect(states).toEqual(['allowed', 'denied']);
  });
});

describe('a call on the configuration', () => {
  const touched = (destinationBucket: string) => {
    const story = [putConfiguration(on('02T09:00')), putConfiguration(on('13T15:00'), { destinationBucket })];
    const { path, changes } = timelineOf(story, CAME);
    const [, last] = changes;
    return last === undefined ? [] : [...(path.around(last)?.after.touched ?? [])].sort();
  };

  it('decides on the links of another place where it moves the reports, else on itself', () => {
    expect(touched('acme-reports')).toEqual(['configuration']);
    expect(touched('acme-new')).toEqual(
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
