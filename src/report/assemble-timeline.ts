import type { SessionUsed } from '../attribution/trace.ts';
import { describeActor } from '../attribution/wording.ts';
import { removerOf } from '../delivery-path/delivery.ts';
import { LINKS, type LinkState, linkName } from '../delivery-path/link.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import type { Assessment, ReportChange, TimelineEntry } from './contract.ts';
import type { ReportParts } from './parts.ts';
import { references } from './references.ts';

interface Dated {
  readonly at: Instant;
  readonly entry: TimelineEntry;
}

const KINDS: readonly TimelineEntry['kind'][] = [
  'session',
  'policy-change',
  'key-change',
  'configuration-change',
  'bucket-change',
  'denied-attempt',
  'captured-state',
  'delivery',
  'missed-run',
];

/** Everything that happened, in one order: time, then kind, then title. */
export function assembleTimeline(
  parts: ReportParts,
  changeOf: (change: { call: Call }) => ReportChange,
): TimelineEntry[] {
  const { timeline, verdict, since, until } = parts;
  const entries: Dated[] = [
    ...verdict.changes.map((change) => dated(change.call.time, changeEntry(change.call, changeOf(change)))),
    ...timeline.deliveries.flatMap((delivery): Dated[] => {
      const at = delivery.deliveredAt ?? delivery.runTime;
      const when = delivery.deliveredAt === null ? ' (arrival not known, shown at its folder time)' : '';
      const gone =
        delivery.removed === null
          ? ''
          : `, removed ${formatInstant(delivery.removed.time)} by ${removerOf(delivery.removed)}`;
      return [
        dated(at, {
          time: formatInstant(at),
          kind: 'delivery',
          title: `run ${delivery.run} delivered${when}${gone}`,
          run: stretch(delivery.run, delivery.runTime, at),
          evidence: references(delivery.evidence),
        }),
      ];
    }),
    ...timeline.runs.flatMap((run): Dated[] => {
      if (run.status !== 'missed') return [];
      const why =
        run.denied.length > 0
          ? 'S3 was refused'
          : run.reportedFailed
            ? 'reported as failed by the console'
            : timeline.listings.coversAbsence(timeline.placeNow, run.time)
              ? `nothing arrived by ${formatInstant(run.deadline)}`
              : `no report of it is known to have arrived by ${formatInstant(run.deadline)}`;
      return [
        dated(run.time, {
          time: formatInstant(run.time),
          kind: 'missed-run',
          title: `run ${run.name} missed: ${why}`,
          run: stretch(run.name, run.time, run.denied[0]?.time ?? Math.min(run.deadline, timeline.case.now)),
          evidence: references(run.denied.flatMap(({ evidence }) => evidence)),
        }),
      ];
    }),
    ...timeline.denied.map((attempt) =>
      dated(attempt.time, {
        time: formatInstant(attempt.time),
        kind: 'denied-attempt',
        title: `S3 refused (${attempt.errorCode ?? '403'}) when writing ${attempt.key}`,
        evidence: references(attempt.evidence),
      }),
    ),
    ...capturedEntries(parts),
    ...sessionEntries(parts),
  ];
  return entries
    .filter(({ at }) => (since === null || at >= since) && (until === null || at <= until))
    .sort(
      (a, b) =>
        a.at - b.at ||
        KINDS.indexOf(a.entry.kind) - KINDS.indexOf(b.entry.kind) ||
        compareText(a.entry.title, b.entry.title),
    )
    .map(({ entry }) => entry);
}

function stretch(name: string, from: Instant, to: Instant): NonNullable<TimelineEntry['run']> {
  return { name, from: formatInstant(from), to: formatInstant(to) };
}

function dated(at: Instant, entry: TimelineEntry): Dated {
  return { at, entry };
}

const EFFECTS: Readonly<Record<Assessment, string>> = {
  breaks: 'breaks delivery',
  restores: 'restores delivery',
  'no-effect': 'no effect on delivery',
  undetermined: 'effect not known',
  failed: 'failed, changed nothing',
};

function changeEntry(call: Call, change: ReportChange): TimelineEntry {
  const on = keyOf(call.action) ?? bucketOf(call.action);
  return {
    time: change.time,
    kind: kindOf(call),
    title: `${call.eventName}${on === null ? '' : ` on ${on}`} by ${describeActor(change.actor)}: ${EFFECTS[change.assessment]}`,
    change,
    evidence: change.evidence,
  };
}

function kindOf(call: Call): TimelineEntry['kind'] {
  switch (call.action.kind) {
    case 'put-bucket-policy':
    case 'delete-bucket-policy':
    case 'organization-policy':
      return 'policy-change';
    case 'put-key-policy':
    case 'key-state':
    case 'create-grant':
    case 'revoke-grant':
      return 'key-change';
    case 'put-inventory-configuration':
    case 'delete-inventory-configuration':
      return 'configuration-change';
    case 'create-bucket':
    case 'delete-bucket':
    case 'put-bucket-encryption':
    case 'delete-bucket-encryption':
    case 'put-bucket-lifecycle':
    case 'delete-bucket-lifecycle':
    case 'bucket-setting':
    case 'put-object':
    case 'delete-object':
      return 'bucket-change';
    default:
      return call.action satisfies never;
  }
}

/** What AWS Config captured, where it was not known to be so or tells what a change wrote. */
function capturedEntries({ timeline }: ReportParts): Dated[] {
  return timeline.path.steps.flatMap(({ from, links, shown, touched }): Dated[] => {
    const told = LINKS.filter((link) => shown.has(link) && (touched.has(link) || links[link].capturedAt === from));
    if (from === null || told.length === 0) return [];
    const items = timeline.captured.filter(({ capturedAt }) => capturedAt === from);
    const decisive = told.filter((link) => links[link].state !== 'not-applicable');
    const states = (decisive.length === 0 ? told : decisive).map(
      (link) => `${linkName(link, timeline.case.profile)} ${STATES[links[link].state]}`,
    );
    return [
      dated(from, {
        time: formatInstant(from),
        kind: 'captured-state',
        title: `AWS Config captured ${[...new Set(items.map(({ name }) => name))].join(' and ')}: ${states.join(', ')}`,
        denies: told.some((link) => links[link].state === 'denied'),
        evidence: references(items.map(({ at }) => at)),
      }),
    ];
  });
}

const STATES: Readonly<Record<LinkState['state'], string>> = {
  allowed: 'lets delivery through',
  denied: 'denies delivery',
  depends: 'decides by what is not known',
  unknown: 'decides by what is not known',
  'not-applicable': 'does not matter',
};

/** The sessions that lead to whoever made a candidate change, each once. */
function sessionEntries({ verdict, follow }: ReportParts): Dated[] {
  const used = new Map<string, SessionUsed>();
  for (const { candidates } of verdict.incidents) {
    for (const { call } of candidates) {
      for (const session of follow(call))
        used.set(`${session.link.eventId}\n${session.link.time}\n${session.link.via}`, session);
    }
  }
  return [...used.values()].map((session) => {
    const { link } = session;
    const what = session.sessionArn ?? session.roleArn ?? 'temporary credentials';
    return dated(link.time, {
      time: formatInstant(link.time),
      kind: 'session',
      title: `${link.via}: ${link.arn ?? 'an unknown caller'} obtained ${what}`,
      evidence: references(session.at),
    });
  });
}
