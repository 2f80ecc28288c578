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
  if (tree === null || isWord(tree[0], 'SHOW', 'DESCRIBE', 'DESC')) return tree === null ? null : [];
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
  const rest = block.findIndex((node, index) => index > Math.max(from, where) && isWord(node, ...CLAUSES));
  const end = rest === -1 ? block.length : rest;
  const conditions = where === -1 ? [] : conditionsOf(block.slice(where + 1, end), values);
  const named = isWord(block[0], 'TABLE') ? block.slice(1) : from === -1 ? [] : block.slice(from + 1, end);
  const sources = named.slice(0, named.findIndex((node) => isWord(node, 'WHERE')) >>> 0);

  const uses: TableUse[] = [];
  for (const { name, alias } of sourcesOf(sources)) {
    if (uses.length > MAX_USES) return uses;
    const known = name.length === 1 ? queries.get(name[0] ?? '') : undefined;
    if (known !== undefined) uses.push(...known);
    else uses.push({ name, conditions: conditions.filter((condition) => concerns(condition, name, alias)) });
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
    const alias = nameOf(nodes[isWord(nodes[index], 'AS') ? index + 1 : index]);
    index -= 1;
    if (parts.length > 0 && !isFunction) found.push({ name: parts, alias });
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

function isQuery([first]: readonly SqlNode[]): boolean {
  return isWord(first, 'SELECT', 'WITH', 'TABLE', 'VALUES');
}

function concerns({ qualifier }: Condition, name: readonly string[], alias: string | null): boolean {
  return qualifier === null || qualifier === (alias ?? name.at(-1));
}

function nameOf(node: SqlNode | undefined): string | null {
  if (node?.kind === 'name') return node.text.toLowerCase();
  return node?.kind === 'word' && !isWord(node, ...KEYWORDS) ? node.text.toLowerCase() : null;
}

/** Words that end a WHERE or FROM clause. */
const CLAUSES: readonly string[] = ['GROUP', 'HAVING', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH', 'WINDOW'];
/** Words behind a table that are no alias of it. */
const KEYWORDS: readonly string[] = [
  ...CLAUSES,
  ...['WHERE', 'ON', 'USING', 'JOIN', 'LEFT', 'RIGHT', 'FULL', 'INNER', 'OUTER', 'CROSS', 'NATURAL', 'LATERAL'],
  ...['TABLESAMPLE', 'UNION', 'INTERSECT', 'EXCEPT', 'AS', 'SELECT', 'FROM'],
];
