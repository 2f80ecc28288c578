import type { JsonObject } from '../json.ts';
import type { EvidenceKind, SourceTally } from '../sources/tally.ts';
import { isLogLine } from './access-log/begins-with-line.ts';
import { JSON_RECORD_MEMBERS, readJsonRecord } from './access-log/read-json-record.ts';
import { RegionReader, readLines } from './access-log/read-regions.ts';
import { searchLines } from './access-log/undecoded/search-lines.ts';
import { createAthenaResultReader, isAthenaHeader } from './athena/read-result.ts';
import { readRowObject } from './athena/read-row-object.ts';
import { parseAwsErrorText } from './aws-error/aws-error.ts';
import { createAwsErrorReader } from './aws-error/read-error.ts';
import { OCSF_MEMBERS, readOcsfEvent } from './cloudtrail/read-ocsf.ts';
import { readConfigItem } from './config/read-item.ts';
import { isConsoleError } from './console-error/console-error.ts';
import { createConsoleErrorReader } from './console-error/read-console-error.ts';
import { createConsoleCsvReader, isConsoleHeader } from './csv/read-console-csv.ts';
import { readCase } from './documents/read-case.ts';
import { readConfiguration } from './documents/read-configuration.ts';
import { readDigest } from './documents/read-digest.ts';
import { readCloudTrailEvent } from './documents/read-event.ts';
import { createChecksumReader, isChecksum, readManifest } from './documents/read-manifest.ts';
import { readPolicy } from './documents/read-policy.ts';
import { readAwsError, readCollected, readKeyDescription, readSetting } from './documents/read-setting.ts';
import { readTrailSelectors, readTrailStatus } from './documents/read-trail-answer.ts';
import type { Reading } from './documents/reading.ts';
import type { Scope } from './envelope.ts';
import { createInventoryCsvReader, isInventoryCsv } from './inventory/read-inventory-csv.ts';
import type { LocalClock } from './listing/local-clock.ts';
import { INVENTORY_MEMBERS, readInventoryRow } from './listing/read-inventory-row.ts';
import { readListedObject } from './listing/read-object.ts';
import { createTextListingReader } from './listing/read-text-listing.ts';
import { MC_MEMBERS, readToolObject, S5CMD_MEMBERS } from './listing/read-tool-object.ts';
import { TEXT_LISTINGS } from './listing/text-listings.ts';
import type { NameSearches } from './name-search.ts';
import { readObjectEvent } from './notification/read-object-event.ts';
import type { StepReader } from './step-reader.ts';

/** A kind of evidence, whole: what it is called, how it is got, by what it is known and how it is read. */
interface KindOfEvidence {
  /** What it is. `docs/evidence.md` says the same, and what it proves. */
  readonly words: string;
  /** The command that gets it; words in capitals are for the reader to fill in. */
  readonly get: string;
  /** Its records are those of a log: `query` has them in its tables. */
  readonly isLog?: true;
  /** Its forms that are no JSON. */
  readonly texts?: readonly TextForm[];
  /** Reads a JSON object of this kind, known by its members; null for any other. */
  readonly read?: DocumentReader;
  /** The members by which it is known as a line of JSON lines, where it comes so: each set tells it. */
  readonly lines?: readonly (readonly string[])[];
}

/** A form that is no JSON: told by one sign, and read as a stream. */
export interface TextForm {
  /** The first line that is not blank: the header of columns. */
  readonly isHeader?: (line: string) => boolean;
  /** Any line among the first: one broken or foreign in front of it hides nothing. */
  readonly isLine?: (line: string) => boolean;
  /** All of a text that is no longer than the beginning of other sources. */
  readonly isWhole?: (text: string) => boolean;
  readonly open: ReaderOf;
}

type ReaderOf = (tally: SourceTally, readers: SourceReaders) => StepReader;

/** What the readers of many sources share. */
export interface SourceReaders {
  readonly clock: LocalClock;
  /** null when records of any name are wanted. */
  readonly names: NameSearches | null;
  /** A word in the key of every object of a listing that is wanted; null when all are. */
  readonly listedWord: string | null;
}

type DocumentReader = (value: JsonObject, list: string | null, scope: Scope) => Reading | null;

/** Every kind by its name. Of those that know a source, or an object's members, the first reads it. */
export const EVIDENCE_KINDS: Readonly<Record<EvidenceKind, KindOfEvidence>> = {
  'access-log': {
    words: 'S3 server access log',
    get: 'aws s3 cp --recursive s3://LOG-BUCKET/PREFIX logs/',
    isLog: true,
    texts: [{ isLine: isLogLine, open: openAccessLog }],
    read: readJsonRecord,
    lines: [JSON_RECORD_MEMBERS],
  },
  cloudtrail: {
    words: 'CloudTrail events, as log files or out of an envelope',
    get: 'aws s3 cp --recursive s3://TRAIL-BUCKET/AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/ trail/',
    isLog: true,
    read: readCloudTrailEvent,
    lines: [['eventName', 'eventSource']],
  },
  'lookup-events': {
    words: 'answer of LookupEvents',
    get: 'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=BUCKET --region REGION --output json > events.json',
    isLog: true,
    lines: [['CloudTrailEvent']],
  },
  'console-csv': {
    words: 'event history of the CloudTrail console',
    get: 'CloudTrail console: Event history, Download events, Download as CSV',
    isLog: true,
    texts: [{ isHeader: isConsoleHeader, open: createConsoleCsvReader }],
  },
  'athena-result': {
    words: 'rows of Athena, of the tables of access logs or CloudTrail events',
    get: 'inventory-forensics query evidence-cloudtrail --database DATABASE --workgroup WORKGROUP --since TIME --format csv --output events.csv',
    isLog: true,
    texts: [{ isHeader: isAthenaHeader, open: createAthenaResultReader }],
    read: readRowObject,
  },
  'security-lake': {
    words: 'events of CloudTrail in Security Lake, normalised',
    get: 'aws s3 cp --recursive s3://SECURITY-LAKE-BUCKET/aws/CLOUD_TRAIL_MGMT/2.0/region=REGION/accountId=ACCOUNT/ lake/',
    isLog: true,
    read: readOcsfEvent,
    lines: [OCSF_MEMBERS],
  },
  listing: {
    words: 'listing of the destination',
    get: 'aws s3api list-objects-v2 --bucket DESTINATION --prefix PREFIX --output json > listing.json',
    texts: TEXT_LISTINGS.map(
      (tool): TextForm => ({
        isLine: tool.isLine,
        open: (tally, { clock }) => createTextListingReader(tally, clock, tool),
      }),
    ),
    read: (value, list) => readListedObject(value, list) ?? readToolObject(value) ?? readInventoryRow(value),
    lines: [['Key', 'LastModified'], S5CMD_MEMBERS, MC_MEMBERS, INVENTORY_MEMBERS],
  },
  's3-notification': {
    words: 'event notification of S3, or its event on EventBridge',
    get: 'aws sqs receive-message --queue-url QUEUE-URL --max-number-of-messages 10 --output json > messages.json',
    read: readObjectEvent,
    lines: [['eventSource', 's3']],
  },
  'inventory-configuration': {
    words: 'inventory configuration',
    get: 'aws s3api get-bucket-inventory-configuration --bucket SOURCE --id ID --output json > configuration.json',
    read: readConfiguration,
  },
  'inventory-data': {
    words: 'data of an inventory of the destination itself, as CSV',
    get: 'aws s3 cp --recursive s3://BUCKET-OF-THAT-INVENTORY/PREFIX/DESTINATION/ID/ inventory/',
    texts: [{ isHeader: isInventoryCsv, open: createInventoryCsvReader }],
  },
  manifest: {
    words: 'manifest.json of a report',
    get: "aws s3 cp --recursive s3://DESTINATION/PREFIX/SOURCE/ID/ reports/ --exclude '*' --include '*/manifest.json'",
    read: readManifest,
  },
  'manifest-checksum': {
    words: 'manifest.checksum of a report',
    get: "aws s3 cp --recursive s3://DESTINATION/PREFIX/SOURCE/ID/ reports/ --exclude '*' --include '*/manifest.checksum'",
    texts: [{ isWhole: isChecksum, open: createChecksumReader }],
  },
  'bucket-policy': {
    words: 'bucket policy',
    get: 'aws s3api get-bucket-policy --bucket DESTINATION --output json > policy.json',
    read: readPolicy,
  },
  'key-policy': {
    words: 'key policy',
    get: 'aws kms get-key-policy --key-id KEY-ARN --policy-name default --output json > key-policy.json',
    read: readPolicy,
  },
  'config-item': {
    words: 'items of AWS Config: history, snapshot or notification of a change',
    get: 'aws configservice get-resource-config-history --resource-type AWS::S3::Bucket --resource-id DESTINATION --region REGION --output json > config-history.json',
    read: readConfigItem,
    lines: [['configurationItemCaptureTime', 'resourceType']],
  },
  'cloudtrail-digest': {
    words: 'digest file of CloudTrail',
    get: 'aws s3 cp --recursive s3://TRAIL-BUCKET/AWSLogs/ACCOUNT/CloudTrail-Digest/REGION/YYYY/MM/ digests/',
    read: readDigest,
  },
  case: {
    words: 'case.json',
    get: '{ "sourceBucket": "SOURCE", "destinationBucket": "DESTINATION", "configurationId": "ID" }',
    read: readCase,
  },
  collection: {
    words: 'list of what collect saved',
    get: 'inventory-forensics collect --out DIR --source-bucket SOURCE --configuration-id ID',
    read: readCollected,
  },
  'aws-error': {
    words: 'error that AWS answered',
    get: 'aws s3api get-bucket-policy --bucket DESTINATION > policy.json 2>&1',
    texts: [{ isWhole: (text) => parseAwsErrorText(text) !== null, open: createAwsErrorReader }],
    read: readAwsError,
  },
  'console-error': {
    words: 'what the S3 console says of a failed export',
    get: 'S3 console: the inventory configuration of the source bucket, its error copied into a text file',
    texts: [{ isWhole: isConsoleError, open: createConsoleErrorReader }],
  },
  'key-description': {
    words: 'description of a KMS key',
    get: 'aws kms describe-key --key-id KEY-ARN --output json > key.json',
    read: readKeyDescription,
  },
  'trail-selectors': {
    words: 'what a trail records',
    get: 'aws cloudtrail get-event-selectors --trail-name TRAIL-ARN --output json > selectors.json',
    read: readTrailSelectors,
  },
  'trail-status': {
    words: 'whether a trail is on',
    get: 'aws cloudtrail get-trail-status --name TRAIL-ARN --output json > status.json',
    read: readTrailStatus,
  },
  'aws-setting': {
    words: 'other setting of a bucket, key or trail',
    get: 'aws s3api get-bucket-encryption --bucket DESTINATION --output json > encryption.json',
    read: readSetting,
  },
};

/** What reads an access log: where only some names are wanted, it passes over the other lines. */
export function openAccessLog(tally: SourceTally, { names }: SourceReaders): StepReader {
  return new RegionReader(names === null ? readLines : searchLines(names.accessLog)).begin(tally);
}

const ALL: readonly KindOfEvidence[] = Object.values(EVIDENCE_KINDS);

/** Forms that are no JSON, in the order in which they are tried. */
export const TEXT_FORMS: readonly TextForm[] = ALL.flatMap(({ texts }) => texts ?? []);

/** Readers of JSON objects, in the order in which they are tried. */
export const DOCUMENT_READERS: readonly DocumentReader[] = [...new Set(ALL.flatMap(({ read }) => read ?? []))];

/** Sets of members, of which a line of JSON lines has one. */
export const LINE_MEMBERS: readonly (readonly string[])[] = ALL.flatMap(({ lines }) => lines ?? []);
