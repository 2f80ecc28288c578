import { describe, expect, it } from 'vitest';
import { type Captured, componentsOf, type DatedAnchors, NO_ANCHORS } from '../../src/delivery-path/anchors.ts';
import { turningMoments } from '../../src/delivery-path/clock-conditions.ts';
import { configurationHistory } from '../../src/delivery-path/configuration-history.ts';
import { isRefusedByKms } from '../../src/delivery-path/delivery.ts';
import { inferredBefore } from '../../src/delivery-path/documents-at-now.ts';
import type { Link, PathStep } from '../../src/delivery-path/link.ts';
import { describePlace, type Place, placeName } from '../../src/delivery-path/place.ts';
import { replacesDocument } from '../../src/delivery-path/replaces-document.ts';
import { knownRegions, replayWorld } from '../../src/delivery-path/replay.ts';
import { linkOf, linksMoved, linksOf, touchedLinks } from '../../src/delivery-path/touched-links.ts';
import type { JsonValue } from '../../src/json.ts';
import { NOT_RECORDED } from '../../src/records/recorded.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import {
  ALLOWING,
  at,
  callOf,
  DENYING,
  KEY,
  keyCall,
  putConfiguration,
  putKeyPolicy,
  putPolicy,
  SUBJECT,
  seen,
} from '../timeline/made-evidence.ts';

const BUCKET = 'acme-reports';
const POLICY = `bucketPolicies\n${BUCKET}`;
const NONE: DatedAnchors = { captured: [], now: NO_ANCHORS };
const told = <T>(value: T) => ({ state: 'known', value, basis: 'event' }) as const;

function captured(time: string, policy: JsonValue): Captured {
  return { ...NO_ANCHORS, capturedAt: at(time), bucketPolicies: new Map([[BUCKET, policy]]) };
}

function replayed(sightings: readonly Sighting[], dated: DatedAnchors = NONE) {
  const calls = sightings.map((sighting) => callOf(sighting));
  const shows = { nothingArrived: () => false, everyChange: () => false };
  return replayWorld(SUBJECT, calls, dated, configurationHistory(SUBJECT, null, calls, [], [], shows));
}

/** The policy after each step: what it is, or that it is not known. */
function policies(sightings: readonly Sighting[], dated: DatedAnchors = NONE): string[] {
  return replayed(sightings, dated).steps.map(({ world }) => nameOf(world.bucketPolicies.get(BUCKET)));
}

function nameOf(known: { state: string; value?: unknown } | undefined): string {
  if (known === undefined) return 'untold';
  if (known.state !== 'known') return 'unknown';
  return known.value === ALLOWING ? 'allowing' : known.value === DENYING ? 'denying' : String(known.value);
}

describe('a replay', () => {
  it('goes from change to change, up to now', () => {
    const changes = [putPolicy('2026-02-10T09:00:00Z', ALLOWING), putPolicy('2026-02-11T09:00:00Z', DENYING)];
    expect(policies([...changes, putPolicy('2026-02-21T09:00:00Z', ALLOWING)])).toEqual([
      'untold',
      'allowing',
      'denying',
    ]);
    expect(policies([{ ...changes[0], succeeded: false } as Sighting, ...changes.slice(1)])).toEqual([
      'untold',
      'denying',
    ]);
  });

  it('takes an item of AWS Config for what a call wrote that no log holds, unless it may show what was before', () => {
    const silent = putPolicy('2026-02-10T09:00:00Z', null);
    const item = (time: string) => ({ captured: [captured(time, DENYING)], now: NO_ANCHORS });
    expect(policies([silent], item('2026-02-10T09:05:00Z'))).toEqual(['untold', 'denying', 'denying']);
    const unheard = putPolicy('2026-02-09T09:00:00Z', null);
    expect(policies([unheard, silent], item('2026-02-10T09:01:00Z'))).toEqual([
      'untold',
      'unknown',
      'unknown',
      'denying',
    ]);
    const before = putPolicy('2026-02-09T09:00:00Z', DENYING);
    expect(policies([before, silent], item('2026-02-10T09:01:00Z'))).toEqual([
      'untold',
      'denying',
      'unknown',
      'denying',
    ]);
    expect(policies([before, silent], item('2026-02-10T09:02:00Z'))).toEqual([
      'untold',
      'denying',
      'denying',
      'denying',
    ]);
    const other = putPolicy('2026-02-09T09:00:00Z', ALLOWING);
    expect(policies([other, silent], item('2026-02-10T09:01:00Z'))).toEqual([
      'untold',
      'allowing',
      'denying',
      'denying',
    ]);
    const next = putPolicy('2026-02-10T09:04:00Z', ALLOWING);
    expect(policies([silent, next], item('2026-02-10T09:05:00Z')).slice(0, 3)).toEqual([
      'untold',
      'unknown',
      'allowing',
    ]);
  });

  it('shows where an item of AWS Config speaks against it: since the last that was known', () => {
    const put = putPolicy('2026-02-10T09:00:00Z', ALLOWING);
    const { unseenChanges } = replayed([put], {
      captured: [captured('2026-02-12T09:00:00Z', DENYING)],
      now: NO_ANCHORS,
    });
    expect(unseenChanges).toEqual([
      { component: POLICY, from: at('2026-02-10T09:00:00Z'), to: at('2026-02-12T09:00:00Z') },
    ]);
    const twice = [captured('2026-02-11T09:00:00Z', ALLOWING), captured('2026-02-12T09:00:00Z', DENYING)];
    expect(replayed([put], { captured: twice, now: NO_ANCHORS }).unseenChanges[0]?.from).toBe(
      at('2026-02-11T09:00:00Z'),
    );
    const late = captured('2026-02-21T09:00:00Z', DENYING);
    expect(replayed([put], { captured: [late], now: NO_ANCHORS }).unseenChanges).toEqual([]);
  });

  it('holds an item that was read a moment ago against what stood then', () => {
    const [first, second] = [putPolicy('2026-02-10T09:00:00Z', ALLOWING), putPolicy('2026-02-11T09:00:00Z', DENYING)];
    const unseen = (time: string) =>
      replayed([first, second], { captured: [captured(time, ALLOWING)], now: NO_ANCHORS }).unseenChanges.length;
    expect(unseen('2026-02-11T09:01:59Z')).toBe(0);
    expect(unseen('2026-02-11T09:02:00Z')).toBe(1);
    const ahead = (time: string) =>
      replayed([first, second], { captured: [captured(time, DENYING)], now: NO_ANCHORS }).unseenChanges.length;
    expect([ahead('2026-02-11T08:58:00Z'), ahead('2026-02-11T08:57:59Z')]).toEqual([0, 1]);
  });

  it.each([
    ['2026-02-10T09:00:02.000Z', 'cloudtrail', true],
    ['2026-02-10T09:00:02.001Z', 'cloudtrail', false],
    ['2026-02-10T09:00:05.000Z', 'access-log', true],
    ['2026-02-10T09:00:05.001Z', 'access-log', false],
  ] as const)('thinks two calls so close in the other order: %s by %s, %s', (time, log, isClose) => {
    const steps = replayed([putPolicy('2026-02-10T09:00:00Z', DENYING), { ...putPolicy(time, ALLOWING), log }]).steps;
    expect(steps.map(({ swapped }) => swapped !== null)).toEqual([false, false, isClose]);
    if (isClose) expect(nameOf(steps[2]?.swapped?.bucketPolicies.get(BUCKET))).toBe('denying');
  });

  it('thinks on in the other order, until the same is changed later or a document tells', () => {
    const close = [putPolicy('2026-02-10T09:00:00Z', DENYING), putPolicy('2026-02-10T09:00:01Z', ALLOWING)];
    const other = putKeyPolicy('2026-02-10T10:00:00Z', DENYING);
    expect(replayed([...close, other]).otherWorldAtNow).not.toBeNull();
    expect(replayed([...close, putPolicy('2026-02-10T10:00:00Z', ALLOWING)]).otherWorldAtNow).toBeNull();
    const now = { ...NO_ANCHORS, bucketPolicies: new Map([[BUCKET, DENYING]]) };
    expect(replayed(close, { captured: [], now }).otherWorldAtNow).toBeNull();
    const item = { captured: [captured('2026-02-10T10:00:00Z', DENYING)], now: NO_ANCHORS };
    expect(replayed(close, item).unseenChanges).toEqual([]);
    const neither = captured('2026-02-10T10:00:00Z', { Statement: [] });
    expect(replayed(close, { captured: [neither], now: NO_ANCHORS }).unseenChanges).toHaveLength(1);
  });

  it('keeps what each call replaced', () => {
    const steps = replayed([
      putPolicy('2026-02-10T09:00:00Z', ALLOWING),
      keyCall('2026-02-10T10:00:00Z', 'DisableKey'),
      putKeyPolicy('2026-02-10T11:00:00Z', DENYING),
      seen('2026-02-10T12:00:00Z', { kind: 'delete-bucket-encryption', bucket: BUCKET }),
      putConfiguration('2026-02-10T13:00:00Z', { isEnabled: false }),
      seen('2026-02-10T14:00:00Z', { kind: 'create-bucket', bucket: BUCKET, region: null }),
      keyCall('2026-02-10T15:00:00Z', 'EnableKey'),
    ]).steps;
    expect(steps.slice(1).map(({ replaced }) => replaced)).toMatchObject([
      { kind: 'policy', before: undefined, after: told(ALLOWING) },
      { kind: 'key-state', before: undefined, after: told('Disabled') },
      { kind: 'policy', before: undefined, after: told(DENYING) },
      { kind: 'encryption', before: undefined, after: told(null) },
      { kind: 'configuration', before: { isEnabled: null }, after: { isEnabled: false } },
      null as never,
      { kind: 'key-state', before: told('Disabled'), after: told('Enabled') },
    ]);
  });

  it('knows the Region of a bucket by the events on it, where they name one', () => {
    const on = (region: string | null, of: Partial<Sighting> = {}) =>
      callOf({ ...putPolicy('2026-02-10T09:00:00Z', DENYING), region, ...of });
    const region = (...calls: ReturnType<typeof on>[]) => knownRegions(calls).get(BUCKET);
    expect(region(on('eu-west-1'), on('eu-west-1'), on(null))).toBe('eu-west-1');
    expect(region(on('eu-west-1'), on('us-east-1'))).toBeUndefined();
    expect(region(on('eu-west-1'), on('us-east-1', { succeeded: false }))).toBe('eu-west-1');
    expect(
      region(on('us-east-1', { action: { kind: 'create-bucket', bucket: BUCKET, region: null } })),
    ).toBeUndefined();
  });
});

describe('before all changes', () => {
  const silent = callOf(putPolicy('2026-02-10T09:00:00Z', null));
  const stoodBefore = (dated: Partial<DatedAnchors>, ...calls: ReturnType<typeof callOf>[]) =>
    nameOf(inferredBefore({ ...NONE, ...dated }, calls).bucketPolicies.get(BUCKET));
  const now = { ...NO_ANCHORS, bucketPolicies: new Map([[BUCKET, DENYING]]) };

  it('stood what a document tells, where no change of it is seen', () => {
    expect([stoodBefore({ now }), stoodBefore({ now }, silent)]).toEqual(['denying', 'untold']);
    expect(stoodBefore({ now }, callOf(putPolicy('2026-02-10T09:00:00Z', null, 'acme-other')))).toBe('denying');
  });

  it('stood what AWS Config first captured, well before the first change of it', () => {
    expect(stoodBefore({ captured: [captured('2026-02-10T08:57:59Z', DENYING)] }, silent)).toBe('denying');
    expect(stoodBefore({ captured: [captured('2026-02-10T08:58:00Z', DENYING)] }, silent)).toBe('untold');
    const twice = [captured('2026-02-08T09:00:00Z', ALLOWING), captured('2026-02-09T09:00:00Z', DENYING)];
    expect(stoodBefore({ captured: twice, now })).toBe('allowing');
    const later = callOf(putPolicy('2026-02-12T09:00:00Z', null));
    expect(stoodBefore({ captured: [captured('2026-02-11T09:00:00Z', DENYING)] }, silent, later)).toBe('untold');
  });

  it('a deletion is no beginning', () => {
    const gone = { ...captured('2026-02-08T09:00:00Z', null), bucketExists: new Map([[BUCKET, false]]) };
    expect(stoodBefore({ captured: [gone] })).toBe('untold');
    const deleted = {
      ...NO_ANCHORS,
      capturedAt: at('2026-02-08T09:00:00Z'),
      keyStates: new Map([['k-1', 'Deleted' as const]]),
    };
    expect(inferredBefore({ captured: [deleted], now: NO_ANCHORS }, []).keyStates.size).toBe(0);
    expect(inferredBefore({ captured: [], now: { ...deleted, capturedAt: null } }, []).keyStates.size).toBe(1);
    expect(inferredBefore({ captured: [gone], now: NO_ANCHORS }, []).bucketExists.size).toBe(0);
  });
});

it('a call replaces what it names', () => {
  const of = (action: Sighting['action']) =>
    componentsOf(callOf(seen('2026-02-10T09:00:00Z', action))).map((name) => name.split('\n').join(' '));
  const all = [`bucketPolicies ${BUCKET}`, `encryptions ${BUCKET}`, `bucketExists ${BUCKET}`];
  expect(of({ kind: 'create-bucket', bucket: BUCKET, region: null })).toEqual(all);
  expect(of({ kind: 'delete-bucket', bucket: BUCKET })).toEqual(all);
  expect(of({ kind: 'delete-bucket-policy', bucket: BUCKET })).toEqual([all[0]]);
  expect(of({ kind: 'delete-bucket-encryption', bucket: BUCKET })).toEqual([all[1]]);
  expect(of({ kind: 'put-key-policy', key: { arn: KEY, id: null }, policy: NOT_RECORDED })).toEqual([
    'keyPolicies k-1',
  ]);
  expect(of({ kind: 'key-state', key: { arn: KEY, id: null }, transition: 'EnableKey' })).toEqual(['keyStates k-1']);
  expect(of({ kind: 'put-object', bucket: BUCKET, key: 'x' })).toEqual([]);
});

const HERE: Place = { bucket: BUCKET, prefix: 'inv', encryption: { type: 'SSE-S3' }, format: null };
const WITH_KEY: Place = { ...HERE, encryption: { type: 'SSE-KMS', keyId: KEY } };

describe('the links that', () => {
  it('a move has judged anew', () => {
    expect(linksMoved(HERE, HERE)).toEqual([]);
    expect(linksMoved(HERE, { ...HERE, prefix: 'other' })).toEqual(['destination-policy']);
    expect(linksMoved(HERE, { ...HERE, bucket: 'other' })).toEqual([
      'destination-bucket',
      'destination-policy',
      'default-encryption',
      'region',
    ]);
  });

  const { worldAtNow } = replayed([]);
  const touched = (action: Sighting['action'], place: Place, encryption?: string | null): Link[] => {
    const encryptions = new Map(
      encryption === undefined ? [] : [[BUCKET, told({ algorithm: 'aws:kms', keyId: encryption })]],
    );
    const next = { ...worldAtNow, encryptions };
    return [...touchedLinks(callOf(seen('2026-02-10T09:00:00Z', action)), SUBJECT, place, { world: next, next })];
  };
  const disable = { kind: 'key-state', key: { arn: KEY, id: null }, transition: 'DisableKey' } as const;

  it.each<[string, Place, string | null | undefined, boolean]>([
    ['of the configuration', WITH_KEY, undefined, true],
    ['of another configuration', { ...HERE, encryption: { type: 'SSE-KMS', keyId: 'k-2' } }, undefined, false],
    ['that may be of the configuration', { ...HERE, encryption: null }, undefined, true],
    ['that may be the default', HERE, undefined, true],
    ['that is the default', HERE, KEY, true],
    ['that is not the default', HERE, 'k-2', false],
    ['where there is no default', HERE, null, false],
  ])('a call on a key goes into: %s', (_, place, encryption, isTouched) => {
    expect(touched(disable, place, encryption)).toEqual(isTouched ? ['key-state', 'default-encryption'] : []);
  });

  it('a call on a bucket goes into, where it is the place', () => {
    expect(touched({ kind: 'delete-bucket', bucket: BUCKET }, HERE)).toEqual([
      'destination-bucket',
      'destination-policy',
      'default-encryption',
    ]);
    expect(touched({ kind: 'delete-bucket', bucket: 'other' }, HERE)).toEqual([]);
    expect(touched({ kind: 'delete-bucket', bucket: 'other' }, { ...HERE, bucket: null })).toHaveLength(3);
    expect(touched({ kind: 'create-bucket', bucket: 'acme-lake', region: null }, HERE)).toEqual(['region']);
  });

  it('documents and states go into', () => {
    const of = (component: string, place: Place = HERE, byDefault: string | null = null) => {
      const encryptions = new Map([[BUCKET, told({ algorithm: 'aws:kms', keyId: byDefault })]]);
      return [...linksOf(new Set([component]), place, { ...worldAtNow, encryptions })];
    };
    expect(of(`bucketExists\n${BUCKET}`)).toEqual(['destination-bucket']);
    expect(of(`bucketPolicies\n${BUCKET}`)).toEqual(['destination-policy']);
    expect(of(`encryptions\n${BUCKET}`)).toEqual(['default-encryption']);
    expect(of('bucketPolicies\nother')).toEqual([]);
    expect(of('keyPolicies\nk-1', WITH_KEY)).toEqual(['key-policy', 'default-encryption']);
    expect(of('keyStates\nk-1', WITH_KEY)).toEqual(['key-state', 'default-encryption']);
    expect(of('keyStates\nk-2', WITH_KEY)).toEqual([]);
    expect(of('keyStates\nk-1', HERE, KEY)).toEqual(['key-state', 'default-encryption']);
    expect(of('keyStates\nk-1')).toEqual([]);
  });

  it.each<[Sighting['action'], Link[]]>([
    [
      { kind: 'create-bucket', bucket: BUCKET, region: null },
      ['destination-bucket', 'destination-policy', 'default-encryption', 'region'],
    ],
    [{ kind: 'put-bucket-policy', bucket: BUCKET, policy: NOT_RECORDED }, ['destination-policy']],
    [{ kind: 'put-bucket-encryption', bucket: BUCKET, encryption: NOT_RECORDED }, ['default-encryption']],
    [{ kind: 'delete-bucket-encryption', bucket: BUCKET }, ['default-encryption']],
    [
      { kind: 'put-key-policy', key: { arn: KEY, id: null }, policy: NOT_RECORDED },
      ['key-policy', 'default-encryption'],
    ],
    [{ kind: 'revoke-grant', key: { arn: KEY, id: null }, grantId: null }, ['key-policy']],
    [{ kind: 'delete-inventory-configuration', bucket: 'acme-lake', id: 'daily-full' }, ['configuration']],
    [{ kind: 'put-object', bucket: BUCKET, key: 'x' }, []],
  ])('$kind goes into', (action, links) => {
    expect(touched(action, WITH_KEY)).toEqual(links);
  });

  it('a kind of call is about', () => {
    const of = (action: Sighting['action']) => linkOf(callOf(seen('2026-02-10T09:00:00Z', action)));
    expect(of(disable)).toBe('key-state');
    expect(of({ kind: 'delete-inventory-configuration', bucket: 'b', id: null })).toBe('configuration');
    expect(of({ kind: 'delete-bucket', bucket: 'b' })).toBe('destination-bucket');
    expect(of({ kind: 'put-object', bucket: 'b', key: 'k' })).toBeNull();
  });
});

describe('another document decides behind', () => {
  function step(of: Partial<PathStep>): PathStep {
    return {
      from: 0,
      links: {} as PathStep['links'],
      touched: new Set(),
      replaced: null,
      asTold: null,
      shown: new Set(),
      byClock: false,
      call: null,
      ...of,
    };
  }
  const call = (action: Sighting['action']) => callOf(seen('2026-02-10T09:00:00Z', action));
  const put = call({ kind: 'delete-bucket-policy', bucket: BUCKET });
  const organization = (operation: 'CreatePolicy' | 'UpdatePolicy' | 'AttachPolicy') =>
    call({
      kind: 'organization-policy',
      operation,
      policyId: 'p',
      policyName: null,
      policyType: null,
      targetId: null,
      content: NOT_RECORDED,
    });

  it.each<[string, PathStep, Link, boolean]>([
    ['what nobody called', step({}), 'destination-policy', true],
    ['a call on the document', step({ call: put }), 'destination-policy', true],
    [
      'a grant',
      step({
        call: call({
          kind: 'create-grant',
          key: { arn: KEY, id: null },
          grantId: null,
          granteePrincipal: null,
          operations: [],
        }),
      }),
      'key-policy',
      false,
    ],
    [
      'a revoked grant',
      step({ call: call({ kind: 'revoke-grant', key: { arn: KEY, id: null }, grantId: null }) }),
      'key-policy',
      false,
    ],
    ['a new organization policy', step({ call: organization('CreatePolicy') }), 'rcp', true],
    ['a rewritten organization policy', step({ call: organization('UpdatePolicy') }), 'rcp', true],
    ['an attached organization policy', step({ call: organization('AttachPolicy') }), 'rcp', false],
  ])('%s', (_, of, link, isOther) => {
    expect(replacesDocument(of, link)).toBe(isOther);
  });

  it('a configuration that moved to another bucket, or to another key', () => {
    const { worldAtNow } = replayed([putConfiguration('2026-02-10T09:00:00Z')]);
    const state = worldAtNow.configuration;
    const moved = (before: Partial<typeof state>, after: Partial<typeof state>, link: Link) =>
      replacesDocument(
        step({
          call: put,
          replaced: { kind: 'configuration', before: { ...state, ...before }, after: { ...state, ...after } },
        }),
        link,
      );
    expect(moved({}, {}, 'destination-policy')).toBe(false);
    expect(moved({}, { destinationBucket: 'other' }, 'destination-policy')).toBe(true);
    expect(moved({ destinationBucket: null }, {}, 'destination-policy')).toBe(false);
    expect(moved({}, { destinationPrefix: 'other' }, 'destination-policy')).toBe(false);
    expect(moved({}, { destinationBucket: 'other' }, 'key-policy')).toBe(false);
    expect(moved({}, { encryption: WITH_KEY.encryption }, 'key-state')).toBe(true);
    expect(moved({ encryption: null }, { encryption: WITH_KEY.encryption }, 'key-policy')).toBe(false);
    expect(moved({}, { isEnabled: false }, 'configuration')).toBe(true);
  });
});

it('only conditions on the clock have moments', () => {
  const policy = (Condition: JsonValue) => ({
    Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition }],
  });
  const moment = '2026-02-10T00:00:00Z';
  const clock = { DateGreaterThan: { 'aws:CurrentTime': [moment, '2026-02-09T00:00:00Z', moment] } };
  expect(turningMoments(policy(clock))).toEqual([at('2026-02-09T00:00:00Z') + 1, at(moment) + 1]);
  const beside = { DateLessThan: { 'aws:TokenIssueTime': '2026-02-08T00:00:00Z', 'aws:CurrentTime': moment } };
  expect(turningMoments(policy(beside))).toEqual([at(moment) + 1]);
  expect(turningMoments(policy({ StringEquals: { 'aws:PrincipalTag/x': 'aws:CurrentTime' } }))).toEqual([]);
  expect(turningMoments(null)).toEqual([]);
});

it('a place has a name by all that decides there', () => {
  const names = [
    HERE,
    { ...HERE, prefix: null },
    { ...HERE, prefix: '' },
    WITH_KEY,
    { ...HERE, format: 'ORC' as const },
    { ...HERE, bucket: null },
  ];
  expect(new Set(names.map(placeName)).size).toBe(names.length);
  expect(placeName({ ...HERE, format: 'CSV' })).toBe(placeName(HERE));
});

it('a place is told by what is known of it', () => {
  expect([HERE, { bucket: BUCKET, prefix: null }, { bucket: null, prefix: 'inv' }].map(describePlace)).toEqual([
    's3://acme-reports/inv',
    's3://acme-reports/',
    's3://an unknown bucket/inv',
  ]);
});

it('a refusal of KMS has its name', () => {
  const attempt = (errorCode: string | null) => isRefusedByKms({ errorCode } as Parameters<typeof isRefusedByKms>[0]);
  expect(['KMS.DisabledException', 'AccessDenied', null].map(attempt)).toEqual([true, false, false]);
});
