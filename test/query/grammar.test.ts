import { HiveSQL } from 'dt-sql-parser/dist/parser/hive/index.js';
import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { describe, expect, it } from 'vitest';
import { tableUses } from '../../src/query/athena/scan/table-uses.ts';
import { bindParameters, parameterNames } from '../../src/query/bind.ts';
import { shippedQueries, shippedTables } from '../../src/query/catalog.ts';

const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['location', 's3://acme-logs/AWSLogs/'],
  ['accounts', '111122223333,444455556666'],
  ['regions', 'eu-west-1,us-east-1'],
  ['since', '2024/01/01'],
]);

describe.each(shippedQueries())('query $name', ({ sql, header }) => {
  it('parses as Trino once its parameters are bound', () => {
    const values = new Map(parameterNames(sql).map((name) => [name, { type: 'string', value: '' } as const]));
    expect(new TrinoSQL().validate(bindParameters(sql, values).sql)).toEqual([]);
  });

  it('reads each of its tables once, also where Athena writes its WITH clauses out', () => {
    const values = new Map(parameterNames(sql).map((name) => [name, { type: 'string', value: '' } as const]));
    const uses = tableUses(bindParameters(sql, values).sql, []) ?? [];
    expect(uses.flatMap(({ name }) => name).sort()).toEqual([...header.tables].sort());
  });

  it('declares what it uses and nothing else', () => {
    const names = header.parameters.map(({ name }) => name);
    const used = parameterNames(sql);
    const referred = header.parameters.flatMap(
      (parameter) => /^@(\w+?)(?:[+-]|$)/.exec(parameter.default ?? '')?.[1] ?? [],
    );
    expect([...new Set([...used, ...referred])].sort()).toEqual([...names].sort());
    expect(header.title).not.toBeNull();
    expect(header.question).toMatch(/\?$/);
    for (const table of header.tables) expect(sql).toContain(`FROM ${table}`);
  });
});

describe.each(shippedTables())('table definition $name', ({ name, sql }) => {
  it('parses as the engine that Athena hands it to', () => {
    const filled = sql.replace(/\{\{(\w+)\}\}/g, (_, parameter: string) => EXAMPLES.get(parameter) ?? '');
    expect(filled).not.toContain('{{');
    const parser = name.endsWith('_view') ? new TrinoSQL() : new HiveSQL();
    expect(parser.validate(filled)).toEqual([]);
  });
});
