import { type AthenaClient, GetTableMetadataCommand } from '@aws-sdk/client-athena';
import { callWords, isAbsent } from '../failure.ts';
import type { CatalogTable } from './table-partitions.ts';

/** Where a table is looked for when its name does not say. */
export interface CatalogPlace {
  readonly catalog: string | null;
  readonly database: string | null;
  /** Needed for catalogs that know users of IAM Identity Center. */
  readonly workgroup: string | null;
}

/** What the catalog says of a name. */
export type Found =
  | { readonly kind: 'table'; readonly table: CatalogTable }
  /** The tables that it reads are not told. */
  | { readonly kind: 'view' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-told'; readonly why: string };

const DEFAULT_CATALOG = 'AwsDataCatalog';
const DEFAULT_DATABASE = 'default';

/** The full name of a table: catalog, database, name. */
export function fullName(
  name: readonly string[],
  { catalog, database }: CatalogPlace,
): readonly [string, string, string] {
  const [table = '', inDatabase, inCatalog] = [...name].reverse();
  return [inCatalog ?? catalog ?? DEFAULT_CATALOG, inDatabase ?? database ?? DEFAULT_DATABASE, table];
}

/**
 * Asks the catalog of Athena for a table.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_GetTableMetadata.html
 *
 * @throws what is no answer of AWS, of the network or of the credentials
 */
export async function findTable(
  client: AthenaClient,
  [catalog, database, name]: readonly [string, string, string],
  workgroup: string | null,
): Promise<Found> {
  try {
    const { TableMetadata: found } = await client.send(
      new GetTableMetadataCommand({
        CatalogName: catalog,
        DatabaseName: database,
        TableName: name,
        WorkGroup: workgroup ?? undefined,
      }),
    );
    if (/view/i.test(found?.TableType ?? '')) return { kind: 'view' };
    const properties = new Map(
      Object.entries(found?.Parameters ?? {}).map(([property, value]) => [property.toLowerCase(), value]),
    );
    const partitionColumns = (found?.PartitionKeys ?? []).map((column) => ({
      name: (column.Name ?? '').toLowerCase(),
      isNumber: NUMBERS.has((column.Type ?? '').toLowerCase()),
    }));
    return { kind: 'table', table: { location: properties.get('location') ?? null, properties, partitionColumns } };
  } catch (error) {
    return isAbsent(error) ? { kind: 'absent' } : { kind: 'not-told', why: callWords(error, 'GetTableMetadata') };
  }
}

const NUMBERS: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'integer', 'bigint']);
