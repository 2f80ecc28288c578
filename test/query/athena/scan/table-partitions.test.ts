import { describe, expect, it } from 'vitest';
import { type CatalogTable, tablePartitions } from '../../../../src/query/athena/scan/table-partitions.ts';
import { tableUses } from '../../../../src/query/athena/scan/table-uses.ts';

const NOW = Date.UTC(2026, 1, 3);

/** Placeholders as Athena writes them: `<day>` for that of day. */
function braced(text: string): string {
  return text.replace(/<(\w+)>/g, (_, name: string) => `$\{${name}}`);
}

function tableOf(properties: Readonly<Record<string, string>>, columns: readonly string[]): CatalogTable {
  return {
    location: 's3://acme-logs/data',
    properties: new Map(Object.entries(properties)),
    partitionColumns: columns.map((column) => ({ name: column.replace('#', ''), isNumber: column.startsWith('#') })),
  };
}

const DAILY = {
  'projection.enabled': 'true',
  'projection.day.type': 'date',
  'projection.day.format': 'yyyy/MM/dd',
  'projection.day.range': '2026/02/01,NOW',
};

function partitionsOf(table: CatalogTable, where = '1 = 1') {
  const [use] = tableUses(`SELECT * FROM t WHERE ${where}`, []) ?? [];
  return tablePartitions(table, use?.conditions ?? [], NOW);
}

/** The places that are read, as URIs. */
function placesOf(table: CatalogTable, where?: string): readonly string[] {
  const found = partitionsOf(table, where);
  return found.kind === 'partitions' ? found.read.map(({ place }) => `s3://${place.bucket}/${place.prefix}`) : [];
}

describe('the partitions of a table', () => {
  it('lie where its template says, in folders', () => {
    const table = tableOf({ ...DAILY, 'storage.location.template': braced('s3://acme-logs/x/<day>') }, ['day']);
    expect(placesOf(table, "day >= '2026/02/02'")).toEqual([
      's3://acme-logs/x/2026/02/02/',
      's3://acme-logs/x/2026/02/03/',
    ]);
    expect(partitionsOf(table)).toMatchObject({ total: 3, columns: [{ name: 'day', isDate: true }], innermost: 0 });
  });

  it('lie below the table where there is no template', () => {
    const table = tableOf({ ...DAILY, 'projection.hour.type': 'integer', 'projection.hour.range': '8,10' }, [
      'day',
      '#hour',
    ]);
    expect(placesOf(table, "day = '2026/02/01' AND hour > 8")).toEqual([
      's3://acme-logs/data/day=2026/02/01/hour=9/',
      's3://acme-logs/data/day=2026/02/01/hour=10/',
    ]);
  });

  it('know which column stands last in the keys', () => {
    const properties = {
      ...DAILY,
      'projection.region.type': 'enum',
      'projection.region.values': 'eu-west-1,us-east-1',
    };
    const innermost = (template: string) => {
      const found = partitionsOf(tableOf({ ...properties, 'storage.location.template': template }, ['region', 'day']));
      return found.kind === 'partitions' ? found.innermost : null;
    };
    expect([innermost(braced('s3://b00/<region>/<day>')), innermost(braced('s3://b00/<day>/<region>/x'))]).toEqual([
      1, 0,
    ]);
  });

  it('of an injected column are those that the statement names', () => {
    const injected = {
      ...DAILY,
      'projection.account.type': 'injected',
      'storage.location.template': braced('s3://acme-logs/<account>/<day>/'),
    };
    const table = tableOf(injected, ['account', 'day']);
    expect(placesOf(table, "day = '2026/02/01' AND account IN ('1', '2')")).toEqual([
      's3://acme-logs/1/2026/02/01/',
      's3://acme-logs/2/2026/02/01/',
    ]);
    expect(partitionsOf(table)).toEqual({
      kind: 'unknown',
      reason: 'its column account is injected: the statement must say account = ...',
    });
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], string, RegExp | null]>([
    ['there are none', {}, [], 'data', null],
    ['they are in the catalog', {}, ['day'], 'data', /in the catalog/],
    ['projection is off', { ...DAILY, 'projection.enabled': 'false' }, ['day'], 'data', /in the catalog/],
    [
      'a rule is not understood',
      { ...DAILY, 'projection.day.format': 'EEE', 'storage.location.template': braced('s3://acme-logs/x/<day>') },
      ['day'],
      'x/',
      /projection\.day\.format/,
    ],
    [
      'they are too many',
      { ...DAILY, 'projection.n.type': 'integer', 'projection.n.range': '0,90000' },
      ['day', 'n'],
      'data/day=',
      /more than 100000/,
    ],
  ])('are not told apart when %s: everything below a folder is read', (_, properties, columns, prefix, reason) => {
    const found = partitionsOf(tableOf(properties, columns));
    expect(found).toEqual({
      kind: 'whole',
      place: { bucket: 'acme-logs', prefix },
      reason: reason === null ? null : expect.stringMatching(reason),
      // Partitions of the catalog may lie anywhere.
      mayLieElsewhere: reason?.source === 'in the catalog',
    });
  });

  it('are not known of a table whose files only name those that are read, as those of an inventory in Hive do', () => {
    const table = tableOf({ inputformat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat' }, ['dt']);
    expect(partitionsOf(table)).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/symbolic links/) });
  });

  it.each([braced('hdfs://x/<day>'), braced('s3://-<day>/x'), braced('s3://UPPER/<day>')])(
    'are not known when they lie in %s',
    (template) => {
      const found = partitionsOf(tableOf({ ...DAILY, 'storage.location.template': template }, ['day']));
      expect(found).toEqual({ kind: 'unknown', reason: 'its storage.location.template is no place in S3' });
    },
  );

  it('are not known of a table that lies nowhere', () => {
    expect(partitionsOf({ location: null, properties: new Map(), partitionColumns: [] })).toMatchObject({
      kind: 'unknown',
    });
  });
});
