import type { Report } from '../../src/report/contract.ts';

/**
 * What differs in the answers to equal evidence that is put down differently, or has something else beside it: nothing
 * may, but for names of sources and what is said of files.
 */
export function differences(reports: readonly Report[], truth: readonly Report[]): string[] {
  if (reports.length !== truth.length) return [`${reports.length} cases, not ${truth.length}`];
  return truth.flatMap((report, index) => {
    const [right, found] = [report, reports[index]].map((one) => (one === undefined ? {} : verdictOf(one)));
    return Object.entries(right ?? {}).flatMap(([part, value]) => {
      const [was, is] = [JSON.stringify(value), JSON.stringify(found?.[part])];
      return is === was ? [] : [`${part} changed: ${around(was, is)} became ${around(is, was)}`];
    });
  });
}

/** What a report concludes, without where it stands. */
function verdictOf(report: Report): Record<string, unknown> {
  const known = verdicts.get(report);
  if (known !== undefined) return known;
  const { case: found, asOf, outcome, incidents, timeline, path, evidence } = report;
  const names = evidence.map(({ source }) => source).sort((left, right) => right.length - left.length);
  const concluded = { case: found, asOf, outcome, incidents, timeline, path };
  const verdict = JSON.parse(JSON.stringify(concluded), (member, value: unknown) => {
    if (ASIDE.has(member)) return undefined;
    return typeof value === 'string' ? names.reduce((text, name) => text.replaceAll(name, '(source)'), value) : value;
  }) as Record<string, unknown>;
  verdicts.set(report, verdict);
  return verdict;
}

/** Of the reports on evidence as it is, which many are held against. */
const verdicts = new WeakMap<Report, Record<string, unknown>>();

/** Where it stands, and what clients say of themselves. */
const ASIDE: ReadonlySet<string> = new Set(['evidence', 'userAgent', 'tool']);

/** Where a text begins to differ from another. */
function around(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at += 1;
  return text.slice(Math.max(0, at - 80), at + 120);
}

/**
 * What less evidence has proven that is not so. It may make an answer less sure, and never another change the proven
 * culprit, nor a run that was delivered a proven loss.
 */
export function wrongProofs(reports: readonly Report[], truth: readonly Report[]): string[] {
  const right = new Set(truth.flatMap(suspectsOf));
  const delivered = new Set(truth.flatMap(safelyDelivered));
  return reports.flatMap(({ incidents }) =>
    incidents.flatMap(({ phases }) =>
      phases.flatMap(({ culprit, runs }) => {
        if (culprit?.confidence !== 'proven') return [];
        const name = nameOf(culprit.change);
        return [
          ...(right.has(name) ? [] : [`another culprit is proven: ${name}, not of ${[...right].join(', ')}`]),
          ...[...new Set([runs.first, runs.last])]
            .filter((run) => delivered.has(run))
            .map((run) => `run ${run} was delivered, and its loss is proven to be of ${name}`),
        ];
      }),
    ),
  );
}

/**
 * Whom less evidence may rightly call the culprit: the culprits; the changes that are not held responsible only because
 * copies of them contradict each other (who takes one of the copies away leaves evidence that is sound in itself); and
 * those that S3 was refused by, where only a later delivery, which may get lost, tells that nothing was missed.
 */
function suspectsOf({ incidents, timeline }: Report): string[] {
  const culprits = incidents.flatMap(({ phases }) => phases.flatMap(({ culprit }) => culprit?.change ?? []));
  const wasRefused = timeline.some(({ kind }) => kind === 'denied-attempt');
  const others = timeline.flatMap(({ change }) => {
    const isSuspect = change?.assessment === 'undetermined' || (change?.assessment === 'breaks' && wasRefused);
    return change !== undefined && isSuspect ? change : [];
  });
  return [...culprits, ...others].map(nameOf);
}

/** The runs that were delivered, and not refused first: of those that were, the delivery may be what got lost. */
function safelyDelivered({ timeline }: Report): string[] {
  const refused = timeline.flatMap(({ kind, time }) => (kind === 'denied-attempt' ? time : []));
  return timeline.flatMap(({ kind, run }) => {
    if (kind !== 'delivery' || run === undefined) return [];
    return refused.some((time) => time >= run.from && time <= run.to) ? [] : run.name;
  });
}

function nameOf({ eventName, time }: { readonly eventName: string; readonly time: string }): string {
  return `${eventName} ${time.slice(0, 16)}`;
}
