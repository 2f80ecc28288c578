import { gzipSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import type { EnvelopeName } from '../../src/records/envelopes.ts';
import { CONFIG_ITEM, INVENTORY } from './evidence-text.ts';

/** One form that an envelope comes in, made around events; `way` is the way to the event of that index. */
export interface Wrapping {
  readonly form: string;
  readonly wrap: (events: readonly JsonObject[]) => string | Buffer;
  readonly way: (index: number) => string | null;
}

/** Forms around events, or for what holds no events, a whole text with the ways to its items. */
type Fixture =
  | { readonly events: readonly [Wrapping, ...Wrapping[]] }
  | { readonly text: string; readonly ways: readonly (string | null)[] };

/** Each envelope in the forms that it is met in; one without does not build. */
export const WRAPPINGS: Readonly<Record<EnvelopeName, Fixture>> = {
  'trail-file': {
    events: [
      form(
        'a file',
        (events) => json({ Records: [...events] }),
        () => null,
      ),
      form(
        'files in an array',
        (events) => json(events.map((event) => ({ Records: [event] }))),
        (index) => `[${index}].Records[0]`,
      ),
      form(
        'files as lines',
        (events) => lines(events.map((event) => ({ Records: [event] }))),
        () => null,
      ),
    ],
  },
  'lookup-events': {
    events: [
      form(
        'the answer',
        (events) => json({ Events: events.map(lookedUp) }),
        (index) => `Events[${index}].CloudTrailEvent`,
      ),
      form(
        'its events as lines',
        (events) => lines(events.map(lookedUp)),
        () => 'CloudTrailEvent',
      ),
    ],
  },
  'inventory-configurations': {
    text: json({ InventoryConfigurationList: [INVENTORY] }),
    ways: ['InventoryConfigurationList[0]'],
  },
  listing: { text: json({ Contents: [{ Key: 'a', LastModified: '2026-02-06T00:00:00Z' }] }), ways: [null, null] },
  'config-items': {
    text: json({ fileVersion: '1.0', configSnapshotId: 'c', configurationItems: [CONFIG_ITEM, CONFIG_ITEM] }),
    ways: [null, null],
  },
  'config-notification': {
    text: json({ messageType: 'ConfigurationItemChangeNotification', configurationItem: CONFIG_ITEM }),
    ways: ['configurationItem'],
  },
  collection: { text: json({ collected: [{ file: 'policy.json' }] }), ways: [] },
  'log-events': {
    events: [
      form(
        'FilterLogEvents',
        (events) => json({ events: events.map(filtered), searchedLogStreams: [], nextToken: 'b' }),
        (index) => `events[${index}].message`,
      ),
      form(
        'GetLogEvents',
        (events) =>
          json({
            events: events.map((event) => ({ timestamp: 1, message: json(event), ingestionTime: 2 })),
            nextForwardToken: 'f/1',
            nextBackwardToken: 'b/1',
          }),
        (index) => `events[${index}].message`,
      ),
      form(
        'subscriptions one behind the other, with a control message',
        (events) =>
          [
            json(subscription([{ id: '0', timestamp: 1, message: CONTROL }], 'CONTROL_MESSAGE')),
            ...events.map((event) => json(subscription([logEvent(event)]))),
          ].join(''),
        () => 'logEvents[0].message',
      ),
      form(
        'subscriptions, each gzip',
        (events) => Buffer.concat(events.map((event) => gzipSync(json(subscription([logEvent(event)]))))),
        () => 'logEvents[0].message',
      ),
    ],
  },
  'logs-insights': {
    events: [
      form(
        'GetQueryResults',
        (events) =>
          json({
            results: events.map((event) => [
              { field: '@timestamp', value: '2026-02-07 10:00:00.000' },
              { field: '@message', value: json(event) },
              { field: '@ptr', value: 'CmEK' },
            ]),
            statistics: { recordsMatched: 2, recordsScanned: 9 },
            status: 'Complete',
          }),
        (index) => `results[${index}][1].value`,
      ),
      form(
        'JSON of the console',
        (events) => json(events.map((event) => ({ '@timestamp': '2026-02-07 10:00:00.000', '@message': event }))),
        (index) => `[${index}].@message`,
      ),
      form(
        'CSV of the console',
        (events) =>
          csv(
            ['@timestamp', '@message'],
            events.map((event) => ['2026-02-07 10:00:00.000', json(event)]),
          ),
        () => '@message',
      ),
    ],
  },
  'log-lines': {
    events: [
      form(
        'a log group exported to S3',
        (events) => events.map((event) => `2026-02-07T10:00:00.123Z ${json(event)}\n`).join(''),
        () => null,
      ),
      form(
        'tail, detailed and coloured',
        (events) =>
          events
            .map(
              (event) =>
                `\u001b[32m2026-02-07T10:00:00.123000+00:00\u001b[0m \u001b[36m${STREAM}\u001b[0m ${json(event)}\n`,
            )
            .join(''),
        () => null,
      ),
      form(
        'tail, short',
        (events) => events.map((event) => `2026-02-07T10:00:00 ${json(event)}\n`).join(''),
        () => null,
      ),
      form(
        'tail, JSON',
        (events) =>
          events
            .map((event) => `2026-02-07T10:00:00.123000+00:00 ${STREAM} \n${JSON.stringify(event, null, 4)}\n`)
            .join(''),
        () => null,
      ),
    ],
  },
  payload: {
    events: [
      form(
        'what Lambda is handed of a subscription',
        (events) => json({ awslogs: { data: packed(json(subscription(events.map(logEvent)))) } }),
        (index) => `awslogs.data › logEvents[${index}].message`,
      ),
      form(
        'what Lambda is handed of a stream',
        (events) =>
          json({
            Records: events.map((event) => ({
              kinesis: { data: packed(json(subscription([logEvent(event)]))), sequenceNumber: '1' },
              eventSource: 'aws:kinesis',
              eventName: 'aws:kinesis:record',
            })),
          }),
        (index) => `Records[${index}].kinesis.data › logEvents[0].message`,
      ),
      form(
        'GetRecords of Kinesis',
        (events) =>
          json({
            Records: events.map((event) => ({ SequenceNumber: '1', Data: base64(json(event)), PartitionKey: 'a' })),
          }),
        (index) => `Records[${index}].Data`,
      ),
      form(
        'what Firehose hands to a transformation',
        (events) =>
          json({
            deliveryStreamArn: 'a',
            records: events.map((event) => ({ recordId: '1', data: packed(json(event)) })),
          }),
        (index) => `records[${index}].data`,
      ),
    ],
  },
  eventbridge: {
    events: [
      form(
        'an array',
        (events) => json(events.map(onBus)),
        (index) => `[${index}].detail`,
      ),
      form(
        'lines',
        (events) => lines(events.map(onBus)),
        () => 'detail',
      ),
      form(
        'one behind the other',
        (events) => events.map((event) => json(onBus(event))).join(''),
        () => 'detail',
      ),
    ],
  },
  sns: {
    events: [
      form(
        'lines',
        (events) => lines(events.map((event) => notified(json(onBus(event))))),
        () => 'Message › detail',
      ),
      form(
        'what Lambda is handed',
        (events) =>
          json({ Records: events.map((event) => ({ EventSource: 'aws:sns', Sns: notified(json(onBus(event))) })) }),
        (index) => `Records[${index}].Sns.Message › detail`,
      ),
    ],
  },
  sqs: {
    events: [
      form(
        'ReceiveMessage',
        (events) => json({ Messages: events.map((event) => ({ MessageId: 'm', Body: json(onBus(event)) })) }),
        (index) => `Messages[${index}].Body › detail`,
      ),
      form(
        'a topic in front of the queue',
        (events) =>
          json({ Messages: events.map((event) => ({ MessageId: 'm', Body: json(notified(json(onBus(event)))) })) }),
        (index) => `Messages[${index}].Body › Message › detail`,
      ),
      form(
        'what Lambda is handed',
        (events) =>
          json({
            Records: events.map((event) => ({ messageId: 'm', body: json(onBus(event)), eventSource: 'aws:sqs' })),
          }),
        (index) => `Records[${index}].body › detail`,
      ),
    ],
  },
  'athena-rows': {
    text: json({
      ResultSet: {
        Rows: [
          { Data: [{ VarCharValue: 'requestdatetime' }, { VarCharValue: 'operation' }, { VarCharValue: 'requester' }] },
          { Data: [{ VarCharValue: '06/Feb/2026:00:00:38 +0000' }, { VarCharValue: 'REST.GET.ACL' }, {}] },
        ],
        ResultSetMetadata: { ColumnInfo: ['requestdatetime', 'operation', 'requester'].map((Name) => ({ Name })) },
      },
    }),
    ways: ['ResultSet.Rows[1]'],
  },
  'cloudtrail-lake': {
    events: [
      form(
        'GetQueryResults',
        (events) =>
          json({
            QueryStatus: 'FINISHED',
            QueryStatistics: { ResultsCount: 2, TotalResultsCount: 2 },
            QueryResultRows: events.map((event) => [{ eventName: 'PutBucketPolicy' }, { eventJson: json(event) }]),
          }),
        (index) => `QueryResultRows[${index}][1].eventJson`,
      ),
      form(
        'CSV',
        (events) =>
          csv(
            ['eventID', 'eventJson'],
            events.map((event) => [String(event['eventID']), json(event)]),
          ),
        () => 'eventJson',
      ),
    ],
  },
  splunk: {
    events: [
      form(
        'JSON lines',
        (events) => lines(events.map((event) => ({ preview: false, offset: 0, result: { _raw: json(event) } }))),
        () => 'result._raw',
      ),
      form(
        'JSON',
        (events) => json({ preview: false, results: events.map((event) => ({ _raw: json(event) })) }),
        (index) => `results[${index}]._raw`,
      ),
      form(
        'CSV',
        (events) =>
          csv(
            ['_time', '_raw'],
            events.map((event) => ['x', json(event)]),
          ),
        () => '_raw',
      ),
    ],
  },
  elastic: {
    events: [
      form(
        'a search',
        (events) =>
          json({
            took: 3,
            hits: {
              total: { value: 2 },
              hits: events.map((event) => ({ _id: 'a', _source: { event: { original: json(event) } } })),
            },
          }),
        (index) => `hits.hits[${index}]._source.event.original`,
      ),
      form(
        'lines',
        (events) => lines(events.map((event) => ({ event: { original: json(event) } }))),
        () => 'event.original',
      ),
    ],
  },
  datadog: {
    events: [
      form(
        'a search',
        (events) =>
          json({
            data: events.map((event) => ({ id: 'a', type: 'log', attributes: { attributes: event } })),
            meta: {},
          }),
        (index) => `data[${index}].attributes.attributes`,
      ),
    ],
  },
  sumo: {
    events: [
      form(
        'a search',
        (events) => json({ fields: [], messages: events.map((event) => ({ map: { _raw: json(event) } })) }),
        (index) => `messages[${index}].map._raw`,
      ),
    ],
  },
  graylog: {
    events: [
      form(
        'lines',
        (events) => lines(events.map((event) => ({ full_message: json(event) }))),
        () => 'full_message',
      ),
    ],
  },
  shipper: {
    events: [
      form(
        'lines, those of other logs among them',
        (events) => lines([...events.map((event) => ({ '@timestamp': 't', message: json(event) }))]),
        () => 'message',
      ),
      form(
        'lines of Fluent Bit',
        (events) => lines(events.map((event) => ({ log: json(event) }))),
        () => 'log',
      ),
    ],
  },
  'event-texts': {
    events: [
      form(
        'an array',
        (events) => json(events.map((event) => json(event))),
        (index) => `[${index}]`,
      ),
    ],
  },
};

/** All forms around events, by name. */
export const ALL_FORMS: readonly (Wrapping & { readonly name: string })[] = Object.entries(WRAPPINGS).flatMap(
  ([envelope, fixture]) =>
    'events' in fixture ? fixture.events.map((one) => ({ ...one, name: `${envelope}: ${one.form}` })) : [],
);

function form(name: string, wrap: Wrapping['wrap'], way: Wrapping['way']): Wrapping {
  return { form: name, wrap, way };
}

function json(value: JsonValue): string {
  return JSON.stringify(value);
}

function lines(values: readonly JsonValue[]): string {
  return values.map((value) => `${json(value)}\n`).join('');
}

function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const quoted = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
  return `${[header.join(','), ...quoted].join('\n')}\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function packed(text: string): string {
  return gzipSync(text).toString('base64');
}

function lookedUp(event: JsonObject): JsonObject {
  return { EventId: String(event['eventID']), EventName: String(event['eventName']), CloudTrailEvent: json(event) };
}

function filtered(event: JsonObject): JsonObject {
  return {
    logStreamName: STREAM,
    timestamp: 1770458400000,
    message: json(event),
    ingestionTime: 1770458400001,
    eventId: '3',
  };
}

function logEvent(event: JsonObject): JsonObject {
  return { id: '3', timestamp: 1770458400000, message: json(event) };
}

function subscription(logEvents: JsonObject[], messageType = 'DATA_MESSAGE'): JsonObject {
  return {
    messageType,
    owner: '444455556666',
    logGroup: 'trail',
    logStream: STREAM,
    subscriptionFilters: ['all'],
    logEvents,
  };
}

function onBus(event: JsonObject): JsonObject {
  return {
    version: '0',
    id: 'a',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: '444455556666',
    time: String(event['eventTime']),
    region: 'eu-west-1',
    resources: [],
    detail: event,
  };
}

function notified(Message: string): JsonObject {
  return { Type: 'Notification', MessageId: 'm', TopicArn: 'arn:aws:sns:eu-west-1:444455556666:changes', Message };
}

const STREAM = '444455556666_CloudTrail_eu-west-1';
const CONTROL = 'CWL CONTROL MESSAGE: Checking health of destination Firehose.';
