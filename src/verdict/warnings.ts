import { DAY, formatDay, formatInstant, startOfUtcDay } from '../instant.ts';
import type { Position, SourceTally } from '../sources/tally.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Gathered } from '../timeline/gather.ts';
import { LINKS } from '../timeline/link.ts';
import { uncovered } from '../timeline/log-coverage.ts';
import { deniedLinks } from '../timeline/path.ts';
import { firstSundayAfter } from '../timeline/runs.ts';
import type { JudgedIncident, Verdict } from './judged-incident.ts';
import { logsOf } from './link-logs.ts';

/** Something that the reader must know to judge the verdict. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly evidence: readonly Position[];
}

export interface WarningSubject {
  readonly timeline: Timeline;
  readonly verdict: Verdict;
  readonly gathered: Gathered;
  readonly tallies: readonly SourceTally[];
}

/** One rule, one entry; the order of the list is the order of the report. */
const RULES: readonly ((subject: WarningSubject) => Warning[])[] = [
  alsoBroken,
  weeklyRunMissed,
  deniedThoughAllowed,
  deniedNow,
  unseenChanges,
  contradictions,
  windowNotCovered,
  configurationUnknown,
  removedReports,
  lastExport,
  deliveryTimes,
  weakJoins,
  documents,
  evaluations,
  containment,
  managedByTools,
  sources,
];

export function collectWarnings(subject: WarningSubject): Warning[] {
  return RULES.flatMap((rule) => rule(subject));
}

function warn(code: string, message: string, evidence: readonly Position[] = []): Warning {
  return { code, message, evidence };
}

function alsoBroken({ verdict }: WarningSubject): Warning[] {
  return verdict.incidents.flatMap(({ alsoBroken: others }) =>
    others.map(({ call, link, after }) =>
      warn(
        'also-broken',
        `${call.eventName} at ${formatInstant(call.time)} broke delivery as well, at the ${link}: ${after.explanation}`,
        call.evidence,
      ),
    ),
  );
}

/** Made weekly explains the days until the first Sunday, not the Sunday itself. */
function weeklyRunMissed({ verdict }: WarningSubject): Warning[] {
  return verdict.incidents.flatMap(({ incident, culprit, cause }) => {
    if (culprit === null || cause?.decision !== 'rescheduled') return [];
    const [first] = incident.missed;
    const sunday = firstSundayAfter(culprit.suspect.call.time, first.time - startOfUtcDay(first.time));
    const run = incident.missed.find(({ time }) => time >= sunday);
    return run === undefined
      ? []
      : [
          warn(
            'weekly-run-missed',
            `the change to weekly explains the missing days before the Sunday run ${run.name}, not why that run is missing too`,
          ),
        ];
  });
}

/** S3 was refused although every link that is known evaluates to allowed: say which layers nobody has seen. */
function deniedThoughAllowed({ timeline, verdict }: WarningSubject): Warning[] {
  return verdict.incidents.flatMap(({ incident, culprit, cause }) => {
    if (culprit !== null || cause !== null || incident.denied.length === 0) return [];
    const { links } = timeline.path.at(incident.write.time);
    const unseen = LINKS.filter((link) => links[link].state === 'unknown').map(
      (link) => `${link} (${links[link].explanation})`,
    );
    const layers = [
      ...(links.rcp.state === 'unknown' ? [] : ['resource control policies of the organization']),
      ...(timeline.scope.keys.size > 0 ? ['grants of the KMS key'] : []),
      'AWS itself',
    ];
    return [
      warn(
        'layers-not-seen',
        `S3 was refused on ${formatInstant(incident.denied[0]?.time ?? incident.write.time)}, yet no link of the path is known to deny. Not seen: ${[...unseen, ...layers].join('; ')}`,
        incident.denied[0]?.evidence ?? [],
      ),
    ];
  });
}

function deniedNow({ timeline, verdict }: WarningSubject): Warning[] {
  const ongoing = verdict.incidents.some(({ incident }) => incident.status === 'ongoing');
  if (ongoing || verdict.outcome === 'never-delivered') return [];
  const step = timeline.path.at(timeline.case.now);
  return deniedLinks(step).map((link) =>
    warn(
      'denied-now',
      `${verdict.incidents.length === 0 ? 'no run has been missed yet' : 'reports have come since the last outage'}, but as of now the ${link} denies delivery: ${step.links[link].explanation}`,
      timeline.path.deniedSince(link, timeline.case.now)?.call?.evidence ?? [],
    ),
  );
}

function unseenChanges({ timeline }: WarningSubject): Warning[] {
  const last = timeline.path.steps[timeline.path.steps.length - 1];
  if (last === undefined || last.from === null || last.call !== null || last.from !== timeline.case.now) return [];
  return [...last.touched].map((link) =>
    warn(
      'unseen-change',
      `what is in force for the ${link} now is not what the logs last show, so it was changed unseen. Now: ${last.links[link].explanation}`,
    ),
  );
}

function contradictions({ timeline }: WarningSubject): Warning[] {
  const seen = new Set<string>();
  return timeline.path.steps.flatMap(({ links, call }) =>
    LINKS.flatMap((link) =>
      links[link].warnings.flatMap(({ code, message }) => {
        if (code !== 'replay-contradicted' || seen.has(message)) return [];
        seen.add(message);
        return [warn(code, `${link}: ${message}`, call?.evidence ?? [])];
      }),
    ),
  );
}

/** The logs of the links that decide an incident must cover its window; where they do not, say what would settle it. */
function windowNotCovered({ timeline, verdict, gathered }: WarningSubject): Warning[] {
  return verdict.incidents.flatMap(({ incident, culprit }) => {
    if (culprit?.judgement.confidence === 'proven' || incident.window.after === null) return [];
    const window = { from: incident.window.after, to: Math.min(incident.window.before, timeline.case.now) };
    const links =
      culprit === null
        ? (['destination-policy', ...(timeline.scope.keys.size > 0 ? (['key-policy'] as const) : [])] as const)
        : [culprit.suspect.link];
    return links.flatMap((link) => {
      const [gap] = uncovered(window, logsOf(link, timeline, gathered.coverage));
      if (gap === undefined) return [];
      return [
        warn(
          'window-not-covered',
          `no log in evidence covers changes of the ${link} from ${formatInstant(gap.from)} to ${formatInstant(gap.to)}: a change in that time would not be seen. The coverage names the log that would show it`,
        ),
      ];
    });
  });
}

function configurationUnknown({ timeline, gathered, verdict }: WarningSubject): Warning[] {
  if (verdict.outcome === 'delivering' || logsOf('configuration', timeline, gathered.coverage).length > 0) return [];
  const account = timeline.case.sourceAccount;
  const whose = account === null ? 'the account that owns the source bucket' : `account ${account}`;
  return [
    warn(
      'configuration-unknown',
      `without the CloudTrail of ${whose} it is not known whether the inventory configuration was changed`,
    ),
  ];
}

function removedReports({ timeline }: WarningSubject): Warning[] {
  const removed = timeline.deliveries.filter(({ removed: removal }) => removal !== null);
  const [first] = removed;
  if (first?.removed == null) return [];
  const byRule = removed.filter(({ removed: removal }) => removal?.by === 'lifecycle').length;
  const who =
    byRule === removed.length
      ? 'a lifecycle rule'
      : byRule === 0
        ? (first.removed.actorArn ?? 'delete calls')
        : 'a lifecycle rule and delete calls';
  return [
    warn(
      'reports-removed',
      `${removed.length} delivered report(s), from run ${first.run} on, were removed later by ${who}: they count as delivered`,
      first.evidence,
    ),
  ];
}

/** The console's "Last export" column is empty after a refused status read, whether or not reports arrive. */
function lastExport({ timeline, verdict }: WarningSubject): Warning[] {
  const delivered = timeline.runs.filter(({ reportedFailed, delivery }) => reportedFailed && delivery !== null);
  if (delivered.length > 0) {
    return delivered.map(({ name }) =>
      warn('last-export', `the console reported the export of ${name} as failed, but its report arrived`),
    );
  }
  const isDenied = deniedLinks(timeline.path.at(timeline.case.now)).length > 0;
  if (verdict.outcome !== 'delivering' || isDenied) return [];
  return [
    warn(
      'last-export',
      'reports go on arriving. An empty "Last export" in the console means only that S3 was refused (403) when it read the status',
    ),
  ];
}

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

/** Remarks of the evaluator on documents that are in force now. */
function evaluations({ timeline }: WarningSubject): Warning[] {
  const { links } = timeline.path.at(timeline.case.now);
  return LINKS.flatMap((link) =>
    links[link].warnings
      .filter(({ code }) => code !== 'replay-contradicted')
      .map(({ code, message }) => warn(code, `${link}: ${message}`)),
  );
}

/** A Deny added in haste may be meant: before it is lifted, ask. */
function containment({ verdict }: WarningSubject): Warning[] {
  return ongoing(verdict).flatMap(({ culprit, cause }) =>
    culprit !== null && cause?.decision === 'explicit-deny'
      ? [
          warn(
            'deny-may-be-deliberate',
            'the Deny may be deliberate, for instance to contain an incident: ask its author before lifting it',
            culprit.suspect.call.evidence,
          ),
        ]
      : [],
  );
}

function managedByTools({ verdict }: WarningSubject): Warning[] {
  return ongoing(verdict).flatMap(({ culprit }) => {
    const tool = culprit?.suspect.call.actor.tool ?? null;
    const isManaged =
      tool === 'terraform' || tool === 'opentofu' || tool === 'pulumi' || tool === 'cloudformation' || tool === 'cdk';
    return culprit !== null && isManaged
      ? [
          warn(
            'managed-by-tool',
            `the change was made by ${tool}, whose next run will undo a mend by hand: mend its source`,
            culprit.suspect.call.evidence,
          ),
        ]
      : [];
  });
}

function ongoing(verdict: Verdict): JudgedIncident[] {
  return verdict.incidents.filter(({ incident }) => incident.status === 'ongoing');
}

/** Nothing is dropped unsaid: every source that was not read whole is named. */
function sources({ tallies, timeline }: WarningSubject): Warning[] {
  const warnings = tallies.flatMap((tally): Warning[] => {
    const at: Position = {
      source: tally,
      line: tally.rejects[0]?.line ?? null,
      record: tally.rejects[0]?.record ?? null,
    };
    const why = tally.failure === null ? '' : `: ${tally.failure}`;
    switch (tally.kind) {
      case 'empty':
        return [warn('empty-source', `${tally.source} is empty`, [{ ...at, line: null, record: null }])];
      case 'not-recognised':
        return [
          warn('not-recognised', `${tally.source} is not a kind of evidence that is known here${why}`, [
            { ...at, line: null, record: null },
          ]),
        ];
      case 'unreadable':
        return [warn('unreadable-source', `${tally.source} could not be read${why}`)];
      default: {
        const found: Warning[] = [];
        if (tally.failure !== null)
          found.push(warn('incomplete-source', `${tally.source} was not read to its end${why}`, [at]));
        if (tally.rejected > 0) {
          const reason = tally.rejects[0]?.reason ?? 'unreadable';
          found.push(
            warn(
              'rejected-records',
              `${tally.rejected} line(s) or record(s) of ${tally.source} could not be read, the first because: ${reason}`,
              [at],
            ),
          );
        }
        return found;
      }
    }
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
