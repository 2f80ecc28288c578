import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveDefinition } from '../../src/cli/query/resolve-values.ts';
import { shippedTables } from '../../src/query/catalog.ts';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';

let database: LocalDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

function definition(name: string, params: Readonly<Record<string, string>>): string {
  const table = shippedTables().find((known) => known.name === name);
  if (table === undefined) throw new Error(`no definition ${name}`);
  return resolveDefinition(table, {
    pairs: new Map(Object.entries(params)),
    since: table.header.parameters.some((parameter) => parameter.name === 'since') ? '2024-01-01' : undefined,
    now: Date.UTC(2026, 1, 20),
  });
}

const TRAIL = { location: 's3://acme-logs/AWSLogs/', accounts: '111122223333,444455556666', regions: 'eu-west-1' };
const LOGS = { location: 's3://acme-logs/access-logs/444455556666/eu-west-1/acme-reports/' };

/** Columns in Hive's types, partition columns last. */
function columnsOf(sql: string): string[] {
  const [, columns = ''] = /\(\n(.*?)\n\)/s.exec(sql) ?? [];
  const [, partitions = ''] = /PARTITIONED BY \((.*?)\)/.exec(sql) ?? [];
  const ofPartitions = partitions.split(', ').filter(Boolean);
  return [...columns.split(/,\n {2}(?=`)/), ...ofPartitions].map((column) => column.replace(/\s+/g, ' ').trim());
}

/** A type of Hive as the local engine spells it. */
function localType(type: string): string {
  const text = type.trim();
  const inner = /^(STRUCT|ARRAY|MAP)<(.*)>$/s.exec(text);
  if (inner === null) return text === 'STRING' ? 'VARCHAR' : text;
  const parts = membersOf(inner[2] ?? '');
  if (inner[1] === 'ARRAY') return `${localType(parts[0] ?? '')}[]`;
  if (inner[1] === 'MAP') return `MAP(${parts.map(localType).join(', ')})`;
  const members = parts.map((part) => {
    const [name = '', ...rest] = part.split(':');
    return `${name.trim()} ${localType(rest.join(':'))}`;
  });
  return `STRUCT(${members.join(', ')})`;
}

/** Splits at the commas that stand in no brackets of their own. */
function membersOf(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '<') depth++;
    if (character === '>') depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts;
}

describe('the tables of both engines', () => {
  it.each([
    ['cloudtrail_logs', TRAIL],
    ['s3_access_logs', LOGS],
  ])('%s has the same columns and types on this machine, and "$path" besides', async (name, params) => {
    const there = columnsOf(definition(name, params)).map((column) => {
      const [, column_name, type = ''] = /^`(\w+)` (.*)$/s.exec(column) ?? [];
      return [column_name, localType(type)];
    });
    const here = (await database.connection.runAndReadAll(`DESCRIBE ${name}`)).getRows();
    const spelt = here.map(([column, type]) => [String(column), String(type).replaceAll('"', '')]);
    expect(spelt).toEqual([...there, ['$path', 'VARCHAR']]);
    expect(there.length).toBeGreaterThan(27);
  });

  it('access logs are read alike, with date folders and without', () => {
    const byDay = columnsOf(definition('s3_access_logs', LOGS));
    expect(columnsOf(definition('s3_access_logs_flat', { location: LOGS.location }))).toEqual(byDay.slice(0, -1));
  });
});

/** The folder of a partition, as the projection of a definition has it. */
function partition(sql: string, values: Readonly<Record<string, string>>): string {
  const [, template = ''] = /'storage\.location\.template' = '(.*)'/.exec(sql) ?? [];
  return template.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

describe('the partitions of the definitions', () => {
  it('are the folders that CloudTrail writes to, of one account or of an organization', () => {
    const folder = 'samples/deny-by-ip';
    const files = readdirSync(join(folder, 'AWSLogs'), { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    expect(files.length).toBeGreaterThan(10);
    const sql = definition('cloudtrail_logs', TRAIL);
    for (const file of files) {
      const key = file.parentPath.slice(folder.length + 1);
      const [, account = '', , region = '', ...day] = key.split('/');
      const values = { account, region, timestamp: day.join('/') };
      expect(partition(sql, values)).toBe(`s3://acme-logs/${key}`);
    }
    const organization = definition('cloudtrail_logs', {
      ...TRAIL,
      location: 's3://acme-logs/x/AWSLogs/o-a1b2c3d4e5/',
    });
    expect(partition(organization, { account: '111122223333', region: 'eu-west-1', timestamp: '2026/02/10' })).toBe(
      's3://acme-logs/x/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-west-1/2026/02/10',
    );
    expect(sql).toContain("'projection.account.values' = '111122223333,444455556666'");
    expect(sql).toContain("'projection.timestamp.range' = '2024/01/01,NOW'");
  });

  it('are the folders of access logs with date-partitioned keys', () => {
    expect(partition(definition('s3_access_logs', LOGS), { timestamp: '2026/02/10' })).toBe(
      's3://acme-logs/access-logs/444455556666/eu-west-1/acme-reports/2026/02/10',
    );
  });
});
