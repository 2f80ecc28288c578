import { isIP } from 'node:net';
import { escapeJson } from '../../display/escape-terminal.ts';
import type { Report, ReportActor, ReportChange, TimelineEntry } from '../contract.ts';
import { type Role, responsibilityOf } from '../culprits.ts';
import { clipBytes } from '../timesketch/clip-bytes.ts';
import { activityOf } from './activity.ts';
import { userTypeOf } from './user-type.ts';

/** The version of the Open Cybersecurity Schema Framework that the events are written in. */
export const OCSF_VERSION = '1.3.0';

const CLASS_UID = 6003;
const TEXT_BYTES = 32_000;

/**
 * The calls of the timeline as OCSF API Activity events (class 6003), one JSON object a line, in the report's order:
 * changes, issued sessions, S3's refused writes and the writes that delivered. A missed run is left out, for it is
 * the absence of a call. `time` is in milliseconds since 1970.
 *
 * @see https://schema.ocsf.io/1.3.0/classes/api_activity
 */
export function renderOcsf(report: Report): string {
  return report.timeline
    .filter(({ kind }) => kind !== 'missed-run' && kind !== 'captured-state')
    .map((entry) => `${escapeJson(JSON.stringify(event(report, entry)))}\n`)
    .join('');
}

/** What is undefined is left out where it is printed. */
function event(report: Report, entry: TimelineEntry): Record<string, unknown> {
  const change = entry.change ?? null;
  const operation = change?.eventName ?? operationOf(entry);
  const activity = activityOf(operation);
  const account = change?.actor.accountId ?? null;
  const answered = change === null ? null : responsibilityOf(report, change);
  const failed = entry.kind === 'denied-attempt' || change?.assessment === 'failed';
  const severity =
    answered !== null ? SEVERITIES[answered.role] : entry.kind === 'denied-attempt' ? MEDIUM : INFORMATIONAL;
  return {
    category_uid: 6,
    category_name: 'Application Activity',
    class_uid: CLASS_UID,
    class_name: 'API Activity',
    activity_id: activity.id,
    activity_name: activity.name,
    type_uid: CLASS_UID * 100 + activity.id,
    type_name: `API Activity: ${activity.name}`,
    severity_id: severity.id,
    severity: severity.name,
    time: Date.parse(entry.time),
    message: clipBytes(entry.title, TEXT_BYTES),
    status_id: failed ? 2 : 1,
    status: failed ? 'Failure' : 'Success',
    status_code: change?.errorCode ?? undefined,
    metadata: {
      version: OCSF_VERSION,
      profiles: ['cloud'],
      product: { name: report.tool.name, vendor_name: report.tool.name, version: report.tool.version },
      uid: change?.eventId ?? undefined,
      original_time: entry.time,
    },
    cloud: {
      provider: 'AWS',
      account: account === null ? undefined : { uid: account, type: 'AWS Account', type_id: 10 },
    },
    api: {
      operation,
      service: { name: serviceOf(entry) },
      request: change?.requestId == null ? undefined : { uid: change.requestId },
      response: responseOf(change),
    },
    actor: change === null ? unattributed(entry) : actorOf(change.actor),
    src_endpoint: endpointOf(entry),
    http_request:
      change?.actor.userAgent == null ? undefined : { user_agent: clipBytes(change.actor.userAgent, TEXT_BYTES) },
    resources: resourcesOf(report, change),
    unmapped: {
      kind: entry.kind,
      assessment: change?.assessment,
      reason: change?.reason,
      diff: change?.diff,
      identity_type: change?.actor.type,
      origin: change?.actor.origin,
      ...(answered === null ? {} : { [`${answered.role}_confidence`]: answered.confidence }),
      evidence: entry.evidence,
    },
  };
}

const INFORMATIONAL = { id: 1, name: 'Informational' };
const MEDIUM = { id: 3, name: 'Medium' };
const HIGH = { id: 4, name: 'High' };

const SEVERITIES: Readonly<Record<Role, typeof HIGH>> = { culprit: HIGH, suspect: MEDIUM };

/** Sessions are titled with the call that issued them; deliveries and refusals are writes by S3. */
function operationOf(entry: TimelineEntry): string {
  if (entry.kind !== 'session') return 'PutObject';
  const end = entry.title.indexOf(':');
  return end <= 0 ? 'AssumeRole' : entry.title.slice(0, end);
}

function serviceOf({ kind, change }: TimelineEntry): string {
  if (kind === 'session') return 'sts.amazonaws.com';
  return change?.keyArn == null ? 's3.amazonaws.com' : 'kms.amazonaws.com';
}

function responseOf(change: ReportChange | null): Record<string, unknown> | undefined {
  if (change === null || (change.status === null && change.errorCode === null)) return undefined;
  return { code: change.status ?? undefined, error: change.errorCode ?? undefined };
}

/** OCSF asks for an actor always: the writer of reports is S3 itself, of a session no more is known here than its name. */
function unattributed(entry: TimelineEntry): Record<string, unknown> {
  return entry.kind === 'session'
    ? { user: { name: 'unknown' } }
    : { app_name: 's3.amazonaws.com', user: { name: 's3.amazonaws.com' } };
}

function actorOf(actor: ReportActor): Record<string, unknown> {
  const name = actor.userName ?? actor.sessionName ?? actor.arn ?? actor.principalId ?? actor.invokedBy ?? 'unknown';
  return {
    user: {
      name,
      ...identifiers(actor),
      ...userTypeOf(actor.type),
      credential_uid: actor.accessKeyId ?? undefined,
      account: actor.accountId === null ? undefined : { uid: actor.accountId },
    },
    session:
      actor.sessionIssuerArn === null && actor.mfaAuthenticated === null
        ? undefined
        : { issuer: actor.sessionIssuerArn ?? undefined, is_mfa: actor.mfaAuthenticated ?? undefined },
    app_name: actor.invokedBy ?? undefined,
  };
}

/** OCSF has a user's ARN as its identifier, and the principal ID as the other one. */
function identifiers({ arn, principalId }: ReportActor): Record<string, unknown> {
  return arn === null ? { uid: principalId ?? undefined } : { uid: arn, uid_alt: principalId ?? undefined };
}

/** `ip` takes addresses only; where a log names a service instead, that is the endpoint's service. */
function endpointOf({ kind, change }: TimelineEntry): Record<string, unknown> {
  const ip = change?.actor.sourceIp ?? null;
  if (ip !== null && isIP(ip) !== 0) return { ip };
  if (ip !== null) return { svc_name: ip };
  return { svc_name: change === undefined && kind !== 'session' ? 's3.amazonaws.com' : 'unknown' };
}

function resourcesOf(report: Report, change: ReportChange | null): Record<string, unknown>[] {
  const bucket = change === null ? report.case.destinationBucket : change.bucket;
  return [
    ...(bucket === null ? [] : [{ uid: `arn:aws:s3:::${bucket}`, name: bucket, type: 'AWS::S3::Bucket' }]),
    ...(change?.keyArn == null ? [] : [{ uid: change.keyArn, type: 'AWS::KMS::Key' }]),
  ];
}
