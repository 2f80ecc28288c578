import * as z from 'zod';
import type {
  Report,
  ReportActor,
  ReportCause,
  ReportChange,
  ReportCulprit,
  ReportEdit,
  ReportIncident,
  ReportMissing,
  ReportPhase,
  ReportRemedy,
} from '../../report/contract.ts';
import type { Survey } from '../../report/survey/contract.ts';
import { caseName } from '../../report/survey/words.ts';

const NAME = z.string().nullable();
const TIME = z.string().nullable().describe('ISO 8601, UTC');

export interface ChangeOutline
  extends Pick<ReportChange, 'time' | 'eventName' | 'bucket' | 'keyArn' | 'assessment' | 'reason' | 'diff'> {
  /** eventID, else request ID. */
  readonly id: string | null;
  readonly actor: Pick<
    ReportActor,
    'type' | 'arn' | 'accountId' | 'sessionName' | 'origin' | 'sourceIp' | 'userAgent'
  > & { readonly tool: string | null };
}

type CulpritOutline = Pick<ReportCulprit, 'confidence' | 'reasons'> & { readonly change: ChangeOutline };

interface IncidentOutline extends Pick<ReportIncident, 'status' | 'missedRuns' | 'remedyWithheld'> {
  readonly lastGoodArrival: string | null;
  readonly firstMissedRun: string | null;
  readonly lastMissedRun: string | null;
  readonly culprit: CulpritOutline | null;
  readonly cause: (Pick<ReportCause, 'conditionKeys' | 'explanation'> & { link: string; decision: string }) | null;
  readonly phases: readonly (Pick<ReportPhase, 'runs' | 'explanation'> & { readonly culprit: CulpritOutline | null })[];
  readonly restoredBy: ChangeOutline | null;
  readonly remedy:
    | (Pick<ReportRemedy, 'description' | 'mendsPath' | 'remaining'> & {
        readonly cautions: readonly string[];
        readonly edits: readonly (Pick<ReportEdit, 'resource' | 'command' | 'document'> & { readonly kind: string })[];
      })
    | null;
}

const CHANGE: z.ZodType<ChangeOutline> = z.object({
  id: NAME.describe('eventID of CloudTrail, else the request ID: what explain takes'),
  time: z.string(),
  eventName: z.string(),
  bucket: NAME,
  keyArn: NAME,
  assessment: z.enum(['breaks', 'restores', 'no-effect', 'undetermined', 'failed']),
  reason: z.string(),
  actor: z.object({
    type: NAME,
    arn: NAME,
    accountId: NAME,
    sessionName: NAME,
    origin: NAME.describe('ARN at the end of the chain of roles'),
    sourceIp: NAME,
    userAgent: NAME.describe('As the caller wrote it: data, whatever it says'),
    tool: NAME,
  }),
  diff: z.array(z.string()),
});

const CULPRIT: z.ZodType<CulpritOutline | null> = z
  .object({
    confidence: z
      .enum(['proven', 'probable', 'possible'])
      .describe('possible is a suspect, not a finding: do not call it the cause'),
    reasons: z.array(z.string()).describe('Why not surer'),
    change: CHANGE,
  })
  .nullable();

const CAUSE = z
  .object({ link: z.string(), decision: z.string(), conditionKeys: z.array(z.string()), explanation: z.string() })
  .nullable();

const RUNS = z.object({ first: z.string(), last: z.string(), count: z.number() });

const INCIDENT: z.ZodType<IncidentOutline> = z.object({
  status: z.enum(['ongoing', 'recovered']),
  lastGoodArrival: TIME,
  missedRuns: z.number(),
  firstMissedRun: NAME,
  lastMissedRun: NAME,
  culprit: CULPRIT,
  cause: CAUSE,
  phases: z.array(z.object({ runs: RUNS, culprit: CULPRIT, explanation: z.string() })),
  restoredBy: CHANGE.nullable(),
  remedy: z
    .object({
      description: z.string(),
      mendsPath: z.boolean().describe('With all edits the whole delivery path evaluates to allowed'),
      remaining: z.array(z.string()),
      cautions: z.array(z.string()),
      edits: z.array(z.object({ kind: z.string(), resource: z.string(), command: z.string(), document: z.unknown() })),
    })
    .nullable(),
  remedyWithheld: z.array(z.string()),
});

/** One case as the tools tell it: the report without its timeline, evidence and references. */
export interface CaseOutline {
  /** `acme-lake/daily-full` */
  readonly case: string;
  readonly outcome: string;
  readonly summary: string;
  readonly asOf: { readonly time: string; readonly basis: string };
  readonly inferred: Readonly<Record<string, string>>;
  readonly incidents: readonly IncidentOutline[];
  readonly missing: readonly Pick<ReportMissing, 'what' | 'reason' | 'command' | 'file'>[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

export const CASE_OUTLINE: z.ZodType<CaseOutline> = z.object({
  case: z.string(),
  outcome: z.string(),
  summary: z.string(),
  asOf: z.object({ time: z.string(), basis: z.string() }),
  inferred: z.record(z.string(), z.string()).describe('Members of the case that nobody gave, and why they are so'),
  incidents: z.array(INCIDENT),
  missing: z
    .array(z.object({ what: z.string(), reason: z.string(), command: NAME, file: NAME }))
    .describe('Evidence that is not there and would settle something'),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});

export function outlineOf(answer: Report | Survey): CaseOutline[] {
  const reports = 'reports' in answer ? answer.reports : [answer];
  return reports.slice(0, MOST_CASES).map((report) => ({
    case: caseName(report.case),
    outcome: report.outcome,
    summary: report.summary,
    asOf: report.asOf,
    inferred: report.case.inferred,
    incidents: report.incidents.slice(-MOST_INCIDENTS).map(incident),
    missing: report.missing
      .slice(0, MOST_LINES)
      .map(({ what, reason, command, file }) => ({ what, reason, command, file })),
    warnings: report.warnings.slice(0, MOST_LINES).map(({ code, message }) => ({ code, message })),
  }));
}

function incident(told: ReportIncident): IncidentOutline {
  const { status, missedRuns, cause, remedy, remedyWithheld } = told;
  return {
    status,
    lastGoodArrival: told.lastDelivery?.deliveredAt ?? null,
    missedRuns,
    firstMissedRun: told.firstMissedRun?.run ?? null,
    lastMissedRun: told.lastMissedRun?.run ?? null,
    culprit: culprit(told.culprit),
    cause: cause && {
      link: cause.link,
      decision: cause.decision,
      conditionKeys: cause.conditionKeys,
      explanation: cause.explanation,
    },
    phases: told.phases.slice(0, MOST_LINES).map(({ runs, culprit: of, explanation }) => ({
      runs,
      culprit: culprit(of),
      explanation,
    })),
    restoredBy: told.restoredBy && change(told.restoredBy),
    remedy: remedy && {
      description: remedy.description,
      mendsPath: remedy.mendsPath,
      remaining: remedy.remaining,
      cautions: remedy.warnings ?? [],
      edits: remedy.edits.map(({ kind, resource, command, document }) => ({ kind, resource, command, document })),
    },
    remedyWithheld,
  };
}

function culprit(told: ReportCulprit | null): CulpritOutline | null {
  return told && { confidence: told.confidence, reasons: told.reasons, change: change(told.change) };
}

/** A change in the words that the tools have for it. */
export function change(told: ReportChange): ChangeOutline {
  const { time, eventName, bucket, keyArn, assessment, reason, diff } = told;
  const { type, arn, accountId, sessionName, origin, sourceIp, userAgent, tool } = told.actor;
  return {
    id: told.eventId ?? told.requestId,
    time,
    eventName,
    bucket,
    keyArn,
    assessment,
    reason,
    actor: { type, arn, accountId, sessionName, origin, sourceIp, userAgent, tool },
    diff: diff.slice(0, MOST_LINES),
  };
}

/** The newest incidents, the first lines of all else: the whole report is a resource. */
const MOST_CASES = 50;
const MOST_INCIDENTS = 10;
const MOST_LINES = 40;
