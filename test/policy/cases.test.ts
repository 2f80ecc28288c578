import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { evaluateDelivery, evaluateKeyUse, type LinkEvaluation } from '../../src/policy/delivery/delivery.ts';
import { evaluateResourceControlPolicy } from '../../src/policy/delivery/rcp.ts';
import { completeContext, parseContextOverrides } from '../../src/policy/document/context.ts';
import { parsePolicy } from '../../src/policy/document/parse.ts';
import { type ConditionCase, type PolicyCase, policyOf, readCaseFiles, TARGET } from './case-files.ts';
import { evaluatePolicy } from './evaluate-policy.ts';

const files = readCaseFiles();

it('holds at least 400 cases, each with its rule', () => {
  const cases = files.flatMap((file) => file.cases);
  expect(cases.length).toBeGreaterThanOrEqual(400);
  expect(cases.filter((item) => item.rule === '')).toEqual([]);
  for (const file of files) expect(new Set(file.cases.map((item) => item.name)).size).toBe(file.cases.length);
});

describe.each(files)('$theme', ({ cases }) => {
  it.each(cases)('$name', (item) => {
    if ('condition' in item) expect(holds(item)).toBe(item.holds);
    else expectEvaluation(evaluate(item), item);
  });
});

function holds(item: ConditionCase): 'yes' | 'no' | 'unknown' {
  const statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: item.condition };
  const version: JsonObject = item.version === 'none' ? {} : { Version: item.version ?? '2012-10-17' };
  const parsed = parsePolicy({ ...version, Statement: [statement] });
  if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
  const evaluation = evaluatePolicy(parsed.policy, {
    principal: { kind: 'anonymous' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme-reports/x',
    context: completeContext(Object.entries(item.request)),
  });
  expect(evaluation.trace[0]?.answer).toBe(ANSWERS[evaluation.state]);
  return ANSWERS[evaluation.state];
}

const ANSWERS = { allowed: 'yes', denied: 'no', depends: 'unknown', unknown: 'unknown' } as const;

function evaluate(item: PolicyCase): LinkEvaluation {
  const given = parseContextOverrides(item.context ?? []);
  if (!given.ok) throw new Error(given.message);
  const target = { ...TARGET, ...item.target, overrides: given.overrides };
  const policy = policyOf(item);
  if (item.kind === 'key') return evaluateKeyUse(policy, target);
  return item.kind === 'rcp' ? evaluateResourceControlPolicy(policy, target) : evaluateDelivery(policy, target);
}

function expectEvaluation(evaluation: LinkEvaluation, { expect: expected }: PolicyCase): void {
  expect(evaluation.state).toBe(expected.state);
  if (expected.decision !== undefined) expect(evaluation.decision).toBe(expected.decision);
  if (expected.statement !== undefined) expect(evaluation.statement?.sid ?? null).toBe(expected.statement);
  if (expected.index !== undefined) expect(evaluation.statement?.index).toBe(expected.index);
  if (expected.keys !== undefined) expect(evaluation.conditionKeys).toEqual(expected.keys);
  if (expected.unknown !== undefined) expect(evaluation.unknownKeys).toEqual(expected.unknown);
  if (expected.deniedKey !== undefined) expect(evaluation.deniedKey).toBe(expected.deniedKey);
  if (expected.warnings !== undefined) expect(evaluation.warnings.map(({ code }) => code)).toEqual(expected.warnings);
  if (expected.says !== undefined) expect(evaluation.explanation).toContain(expected.says);
  expect(evaluation.explanation).toMatch(/^\S[^\n]*[^.\s]$/);
}
