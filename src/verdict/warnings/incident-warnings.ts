import { LINKS } from '../../delivery-path/link.ts';
import { formatInstant, startOfUtcDay } from '../../instant.ts';
import { uncovered } from '../../sightings/log-coverage.ts';
import { firstSundayAfter } from '../../timeline/runs.ts';
import type { JudgedIncident, Verdict } from '../judged-incident.ts';
import { logsOf } from '../link-logs.ts';
import { type Warning, type WarningRule, type WarningSubject, warn } from './warning.ts';

/** What the reader must know of the incidents and their culprits. The order of the list is the order of the report. */
export const INCIDENT_RULES: readonly WarningRule[] = [
  alsoBroken,
  weeklyRunMissed,
  deniedThoughAllowed,
  windowNotCovered,
  containment,
  managedByTools,
];

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
