import { isIP } from 'node:net';
import { escapeJson } from '../../display/escape-terminal.ts';
import type { Report, ReportActor, ReportChange, TimelineEntry } from '../contract.ts';
import { responsibilityOf } from '../culprits.ts';
import { clipBytes } from '../timesketch/clip-bytes.ts';

/** The version of the Elastic Common Schema that the documents are written in. */
export const ECS_VERSION = '9.4.0';

/** What Elasticsearch stores of a keyword at most, in bytes. */
const FIELD_BYTES = 32_000;

/**
 * The timeline as Elastic Common Schema documents, one JSON object a line, in the report's order. What ECS has no
 * field for stands under `inventory_forensics`. Absent fields are left out.
 *
 * @see https://www.elastic.co/docs/reference/ecs
 */
export function renderEcs(report: Report): string {
  return report.timeline.map((entry) => `${escapeJson(JSON.stringify(prune(document(report, entry))))}\n`).join('');
}

type EcsEvent = { readonly category: readonly string[]; readonly type: readonly string[]; readonly outcome: string };

/** ECS allows certain types with each category only. */
const EVENTS: Readonly<Record<TimelineEntry['kind'], EcsEvent>> = {
  'policy-change': { category: ['configuration'], type: ['change'], outcome: 'success' },
  'key-change': { category: ['configuration'], type: ['change'], outcome: 'success' },
  'configuration-change': { category: ['configuration'], type: ['change'], outcome: 'success' },
  'bucket-change': { category: ['configuration'], type: ['change'], outcome: 'success' },
  session: { category: ['session'], type: ['start'], outcome: 'success' },
  delivery: { category: ['file'], type: ['creation'], outcome: 'success' },
  'missed-run': { category: ['file'], type: ['info'], outcome: 'failure' },
  'denied-attempt': { category: ['api'], type: ['denied'], outcome: 'failure' },
  'captured-state': { category: ['configuration'], type: ['info'], outcome: 'success' },
};

function document(report: Report, entry: TimelineEntry): Record<string, unknown> {
  const change = entry.change ?? null;
  const event = EVENTS[entry.kind];
  const answered = change === null ? null : responsibilityOf(report, change);
  return {
    '@timestamp': entry.time,
    ecs: { version: ECS_VERSION },
    message: entry.title,
    tags: some(answered?.role ?? null),
    event: {
      kind: 'event',
      ...event,
      outcome: change?.assessment === 'failed' ? 'failure' : event.outcome,
      action: change?.eventName ?? entry.kind,
      id: change?.eventId,
      code: change?.operation,
      reason: change?.reason,
      provider: change === null ? null : providerOf(change),
      module: 'inventory_forensics',
      dataset: 'inventory_forensics.timeline',
    },
    error: { code: change?.errorCode },
    http: { request: { id: change?.requestId }, response: { status_code: change?.status } },
    cloud: { provider: 'aws', account: { id: change?.actor.accountId } },
    ...(change === null ? {} : caller(change.actor)),
    inventory_forensics: {
      kind: entry.kind,
      case: { ...report.case },
      bucket: change?.bucket,
      key_arn: change?.keyArn,
      assessment: change?.assessment,
      ...(answered === null ? {} : { [`${answered.role}_confidence`]: answered.confidence }),
      diff: change?.diff,
      chain: change?.actor.chain.map(({ time, eventId, arn, via }) => ({ time, event_id: eventId, arn, via })),
      origin: change?.actor.origin,
      access_key_id: change?.actor.accessKeyId,
      evidence: entry.evidence,
    },
  };
}

function providerOf(change: ReportChange): string {
  return change.keyArn === null ? 's3.amazonaws.com' : 'kms.amazonaws.com';
}

/** `source.ip` takes addresses only; a service's name in its place is an address in ECS's wider sense. */
function caller(actor: ReportActor): Record<string, unknown> {
  const ip = actor.sourceIp !== null && isIP(actor.sourceIp) !== 0 ? actor.sourceIp : null;
  const name = actor.userName ?? actor.sessionName;
  return {
    source: { address: actor.sourceIp, ip },
    user: { id: actor.principalId, name, domain: actor.accountId, roles: some(actor.sessionIssuerArn) },
    user_agent: { original: actor.userAgent },
    related: { ip: some(ip), user: [name, actor.arn, actor.origin].filter((value) => value !== null) },
  };
}

function some<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}

/** Without null, undefined, empty text, empty lists and empty objects; long text cut to what is stored. */
function prune(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? undefined : clipBytes(value, FIELD_BYTES);
  if (Array.isArray(value)) {
    const items = value.map(prune).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const members = Object.entries(value)
    .map(([key, member]) => [key, prune(member)] as const)
    .filter(([, member]) => member !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
