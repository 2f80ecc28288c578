import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { rowsOfResult } from './athena/rows-of-result.ts';
import { type Envelope, EXCERPT, elementsOf, type Inside, LOG_TIME, memberAt, recordAt } from './envelope.ts';
import { SEARCH_TOOLS, type SearchTool } from './search-tools.ts';

export type EnvelopeName =
  | 'trail-file'
  | 'lookup-events'
  | 'inventory-configurations'
  | 'listing'
  | 'collection'
  | 'log-events'
  | 'logs-insights'
  | 'log-lines'
  | 'payload'
  | 'eventbridge'
  | 'sns'
  | 'sqs'
  | 'cloudtrail-lake'
  | 'athena-rows'
  | SearchTool
  | 'event-texts'
  | 'config-items'
  | 'config-notification';

/** By name, in the order in which they are tried. A new one is one entry. */
export const ENVELOPES: Readonly<Record<EnvelopeName, Envelope>> = {
  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
  'trail-file': {
    words: 'log file of CloudTrail',
    get: 'aws s3 cp --recursive s3://TRAIL-BUCKET/AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/ trail/',
    lists: ['Records'],
    empty: 'cloudtrail',
    kind: null,
    scope: 'file',
    open: (value) => elementsOf(value, 'Records'),
  },
  /** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
  'lookup-events': {
    words: 'answer of LookupEvents',
    get: 'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=BUCKET --region REGION --output json > events.json',
    lists: ['Events'],
    empty: 'lookup-events',
    kind: 'lookup-events',
    scope: 'lookup-events',
    open: (value, list) => {
      const text = value['CloudTrailEvent'];
      if (typeof text === 'string') return [{ way: 'CloudTrailEvent', text }];
      if (list === 'Events' || value['EventId'] !== undefined) return [NO_EVENT];
      return elementsOf(value, 'Events');
    },
  },
  /** https://docs.aws.amazon.com/cli/latest/reference/s3api/list-bucket-inventory-configurations.html */
  'inventory-configurations': {
    words: 'list of inventory configurations',
    get: 'aws s3api list-bucket-inventory-configurations --bucket SOURCE --output json > configurations.json',
    lists: [],
    empty: 'inventory-configuration',
    kind: 'inventory-configuration',
    scope: 'file',
    open: (value) => elementsOf(value, 'InventoryConfigurationList'),
  },
  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and its kin. */
  listing: {
    words: 'answer of ListObjectsV2, ListObjects or ListObjectVersions',
    get: 'aws s3api list-objects-v2 --bucket DESTINATION --prefix PREFIX --output json > listing.json',
    lists: ['Contents', 'Versions', 'DeleteMarkers', 'CommonPrefixes'],
    empty: 'listing',
    kind: null,
    scope: 'file',
  },
  collection: {
    words: 'list of what collect saved',
    get: 'inventory-forensics collect --out DIR --source-bucket SOURCE --configuration-id ID',
    lists: ['collected'],
    empty: 'collection',
    kind: null,
    scope: 'file',
  },
  /**
   * FilterLogEvents, GetLogEvents, and what a subscription hands on.
   * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
   */
  'log-events': {
    ...EXCERPT,
    words: 'events of CloudWatch Logs: FilterLogEvents, GetLogEvents, subscriptions',
    get: "aws logs filter-log-events --log-group-name LOG-GROUP --start-time EPOCH-MS --end-time EPOCH-MS --filter-pattern '{ $.eventName = PutBucketPolicy }' --output json > logs.json",
    lists: ['events', 'logEvents'],
    open: (value, list) => {
      const text = value['message'];
      if (typeof text === 'string' && (typeof value['timestamp'] === 'number' || list === 'logEvents')) {
        // CloudWatch Logs says so every now and then that it reaches its destination.
        return text.startsWith('CWL CONTROL MESSAGE') ? [] : [{ way: 'message', text }];
      }
      return elementsOf(value, 'logEvents') ?? elementsOf(value, 'events');
    },
  },
  /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html, and what the console exports. */
  'logs-insights': {
    ...EXCERPT,
    words: 'result of CloudWatch Logs Insights, answered as JSON or exported as JSON or CSV',
    get: 'aws logs get-query-results --query-id QUERY-ID --output json > results.json',
    lists: ['results'],
    open: (value) => {
      const message = value['@message'];
      if (message === undefined) return null;
      return [typeof message === 'string' ? { way: '@message', text: message } : { way: '@message', value: message }];
    },
    openRow: (row) => {
      if (!row.every((cell) => isJsonObject(cell) && cell['field'] !== undefined)) return null;
      return fieldsOf(row, (cell) => cell['field'] === '@message', 'value') ?? [NO_MESSAGE];
    },
  },
  /**
   * Each line begins with a time: `aws logs tail`, where the stream may follow, and a log group exported to S3.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
   */
  'log-lines': {
    ...EXCERPT,
    words: 'lines that begin with a time: aws logs tail, or a log group exported to S3',
    get: 'aws logs tail LOG-GROUP --since 30d --format detailed > tail.txt',
    openText: (text) => {
      const time = LOG_TIME.exec(text)?.[0];
      const rest = time === undefined ? '' : text.slice(time.length);
      const stream = LOG_STREAM.exec(rest)?.[0];
      return stream === undefined ? null : [{ way: '', text: rest.slice(stream.length) }];
    },
  },
  /**
   * What Lambda, Kinesis and Firehose are handed.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
   * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
   */
  payload: {
    ...EXCERPT,
    words: 'payload in base64, as Lambda, Kinesis and Firehose hand it on',
    get: 'aws kinesis get-records --shard-iterator SHARD-ITERATOR --output json > records.json',
    lists: ['records'],
    open: (value, list) => {
      for (const members of PAYLOADS) {
        const base64 = memberAt(value, members);
        if (typeof base64 === 'string' && BASE64.test(base64)) return [{ way: members.join('.'), base64 }];
      }
      return list === null ? elementsOf(value, 'records') : null;
    },
  },
  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
  eventbridge: {
    ...EXCERPT,
    words: 'event of EventBridge',
    get: 'aws s3 cp --recursive s3://BUCKET-OF-THE-RULE/PREFIX events/',
    open: (value) => {
      const detail = value['detail'];
      return typeof value['detail-type'] === 'string' && detail !== undefined
        ? [{ way: 'detail', value: detail }]
        : null;
    },
  },
  /** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
  sns: {
    ...EXCERPT,
    words: 'notification of SNS',
    get: 'aws s3 cp --recursive s3://BUCKET-OF-THE-SUBSCRIPTION/PREFIX notifications/',
    open: (value) => {
      const text = value['Message'];
      if (typeof text === 'string' && typeof value['TopicArn'] === 'string') return [{ way: 'Message', text }];
      const inLambda = memberAt(value, ['Sns', 'Message']);
      return typeof inLambda === 'string' ? [{ way: 'Sns.Message', text: inLambda }] : null;
    },
  },
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
  sqs: {
    ...EXCERPT,
    words: 'messages of SQS',
    get: 'aws sqs receive-message --queue-url QUEUE-URL --max-number-of-messages 10 --output json > messages.json',
    lists: ['Messages'],
    open: (value) => {
      const { Body: body, body: inLambda } = value;
      if (typeof body === 'string' && value['MessageId'] !== undefined) return [{ way: 'Body', text: body }];
      if (typeof inLambda === 'string' && value['messageId'] !== undefined) return [{ way: 'body', text: inLambda }];
      return elementsOf(value, 'Messages');
    },
  },
  /** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetQueryResults.html, and the CSV that a query saves. */
  'cloudtrail-lake': {
    ...EXCERPT,
    words: 'result of CloudTrail Lake with the column eventJson, answered as JSON or saved as CSV',
    get: 'aws cloudtrail get-query-results --query-id QUERY-ID --output json > lake.json',
    lists: ['QueryResultRows'],
    open: (value) =>
      recordAt(value, ['eventJson']) ?? recordAt(value, ['eventjson']) ?? elementsOf(value, 'QueryResultRows'),
    openRow: (row, list) => {
      const found = fieldsOf(row, () => true, 'eventJson') ?? fieldsOf(row, () => true, 'eventjson');
      return found ?? (list === 'QueryResultRows' ? [NO_EVENT_JSON] : null);
    },
  },
  /** https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html */
  'athena-rows': {
    ...EXCERPT,
    words: 'answer of GetQueryResults of Athena',
    get: 'aws athena get-query-results --query-execution-id QUERY-EXECUTION-ID --output json > results.json',
    empty: 'athena-result',
    open: (value) => rowsOfResult(value['ResultSet']),
  },
  ...SEARCH_TOOLS,
  'event-texts': {
    ...EXCERPT,
    words: 'array of events as texts',
    get: "aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=BUCKET --query 'Events[].CloudTrailEvent' --output json > texts.json",
    openText: (text) => (/^\s*\{/.test(text) ? [{ way: '', text }] : null),
  },
  /**
   * What GetResourceConfigHistory answers, and the files that AWS Config delivers.
   * https://docs.aws.amazon.com/config/latest/developerguide/view-manage-resource.html
   */
  'config-items': {
    words: 'history or snapshot of AWS Config',
    get: 'aws s3 cp --recursive s3://CONFIG-BUCKET/PREFIX/AWSLogs/ACCOUNT/Config/REGION/YYYY/M/D/ConfigHistory/ config/',
    lists: ['configurationItems'],
    empty: 'config-item',
    kind: 'config-item',
    scope: 'file',
    open: (value) => elementsOf(value, 'configurationItems'),
  },
  /** https://docs.aws.amazon.com/config/latest/developerguide/example-sns-notification.html */
  'config-notification': {
    words: 'notification of AWS Config that an item changed',
    get: 'aws s3 cp --recursive s3://BUCKET-OF-THE-SUBSCRIPTION/PREFIX notifications/',
    lists: [],
    empty: 'config-item',
    kind: 'config-item',
    scope: 'file',
    open: (value) => {
      if (value['messageType'] === 'OversizedConfigurationItemChangeNotification') return [TOO_LARGE];
      const item = value['configurationItem'];
      return item === undefined || value['messageType'] === undefined
        ? null
        : [{ way: 'configurationItem', value: item }];
    },
  },
};

/** What `member` holds in one of the cells of a row. */
function fieldsOf(
  row: readonly JsonValue[],
  isMeant: (cell: JsonObject) => boolean,
  member: string,
): readonly Inside[] | null {
  for (const [index, cell] of row.entries()) {
    if (!isJsonObject(cell) || !isMeant(cell)) continue;
    const text = cell[member];
    if (typeof text === 'string') return [{ way: `[${index}].${member}`, text }];
  }
  return null;
}

/** Behind the time of a line: the log stream where it is told, and a record. */
const LOG_STREAM = /^(?:[^\s{"]{1,512}\s+)?(?=\{|[0-9a-f-]{1,64} \S{1,63} \[)/;
const PAYLOADS: readonly (readonly string[])[] = [['awslogs', 'data'], ['kinesis', 'data'], ['Data'], ['data']];
const BASE64 = /^[A-Za-z0-9+/_-]{8}[A-Za-z0-9+/_=-]*\s*$/;
const TOO_LARGE: Inside = {
  missing: 'an item too large for its notification: it is in S3, where s3DeliverySummary of the notification names it',
};
const NO_EVENT: Inside = { missing: 'no CloudTrailEvent in this event' };
const NO_MESSAGE: Inside = { missing: 'a row without the field @message: the query has to ask for it' };
const NO_EVENT_JSON: Inside = { missing: 'a row without the column eventJson: the query has to select it' };
