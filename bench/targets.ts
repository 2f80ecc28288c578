import { median, type Standing } from './contest.ts';

/** What a contest is to show. */
export interface Target {
  readonly says: string;
  /** Name of the contestant that it is about. */
  readonly of: string;
  /** The one that it is held against; absent where seconds or MB themselves are the measure. */
  readonly per?: string;
  readonly measure: 'time' | 'memory';
  readonly atMost: number;
}

/** The contestants that targets speak of. */
export function needed(targets: readonly Target[]): ReadonlySet<string> {
  return new Set(targets.flatMap(({ of, per }) => (per === undefined ? [of] : [of, per])));
}

/** A row of the table of all targets: measured by wall time, and by processor time, which other load on the machine touches less. */
export function row({ says, of, per, measure, atMost }: Target, standings: readonly Standing[]): string {
  const find = (name: string | undefined): Standing | undefined =>
    standings.find(({ contestant }) => contestant.name === name);
  const [one, other] = [find(of), find(per)];
  if (measure === 'memory') {
    const peak = one?.megabytes ?? null;
    return cells(says, `${atMost} MB`, peak === null ? '' : `${peak} MB`, '', peak, atMost);
  }
  const [wall, busy] = (['seconds', 'processor'] as const).map((kind) => {
    const [time, floor] = [median(one?.[kind] ?? []), per === undefined ? 1 : median(other?.[kind] ?? [])];
    return time === null || floor === null ? null : time / floor;
  });
  const unit = per === undefined ? ' s' : 'x';
  const told = (value: number | null | undefined): string => (value == null ? '' : `${value.toFixed(2)}${unit}`);
  return cells(says, `${atMost}${unit}`, told(wall), told(busy), wall ?? null, atMost);
}

function cells(
  says: string,
  limit: string,
  wall: string,
  busy: string,
  measured: number | null,
  atMost: number,
): string {
  const verdict = measured === null ? 'not measured' : measured <= atMost ? 'met' : 'missed';
  return `| ${says} | ${limit} | ${wall} | ${busy} | ${verdict} |`;
}

export const HEAD = '| target | at most | wall | processor | by wall |\n|---|---:|---:|---:|---|';
