import { describe, expect, it } from 'vitest';
import { type Captured, componentName, NO_ANCHORS } from '../../src/delivery-path/anchors.ts';
import { holdItem } from '../../src/delivery-path/captures.ts';
import type { Knowledge, World } from '../../src/delivery-path/world.ts';
import type { JsonValue } from '../../src/json.ts';

const BUCKET = 'acme-reports';
const POLICY = componentName('bucketPolicies', BUCKET);
const AT = Date.UTC(2026, 1, 13, 15, 23);

function policy(sid: string, action = 's3:*'): JsonValue {
  return { Statement: [{ Sid: sid, Effect: 'Deny', Principal: '*', Action: action, Resource: '*' }] };
}

function item(value: JsonValue): Captured {
  return { ...NO_ANCHORS, capturedAt: AT, bucketPolicies: new Map([[BUCKET, value]]) };
}

function world(knowledge?: Knowledge<JsonValue>): World {
  return {
    configuration: {} as World['configuration'],
    bucketExists: new Map(),
    bucketRegion: new Map(),
    bucketPolicies: new Map(knowledge === undefined ? [] : [[BUCKET, knowledge]]),
    encryptions: new Map(),
    keyPolicies: new Map(),
    keyStates: new Map(),
    rcps: new Map(),
  };
}

function told(value: JsonValue): World {
  return world({ state: 'known', value, basis: 'event' });
}

const UNKNOWN = world({ state: 'unknown', reason: 'the log does not hold it' });

describe('an item of AWS Config, held against what is known', () => {
  it('tells what was not known', () => {
    for (const before of [world(), UNKNOWN]) {
      const { world: next, shown, anew, contradicted } = holdItem(item(policy('a')), before);
      expect([...shown, ...anew]).toEqual([POLICY, POLICY]);
      expect([...contradicted]).toEqual([]);
      expect(next.bucketPolicies.get(BUCKET)).toEqual({
        state: 'known',
        value: policy('a'),
        basis: 'capture',
        capturedAt: AT,
      });
    }
  });

  it('that says the same in other words confirms it, and changes nothing', () => {
    const before = told(policy('a'));
    const { world: next, shown, anew } = holdItem(item(policy('b')), before);
    expect(next).toBe(before);
    expect([...shown]).toEqual([POLICY]);
    expect([...anew]).toEqual([]);
  });

  it('that says something else shows an unseen change', () => {
    const { contradicted, anew } = holdItem(item(policy('a', 's3:PutObject')), told(policy('a')));
    expect([...contradicted, ...anew]).toEqual([POLICY, POLICY]);
  });

  it('tells its own inference anew: from here on it is no inference', () => {
    const before = world({ state: 'known', value: policy('a'), basis: 'capture', capturedAt: AT });
    const { anew, contradicted } = holdItem(item(policy('a')), before);
    expect([...anew]).toEqual([POLICY]);
    expect([...contradicted]).toEqual([]);
  });

  it.each([
    ['what stood right before', [told(policy('a', 's3:PutObject'))], []],
    ['what may have stood right before', [UNKNOWN], []],
    ['what a call right behind wrote', [], [told(policy('a', 's3:PutObject'))]],
  ])('that shows %s tells nothing', (_, before, behind) => {
    const now = told(policy('a'));
    const { world: next, shown, contradicted } = holdItem(item(policy('a', 's3:PutObject')), now, before, behind);
    expect(next).toBe(now);
    expect([...shown, ...contradicted]).toEqual([]);
  });
});
