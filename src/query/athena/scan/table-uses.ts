import type { ParameterValue } from '../../bind.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { isSymbol, isWord, type SqlNode, sqlTree } from './sql-tree.ts';

/** One place where a statement reads a table. A table that is named twice is read twice. */
export interface TableUse {
  /** As far as it is written, each part in small letters: catalog, database, table. */
  readonly name: readonly string[];
  /** What its rows must meet; those of other tables' columns may be among them. */
  readonly conditions: readonly Condition[];
}

/** More reads than this are not planned by anybody: a chain of WITH clauses can double them at every step. */
const MAX_USES = 1_000;

/**
 * Where a statement reads tables. Queries of a WITH clause count once for each place that names them, since Athena
 * may run them as often. Null for a statement that is not understood.
 *
 * @param sql without comments
 */
export function tableUses(sql: string, values: readonly ParameterValue[]): readonly TableUse[] | null {
  const tree = sqlTree(sql);
  if (tree === null || handsTableOn(tree)) return null;
  if (isWord(tree[0], 'SHOW', 'DESCRIBE', 'DESC')) return [];
  const uses = usesOf(tree, new Map(), values);
  return uses.length > MAX_USES ? null : uses;
}

type Queries = ReadonlyMap<string, readonly TableUse[]>;

function usesOf(nodes: readonly SqlNode[], outer: Queries, values: readonly ParameterValue[]): readonly TableUse[] {
  const queries = new Map(outer);
  let start = 0;
  if (isWord(nodes[0], 'WITH')) {
    start = isWord(nodes[1], 'RECURSIVE') ? 2 : 1;
    for (;;) {
      const name = nameOf(nodes[start]);
      const body = nodes.findIndex((node, index) => index > start && isWord(node, 'AS')) + 1;
      const group = nodes[body];
      if (name === null || body === 0 || group?.kind !== 'group') break;
      queries.set(name, usesOf(group.nodes, queries, values).slice(0, MAX_USES + 1));
      start = body + 1;
      if (!isSymbol(nodes[start], ',')) break;
      start += 1;
    }
  }
  const uses: TableUse[] = [];
  for (const block of blocksOf(nodes.slice(start))) {
    for (const use of usesOfBlock(block, queries, values)) uses.push(use);
    if (uses.length > MAX_USES) break;
  }
  return uses;
}

/** The parts between UNION, INTERSECT and EXCEPT. */
function blocksOf(nodes: readonly SqlNode[]): readonly (readonly SqlNode[])[] {
  const blocks: SqlNode[][] = [[]];
  for (const node of nodes) {
    if (isWord(node, 'UNION', 'INTERSECT', 'EXCEPT')) blocks.push([]);
    else blocks.at(-1)?.push(node);
  }
  return blocks;
}

function usesOfBlock(
  block: readonly SqlNode[],
  queries: Queries,
  values: readonly ParameterValue[],
): readonly TableUse[] {
  const from = block.findIndex((node, index) => isWord(node, 'FROM') && !isWord(block[index - 1], 'DISTINCT'));
  const where = block.findIndex((node, index) => index > from && isWord(node, 'WHERE'));
  const rest = block.findIndex((_, index) => index > Math.max(from, where) && isClause(block, index));
  const end = rest === -1 ? block.length : rest;
  const conditions = where === -1 ? [] : conditionsOf(block.slice(where + 1, end), values);
  const named = isWord(block[0], 'TABLE') ? block.slice(1) : from === -1 ? [] : block.slice(from + 1, end);
  const sources = named.slice(0, named.findIndex((node) => isWord(node, 'WHERE')) >>> 0);

  const joined = hasUsing(sources) ? conditions.filter(({ qualifier }) => qualifier !== null) : conditions;

  const uses: TableUse[] = [];
  for (const { name, alias, isRenamed } of sourcesOf(sources)) {
    if (uses.length > MAX_USES) return uses;
    const known = name.length === 1 ? queries.get(name[0] ?? '') : undefined;
    if (known !== undefined) uses.push(...known);
    else {
      const met = isRenamed ? [] : joined.filter((condition) => concerns(condition, name, alias));
      uses.push({ name, conditions: met });
    }
  }
  for (const query of queriesWithin(block)) {
    if (uses.length > MAX_USES) return uses;
    uses.push(...usesOf(query, queries, values));
  }
  return uses;
}

interface Source {
  readonly name: readonly string[];
  readonly alias: string | null;
  /** Whether its columns get other names, `AS t (a, b)`. */
  readonly isRenamed: boolean;
}

/** The tables of a FROM clause: behind its beginning, commas and JOIN. Queries in brackets are found elsewhere. */
function sourcesOf(nodes: readonly SqlNode[]): readonly Source[] {
  const found: Source[] = [];
  let isDue = true;
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (!isDue) {
      isDue = isWord(node, 'JOIN') || isSymbol(node, ',');
      continue;
    }
    isDue = false;
    if (node?.kind === 'group') {
      if (!isQuery(node.nodes)) found.push(...sourcesOf(node.nodes));
      continue;
    }
    const parts: string[] = [];
    for (let name = nameOf(nodes[index]); name !== null; name = nameOf(nodes[index])) {
      parts.push(name);
      index += 1;
      if (!isSymbol(nodes[index], '.')) break;
      index += 1;
    }
    // UNNEST(...) and other functions are no tables.
    const isFunction = nodes[index]?.kind === 'group';
    const named = isWord(nodes[index], 'AS') ? index + 1 : index;
    const alias = nameOf(nodes[named]);
    const isRenamed = alias !== null && nodes[named + 1]?.kind === 'group';
    index -= 1;
    if (parts.length > 0 && !isFunction) found.push({ name: parts, alias, isRenamed });
  }
  return found;
}

/** The queries in brackets, however deep, without those within them. */
function queriesWithin(nodes: readonly SqlNode[]): readonly (readonly SqlNode[])[] {
  return nodes.flatMap((node) => {
    if (node.kind !== 'group') return [];
    return isQuery(node.nodes) ? [node.nodes] : queriesWithin(node.nodes);
  });
}

function isQuery(nodes: readonly SqlNode[]): boolean {
  const [first] = nodes;
  if (first?.kind === 'group') return nodes.some((node) => isWord(node, 'UNION', 'INTERSECT', 'EXCEPT'));
  return isWord(first, 'SELECT', 'WITH', 'TABLE', 'VALUES');
}

/** `TABLE(...)`: a function that may read tables handed to it. */
function handsTableOn(nodes: readonly SqlNode[]): boolean {
  return nodes.some((node, index) => {
    if (node.kind === 'group') return handsTableOn(node.nodes);
    return isWord(node, 'TABLE') && nodes[index + 1]?.kind === 'group';
  });
}

/** A column of USING is that of either table, so that a condition on it may come too late to leave partitions out. */
function hasUsing(nodes: readonly SqlNode[]): boolean {
  return nodes.some((node) => isWord(node, 'USING') || (node.kind === 'group' && hasUsing(node.nodes)));
}

function concerns({ qualifier }: Condition, name: readonly string[], alias: string | null): boolean {
  return qualifier === null || qualifier === (alias ?? name.at(-1));
}

function nameOf(node: SqlNode | undefined): string | null {
  if (node?.kind === 'name') return node.text.toLowerCase();
  return node?.kind === 'word' && !isWord(node, ...KEYWORDS) ? node.text.toLowerCase() : null;
}

/** Whether a clause behind FROM and WHERE begins here. Most of their words may be names as well. */
function isClause(nodes: readonly SqlNode[], index: number): boolean {
  const [word, next, behind, last] = nodes.slice(index, index + 4);
  if (isWord(word, 'GROUP', 'ORDER')) return isWord(next, 'BY');
  if (isWord(word, 'LIMIT', 'OFFSET'))
    return next?.kind === 'number' || next?.kind === 'parameter' || isWord(next, 'ALL');
  if (isWord(word, 'FETCH')) return isWord(next, 'FIRST', 'NEXT');
  if (isWord(word, 'WINDOW')) return isWord(behind, 'AS') && last?.kind === 'group';
  return isWord(word, 'HAVING');
}

/** Words behind a table that are no alias of it. */
const KEYWORDS: readonly string[] = [
  ...['GROUP', 'HAVING', 'ORDER', 'WHERE', 'ON', 'USING', 'JOIN', 'LEFT', 'RIGHT', 'FULL', 'INNER', 'OUTER', 'CROSS'],
  ...['NATURAL', 'LATERAL', 'TABLESAMPLE', 'UNION', 'INTERSECT', 'EXCEPT', 'AS', 'SELECT', 'FROM'],
];
