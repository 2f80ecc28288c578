import { stringify } from 'yaml';
import type { JsonObject } from '../../src/json.ts';
import { accessLogRow } from '../../src/query/duckdb/access-log-row.ts';
import { parseAccessLogLine } from '../../src/records/access-log/parse-line.ts';
import { ACCESS_LOG_COLUMNS } from '../../src/records/athena/access-log-columns.ts';
import type { TrailEvent } from '../fabricate/events/event.ts';
import { consoleCsv } from '../fabricate/lookup-events.ts';
import { ocsfEvent } from '../fabricate/security-lake.ts';

/** A form that one part of the evidence of an incident comes in. */
export interface IncidentForm<Part> {
  readonly form: string;
  /** What it lost, so that less is said of the incident; null where the same is said. */
  readonly less: string | null;
  /** How it is exported. */
  readonly get: string;
  readonly pack: (part: Part) => string | Buffer;
  /** The text is made a Parquet file. */
  readonly parquet?: true;
  /** A document that belongs to it. */
  readonly beside?: JsonObject;
}

/** An object of the destination, as any listing knows it. */
export interface Listed {
  readonly key: string;
  readonly lastModified: string;
}

const LOOKUP = 'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=BUCKET';
const LIST = 'aws s3api list-objects-v2 --bucket DESTINATION --prefix PREFIX';

/** Forms of CloudTrail beside its envelopes. */
export const TRAIL_FORMS: readonly IncidentForm<readonly JsonObject[]>[] = [
  {
    form: 'LookupEvents as YAML',
    less: null,
    get: `${LOOKUP} --output yaml > events.yaml`,
    pack: (events) => stringify({ Events: events.map(lookedUp) }),
  },
  {
    form: 'LookupEvents as text',
    less: null,
    get: `${LOOKUP} --output text > events.txt`,
    pack: (events) => events.map((event) => `EVENTS\t${JSON.stringify(event)}\t${event['eventID']}\n`).join(''),
  },
  {
    form: 'rows of the CloudTrail table of Athena, as CSV',
    less: 'members that the table has no column for',
    get: 'aws s3 cp s3://QUERY-RESULTS/QUERY-EXECUTION-ID.csv events.csv',
    pack: (events) => csvOf(events.map(trailRow)),
  },
  {
    form: 'the same as JSON of GetQueryResults',
    less: 'members that the table has no column for',
    get: 'aws athena get-query-results --query-execution-id QUERY-EXECUTION-ID --output json > results.json',
    pack: (events) => resultSetOf(events.map(trailRow)),
  },
  {
    form: 'event history of the console, as CSV',
    less: 'what was asked for: a policy that was put is not known',
    get: 'CloudTrail console: Event history, Download events, Download as CSV',
    pack: (events) => Buffer.from(consoleCsv('', events as readonly TrailEvent[]).bytes),
  },
  {
    form: 'Security Lake, as Parquet, parameters kept',
    less: 'members that OCSF has no place for',
    get: 'aws s3 cp --recursive s3://SECURITY-LAKE-BUCKET/aws/CLOUD_TRAIL_MGMT/2.0/region=REGION/accountId=ACCOUNT/ lake/',
    pack: (events) => linesOf(events.map((event) => ocsfEvent(event, 'whole'))),
    parquet: true,
  },
  {
    form: 'Security Lake, as Parquet, parameters lost',
    less: 'what was asked for: a policy that was put is not known',
    get: 'the same, of a source of the first version',
    pack: (events) => linesOf(events.map((event) => ocsfEvent(event, 'lost'))),
    parquet: true,
  },
];

/** Forms of a listing of the destination. */
export const LISTING_FORMS: readonly IncidentForm<readonly Listed[]>[] = [
  {
    form: 'ListObjectVersions',
    less: null,
    get: 'aws s3api list-object-versions --bucket DESTINATION --prefix PREFIX --output json > versions.json',
    pack: (objects) =>
      JSON.stringify({
        Versions: objects.map(({ key, lastModified }) => ({
          Key: key,
          LastModified: lastModified,
          IsLatest: true,
          ETag: 'a',
        })),
      }),
  },
  {
    form: 'ListObjectsV2 as YAML',
    less: null,
    get: `${LIST} --output yaml > listing.yaml`,
    pack: (objects) =>
      stringify({ Contents: objects.map(({ key, lastModified }) => ({ Key: key, LastModified: lastModified })) }),
  },
  {
    form: 'ListObjectsV2 as text',
    less: null,
    get: `${LIST} --output text > listing.txt`,
    pack: (objects) =>
      objects
        .map(({ key, lastModified }) => `CONTENTS\t"${'0'.repeat(32)}"\t${key}\t${lastModified}\t33\tSTANDARD\n`)
        .join(''),
  },
  {
    form: 'aws s3 ls, with --listing-timezone',
    less: null,
    get: 'aws s3 ls --recursive s3://DESTINATION/PREFIX > ls.txt',
    pack: (objects) =>
      objects.map(({ key, lastModified }) => `${wallClock(lastModified)}         33 ${key}\n`).join(''),
  },
  {
    form: 's5cmd ls as JSON',
    less: null,
    get: "s5cmd --json ls 's3://DESTINATION/PREFIX*' > s5cmd.jsonl",
    pack: (objects) =>
      linesOf(
        objects.map(({ key, lastModified }) => ({
          key: `s3://acme-reports/${key}`,
          last_modified: lastModified,
          type: 'file',
        })),
      ),
  },
  {
    form: 'mc ls as JSON',
    less: null,
    get: 'mc ls --recursive --json ALIAS/DESTINATION/PREFIX > mc.jsonl',
    pack: (objects) =>
      linesOf(
        objects.map(({ key, lastModified }) => ({
          status: 'success',
          type: 'file',
          lastModified,
          key,
          url: 'https://s3.amazonaws.com/acme-reports/',
        })),
      ),
  },
  {
    form: 's3cmd ls',
    less: 'seconds: nothing that rests on its times is proven',
    get: 's3cmd ls --recursive s3://DESTINATION/PREFIX > s3cmd.txt',
    pack: (objects) =>
      objects
        .map(({ key, lastModified }) => `${wallClock(lastModified).slice(0, 16)}   33   s3://acme-reports/${key}\n`)
        .join(''),
  },
  {
    form: 's5cmd ls, with --listing-timezone',
    less: 'the front of keys: what is not listed may be there all the same',
    get: "s5cmd ls 's3://DESTINATION/*' > s5cmd.txt",
    pack: (objects) =>
      objects
        .map(({ key, lastModified }) => `${wallClock(lastModified).replaceAll('-', '/')}      33  ${key}\n`)
        .join(''),
  },
  {
    form: 'inventory of the destination, as Parquet',
    less: 'what came later: what is not listed may be there all the same',
    get: 'aws s3 cp --recursive s3://BUCKET-OF-THAT-INVENTORY/PREFIX/DESTINATION/ID/data/ inventory/',
    pack: (objects) =>
      linesOf(
        objects.map(({ key, lastModified }) => ({ bucket: 'acme-reports', key, last_modified_date: lastModified })),
      ),
    parquet: true,
  },
  {
    form: 'inventory of the destination, as CSV with its manifest',
    less: 'what came later: what is not listed may be there all the same',
    get: 'aws s3 cp --recursive s3://BUCKET-OF-THAT-INVENTORY/PREFIX/DESTINATION/ID/ inventory/',
    pack: (objects) =>
      objects
        .map(
          ({ key, lastModified }) =>
            `"acme-reports","${encodeURIComponent(key)}","33","${lastModified.slice(0, 19)}.000Z"\n`,
        )
        .join(''),
    beside: {
      sourceBucket: 'acme-reports',
      destinationBucket: 'arn:aws:s3:::acme-inventories',
      creationTimestamp: '1771549200000',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size, LastModifiedDate',
      files: [{ key: 'own/acme-reports/everything/data/data.csv.gz' }],
    },
  },
  {
    form: 'keys and times of ListObjectsV2, chosen with --query',
    less: 'the marks of further pages: what is not listed may be there all the same',
    get: `${LIST} --query 'Contents[].[Key,LastModified]' --output text > keys.txt`,
    pack: (objects) => objects.map(({ key, lastModified }) => `${key}\t${lastModified}\n`).join(''),
  },
  {
    form: 'event notifications of S3',
    less: 'what nobody asked to be told of: the lack of one says nothing',
    get: 'aws sqs receive-message --queue-url QUEUE-URL --max-number-of-messages 10 --output json > messages.json',
    pack: (objects) =>
      JSON.stringify({
        Records: objects.map(({ key, lastModified }) => ({
          eventSource: 'aws:s3',
          eventName: 'ObjectCreated:Put',
          eventTime: lastModified,
          s3: { bucket: { name: 'acme-reports' }, object: { key: encodeURIComponent(key) } },
        })),
      }),
  },
  {
    form: 'Object Created of EventBridge',
    less: 'what no rule passed on: the lack of one says nothing',
    get: 'aws s3 cp --recursive s3://BUCKET-OF-THE-RULE/PREFIX events/',
    pack: (objects) =>
      linesOf(
        objects.map(({ key, lastModified }) => ({
          'detail-type': 'Object Created',
          source: 'aws.s3',
          time: lastModified,
          detail: { bucket: { name: 'acme-reports' }, object: { key }, reason: 'PutObject' },
        })),
      ),
  },
];

/** Forms of an access log. */
export const LOG_FORMS: readonly IncidentForm<readonly string[]>[] = [
  {
    form: 'JSON of CloudWatch Logs',
    less: null,
    get: 'aws logs filter-log-events --log-group-name LOG-GROUP --start-time EPOCH-MS --end-time EPOCH-MS --output json > access.json',
    pack: (lines) => linesOf(lines.map(jsonRecord)),
  },
  {
    form: 'rows of the access log table of Athena, as CSV',
    less: null,
    get: 'aws s3 cp s3://QUERY-RESULTS/QUERY-EXECUTION-ID.csv access.csv',
    pack: (lines) => csvOf(lines.map(logRow)),
  },
  {
    form: 'the same of an older table, in another order',
    less: null,
    get: 'the same',
    pack: (lines) =>
      csvOf(lines.map((line) => Object.fromEntries(Object.entries(logRow(line)).slice(0, 24).toReversed()))),
  },
  {
    form: 'the same as JSON of GetQueryResults',
    less: null,
    get: 'aws athena get-query-results --query-execution-id QUERY-EXECUTION-ID --output json > results.json',
    pack: (lines) => resultSetOf(lines.map(logRow)),
  },
];

type Row = Readonly<Record<string, string | null>>;

function lookedUp(event: JsonObject): JsonObject {
  return { EventId: String(event['eventID']), CloudTrailEvent: JSON.stringify(event) };
}

function trailRow(event: JsonObject): Row {
  const text = (value: unknown) => (value === undefined || value === null ? null : String(value));
  const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value));
  return {
    eventversion: text(event['eventVersion']),
    useridentity: structOf(event['userIdentity']),
    eventtime: text(event['eventTime']),
    eventsource: text(event['eventSource']),
    eventname: text(event['eventName']),
    awsregion: text(event['awsRegion']),
    sourceipaddress: text(event['sourceIPAddress']),
    useragent: text(event['userAgent']),
    errorcode: text(event['errorCode']),
    errormessage: text(event['errorMessage']),
    requestparameters: json(event['requestParameters']),
    responseelements: json(event['responseElements']),
    additionaleventdata: json(event['additionalEventData']),
    requestid: text(event['requestID']),
    eventid: text(event['eventID']),
    resources: structOf(event['resources']),
    eventtype: text(event['eventType']),
    recipientaccountid: text(event['recipientAccountId']),
  };
}

/** As Athena prints it: nothing quoted, names in lower case. */
function structOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(structOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value ?? null);
  const members = Object.entries(value).map(([name, member]) => `${name.toLowerCase()}=${structOf(member)}`);
  return `{${members.join(', ')}}`;
}

function logRow(line: string): Row {
  const parsed = parseAccessLogLine(line);
  if (!parsed.ok) throw new Error(parsed.reason);
  const row = accessLogRow(parsed.record);
  return Object.fromEntries(ACCESS_LOG_COLUMNS.map((name) => [name, row[name] === null ? null : String(row[name])]));
}

function jsonRecord(line: string): JsonObject {
  const parsed = parseAccessLogLine(line);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { record } = parsed;
  return {
    schema_version_id: 'V_1_0',
    bucket_name: record.bucket,
    request_time: new Date(record.time).toISOString(),
    bucket_owner_id: record.bucketOwner,
    remote_ip: record.remoteIp,
    requester: record.requester,
    request_id: record.requestId,
    operation: record.operation,
    key_name: record.key,
    request_uri: record.requestUri,
    http_status: record.httpStatus,
    error_code: record.errorCode,
    total_duration: record.totalTimeMs,
    user_agent: record.userAgent,
    host_id: record.hostId,
  };
}

function csvOf(rows: readonly Row[]): string {
  const cell = (text: string | null) => (text === null ? '' : `"${text.replaceAll('"', '""')}"`);
  const [first = {}] = rows;
  return [Object.keys(first), ...rows.map((row) => Object.values(row))]
    .map((cells) => `${cells.map(cell).join(',')}\n`)
    .join('');
}

function resultSetOf(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => Object.values(row))];
  return JSON.stringify({
    ResultSet: {
      Rows: cells.map((row) => ({ Data: row.map((text) => (text === null ? {} : { VarCharValue: text })) })),
      ResultSetMetadata: { ColumnInfo: names.map((Name) => ({ Name, Type: 'varchar' })) },
    },
  });
}

function linesOf(values: readonly JsonObject[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

function wallClock(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
