import { traceActor } from './attribution/trace.ts';
import type { CaseOptions } from './case/case.ts';
import { ForensicsError } from './errors.ts';
import { type Instant, latest, MINUTE } from './instant.ts';
import { PROFILES, type ProfileName } from './profile/profiles.ts';
import { recordsAt } from './records/records-at.ts';
import { assembleReport } from './report/assemble.ts';
import { REMEDY_FILE } from './report/assemble-remedy.ts';
import type { Report } from './report/contract.ts';
import { placesToTell, withRecords } from './report/records.ts';
import { assembleSurvey } from './report/survey/assemble-survey.ts';
import type { Survey } from './report/survey/contract.ts';
import type { Call } from './sightings/call.ts';
import { type Gathered, gather } from './sightings/gather.ts';
import { siftSources } from './sightings/sift-sources.ts';
import { hashFile } from './sources/hash-file.ts';
import type { EvidenceInput } from './sources/input.ts';
import { createTally, type SourceTally, withMembers } from './sources/tally.ts';
import { asOf } from './timeline/as-of.ts';
import { buildTimeline, type TimelineOptions } from './timeline/build.ts';
import { byCase, documentsFor } from './timeline/by-case.ts';
import { casesAsked } from './timeline/cases-asked.ts';
import { writeChecklist } from './verdict/checklist/checklist.ts';
import { describeCoverage } from './verdict/coverage.ts';
import { summarise } from './verdict/summary.ts';
import { reachVerdict } from './verdict/verdict.ts';
import { collectWarnings } from './verdict/warnings/collect.ts';
import { checkDigests } from './verify/check-evidence.ts';
import { programVersion } from './version.ts';

export interface InvestigateOptions {
  readonly inputs: readonly EvidenceInput[];
  /** What the user said about the case; wins over `case.json` and everything inferred. */
  readonly case: CaseOptions;
  /** The clock: the evidence is never taken to reach beyond it. */
  readonly clock: Instant;
  /** Incidents and timeline entries outside are left out of the report; the replay uses all evidence. Null is open. */
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Time after a run's folder time before it counts as missed. */
  readonly graceMs: number;
  /** IANA zone of times in `aws s3 ls` listings; null leaves them approximate. */
  readonly listingTimezone: string | null;
  /** UTC days (midnight) of exports that the console reported as failed. */
  readonly failedExports: readonly Instant[];
  /** Where the documents of a remedy are to be written, as its commands name it; the default is `remedy.json`. */
  readonly remedyFile?: string | null;
  /**
   * When a source was saved, for who knows it better than the file system: null where that is not known, undefined where
   * the file system is to be believed.
   */
  readonly savedAt?: (source: string) => Instant | null | undefined;
  /** Handed the accounts of the sources before the first is read: they fill up meanwhile, for whoever shows progress. */
  readonly onReading?: (tallies: readonly SourceTally[]) => void;
  /** Called when all is read: what follows is reasoning, in one go. */
  readonly onRead?: () => void;
}

/** What became of evidence: one case, or all of several that it speaks of. */
export type Answer =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'survey'; readonly survey: Survey };

/**
 * The main job: evidence in, verdict and timeline out, for every case that the evidence speaks of where neither flags nor
 * documents say which is meant: read once, each case judged as it would be alone. The same evidence and the same `now`
 * give the same answer, whatever the order of files and records.
 *
 * @throws ForensicsError for malformed case documents
 */
export async function investigateAll(options: InvestigateOptions): Promise<Answer> {
  const { gathered, read } = await readAll(options);
  const profile = PROFILES[PROFILE];
  const question = {
    profile,
    case: options.case,
    asOf: asOf(options.case.now ?? newestOf(gathered.cases), read, options.clock),
  };
  const [first = {}, ...others] = casesAsked(question, gathered);
  const judge = (asked: CaseOptions, evidence: Gathered): Report =>
    judgeCase(evidence, { ...options, ...question, case: asked }, read);
  if (others.length === 0) {
    const report = judge(first, documentsFor(gathered, first));
    const places = placesToTell(report);
    return { kind: 'report', report: withRecords(report, places, await recordsAt(options.inputs, places)) };
  }
  const narrow = byCase(gathered, profile);
  const one = (asked: CaseOptions): Report => judge(asked, narrow(asked));
  return { kind: 'survey', survey: assembleSurvey([one(first), ...others.map(one)]) };
}

/** Reads all that there is, once. */
async function readAll(
  options: InvestigateOptions,
): Promise<{ readonly gathered: Gathered; readonly read: readonly SourceTally[] }> {
  const { inputs, listingTimezone } = options;
  const tallies = inputs.map(({ name }) => createTally(name));
  options.onReading?.(tallies);
  const digests = await checkDigests(inputs);
  const isSound = ({ name }: EvidenceInput): boolean => digests?.tampered.has(name) !== true;
  const sources = {
    inputs: inputs.filter(isSound),
    tallies: tallies.filter((_, index) => inputs[index] !== undefined && isSound(inputs[index])),
  };
  const gathered = await gather(
    telling(siftSources({ ...sources, profile: PROFILE, listingTimezone }), options.onRead),
    digests,
    PROFILES[PROFILE],
  );
  for (const [index, input] of inputs.entries()) {
    const reason = digests?.tampered.get(input.name);
    const tally = tallies[index];
    if (reason !== undefined && tally !== undefined && input.kind === 'file') await setAside(tally, input.path, reason);
  }
  const read = withMembers(tallies);
  refuseBrokenCase(read);
  for (const tally of read) {
    const saved = options.savedAt?.(tally.source);
    if (saved !== undefined) tally.modified = saved;
    if (tally.modified !== null && tally.modified > options.clock + CLOCKS_APART) tally.modified = null;
  }
  return { gathered, read };
}

async function* telling<T>(pieces: AsyncIterable<T>, onRead = () => {}): AsyncGenerator<T, void, undefined> {
  yield* pieces;
  onRead();
}

/** From what was gathered to the report on one case. */
function judgeCase(
  gathered: Gathered,
  options: InvestigateOptions & TimelineOptions,
  tallies: readonly SourceTally[],
): Report {
  const timeline = buildTimeline(gathered, options);
  const verdict = reachVerdict(timeline);
  const follow = (call: Call) =>
    call.contradiction === null || call.contradiction.callers.length === 0
      ? traceActor(call.actor, call.time, call.sessionCreated, gathered.sessions)
      : { actor: call.actor, sessionsUsed: [] };
  const trace = (call: Call) => follow(call).actor;
  return assembleReport({
    timeline,
    verdict,
    summary: summarise(timeline, verdict, trace),
    coverage: describeCoverage(timeline, gathered),
    checklist: writeChecklist({ timeline, verdict, gathered }),
    warnings: collectWarnings({ timeline, verdict, gathered, tallies }),
    tallies,
    trace,
    follow: (call) => follow(call).sessionsUsed,
    version: programVersion(),
    remedyFile: options.remedyFile ?? REMEDY_FILE,
    since: options.since,
    until: options.until,
  });
}

/** The moment that case documents ask about; of several the newest. */
function newestOf(cases: readonly CaseOptions[]): Instant | undefined {
  return latest(cases.flatMap(({ now }) => now ?? [])) ?? undefined;
}

const PROFILE: ProfileName = 's3-inventory';

/** A file of the future tells nothing of when it was saved; clocks of file servers go a little before. */
const CLOCKS_APART = 5 * MINUTE;

/** A file that CloudTrail did not write so carries nothing, but is told of. */
async function setAside(tally: SourceTally, path: string, reason: string): Promise<void> {
  tally.kind = 'tampered';
  tally.failure = reason;
  tally.sha256 = await hashFile(path);
}

/** A case document that does not parse must not be taken for no case at all. */
function refuseBrokenCase(tallies: readonly SourceTally[]): void {
  const broken = tallies.find(({ kind, records }) => kind === 'case' && records === 0);
  if (broken === undefined) return;
  const reason = broken.failure ?? broken.rejects[0]?.reason ?? 'not a case';
  throw new ForensicsError('malformed-case', `${broken.source}: ${reason}`, {
    hint: 'see "The case" in the README for the members of case.json',
  });
}
