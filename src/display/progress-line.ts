import { byteSize, count, counted, duration } from './quantities.ts';

/** How far something has got, or how much there is of it. What is not known is left out. */
export interface ProgressAmount {
  readonly files?: number;
  readonly bytes?: number;
}

export interface ProgressState {
  readonly label: string;
  /** What `files` counts, in the singular; `file` unless given. */
  readonly noun?: string | undefined;
  readonly done: ProgressAmount;
  readonly total: ProgressAmount;
  /** Of late; null while too little has been seen to say. */
  readonly perSecond: ProgressAmount | null;
}

/** `Reading: 1.2 GB of 4.8 GB, 12 of 48 files, 310.0 MB/s, about 12 s left`: one line, short parts first to go last. */
export function progressLine(state: ProgressState, columns: number): string {
  const { label, done, total, perSecond, noun = 'file' } = state;
  const parts: string[] = [];
  if (done.bytes !== undefined) {
    parts.push(
      total.bytes === undefined ? byteSize(done.bytes) : `${byteSize(done.bytes)} of ${byteSize(total.bytes)}`,
    );
  }
  if (done.files !== undefined) {
    parts.push(
      total.files === undefined ? counted(done.files, noun) : `${count(done.files)} of ${counted(total.files, noun)}`,
    );
  }
  const rate = rateWords(state, noun);
  if (rate !== null) parts.push(rate);
  const left = perSecond === null ? null : secondsLeft(done, total, perSecond);
  if (left !== null) parts.push(`about ${duration(left)} left`);
  let line = label;
  for (const [index, part] of parts.entries()) {
    const longer = `${line}${index === 0 ? ': ' : ', '}${part}`;
    if (longer.length > columns) break;
    line = longer;
  }
  return line.slice(0, columns);
}

function rateWords({ perSecond, done }: ProgressState, noun: string): string | null {
  // What has not begun has no rate.
  if ((done.bytes ?? done.files ?? 0) === 0) return null;
  if (perSecond?.bytes !== undefined && done.bytes !== undefined) return `${byteSize(perSecond.bytes)}/s`;
  if (perSecond?.files !== undefined) return `${counted(Math.round(perSecond.files), noun)}/s`;
  return null;
}

/** By bytes where the whole is known in bytes, else by files; null when neither is, or nothing moves. */
function secondsLeft(done: ProgressAmount, total: ProgressAmount, perSecond: ProgressAmount): number | null {
  for (const unit of ['bytes', 'files'] as const) {
    const [of, at, rate] = [total[unit], done[unit], perSecond[unit]];
    if (of === undefined || at === undefined) continue;
    if (rate === undefined || rate <= 0) return null;
    return Math.max(0, of - at) / rate;
  }
  return null;
}
