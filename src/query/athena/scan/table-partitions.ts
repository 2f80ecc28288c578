import type { Instant } from '../../../instant.ts';
import { parseS3Uri, type S3Uri } from '../../../sources/s3-uri.ts';
import { type Condition, mayMeet } from './conditions.ts';
import { type ProjectedColumn, projectColumn } from './projection.ts';

/** A table as the catalog describes it. */
export interface CatalogTable {
  /** Folder of the data; null where the catalog has none, as for views. */
  readonly location: string | null;
  /** Properties, their names in small letters. */
  readonly properties: ReadonlyMap<string, string>;
  readonly partitionColumns: readonly { readonly name: string; readonly isNumber: boolean }[];
}

/** One partition that a statement reads. */
export interface Partition {
  /** Folder of its objects; the prefix ends in a slash. */
  readonly place: S3Uri;
  /** Its value of each partition column. */
  readonly values: readonly string[];
  /** How far its values are from the first of each column, which tells whether two are neighbours. */
  readonly steps: readonly number[];
}

/** The partitions of a table that says by rule which there are. */
export interface ProjectedPartitions {
  readonly kind: 'partitions';
  readonly read: readonly Partition[];
  /** How many the table has. */
  readonly total: number;
  readonly columns: readonly { readonly name: string; readonly isDate: boolean }[];
  /** The column whose value stands last in the keys. */
  readonly innermost: number;
}

/** What a statement reads of a table. */
export type TablePartitions =
  | ProjectedPartitions
  /** Everything below a folder, with why that is all that can be told; null for a table without partitions. */
  | {
      readonly kind: 'whole';
      readonly place: S3Uri;
      readonly reason: string | null;
      /** Whether there may be partitions that do not lie below the folder. */
      readonly mayLieElsewhere: boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** More partitions are not listed one by one. */
const MAX_PARTITIONS = 100_000;

/**
 * The partitions that a statement must read, worked out from the table's projection as Athena does it.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html
 *
 * @param conditions what the rows must meet; those of other columns do not matter
 * @param now what NOW in a range stands for
 */
export function tablePartitions(table: CatalogTable, conditions: readonly Condition[], now: Instant): TablePartitions {
  const { location, properties, partitionColumns } = table;
  const isProjected = properties.get('projection.enabled')?.trim().toLowerCase() === 'true';
  if (/symlink/i.test(properties.get('inputformat') ?? '')) {
    return { kind: 'unknown', reason: 'its files are symbolic links to those that are read' };
  }
  if (partitionColumns.length === 0) return whole(location ?? '', null);
  if (!isProjected) return whole(location ?? '', OF_CATALOG, true);
  const template = templateOf(table);
  const columns: { name: string; values: readonly Value[]; total: number; isDate: boolean }[] = [];
  for (const column of partitionColumns) {
    const about = conditions.filter((condition) => condition.column === column.name);
    const projected = projectColumn(column.name, properties, now);
    if (projected.kind === 'unknown') return whole(staticPart(template), projected.reason);
    const known = projected.kind === 'injected' ? injected(about) : projected;
    if (known === null) {
      return {
        kind: 'unknown',
        reason: `its column ${column.name} is injected: the statement must say ${column.name} = ...`,
      };
    }
    const values = known.values
      .map((text, step) => ({ text, step }))
      .filter(({ text }) => about.every((condition) => mayMeet(condition, text, column.isNumber)));
    columns.push({ name: column.name, values, total: known.values.length, isDate: known.isDate });
  }
  const count = columns.reduce((product, { values }) => product * values.length, 1);
  if (count > MAX_PARTITIONS) return whole(staticPart(template), `it has more than ${MAX_PARTITIONS} such partitions`);
  const read = combinations(columns.map(({ values }) => values)).map((values) =>
    partitionOf(template, columns, values),
  );
  const placed = read.filter((partition) => partition !== null);
  if (placed.length < read.length)
    return { kind: 'unknown', reason: 'its storage.location.template is no place in S3' };
  return {
    kind: 'partitions',
    read: placed,
    total: columns.reduce((product, { total }) => product * total, 1),
    columns: columns.map(({ name, isDate }) => ({ name, isDate })),
    innermost: innermostOf(template, columns),
  };
}

function innermostOf(template: string, columns: readonly { readonly name: string }[]): number {
  const places = columns.map(({ name }) => template.toLowerCase().lastIndexOf(`\${${name}}`));
  return places.indexOf(Math.max(...places));
}

interface Value {
  readonly text: string;
  readonly step: number;
}

/** Values of an injected column come from `column = value` and `column IN (...)`; null where there is none. */
function injected(conditions: readonly Condition[]): Extract<ProjectedColumn, { kind: 'values' }> | null {
  for (const { test } of conditions) {
    if (test.kind === 'one-of') return { kind: 'values', values: test.values.map(String), isDate: false };
  }
  return null;
}

/** Without a template, partitions lie in folders `column=value` below the table's own. */
function templateOf({ location, properties, partitionColumns }: CatalogTable): string {
  const named = properties.get('storage.location.template')?.trim() ?? '';
  if (named !== '') return named;
  const folders = partitionColumns.map(({ name }) => `${name}=\${${name}}/`);
  return `${(location ?? '').replace(/\/?$/, '/')}${folders.join('')}`;
}

function staticPart(template: string): string {
  const end = template.indexOf('${');
  return end === -1 ? template : template.slice(0, end);
}

function partitionOf(
  template: string,
  columns: readonly { readonly name: string }[],
  values: readonly Value[],
): Partition | null {
  const filled = new Map(columns.map(({ name }, index) => [name, values[index]?.text ?? '']));
  const uri = template.replace(/\$\{([^}]*)\}/g, (place, name: string) => filled.get(name.toLowerCase()) ?? place);
  const place = placeOf(uri);
  if (place === null) return null;
  return { place, values: values.map(({ text }) => text), steps: values.map(({ step }) => step) };
}

const OF_CATALOG = 'its partitions are in the catalog, which is not asked for them, and may lie elsewhere';

function whole(uri: string, reason: string | null, mayLieElsewhere = false): TablePartitions {
  const place = placeOf(uri, false);
  if (place === null) return { kind: 'unknown', reason: 'the catalog names no place in S3 for it' };
  return { kind: 'whole', place, reason, mayLieElsewhere };
}

/** A folder, with the slash that Athena adds where there is none; null for what is no place in S3. */
function placeOf(uri: string, isFolder = true): S3Uri | null {
  const match = /^s3[an]?:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(uri);
  if (match === null) return null;
  const { bucket, prefix } = parseS3Uri(`s3://${match[1]}/`);
  const path = match[2] ?? prefix;
  return { bucket, prefix: isFolder && path !== '' ? path.replace(/\/?$/, '/') : path };
}

function combinations(columns: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  let found: (readonly Value[])[] = [[]];
  for (const values of columns) found = found.flatMap((begun) => values.map((value) => [...begun, value]));
  return found;
}
