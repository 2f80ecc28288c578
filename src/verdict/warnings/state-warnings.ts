import { removerOf } from '../../delivery-path/delivery.ts';
import { LINKS, type Link, linkName } from '../../delivery-path/link.ts';
import { logsOf } from '../../delivery-path/link-logs.ts';
import { deniedLinks } from '../../delivery-path/path.ts';
import { linksOf } from '../../delivery-path/touched-links.ts';
import { keyIdOf } from '../../delivery-path/world.ts';
import { formatInstant } from '../../instant.ts';
import type { Timeline } from '../../timeline/build.ts';
import type { Outcome, Verdict } from '../judged-incident.ts';
import { type Warning, type WarningRule, type WarningSubject, warn } from './warning.ts';

/** What the reader must know of the state at `now` and of the replay. The order of the list is the order of the report. */
export const STATE_RULES: readonly WarningRule[] = [
  deniedNow,
  unseenChanges,
  capturedChanges,
  contradictions,
  configurationUnknown,
  removedReports,
  lastExport,
  evaluations,
];

function deniedNow({ timeline, verdict }: WarningSubject): Warning[] {
  const ongoing = verdict.incidents.some(({ incident }) => incident.status === 'ongoing');
  if (ongoing || SAYS_SO.has(verdict.outcome)) return [];
  const step = timeline.path.at(timeline.case.now);
  return deniedLinks(step).map((link) =>
    warn(
      'denied-now',
      `${soFar(verdict)}, but as of now the ${linkName(link, timeline.case.profile)} denies delivery: ${step.links[link].explanation}`,
      timeline.path.deniedSince(link, timeline.case.now)?.step.call?.evidence ?? [],
    ),
  );
}

function soFar({ outcome, incidents }: Verdict): string {
  if (outcome === 'indeterminate') return 'whether runs were missed is not known';
  return incidents.length === 0 ? 'no run has been missed yet' : 'reports have come since the last outage';
}

/** Outcomes that tell by themselves that nothing is delivered now. */
const SAYS_SO: ReadonlySet<Outcome> = new Set(['never-delivered', 'broken', 'stopped-by-configuration']);

function unseenChanges({ timeline }: WarningSubject): Warning[] {
  const last = timeline.path.steps[timeline.path.steps.length - 1];
  if (last === undefined || last.from === null || last.call !== null || last.from !== timeline.case.now) return [];
  return [...last.touched].map((link) =>
    warn('unseen-change', unseenWords(timeline, link, last.links[link].explanation)),
  );
}

/** What AWS Config shows to have been changed, once a link, however often. */
function capturedChanges({ timeline }: WarningSubject): Warning[] {
  const { placeNow, worldAtNow, unseenChanges: changes, case: subject } = timeline;
  return LINKS.flatMap((link) => {
    const own = changes.filter(({ component }) => linksOf(new Set([component]), placeNow, worldAtNow).has(link));
    const last = own.at(-1);
    // A key has its policy judged for the default encryption as well.
    if (last === undefined || (link === 'default-encryption' && !last.component.startsWith('encryptions\n'))) return [];
    const after = Number.isFinite(last.from) ? `after ${formatInstant(last.from)} and ` : '';
    const often = own.length === 1 ? '' : ` (${own.length - 1} more such changes before)`;
    return [
      warn(
        'unseen-change',
        `AWS Config shows that the ${linkName(link, subject.profile)} was changed ${after}not later than ${formatInstant(last.to)}${often}, and no call in evidence did it: by whom, CloudTrail would tell`,
        timeline.captured.flatMap(({ capturedAt, at }) => (capturedAt === last.to ? [at] : [])),
      ),
    ];
  });
}

function unseenWords(timeline: Timeline, link: Link, explanation: string): string {
  const {
    worldAtNow,
    placeNow: { encryption },
  } = timeline;
  const key = encryption?.type === 'SSE-KMS' ? worldAtNow.keyStates.get(keyIdOf(encryption.keyId) ?? '') : undefined;
  // Who manages a key never changes: reports that arrived were encrypted with another one, or with none.
  return link === 'key-state' && key?.state === 'known' && key.value === 'AwsManaged'
    ? `${explanation}; as reports arrived before, the configuration named another key then, or none: it was changed unseen`
    : `what is in force for the ${linkName(link, timeline.case.profile)} now is not what the evidence shows before, so it was changed unseen. Now: ${explanation}`;
}

/** Said of the replay as a whole, not of what is in force now. */
const ON_REPLAY: ReadonlySet<string> = new Set(['replay-contradicted', 'unseen-opening']);

function contradictions({ timeline }: WarningSubject): Warning[] {
  const seen = new Set<string>();
  return timeline.path.steps.flatMap(({ links, call }) =>
    LINKS.flatMap((link) =>
      links[link].warnings.flatMap(({ code, message }) => {
        if (!ON_REPLAY.has(code) || seen.has(message)) return [];
        seen.add(message);
        return [warn(code, `${linkName(link, timeline.case.profile)}: ${message}`, call?.evidence ?? [])];
      }),
    ),
  );
}

function configurationUnknown({ timeline, gathered, verdict }: WarningSubject): Warning[] {
  if (
    verdict.outcome === 'delivering' ||
    timeline.worldAtNow.configuration.exists === false ||
    logsOf('configuration', timeline.placeNow, timeline.logSubject, gathered.coverage).length > 0
  )
    return [];
  const account = timeline.case.sourceAccount;
  const whose = account === null ? 'the account that owns the source bucket' : `account ${account}`;
  return [
    warn(
      'configuration-unknown',
      `without the CloudTrail of ${whose} it is not known whether the ${timeline.case.profile.words.configuration} was changed`,
    ),
  ];
}

function removedReports({ timeline }: WarningSubject): Warning[] {
  const removed = timeline.deliveries.flatMap(({ removed: removal, ...delivery }) =>
    removal === null ? [] : [{ ...delivery, removal }],
  );
  const [first] = removed;
  if (first === undefined) return [];
  const removers = [...new Set(removed.map(({ removal }) => removerOf(removal)))];
  const who = removers.length > 2 ? `${removers[0]} and ${removers.length - 1} others` : removers.join(' and ');
  return [
    warn(
      'reports-removed',
      `reports that arrived (${removed.length}, the first of run ${first.run}) were removed later by ${who}: they count as delivered`,
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
      `reports go on arriving. An empty "Last export" in the console means only that ${timeline.case.profile.writer.short} was refused (403) when it read the status`,
    ),
  ];
}

/** Remarks of the evaluator on documents that are in force now. */
function evaluations({ timeline }: WarningSubject): Warning[] {
  const { links } = timeline.path.at(timeline.case.now);
  return LINKS.flatMap((link) =>
    links[link].warnings
      .filter(({ code }) => !ON_REPLAY.has(code))
      .map(({ code, message }) => warn(code, `${linkName(link, timeline.case.profile)}: ${message}`)),
  );
}
