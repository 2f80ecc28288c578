import { compareKeys } from '../../../aws/objects/key-order.ts';
import type { ParameterValue } from '../../bind.ts';
import { isSymbol, isWord, type SqlNode } from './sql-tree.ts';

/** What a WHERE clause demands of one column, in so far as it can be told without running it. */
export interface Condition {
  /** Table or alias in front of the column, in small letters; null where there is none. */
  readonly qualifier: string | null;
  /** In small letters. */
  readonly column: string;
  readonly test: Test;
}

/** Values are text, or whole numbers. */
type Test =
  | { readonly kind: 'one-of'; readonly values: readonly Value[] }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly value: Value }
  | { readonly kind: 'between'; readonly low: Value; readonly high: Value };

type Value = string | bigint;
type Operator = '<' | '<=' | '>' | '>=';

/**
 * The conditions that every row must meet: those that a WHERE clause joins by AND, each of a column against values.
 * Others (functions, OR, NOT) are left out, so that what is found never excludes too much.
 *
 * @param clause what stands behind WHERE
 * @param values those of the statement's question marks
 */
export function conditionsOf(clause: readonly SqlNode[], values: readonly ParameterValue[]): readonly Condition[] {
  // Within CASE, an AND joins no conditions of the clause.
  if (clause.some((node) => isWord(node, 'OR', 'CASE'))) return [];
  return conjuncts(clause).flatMap((nodes) => {
    const [only] = nodes;
    if (nodes.length === 1 && only?.kind === 'group') {
      return isWord(only.nodes[0], 'SELECT', 'WITH', 'VALUES', 'TABLE') ? [] : conditionsOf(only.nodes, values);
    }
    return conditionOf(nodes, values) ?? [];
  });
}

/**
 * Whether a partition may hold rows that meet a condition.
 *
 * @param partition the partition's value of the column
 * @param isNumber whether the column is declared as a whole number; else it is compared as text
 */
export function mayMeet({ test }: Condition, partition: string, isNumber: boolean): boolean {
  const order = (value: Value): number | null => {
    if (!isNumber) return typeof value === 'string' ? compareKeys(partition, value) : null;
    if (typeof value === 'string' || !/^-?\d{1,18}$/.test(partition)) return null;
    const number = BigInt(partition);
    return number < value ? -1 : number > value ? 1 : 0;
  };
  switch (test.kind) {
    case 'one-of':
      return test.values.some((value) => (order(value) ?? 0) === 0);
    case 'between':
      return (order(test.low) ?? 0) >= 0 && (order(test.high) ?? 0) <= 0;
    case 'compare': {
      const found = order(test.value);
      if (found === null) return true;
      if (found === 0) return test.operator.endsWith('=');
      return found < 0 === test.operator.startsWith('<');
    }
    default:
      return test satisfies never;
  }
}

/** The parts between ANDs, that of a BETWEEN aside. */
function conjuncts(clause: readonly SqlNode[]): readonly (readonly SqlNode[])[] {
  const parts: SqlNode[][] = [[]];
  let isBetween = false;
  for (const node of clause) {
    if (isWord(node, 'AND') && !isBetween) {
      parts.push([]);
      continue;
    }
    if (isWord(node, 'BETWEEN')) isBetween = true;
    else if (isWord(node, 'AND')) isBetween = false;
    parts.at(-1)?.push(node);
  }
  return parts;
}

function conditionOf(nodes: readonly SqlNode[], values: readonly ParameterValue[]): Condition | null {
  const column = columnAt(nodes);
  if (column !== null) {
    const test = testOf(nodes.slice(column.length), values);
    return test === null ? null : { qualifier: column.qualifier, column: column.column, test };
  }
  // The other way round: 'x' <= column.
  const [value, operator, ...rest] = nodes;
  const turned = columnAt(rest);
  const mirrored = operator?.kind === 'symbol' ? MIRRORED.get(operator.text) : undefined;
  if (value === undefined || turned === null || turned.length !== rest.length || mirrored === undefined) return null;
  const test = testOf([{ kind: 'symbol', text: mirrored }, value], values);
  return test === null ? null : { qualifier: turned.qualifier, column: turned.column, test };
}

/** `column` or `table.column` in front. */
function columnAt(nodes: readonly SqlNode[]): { qualifier: string | null; column: string; length: number } | null {
  const [first, dot, second] = nodes;
  if (first?.kind !== 'word' && first?.kind !== 'name') return null;
  const name = first.text.toLowerCase();
  if (!isSymbol(dot, '.')) return { qualifier: null, column: name, length: 1 };
  if ((second?.kind !== 'word' && second?.kind !== 'name') || isSymbol(nodes[3], '.')) return null;
  return { qualifier: name, column: second.text.toLowerCase(), length: 3 };
}

function testOf(nodes: readonly SqlNode[], values: readonly ParameterValue[]): Test | null {
  const [operator, ...rest] = nodes;
  if (isWord(operator, 'BETWEEN')) {
    const low = literalOf(rest[0], values);
    const high = literalOf(rest[2], values);
    if (rest.length !== 3 || !isWord(rest[1], 'AND') || low === null || high === null) return null;
    return { kind: 'between', low, high };
  }
  if (isWord(operator, 'IN')) {
    const [list] = rest;
    if (rest.length !== 1 || list?.kind !== 'group') return null;
    const listed = list.nodes.filter((_, index) => index % 2 === 0).map((node) => literalOf(node, values));
    const isList = list.nodes.every((node, index) => index % 2 === 0 || isSymbol(node, ','));
    const known = listed.filter((value) => value !== null);
    return isList && known.length === listed.length && known.length > 0 ? { kind: 'one-of', values: known } : null;
  }
  const value = rest.length === 1 ? literalOf(rest[0], values) : null;
  if (value === null || operator?.kind !== 'symbol') return null;
  if (operator.text === '=') return { kind: 'one-of', values: [value] };
  const comparing = OPERATORS.find((known) => known === operator.text);
  return comparing === undefined ? null : { kind: 'compare', operator: comparing, value };
}

function literalOf(node: SqlNode | undefined, values: readonly ParameterValue[]): Value | null {
  if (node?.kind === 'text') return node.text;
  if (node?.kind === 'number') return /^\d{1,18}$/.test(node.text) ? BigInt(node.text) : null;
  return node?.kind === 'parameter' ? (values[node.index]?.value ?? null) : null;
}

const OPERATORS: readonly Operator[] = ['<', '<=', '>', '>='];
const MIRRORED: ReadonlyMap<string, string> = new Map([
  ['=', '='],
  ['<', '>'],
  ['<=', '>='],
  ['>', '<'],
  ['>=', '<='],
]);
