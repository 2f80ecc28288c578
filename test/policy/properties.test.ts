import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import { type DeliveryTarget, evaluateDelivery, type LinkEvaluation } from '../../src/policy/delivery/delivery.ts';
import type { ContextOverrides } from '../../src/policy/document/context.ts';
import { diffPolicies } from '../../src/policy/document/diff.ts';
import { parsePolicy } from '../../src/policy/document/parse.ts';
import { runs } from '../property-runs.ts';
import { TARGET } from './case-files.ts';
import { anyCondition, policy, statement, statements, textCondition, world } from './generators.ts';

const lists = fc.oneof(statements(textCondition), statements(anyCondition));

/** Nothing is known of the encryption, so that the encryption headers are unknown too. */
const OPEN_TARGET: DeliveryTarget = { ...TARGET, encryption: null };

function judge(list: readonly JsonObject[], overrides?: ContextOverrides): LinkEvaluation {
  return evaluateDelivery(policy(list), overrides === undefined ? OPEN_TARGET : { ...OPEN_TARGET, overrides });
}

const TOGETHER = [
  ['aws:CurrentTime', 'aws:EpochTime'],
  ['s3:x-amz-server-side-encryption', 's3:x-amz-server-side-encryption-aws-kms-key-id'],
];

/** How much an answer lets through. */
const RANK = { denied: 0, unknown: 1, depends: 1, allowed: 2 } as const;

describe('policies', () => {
  it('let no more through with one Deny more', () => {
    fc.assert(
      fc.property(lists, statement('Deny', anyCondition), (list, deny) => {
        expect(RANK[judge([...list, deny]).state]).toBeLessThanOrEqual(RANK[judge(list).state]);
      }),
      { numRuns: runs(150) },
    );
  });

  it('let no less through with one Allow more', () => {
    fc.assert(
      fc.property(lists, statement('Allow', anyCondition), (list, allow) => {
        expect(RANK[judge([...list, allow]).state]).toBeGreaterThanOrEqual(RANK[judge(list).state]);
      }),
      { numRuns: runs(150) },
    );
  });

  it('mean the same in another order and spelling', () => {
    fc.assert(
      fc.property(lists, fc.func(fc.nat()), (list, order) => {
        const shuffled = [...list].sort((a, b) => order(JSON.stringify(a)) - order(JSON.stringify(b)));
        const before = judge(list);
        const after = judge(shuffled.map(respell));
        expect(after.state).toBe(before.state);
        expect(after.decision).toBe(before.decision);
        expect([...after.unknownKeys].sort()).toEqual([...before.unknownKeys].sort());
        expect(diffPolicies(policy(list), policy(shuffled.map(respell)))).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });

  it('answer for certain only what holds in every world', () => {
    fc.assert(
      fc.property(lists, world, (list, overrides) => {
        const { state } = judge(list);
        if (state === 'allowed' || state === 'denied') expect(judge(list, overrides).state).toBe(state);
      }),
      { numRuns: runs(800) },
    );
  });

  it('depend on the named keys and on no others', () => {
    fc.assert(
      fc.property(lists, world, world, (list, one, other) => {
        const { state, unknownKeys } = judge(list);
        fc.pre(state === 'depends');
        // Keys that hang together come from one world.
        const named = new Set(unknownKeys.flatMap((key) => TOGETHER.find((group) => group.includes(key)) ?? [key]));
        const mixed = new Map(
          [...other].map(([key, value]) => [key, named.has(key) ? (one.get(key) ?? value) : value]),
        );
        expect(judge(list, mixed).state).toBe(judge(list, one).state);
      }),
      { numRuns: runs(100) },
    );
  });

  it('come to an end in each world', () => {
    fc.assert(
      fc.property(lists, world, (list, overrides) => {
        expect(['allowed', 'denied']).toContain(judge(list, overrides).state);
      }),
      { numRuns: runs(150) },
    );
  });

  it('name a statement that exists and keys that it holds', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const { statement: named, conditionKeys, decision } = judge(list);
        if (named === null) {
          expect(conditionKeys).toEqual([]);
          return;
        }
        const deciding = list[named.index];
        expect(named.sid).toBe(deciding?.['Sid'] ?? null);
        if (decision === 'explicit-deny') expect(deciding?.['Effect']).toBe('Deny');
        if (decision === 'implicit-deny') expect(deciding?.['Effect']).toBe('Allow');
        const text = JSON.stringify(deciding).toLowerCase();
        expect(conditionKeys.every((key) => text.includes(key.toLowerCase()))).toBe(true);
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('documents', () => {
  it('of any shape are read or refused with a reason, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (document) => {
        const parsed = parsePolicy(document as JsonValue);
        expect(parsed.ok || parsed.problem.message.length > 0).toBe(true);
      }),
      { numRuns: runs(150) },
    );
  });

  it('of nearly the right shape are read or refused at a place', () => {
    fc.assert(
      fc.property(lists, fc.jsonValue(), fc.nat(), (list, junk, where) => {
        const parsed = parsePolicy(spoil(policy(list), junk as JsonValue, where));
        expect(parsed.ok || parsed.problem.message.length > 0).toBe(true);
      }),
      { numRuns: runs(150) },
    );
  });

  it('as text read like the same documents as objects', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const document = policy(list);
        expect(evaluateDelivery(JSON.stringify(document, null, 2), TARGET)).toEqual(evaluateDelivery(document, TARGET));
      }),
      { numRuns: 100 },
    );
  });

  it('that differ in a condition show it', () => {
    fc.assert(
      fc.property(anyCondition, (one) => {
        fc.pre(Object.keys(one).length > 0);
        const with_ = { ...BARE, Condition: one };
        expect(diffPolicies(policy([BARE]), policy([with_]))).toHaveLength(1);
        expect(diffPolicies(policy([with_]), policy([with_]))).toEqual([]);
      }),
    );
  });
});

const BARE: JsonObject = { Sid: 'S', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };

/** The same statement: a list of one without brackets, actions and keys in another case, values in another order. */
function respell(item: JsonObject): JsonObject {
  const conditions = (item['Condition'] ?? {}) as Record<string, Record<string, JsonValue>>;
  return {
    ...item,
    Action: single((item['Action'] as string[]) ?? [], (text) => text.toUpperCase()),
    Resource: single((item['Resource'] as string[]) ?? [], (text) => text),
    Condition: Object.fromEntries(
      Object.entries(conditions)
        .reverse()
        .map(([operator, keys]) => [
          operator.toLowerCase(),
          Object.fromEntries(
            Object.entries(keys).map(([key, values]) => [
              recase(key),
              Array.isArray(values) ? [...values].reverse() : [values],
            ]),
          ),
        ]),
    ),
  };
}

/** Keys that AWS knows take any case; another keeps its own, since answers name it as it is written. */
function recase(key: string): string {
  return key.startsWith('acme:') ? key : key.toUpperCase();
}

function single(value: string[] | string, change: (text: string) => string): JsonValue {
  const list = Array.isArray(value) ? value.map(change) : [change(value)];
  return list.length === 1 ? (list[0] ?? '') : list.reverse();
}

/** Puts junk in some place of a document. */
function spoil(document: JsonObject, junk: JsonValue, where: number): JsonValue {
  const copy = structuredClone(document);
  const places: (() => void)[] = [];
  const visit = (value: JsonValue | undefined): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) {
      const holder = value as JsonObject;
      places.push(() => {
        holder[name] = junk;
      });
      visit(holder[name]);
    }
  };
  visit(copy);
  places[where % places.length]?.();
  return copy;
}
