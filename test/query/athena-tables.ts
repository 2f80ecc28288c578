import { shippedTables } from '../../src/query/catalog.ts';
import { fillDefinition } from '../../src/query/definition.ts';
import type { ServedTable } from './athena-server.ts';

/** A shipped definition as the catalog tells of it once it has run. */
export function servedTable(name: string, given: Readonly<Record<string, string>>): ServedTable {
  const table = shippedTables().find((known) => known.name === name);
  if (table === undefined) throw new Error(`no definition ${name}`);
  const sql = fillDefinition(table, new Map(Object.entries(given)));
  const keys = /^PARTITIONED BY \((.*)\)$/m.exec(sql)?.[1] ?? '';
  const location = /^LOCATION '(.*)'$/m.exec(sql)?.[1];
  const properties = /TBLPROPERTIES \((.*)\)/s.exec(sql)?.[1] ?? '';
  return {
    PartitionKeys: [...keys.matchAll(/`(\w+)` (\w+)/g)].map(([, column = '', type = '']) => ({
      Name: column,
      Type: type.toLowerCase(),
    })),
    Parameters: {
      EXTERNAL: 'TRUE',
      ...(location === undefined ? {} : { location }),
      ...Object.fromEntries(
        [...properties.matchAll(/'([^']*)' = '([^']*)'/g)].map(([, property = '', value = '']) => [property, value]),
      ),
    },
  };
}
