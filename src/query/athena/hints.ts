import { shippedTables } from '../catalog.ts';

/** What can be done about what Athena, its engine or the SDK says, with the next command; null where nothing is known. */
export function hintFor(text: string): string | null {
  for (const [pattern, hint] of HINTS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const words = typeof hint === 'string' ? hint : hint(found);
    if (words !== null) return words;
  }
  return null;
}

/** The command that makes a table of the shipped definitions; null for any other table. */
export function tableCommand(table: string, database: string | null, makesDatabase: boolean = false): string | null {
  const definition = shippedTables().find(({ name }) => name === table);
  if (definition === undefined) return null;
  const place = database === null ? '' : ` --database ${database}`;
  const values = definition.header.parameters.map(({ name, type }) =>
    type === 'date' ? ' --since DAY' : ` --param ${name}=...`,
  );
  return `query ${table} --create-tables${makesDatabase ? ' --create-database' : ''}${place}${values.join('')}`;
}

/** The first that fits is told. */
const HINTS: readonly (readonly [RegExp, string | ((found: RegExpExecArray) => string | null)])[] = [
  [
    /not authorized to perform:? ([a-z0-9-]{1,40}:[A-Za-z]{1,80})/,
    ([, action]) => `${action} is missing; what Athena needs stands under Permissions in docs/queries.md`,
  ],
  [
    /No output location|output location is required/i,
    'give --output-location s3://BUCKET/PREFIX/ or a --workgroup that has one',
  ],
  [
    /writing output to url|(?:verify|create) output bucket/i,
    'results need s3:GetBucketLocation, s3:PutObject and s3:GetObject where they go, and the key there if it has one; or give another --output-location s3://BUCKET/PREFIX/',
  ],
  [
    /S3 location provided to save your query results is invalid/i,
    'give the --output-location s3://BUCKET/PREFIX/ of a bucket in the Region of the query',
  ],
  [/workgroup.*(?:not found|does not exist)/i, 'name one with --workgroup'],
  [
    /(?:SCHEMA_NOT_FOUND.*?Schema '|Database does not exist: |Database )([a-z0-9_]{1,255})\b(?:' does not exist| not found|$)/is,
    ([, database = '']) =>
      `name another with --database, or ${tableCommand('cloudtrail_logs', database, true)} makes it`,
  ],
  [/MISSING_SCHEMA_NAME|Schema must be specified/i, 'name the database of the tables with --database'],
  [
    /TABLE_NOT_FOUND.*?'(?:[^'.]*\.)?([^'.]*)\.(\w+)'/is,
    ([, database = '', table = '']) => {
      const command = tableCommand(table, database);
      return command === null ? null : `${command} makes it`;
    },
  ],
  [/TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND/, 'is it in another --database or --catalog?'],
  [
    /injected projected partition column (\w+)/,
    ([, column]) => `add ${column} = '...' to WHERE: the table has no list of its values`,
  ],
  [
    /bytes scanned limit/i,
    "the workgroup's bound on one query: narrow it with --since and --until, or take another --workgroup",
  ],
  [
    /HIVE_CANNOT_OPEN_SPLIT.*Access ?Denied|PERMISSION_DENIED|Access ?Denied \(Service: Amazon S3/is,
    'the caller may not read the logs: s3:ListBucket and s3:GetObject are needed where they lie, and kms:Decrypt where they are encrypted',
  ],
  [/TooManyRequests|Throttl/, 'too many queries or calls at once: ask again later'],
  [/CredentialsProviderError|Could not load credentials/, 'name a profile with --profile, or sign in'],
  [/ExpiredToken/, 'sign in again (aws sso login)'],
  [/region is missing/i, 'give --region REGION, or set AWS_REGION'],
];
