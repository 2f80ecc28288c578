import { ACCESS_LOG_COLUMNS, type AccessLogColumn } from '../../records/athena/access-log-columns.ts';

/** Columns of access logs that hold numbers; the rest is text. */
const NUMERIC_COLUMNS: ReadonlySet<AccessLogColumn> = new Set(['bytessent', 'objectsize']);

/**
 * The tables that the shipped definitions make in Athena, with the same columns and types, partition columns
 * included, and the hidden column `$path` of Trino.
 * https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-org-wide-trail.html
 */
const ACCESS_LOG_TABLE = `CREATE TABLE s3_access_logs (
  ${ACCESS_LOG_COLUMNS.map((name) => `"${name}" ${NUMERIC_COLUMNS.has(name) ? 'BIGINT' : 'VARCHAR'}`).join(',\n  ')},
  "timestamp" VARCHAR,
  "$path" VARCHAR
)`;

/** Name and type of each column, the partition columns last. */
const CLOUDTRAIL_COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['eventversion', 'VARCHAR'],
  [
    'useridentity',
    `STRUCT(
      type VARCHAR, principalid VARCHAR, arn VARCHAR, accountid VARCHAR, invokedby VARCHAR, accesskeyid VARCHAR,
      username VARCHAR,
      onbehalfof STRUCT(userid VARCHAR, identitystorearn VARCHAR),
      sessioncontext STRUCT(
        attributes STRUCT(mfaauthenticated VARCHAR, creationdate VARCHAR),
        sessionissuer STRUCT(type VARCHAR, principalid VARCHAR, arn VARCHAR, accountid VARCHAR, username VARCHAR),
        ec2roledelivery VARCHAR,
        webidfederationdata STRUCT(federatedprovider VARCHAR, attributes MAP(VARCHAR, VARCHAR))))`,
  ],
  ...texts('eventtime', 'eventsource', 'eventname', 'awsregion', 'sourceipaddress', 'useragent'),
  ...texts('errorcode', 'errormessage', 'requestparameters', 'responseelements', 'additionaleventdata'),
  ...texts('requestid', 'eventid', 'readonly'),
  ['resources', 'STRUCT(arn VARCHAR, accountid VARCHAR, type VARCHAR)[]'],
  ...texts('eventtype', 'apiversion', 'recipientaccountid', 'serviceeventdetails', 'sharedeventid'),
  ...texts('vpcendpointid', 'vpcendpointaccountid', 'eventcategory'),
  ['addendum', 'STRUCT(reason VARCHAR, updatedfields VARCHAR, originalrequestid VARCHAR, originaleventid VARCHAR)'],
  ...texts('sessioncredentialfromconsole', 'edgedevicedetails'),
  ['tlsdetails', 'STRUCT(tlsversion VARCHAR, ciphersuite VARCHAR, clientprovidedhostheader VARCHAR)'],
  ...texts('account', 'region', 'timestamp', '$path'),
];

/** Columns that tell where a record lay. */
const PLACES: ReadonlySet<string> = new Set(['account', 'region', 'timestamp', '$path']);

/** All that a row of events says, but for where it came from: columns, and members of those that have members. */
export const CLOUDTRAIL_VALUES: readonly string[] = CLOUDTRAIL_COLUMNS.flatMap(([name, type]) => {
  if (PLACES.has(name)) return [];
  return type === 'VARCHAR' || name === 'resources'
    ? [`"${name}"`]
    : membersIn(type).map((member) => `${name}.${member}`);
});

/** Columns, and members of columns, that hold text. */
export const TEXT_COLUMNS: ReadonlySet<string> = new Set([
  ...ACCESS_LOG_COLUMNS.filter((name) => !NUMERIC_COLUMNS.has(name)),
  ...CLOUDTRAIL_COLUMNS.flatMap(([name, type]) =>
    type === 'VARCHAR' ? [name] : [...type.matchAll(/(\w+) VARCHAR/g)].flatMap(([, member]) => member ?? []),
  ),
]);

/** Ways to what a structure holds at its ends: `sessioncontext.attributes.mfaauthenticated`. */
function membersIn(type: string): string[] {
  const ways: string[] = [];
  const around: string[] = [];
  for (const [, opened, name, , closed] of type.matchAll(/(\w+) STRUCT\(|(\w+) (VARCHAR|MAP\([^)]*\))|(\))/g)) {
    if (opened !== undefined) around.push(opened);
    else if (closed !== undefined) around.pop();
    else if (name !== undefined) ways.push([...around, name].join('.'));
  }
  return ways;
}

/** What a kept database has beside the tables of logs: how it is laid out, and what was loaded. */
const LAYOUT_TABLE = 'CREATE TABLE inventory_forensics_layout (layout INTEGER)';
const SOURCES_TABLE = `CREATE TABLE loaded_sources (
  name VARCHAR, path VARCHAR, kind VARCHAR, sha256 VARCHAR, bytes BIGINT, records BIGINT, rejected BIGINT,
  failure VARCHAR
)`;

/** To be raised with every change of the tables below: older files are then refused. */
export const LAYOUT: number = 1;

/** Makes the tables of a new database. */
export const TABLES: readonly string[] = [
  ACCESS_LOG_TABLE,
  `CREATE TABLE cloudtrail_logs (${CLOUDTRAIL_COLUMNS.map(([name, type]) => `"${name}" ${type}`).join(',\n')})`,
  SOURCES_TABLE,
  LAYOUT_TABLE,
  `INSERT INTO inventory_forensics_layout VALUES (${LAYOUT})`,
];

/** The table that events pass through as JSON text. */
export const ARRIVING: string = 'CREATE TEMPORARY TABLE arriving (event VARCHAR)';

/** Moves the events that have arrived into their table. */
export const TAKE_ARRIVED: string = `INSERT INTO cloudtrail_logs SELECT unnest(CAST(CAST(event AS JSON) AS STRUCT(
  ${CLOUDTRAIL_COLUMNS.map(([name, type]) => `"${name}" ${type}`).join(',\n')}))) FROM arriving`;

function texts(...names: readonly string[]): readonly (readonly [string, string])[] {
  return names.map((name) => [name, 'VARCHAR'] as const);
}
