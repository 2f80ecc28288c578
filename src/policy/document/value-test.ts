import { compileArnPattern } from './arn.ts';
import { parseAddress, parseCidr } from './cidr.ts';
import type { ContextEntry } from './context.ts';
import { compileGlob, type GlobPart } from './glob.ts';
import { normalizeBase64, parseBoolean, parseMoment, parseNumber } from './literals.ts';
import type { Comparison, Operator } from './operators.ts';
import { fixedParts, parseTemplate, resolveTemplate, type Template, variableKeys } from './template.ts';
import { type Tri, triOf } from './tri.ts';
import type { PolicyVersion } from './version.ts';

/** One value of a condition, compiled: it answers whether a value of the request matches it. */
export interface ValueTest {
  /** As written. */
  readonly text: string;
  /** The pattern without variables that it compares with; null for other families and while variables stand in it. */
  readonly parts: readonly GlobPart[] | null;
  /** Keys of the variables in it, as written. */
  readonly variables: readonly string[];
  readonly test: (value: string, lookup: (key: string) => ContextEntry) => Tri;
}

/** A compiled value, or why AWS does not document what it means (it would refuse most of these in a Put). */
export type ValueTestResult =
  | { readonly ok: true; readonly test: ValueTest }
  | { readonly ok: false; readonly problem: string };

/** Compiles one value for an operator; the comparison is the positive one, whatever the operator's negation. */
export function compileValueTest(operator: Operator, text: string, version: PolicyVersion): ValueTestResult {
  switch (operator.family) {
    case 'string':
    case 'string-ignore-case':
    case 'string-like':
    case 'arn':
      return compileText(operator, text, version);
    case 'numeric':
      return compileOrdered(operator.comparison, text, parseNumber, 'a number');
    case 'date':
      return compileOrdered(operator.comparison, text, parseMoment, 'a date (ISO 8601 or epoch seconds)');
    case 'bool':
    case 'null':
      return compileBool(text);
    case 'binary':
      return compileBinary(text);
    case 'ip':
      return compileIp(text);
    default:
      return operator.family satisfies never;
  }
}

function compileText(operator: Operator, text: string, version: PolicyVersion): ValueTestResult {
  const wildcards = operator.family === 'string-like' || operator.family === 'arn';
  const template = parseTemplate(text, version, wildcards);
  if (template.problem !== null)
    return { ok: false, problem: `the value "${text}" cannot be read: ${template.problem}` };
  const parts = fixedParts(template);
  if (parts === null) return { ok: true, test: compileVariable(operator, text, template) };
  const compare = compileParts(operator, parts);
  return { ok: true, test: { text, parts, variables: [], test: compare } };
}

/** The comparison waits for the request: a variable without a value equals nothing and is like nothing. */
function compileVariable(operator: Operator, text: string, template: Template): ValueTest {
  return {
    text,
    parts: null,
    variables: variableKeys(template),
    test: (value, lookup) => {
      const resolved = resolveTemplate(template, lookup);
      if (resolved.state === 'resolved') return compileParts(operator, resolved.parts)(value);
      return resolved.state === 'unresolved' ? 'no' : 'unknown';
    },
  };
}

function compileParts(operator: Operator, parts: readonly GlobPart[]): (value: string) => Tri {
  if (operator.family === 'arn') return compileArnPattern(parts);
  const glob = compileGlob(parts, { ignoreCase: operator.family === 'string-ignore-case' });
  return (value) => triOf(glob.matches(value));
}

function compileOrdered(
  comparison: Comparison,
  text: string,
  parse: (text: string) => number | null,
  expected: string,
): ValueTestResult {
  const bound = parse(text);
  if (bound === null) return { ok: false, problem: `the value "${text}" is not ${expected}` };
  return fixed(text, (value) => {
    const number = parse(value);
    return number !== null && compare(comparison, number, bound);
  });
}

function compare(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case 'equals':
      return left === right;
    case 'less':
      return left < right;
    case 'less-or-equal':
      return left <= right;
    case 'greater':
      return left > right;
    case 'greater-or-equal':
      return left >= right;
    default:
      return comparison satisfies never;
  }
}

function compileBool(text: string): ValueTestResult {
  const expected = parseBoolean(text);
  if (expected === null) return { ok: false, problem: `the value "${text}" is neither true nor false` };
  return fixed(text, (value) => parseBoolean(value) === expected);
}

function compileBinary(text: string): ValueTestResult {
  const expected = normalizeBase64(text);
  if (expected === null) return { ok: false, problem: `the value "${text}" is not base64` };
  return fixed(text, (value) => normalizeBase64(value) === expected);
}

function compileIp(text: string): ValueTestResult {
  const range = parseCidr(text);
  if (range === null)
    return { ok: false, problem: `the value "${text}" is neither an IP address nor a network in CIDR form` };
  return fixed(text, (value) => {
    const address = parseAddress(value);
    return (
      address !== null && address.family === range.family && address.first >= range.first && address.first <= range.last
    );
  });
}

function fixed(text: string, matches: (value: string) => boolean): ValueTestResult {
  return { ok: true, test: { text, parts: null, variables: [], test: (value) => triOf(matches(value)) } };
}
