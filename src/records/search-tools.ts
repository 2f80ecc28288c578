import { isJsonObject, type JsonObject } from '../json.ts';
import { type Envelope, EXCERPT, elementsOf, type Inside, recordAt } from './envelope.ts';

export type SearchTool = 'splunk' | 'elastic' | 'datadog' | 'sumo' | 'graylog' | 'shipper';

/** Where tools that search logs, and shippers that bring logs to them, keep the event as it came. */
export const SEARCH_TOOLS: Readonly<Record<SearchTool, Envelope>> = {
  splunk: {
    ...EXCERPT,
    words: 'events exported from Splunk',
    get: 'curl -s -u USER "https://SPLUNK:8089/services/search/jobs/export" -d search="search index=cloudtrail PutBucketPolicy" -d output_mode=json > splunk.json',
    lists: ['results'],
    open: (value) => recordAt(value, ['result', '_raw']) ?? recordAt(value, ['_raw']) ?? elementsOf(value, 'results'),
  },
  /** The raw event is there only where the integration preserves it; what it makes of it would be a guess. */
  elastic: {
    ...EXCERPT,
    words: 'documents of Elasticsearch or a Beat that keep the event as it came',
    get: `curl -s "$ELASTIC/logs-aws.cloudtrail-*/_search?size=10000&q=event.action:PutBucketPolicy" > elastic.json`,
    lists: [],
    open: (value) =>
      recordAt(value, ['_source', 'event', 'original']) ??
      recordAt(value, ['_source', 'message']) ??
      recordAt(value, ['event', 'original']) ??
      recordAt(value, ['event.original']) ??
      hitsOf(value),
  },
  datadog: {
    ...EXCERPT,
    words: 'logs of Datadog',
    get: 'curl -s -H "DD-API-KEY: $KEY" -H "DD-APPLICATION-KEY: $APP_KEY" "https://api.datadoghq.com/api/v2/logs/events?filter[query]=PutBucketPolicy" > datadog.json',
    lists: ['data'],
    open: (value) =>
      recordAt(value, ['attributes', 'attributes']) ??
      recordAt(value, ['attributes', 'message']) ??
      elementsOf(value, 'data'),
  },
  sumo: {
    ...EXCERPT,
    words: 'messages of Sumo Logic',
    get: 'curl -s -u "$ID:$KEY" "https://api.sumologic.com/api/v1/search/jobs/JOB/messages?offset=0&limit=10000" > sumo.json',
    lists: ['messages'],
    open: (value) => recordAt(value, ['map', '_raw']) ?? elementsOf(value, 'messages'),
  },
  graylog: {
    ...EXCERPT,
    words: 'messages of Graylog',
    get: 'Graylog: Search, Export, with the field full_message',
    open: (value) =>
      recordAt(value, ['full_message']) ??
      recordAt(value, ['short_message']) ??
      recordAt(value, ['message', 'full_message']) ??
      recordAt(value, ['message', 'message']),
  },
  shipper: {
    ...EXCERPT,
    words: 'lines that a log shipper wrapped: Filebeat, Fluent Bit, Vector, Logstash',
    get: 'the output file, bucket or index of the shipper, as JSON lines',
    open: (value) => recordAt(value, ['message']) ?? recordAt(value, ['log']),
  },
};

function hitsOf(value: JsonObject): readonly Inside[] | null {
  const hits = value['hits'];
  if (!isJsonObject(hits)) return null;
  return elementsOf(hits, 'hits')?.map((hit) => ('way' in hit ? { ...hit, way: `hits.${hit.way}` } : hit)) ?? null;
}
