import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { evaluateDelivery } from '../../src/policy/delivery/delivery.ts';
import { runs } from '../property-runs.ts';
import { TARGET } from './case-files.ts';
import { policy } from './generators.ts';

const KEYS = ['aws:SourceOrgID', 'aws:RequestedRegion'] as const;

/** One value for each way in which the patterns below can match, found by hand; undefined is absent. */
const VALUES = [
  'o-abc',
  'eu-west-1',
  'eu-west-2',
  'eu-west-9',
  'eu-1',
  'eu-q',
  'o-1',
  'o-q',
  'o--1',
  'o--q',
  'xy-1',
  'xy-q',
  'q-1',
  'q',
  'true',
];
const WORDS = ['o-abc', 'eu-west-1', 'true'];
const PATTERNS = [...WORDS, 'o-*', 'eu-*', '*-1', '*', '??-*', 'eu-west-?'];

function ask(operators: readonly string[], values: readonly string[]): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      operator: fc.constantFrom(...operators),
      key: fc.constantFrom(...KEYS),
      values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
    })
    .map(({ operator, key, values: chosen }): JsonObject => ({ [operator]: { [key]: chosen } }));
}

const condition = fc.oneof(
  ask(['StringEquals', 'StringNotEquals'], WORDS),
  ask(['StringLike', 'StringNotLike', 'StringLikeIfExists'], PATTERNS),
);

const statement = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
  })
  .map(
    ({ effect, conditions }): JsonObject => ({
      Effect: effect,
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: Object.assign({}, ...conditions),
    }),
  );

/** Outcomes over the grid: by value of the first key, then of the second. */
function outcomes(document: JsonObject): string[][] {
  return [...VALUES, undefined].map((organization) =>
    VALUES.map((region) => {
      const overrides = new Map([
        [KEYS[0], organization === undefined ? ('absent' as const) : [organization]],
        [KEYS[1], [region]],
      ]);
      return evaluateDelivery(document, { ...TARGET, overrides }).state;
    }),
  );
}

function varies(rows: readonly (readonly string[])[]): boolean {
  return rows.some((row) => new Set(row).size > 1);
}

function transpose(rows: readonly (readonly string[])[]): string[][] {
  return (rows[0] ?? []).map((_, index) => rows.map((row) => row[index] ?? ''));
}

describe('the keys that an answer depends on', () => {
  it('are exactly those with which alone the outcome changes', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (list) => {
        const document = policy(list);
        const grid = outcomes(document);
        const decisive = [...(varies(transpose(grid)) ? [KEYS[0]] : []), ...(varies(grid) ? [KEYS[1]] : [])];
        const evaluation = evaluateDelivery(document, TARGET);
        expect([...evaluation.unknownKeys].sort()).toEqual([...decisive].sort());
        expect(evaluation.state).toBe(decisive.length === 0 ? grid[0]?.[0] : 'depends');
      }),
      { numRuns: runs(120) },
    );
  });

  it('are all named, with a warning, when there are too many worlds to look at', () => {
    const conditions = Array.from({ length: 16 }, (_, index) => [`acme:key-${index}`, ['a', 'b']]);
    const deny = {
      Sid: 'Many',
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringLike: Object.fromEntries(conditions) },
    };
    const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
    const evaluation = evaluateDelivery(policy([allow, deny]), TARGET);
    expect(evaluation.state).toBe('depends');
    expect(evaluation.unknownKeys).toHaveLength(16);
    expect(evaluation.warnings.map(({ code }) => code)).toEqual(['too-many-unknowns']);
    expect(evaluation.statement).toEqual({ sid: 'Many', index: 1 });
  });

  it('do not hide an undocumented operator among too many worlds', () => {
    const conditions = Array.from({ length: 16 }, (_, index) => [`acme:key-${index}`, ['a', 'b']]);
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringLike: Object.fromEntries(conditions), Odd: { 'acme:x': '1' } },
    };
    const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
    expect(evaluateDelivery(policy([allow, deny]), TARGET).state).toBe('unknown');
  });
});
