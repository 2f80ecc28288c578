import type { CsvCell } from '../../display/csv.ts';
import { placeOf } from '../../display/place.ts';
import type { Report, ReportActor, ReportChange, TimelineEntry } from '../contract.ts';
import { type Responsibility, responsibilityOf, sameChange } from '../culprits.ts';
import { who } from '../text/change.ts';
import { ASSESSMENTS } from '../text/words.ts';
import { clipBytes } from './clip-bytes.ts';

/** One row of Timesketch, by column; what is absent is null. */
export type TimesketchEvent = Readonly<Record<string, CsvCell>>;

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
  return report.timeline.map((entry) => {
    const { change = null } = entry;
    const answered = change === null ? null : responsibilityOf(report, change);
    const told: Told = { report, entry, change, actor: change?.actor ?? null, answered };
    return Object.fromEntries(Object.entries(CELLS).map(([column, cellOf]) => [column, cellOf(told)]));
  });
}

/** What an event is told from. */
interface Told {
  readonly report: Report;
  readonly entry: TimelineEntry;
  readonly change: ReportChange | null;
  readonly actor: ReportActor | null;
  readonly answered: Responsibility | null;
}

/** Every column and what stands there, in the order of the CSV: what Timesketch demands comes first. */
const CELLS: Readonly<Record<string, (told: Told) => CsvCell>> = {
  message: ({ entry }) => clip(entry.title) ?? DESCRIPTIONS[entry.kind],
  // ISO 8601 with its offset.
  datetime: ({ entry }) => entry.time.replace(/Z$/, '+00:00'),
  timestamp_desc: ({ entry }) => DESCRIPTIONS[entry.kind],
  // Microseconds since 1970.
  timestamp: ({ entry }) => Date.parse(entry.time) * 1_000,
  kind: ({ entry }) => entry.kind,
  case_id: ({ report }) => clip(report.case.configurationId),
  // How surely a change is held responsible, or suspected.
  culprit: ({ answered }) => (answered?.role === 'culprit' ? answered.confidence : null),
  suspect: ({ answered }) => (answered?.role === 'suspect' ? answered.confidence : null),
  assessment: ({ change }) => (change === null ? null : ASSESSMENTS[change.assessment].words),
  reason: ({ change }) => clip(change?.reason),
  event_name: ({ change }) => clip(change?.eventName),
  operation: ({ change }) => clip(change?.operation),
  bucket: ({ change }) => clip(change?.bucket),
  key_arn: ({ change }) => clip(change?.keyArn),
  http_status: ({ change }) => change?.status ?? null,
  error_code: ({ change }) => clip(change?.errorCode),
  event_id: ({ change }) => clip(change?.eventId),
  request_id: ({ change }) => clip(change?.requestId),
  actor: ({ actor }) => (actor === null ? null : clip(who(actor))),
  actor_arn: ({ actor }) => clip(actor?.arn),
  account_id: ({ actor }) => clip(actor?.accountId),
  access_key_id: ({ actor }) => clip(actor?.accessKeyId),
  source_ip: ({ actor }) => clip(actor?.sourceIp),
  user_agent: ({ actor }) => clip(actor?.userAgent),
  origin: ({ actor }) => clip(actor?.origin),
  chain: ({ actor }) =>
    clip(actor?.chain.map(({ time, via, arn }) => `${time} ${via} by ${arn ?? 'an unknown caller'}`).join('; ')),
  diff: ({ change }) => clip(change?.diff.join('\n')),
  // On the last change alone that answers for the incident.
  remedy_policy: ({ report, change }) => clip(change === null ? null : policyBeside(report, change)),
  evidence: ({ entry }) => clip(entry.evidence.map((ref) => placeOf(ref)).join('; ')),
};

export const COLUMNS: readonly string[] = Object.keys(CELLS);

/** The mended policy of the incident whose last culprit or suspect the change is: what it mends is what that phase tells. */
function policyBeside(report: Report, change: ReportChange): string | null {
  const incident = report.incidents.find(({ remedy, phases }) => {
    const last = phases.findLast(({ culprit }) => culprit !== null)?.culprit ?? null;
    return remedy !== null && last !== null && sameChange(last.change, change);
  });
  const edit = incident?.remedy?.edits.find(({ kind }) => kind === 'bucket-policy' || kind === 'key-policy');
  return edit === undefined ? null : JSON.stringify(edit.document);
}

function clip(text: string | null | undefined): string | null {
  return text === null || text === undefined || text === '' ? null : clipBytes(text, FIELD_BYTES);
}
