import { LINKS, linkName } from '../../delivery-path/link.ts';
import { logsOf } from '../../delivery-path/link-logs.ts';
import { describePlace, isSameSpot, placeOf } from '../../delivery-path/place.ts';
import { formatInstant } from '../../instant.ts';
import { silent } from '../../sightings/log-coverage.ts';
import type { JudgedPhase, Verdict } from '../judged-incident.ts';
import { type Warning, type WarningRule, type WarningSubject, warn } from './warning.ts';

/** What the reader must know of the incidents and their culprits. The order of the list is the order of the report. */
export const INCIDENT_RULES: readonly WarningRule[] = [
  alsoBroken,
  moved,
  deniedThoughAllowed,
  windowNotCovered,
  containment,
  managedByTools,
];

function alsoBroken({ timeline, verdict }: WarningSubject): Warning[] {
  return verdict.incidents.flatMap(({ alsoBroken: others }) =>
    others.map(({ call, link, after }) =>
      warn(
        'also-broken',
        `${call.eventName} at ${formatInstant(call.time)} broke delivery as well, at the ${linkName(link, timeline.case.profile)}: ${after.explanation}`,
        call.evidence,
      ),
    ),
  );
}

/** The reports were sent elsewhere: what arrives there, and how to look for it. */
function moved({ timeline }: WarningSubject): Warning[] {
  const { steps } = timeline.configuration;
  return steps.flatMap((step, index): Warning[] => {
    const before = steps[index - 1];
    if (before === undefined || step.call === null || step.state.exists === false) return [];
    const [from, to] = [placeOf(before.state, timeline.case), placeOf(step.state, timeline.case)];
    if (before.state.destinationBucket === null || isSameSpot(from, to)) return [];
    const isLooked = timeline.listings.coversPlace(to, timeline.case.now);
    const how = isLooked
      ? ''
      : '. No listing of the new place is in evidence: the list of what is missing has the command that gets it';
    return [
      warn(
        'moved',
        `${step.call.eventName} at ${formatInstant(step.call.time)} sent the reports from ${describePlace(from)} to ${describePlace(to)}${how}`,
        step.call.evidence,
      ),
    ];
  });
}

/** S3 was refused although every link that is known evaluates to allowed: say which layers nobody has seen. */
function deniedThoughAllowed({ timeline, verdict }: WarningSubject): Warning[] {
  return verdict.incidents.flatMap(({ phases }) =>
    phases.flatMap(({ phase, culprit, cause }) => {
      const run = phase.runs.find(({ run: { denied } }) => denied.length > 0)?.run;
      const [refusal] = run?.denied ?? [];
      if (culprit !== null || cause !== null || refusal === undefined) return [];
      const { links } = timeline.path.at(refusal.time);
      const unseen = LINKS.filter((link) => links[link].state === 'unknown').map(
        (link) => `${linkName(link, timeline.case.profile)} (${links[link].explanation})`,
      );
      const layers = [
        ...(links.rcp.state === 'unknown' ? [] : ['resource control policies of the organization']),
        ...(timeline.scope.keys.size > 0 ? ['grants of the KMS key'] : []),
        'AWS itself',
      ];
      return [
        warn(
          'layers-not-seen',
          `${timeline.case.profile.writer.short} was refused on ${formatInstant(refusal.time)}, yet no link of the path is known to deny. Not seen: ${[...unseen, ...layers].join('; ')}`,
          refusal.evidence,
        ),
      ];
    }),
  );
}

/** The logs of the links that decide an incident must cover its window; where they do not, say what would settle it. */
function windowNotCovered({ timeline, verdict, gathered }: WarningSubject): Warning[] {
  const judged = verdict.incidents.flatMap(({ phases }) => phases);
  return judged.flatMap(({ culprit, window: { after, before } }) => {
    if (culprit?.judgement.confidence === 'proven' || after === null) return [];
    const window = { from: after, to: Math.min(before, timeline.case.now) };
    const place = culprit?.suspect.place ?? timeline.placeNow;
    const links =
      culprit === null
        ? (['destination-policy', ...(timeline.scope.keys.size > 0 ? (['key-policy'] as const) : [])] as const)
        : [culprit.suspect.link];
    return links.flatMap((link) => {
      const [gap] = silent(window, logsOf(link, place, timeline.logSubject, gathered.coverage));
      if (gap === undefined) return [];
      return [
        warn(
          'window-not-covered',
          `no log in evidence covers changes of the ${linkName(link, timeline.case.profile)} from ${formatInstant(gap.from)} to ${formatInstant(gap.to)}: a change in that time would not be seen. The list of what is missing has the log that would show it`,
        ),
      ];
    });
  });
}

/** A Deny added in haste may be meant: before it is lifted, ask. */
function containment({ verdict }: WarningSubject): Warning[] {
  return lastPhases(verdict).flatMap(({ culprit, cause }) =>
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
  return lastPhases(verdict).flatMap(({ culprit }) => {
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

/** What stops delivery now: the last phase of an incident that goes on. */
function lastPhases(verdict: Verdict): JudgedPhase[] {
  return verdict.incidents
    .filter(({ incident }) => incident.status === 'ongoing')
    .flatMap(({ phases }) => phases.slice(-1));
}
