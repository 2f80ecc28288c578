import { describeActor } from '../../attribution/wording.ts';
import { type Block, field, type Inline, line, row, type Span, span, type Tone, verbatim } from '../../display/page.ts';
import { placeOf } from '../../display/place.ts';
import { clipped, counted } from '../../display/quantities.ts';
import type { EvidenceRef, ReportActor, ReportChange } from '../contract.ts';

/** What was called, on what, with which result: `PutBucketPolicy on acme-reports`. */
export function callOf(change: ReportChange): string {
  const target = change.bucket ?? change.keyArn;
  return target === null ? change.eventName : `${change.eventName} on ${target}`;
}

/** `failed with AccessDenied (HTTP 403)` for a failed call whose reason does not name the error; else null. */
export function failureOf(change: ReportChange): string | null {
  if (change.assessment !== 'failed') return null;
  if (change.errorCode !== null && change.reason.includes(change.errorCode)) return null;
  const status = change.status === null ? '' : ` (HTTP ${change.status})`;
  return change.errorCode === null ? `failed${status}` : `failed with ${change.errorCode}${status}`;
}

/** Which logs hold the call and under which ids: what one needs to find it again elsewhere. */
export function recordFields(change: ReportChange): Block[] {
  const logs = change.seenIn.map((log) => LOGS[log]).join(' and ');
  return [
    field('recorded in', logs, 4),
    ...(change.eventId === null ? [] : [field('event ID', change.eventId, 4)]),
    ...(change.requestId === null ? [] : [field('request ID', change.requestId, 4)]),
    ...(change.evidence.length === 0 ? [] : [field('evidence', '', 4), ...refLines(change.evidence, 6)]),
  ];
}

const LOGS: Readonly<Record<ReportChange['seenIn'][number], string>> = {
  cloudtrail: 'CloudTrail',
  'access-log': 'the access log',
};

/** Who made the call, as one phrase. */
export function who(actor: ReportActor): string {
  return describeActor(actor);
}

/** Who made the call, in a word or two. A session is called one: its name was chosen by whoever began it. */
export function whoBriefly(actor: ReportActor): string {
  if (actor.userName !== null) return actor.userName;
  if (actor.sessionName !== null) return `session ${actor.sessionName}`;
  return actor.invokedBy ?? who(actor);
}

/** Everything known of the caller, a line each; what is not known is left out. */
export function actorFields(actor: ReportActor): Block[] {
  const fields: Block[] = [field('by', span('strong', who(actor)), 4)];
  const add = (label: string, value: Inline | null) => {
    if (value !== null) fields.push(field(label, value, 4));
  };
  add('identity', actor.arn ?? actor.principalId);
  add('role', actor.arn?.includes(':assumed-role/') || actor.arn === null ? actor.sessionIssuerArn : null);
  add('source identity', actor.sourceIdentity);
  add('access key', actor.accessKeyId);
  add('MFA', mfa(actor));
  add('source IP', actor.sourceIp);
  add('tool', tool(actor));
  actor.chain.forEach((link, index) => {
    const event = link.eventId === null ? '' : ` (event ${link.eventId})`;
    add(
      index === 0 ? 'credentials' : '',
      `from ${link.via} at ${link.time} by ${link.arn ?? 'an unrecorded caller'}${event}`,
    );
  });
  if (actor.origin !== null && actor.chain.length > 0) add('traced to', actor.origin);
  return fields;
}

/**
 * `mfaAuthenticated` speaks for the call that issued the credentials. For a role session `false` proves nothing
 * (single sign-on checks MFA before AWS sees anything), so it is not shown.
 */
function mfa(actor: ReportActor): string | null {
  if (actor.mfaAuthenticated === null) return null;
  if (actor.mfaAuthenticated) return 'yes';
  return actor.type === 'IAMUser' || actor.type === 'Root' ? 'no' : null;
}

function tool(actor: ReportActor): Inline | null {
  const parts: (string | Span)[] = [];
  if (actor.tool !== null) parts.push(actor.tool);
  if (actor.invokedBy !== null) parts.push(`${parts.length > 0 ? ', ' : ''}called by ${actor.invokedBy}`);
  if (actor.userAgent !== null && actor.userAgent !== actor.invokedBy) {
    parts.push(span('dim', `${parts.length > 0 ? ' ' : ''}(${clipped(actor.userAgent, 120)})`));
  }
  return parts.length === 0 ? null : parts;
}

/**
 * Policy diff, one statement a line, coloured by its sign: added, removed, altered, the same, not known.
 *
 * @param most lines of the page that each may take
 */
export function diffLines(diff: readonly string[], indent: number, most?: number): Block[] {
  return diff.map((text) => {
    const signed = /^[+\-~=?] /.test(text);
    const sign = signed ? text.slice(0, 1) : '';
    const tone = SIGNS.get(sign) ?? 'plain';
    const words = clipped(signed ? text.slice(2) : text);
    return row(indent, [{ width: 2, content: span(tone, sign) }], span(tone, words), most);
  });
}

const SIGNS: ReadonlyMap<string, Tone> = new Map([
  ['+', 'good'],
  ['-', 'bad'],
  ['~', 'warn'],
  ['=', 'dim'],
  ['?', 'warn'],
]);

/** References told one by one; more are counted. */
const SHOWN_REFS = 4;

/** Where to look it up, a line each: source and line or record. */
export function refLines(refs: readonly EvidenceRef[], indent: number): Block[] {
  const left = refs.length - SHOWN_REFS;
  return [
    ...refs.slice(0, SHOWN_REFS).map((ref) => verbatim(indent, span('dim', placeOf(ref)))),
    ...(left > 0 ? [line(indent, span('dim', `and ${counted(left, 'more place')}`))] : []),
  ];
}
