import { placeOf } from '../../display/place.ts';
import type { Report, ReportChange, ReportRemedy, TimelineEntry } from '../contract.ts';
import { responsibilityOf, sameChange } from '../culprits.ts';
import { who } from '../text/change.ts';
import { ASSESSMENTS } from '../text/words.ts';
import { clipBytes } from './clip-bytes.ts';

/** One row of Timesketch; `timestamp` in microseconds since 1970, `datetime` ISO 8601 with its offset. */
export interface TimesketchEvent {
  readonly message: string;
  readonly datetime: string;
  readonly timestamp_desc: string;
  readonly timestamp: number;
  readonly kind: TimelineEntry['kind'];
  readonly case_id: string | null;
  /** `proven` or `probable` on a change that is held responsible; else null. */
  readonly culprit: string | null;
  /** `possible` on a change that is no more than suspected; else null. */
  readonly suspect: string | null;
  readonly assessment: string | null;
  readonly reason: string | null;
  readonly event_name: string | null;
  readonly operation: string | null;
  readonly bucket: string | null;
  readonly key_arn: string | null;
  readonly http_status: number | null;
  readonly error_code: string | null;
  readonly event_id: string | null;
  readonly request_id: string | null;
  readonly actor: string | null;
  readonly actor_arn: string | null;
  readonly account_id: string | null;
  readonly access_key_id: string | null;
  readonly source_ip: string | null;
  readonly user_agent: string | null;
  readonly origin: string | null;
  readonly chain: string | null;
  readonly diff: string | null;
  /** The mended document, on the last change alone that answers for the incident. */
  readonly remedy_policy: string | null;
  readonly evidence: string | null;
}

/** OpenSearch refuses a keyword above 32,766 bytes, and the whole event with it. */
const FIELD_BYTES = 32_000;

const DESCRIPTIONS: Readonly<Record<TimelineEntry['kind'], string>> = {
  'policy-change': 'Policy changed',
  'key-change': 'KMS key changed',
  'configuration-change': 'Inventory configuration changed',
  'bucket-change': 'Bucket changed',
  session: 'Session issued',
  delivery: 'Inventory report delivered',
  'missed-run': 'Inventory report missed',
  'denied-attempt': 'Inventory write refused',
  'captured-state': 'State captured by AWS Config',
};

/** The timeline's entries in their order, one event each. */
export function timesketchEvents(report: Report): TimesketchEvent[] {
  return report.timeline.map((entry) => timesketchEvent(report, entry));
}

function timesketchEvent(report: Report, entry: TimelineEntry): TimesketchEvent {
  const change = entry.change ?? null;
  const actor = change?.actor ?? null;
  const answered = change === null ? null : responsibilityOf(report, change);
  const remedy = change === null ? null : remedyBeside(report, change);
  return {
    message: clip(entry.title) ?? DESCRIPTIONS[entry.kind],
    datetime: entry.time.replace(/Z$/, '+00:00'),
    timestamp_desc: DESCRIPTIONS[entry.kind],
    timestamp: Date.parse(entry.time) * 1_000,
    kind: entry.kind,
    case_id: clip(report.case.configurationId),
    culprit: answered?.role === 'culprit' ? answered.confidence : null,
    suspect: answered?.role === 'suspect' ? answered.confidence : null,
    assessment: change === null ? null : ASSESSMENTS[change.assessment].words,
    reason: clip(change?.reason),
    event_name: clip(change?.eventName),
    operation: clip(change?.operation),
    bucket: clip(change?.bucket),
    key_arn: clip(change?.keyArn),
    http_status: change?.status ?? null,
    error_code: clip(change?.errorCode),
    event_id: clip(change?.eventId),
    request_id: clip(change?.requestId),
    actor: actor === null ? null : clip(who(actor)),
    actor_arn: clip(actor?.arn),
    account_id: clip(actor?.accountId),
    access_key_id: clip(actor?.accessKeyId),
    source_ip: clip(actor?.sourceIp),
    user_agent: clip(actor?.userAgent),
    origin: clip(actor?.origin),
    chain: clip(actor?.chain.map(({ time, via, arn }) => `${time} ${via} by ${arn ?? 'an unknown caller'}`).join('; ')),
    diff: clip(change?.diff.join('\n')),
    remedy_policy: clip(remedy === null ? null : policyOf(remedy)),
    evidence: clip(entry.evidence.map((ref) => placeOf(ref)).join('; ')),
  };
}

/** The remedy of the incident whose last culprit or suspect the change is: what it mends is what that phase tells. */
function remedyBeside(report: Report, change: ReportChange): ReportRemedy | null {
  const incident = report.incidents.find(({ remedy, phases }) => {
    const last = phases.findLast(({ culprit }) => culprit !== null)?.culprit ?? null;
    return remedy !== null && last !== null && sameChange(last.change, change);
  });
  return incident?.remedy ?? null;
}

/** The first policy among the documents of a remedy. */
function policyOf({ edits }: ReportRemedy): string | null {
  const edit = edits.find(({ kind }) => kind === 'bucket-policy' || kind === 'key-policy');
  return edit === undefined ? null : JSON.stringify(edit.document);
}

/** Column order: what Timesketch demands comes first. A field without its column does not compile. */
const COLUMN_SET: { readonly [Column in keyof TimesketchEvent]: true } = {
  message: true,
  datetime: true,
  timestamp_desc: true,
  timestamp: true,
  kind: true,
  case_id: true,
  culprit: true,
  suspect: true,
  assessment: true,
  reason: true,
  event_name: true,
  operation: true,
  bucket: true,
  key_arn: true,
  http_status: true,
  error_code: true,
  event_id: true,
  request_id: true,
  actor: true,
  actor_arn: true,
  account_id: true,
  access_key_id: true,
  source_ip: true,
  user_agent: true,
  origin: true,
  chain: true,
  diff: true,
  remedy_policy: true,
  evidence: true,
};

export const COLUMNS: readonly (keyof TimesketchEvent)[] = Object.keys(COLUMN_SET) as (keyof TimesketchEvent)[];

function clip(text: string | null | undefined): string | null {
  return text === null || text === undefined || text === '' ? null : clipBytes(text, FIELD_BYTES);
}
