import { describeActor } from '../../attribution/wording.ts';
import { LINKS } from '../../delivery-path/link.ts';
import { logsOf } from '../../delivery-path/link-logs.ts';
import { counted } from '../../display/quantities.ts';
import { toldTogether } from '../../display/told-together.ts';
import { DAY, formatDay, formatInstant } from '../../instant.ts';
import { describeDifferences, isDisputed } from '../../sightings/call.ts';
import { describeRemarks } from '../../sources/archive/remarks.ts';
import type { Position, SourceTally } from '../../sources/tally.ts';
import { describeCallers } from '../callers.ts';
import { isInUse, linksWithoutTrail, nameOfLog } from '../coverage.ts';
import { type Warning, type WarningRule, type WarningSubject, warn } from './warning.ts';

/** What the reader must know of the evidence itself: nothing is dropped unsaid. The order of the list is the order of the report. */
export const EVIDENCE_RULES: readonly WarningRule[] = [
  impossibleRuns,
  deliveryTimes,
  conflictingCopies,
  weakJoins,
  documents,
  logsOfOthers,
  sources,
  archiveMembers,
  normalisedEvents,
  inventoriesWithoutManifest,
  digestProblems,
  namelessAnswers,
];

function deliveryTimes({ timeline, verdict }: WarningSubject): Warning[] {
  const warnings: Warning[] = [];
  if (timeline.listings.approximate) {
    warnings.push(
      warn(
        'listing-times-approximate',
        'a listing gives local times without a zone, read as UTC: give --listing-timezone; nothing that rests on them is proven',
      ),
    );
  }
  for (const { incident } of verdict.incidents) {
    const last = incident.lastDelivery;
    if (last !== null && last.deliveredAt === null) {
      warnings.push(
        warn(
          'arrival-unknown',
          `when run ${last.run} arrived is not in evidence: the window starts at its folder time, up to a day too early`,
          last.evidence,
        ),
      );
    }
  }
  return warnings;
}

/** What no run can be is said and left out: a key is text that whoever writes into the bucket may choose. */
function impossibleRuns({ timeline }: WarningSubject): Warning[] {
  return timeline.impossible.map(({ what, why, at }) => warn('impossible-run', `${what} was rejected: ${why}`, at));
}

function conflictingCopies({ timeline }: WarningSubject): Warning[] {
  return timeline.contradicted.map((call) => {
    const { differences } = call.contradiction;
    const caller = describeCallers(call);
    const named = caller === null || isDisputed(call) ? '' : ` (${caller})`;
    const consequence = isDisputed(call)
      ? `this is one of the versions, by ${caller ?? describeActor(call.actor)}${call.succeeded ? '' : ', failed'}: none of them convicts or acquits, and nothing that rests on them is more than possible`
      : `who is not settled, and nothing that rests on them is proven`;
    return warn(
      'conflicting-evidence',
      `copies of ${call.eventName} at ${formatInstant(call.time)} contradict each other in ${describeDifferences(differences)}${named}; ${consequence}`,
      call.evidence,
    );
  });
}

function weakJoins({ timeline }: WarningSubject): Warning[] {
  return timeline.changes
    .filter(({ joinedWeakly }) => joinedWeakly)
    .map((call) =>
      warn(
        'weak-join',
        `${call.eventName} at ${formatInstant(call.time)} was joined across the two logs by bucket, operation, principal and second only`,
        call.evidence,
      ),
    );
}

function documents({ timeline }: WarningSubject): Warning[] {
  return timeline.documentWarnings.map(({ code, message, source }) => warn(code, message, [source.at]));
}

/** Where a trail is wanting, those that were given and are of other accounts, Regions or resources are named. */
function logsOfOthers({ timeline, gathered }: WarningSubject): Warning[] {
  if (linksWithoutTrail(timeline, gathered).length === 0) return [];
  const links = LINKS.filter((link) => isInUse(timeline, link));
  const others = gathered.coverage.filter((log) =>
    links.every((link) => logsOf(link, timeline.placeNow, timeline.logSubject, [log]).length === 0),
  );
  const names = [...new Set(others.map(nameOfLog))];
  if (names.length === 0) return [];
  const more = names.length > SHOWN_LOGS ? `, and ${counted(names.length - SHOWN_LOGS, 'more log')}` : '';
  return [
    warn(
      'logs-of-others',
      `given, but no log of anything that decides on this delivery: ${names.slice(0, SHOWN_LOGS).join('; ')}${more}`,
    ),
  ];
}

const SHOWN_LOGS = 3;

/** Nothing is dropped unsaid: every source that was not read whole is told, many that fared the same as one. */
function sources({ tallies, timeline }: WarningSubject): Warning[] {
  const warnings = toldTogether(tallies, (tally) => fateOf(tally) ?? rejectsOf(tally)).flatMap((group): Warning[] => {
    const [first] = group;
    if (first === undefined) return [];
    if (fateOf(first) !== null) return [unread(first, group)];
    return group.length === 1 ? readInPart(first) : [rejectedIn(first, group)];
  });
  const oldest = timeline.runs[0]?.time;
  if (
    oldest !== undefined &&
    timeline.case.now - oldest > 90 * DAY &&
    tallies.some(({ kind }) => kind === 'lookup-events' || kind === 'console-csv')
  ) {
    warnings.push(
      warn(
        'ninety-days',
        `CloudTrail event history reaches back 90 days only, to ${formatDay(timeline.case.now - 90 * DAY)}: earlier changes are in the trail's own files`,
      ),
    );
  }
  return warnings;
}

/** What in an archive could be evidence and was not read, or is named so as to do harm; what macOS puts in is neither. */
function archiveMembers({ tallies }: WarningSubject): Warning[] {
  return tallies.flatMap((tally) => {
    const told = describeRemarks(new Map([...(tally.remarks ?? [])].filter(([remark]) => remark !== 'system-file')));
    if (told.length === 0) return [];
    const at = { source: tally, line: null, record: null };
    return [warn('archive-members', `in ${tally.source}: ${told.join('; ')}`, [at])];
  });
}

/** What was put into another schema has lost some of what it said. */
function normalisedEvents({ tallies }: WarningSubject): Warning[] {
  const normalised = tallies.filter(({ kind }) => kind === 'security-lake');
  if (normalised.length === 0) return [];
  return [
    warn(
      'normalised-events',
      `the events of ${counted(normalised.length, 'source')} are as Security Lake normalised them, not the original records: a policy that was put may be lost, which the log files of CloudTrail hold`,
      normalised.map((source) => ({ source, line: null, record: null })),
    ),
  ];
}

/** Which column is which, only the manifest tells. */
function inventoriesWithoutManifest({ gathered: { untiedInventories } }: WarningSubject): Warning[] {
  if (untiedInventories.length === 0) return [];
  return [
    warn(
      'inventory-without-manifest',
      `${counted(untiedInventories.length, 'file')} of an inventory could not be used: no manifest.json in evidence tells their columns, LastModifiedDate among them`,
      untiedInventories,
    ),
  ];
}

/** What digests say against the evidence beside whole files that were tampered with. */
function digestProblems({ gathered: { digests }, tallies }: WarningSubject): Warning[] {
  const packed = tallies.find(({ kind, container }) => kind === 'cloudtrail-digest' && container !== null);
  const problems = [
    ...(digests?.problems ?? []),
    ...(packed === undefined ? [] : [`${packed.source}: ${PACKED_DIGEST}`]),
  ];
  const [first] = problems;
  if (first === undefined) return [];
  const more = problems.length - 1;
  return [
    warn(
      'digest-problems',
      `digests of CloudTrail speak against the evidence: ${first}${more > 0 ? `; and ${counted(more, 'more problem')}, which \`verify\` tells one by one` : ''}`,
    ),
  ];
}

const PACKED_DIGEST = 'digests in an archive are not held against the log files: unpack it, and give the directory';

/** Of which trail they speak is not known, and so nothing that rests on a trail is better or worse for them. */
function namelessAnswers({ gathered }: WarningSubject): Warning[] {
  return gathered.namelessAnswers.map((at) =>
    warn(
      'trail-not-named',
      `${at.source.source} does not name its trail: it vouches for nothing and speaks against nothing. get-event-selectors prints TrailARN; to an answer of get-trail-status, add it`,
      [at],
    ),
  );
}

/** What sources that gave nothing have in common; null for those that gave something. */
function fateOf({ kind, failure }: SourceTally): string | null {
  const isUnread = kind === 'empty' || kind === 'not-recognised' || kind === 'unreadable' || kind === 'tampered';
  return isUnread ? `${kind}: ${failure ?? ''}` : null;
}

/** What sources that were read to their end, some records aside, have in common; null for others. */
function rejectsOf({ failure, rejected, rejects }: SourceTally): string | null {
  return failure === null && rejected > 0 ? `rejected: ${rejects[0]?.reason ?? ''}` : null;
}

function rejectedIn(first: SourceTally, group: readonly SourceTally[]): Warning {
  const rejected = group.reduce((sum, tally) => sum + tally.rejected, 0);
  const places = group.map((tally) => firstReject(tally));
  return warn(
    'rejected-records',
    `${counted(rejected, 'record')} of ${counted(group.length, 'source')} could not be read, the first in each because: ${first.rejects[0]?.reason ?? 'unreadable'}; the first source is ${first.source}`,
    places,
  );
}

function firstReject(tally: SourceTally): Position {
  const { line = null, record = null, within } = tally.rejects[0] ?? {};
  return { source: tally, line, record, ...(within === undefined ? {} : { within }) };
}

/** Sources that gave nothing, all for the same reason. */
function unread(first: SourceTally, group: readonly SourceTally[]): Warning {
  const isOne = group.length === 1;
  const subject = isOne ? first.source : counted(group.length, 'source');
  const example = isOne ? '' : `; the first is ${first.source}`;
  const evidence = group.map((source) => ({ source, line: null, record: null }));
  const why = first.failure === null ? '' : `: ${first.failure}`;
  switch (first.kind) {
    case 'tampered':
      return warn('tampered-evidence', `${subject} ${isOne ? 'was' : 'were'} not used${why}${example}`, evidence);
    case 'empty':
      return warn('empty-source', `${subject} ${isOne ? 'is' : 'are'} empty${example}`, evidence);
    case 'not-recognised':
      return warn(
        'not-recognised',
        `${subject} ${isOne ? 'was' : 'were'} not used${why || ': no known kind of evidence'}${example}`,
        evidence,
      );
    default:
      return warn('unreadable-source', `${subject} could not be read${why}${example}`);
  }
}

/** What is missing of a source that gave something. */
function readInPart(tally: SourceTally): Warning[] {
  const [reject] = tally.rejects;
  const at = firstReject(tally);
  const found: Warning[] = [];
  if (tally.failure !== null) {
    found.push(warn('incomplete-source', `${tally.source} was not read to its end: ${tally.failure}`, [at]));
  }
  if (tally.rejected > 0) {
    const records = tally.rejected === 1 ? 'one record' : `${tally.rejected} records`;
    const reason = reject?.reason ?? 'unreadable';
    found.push(
      warn('rejected-records', `${records} of ${tally.source} could not be read, the first because: ${reason}`, [at]),
    );
  }
  return found;
}
