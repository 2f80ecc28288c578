import process from 'node:process';
import { type ProgressAmount, type ProgressState, progressLine } from '../../display/progress-line.ts';
import type { Output, Shell } from './shell.ts';

/** What a command tells of how far it has got. One task at a time; a new `start` ends the one before. */
export interface Progress {
  /**
   * A task begins. `measure` is asked for what is done whenever the line is drawn, for readers that keep count
   * already; others report to `advance`.
   */
  start(label: string, task?: ProgressTask): void;
  /** A task begins that is known to be long, and to leave no time for drawing: its label is there at once. */
  announce(label: string): Promise<void>;
  /** So much more is done. */
  advance(amount: ProgressAmount): void;
  /** Takes the line off the screen before something else is written there. It comes back by itself. */
  hide(): void;
  /** The task is over: the line is gone for good. */
  done(): void;
}

interface ProgressTask {
  /** What there is to do, as far as it is known: without it there is no telling how long it takes. */
  readonly total?: ProgressAmount;
  /** What `files` counts, in the singular: `object`, `event`; `file` unless given. */
  readonly noun?: string;
  readonly measure?: () => ProgressAmount;
}

/**
 * A line on standard error with bytes, files, rate and time left, for tasks of more than a second. There is none
 * with `--quiet` and where standard error is no terminal that can take a line back. It is gone when the task is
 * done, and when the process is told to end.
 */
export function createProgress(
  { stderr, env, now, onProgress }: Pick<Shell, 'stderr' | 'env' | 'now' | 'onProgress'>,
  { quiet }: { readonly quiet: boolean },
): Progress {
  const takesBack = stderr.isTTY === true && stderr.columns !== 0 && env['TERM'] !== 'dumb';
  const isShown = takesBack && !quiet;
  if (!isShown && onProgress === undefined) return SILENT;
  let running: Running | null = null;
  let line: Line | null = null;

  const hide = () => line?.clear();
  const draw = () => {
    if (running === null) return;
    const at = now();
    const state = measured(running, at);
    onProgress?.(state);
    if (!isShown || at - running.startedAt < PATIENCE_MS) return;
    if (line === null) void loadLine(stderr).then((loaded) => (line ??= loaded));
    else line(progressLine(state, columnsOf(stderr)));
  };
  const end = () => {
    if (running === null) return;
    clearInterval(running.timer);
    process.off('exit', end);
    running = null;
    line?.clear();
    // Shows the cursor again.
    line?.done();
  };
  const start: Progress['start'] = (label, task = {}) => {
    end();
    const timer = setInterval(draw, INTERVAL_MS).unref();
    running = { label, task, timer, startedAt: now(), counted: {}, samples: [] };
    process.once('exit', end);
    onProgress?.(measured(running, now()));
  };
  return {
    start,
    async announce(label) {
      start(label);
      if (!isShown) return;
      line ??= await loadLine(stderr);
      line(progressLine({ label, done: {}, total: {}, perSecond: null }, columnsOf(stderr)));
    },
    advance(amount) {
      if (running !== null) running.counted = sum(running.counted, amount);
    },
    hide,
    done: end,
  };
}

/** A full line would push the cursor to the next. */
function columnsOf(stderr: Output): number {
  return (stderr.columns ?? 80) - 1;
}

/** Nothing is told of what is over within so long. */
const PATIENCE_MS = 1_000;
const INTERVAL_MS = 200;
/** The rate is that of the last so many measurements: about eight seconds. */
const SAMPLES = 40;

interface Running {
  readonly label: string;
  readonly task: ProgressTask;
  readonly timer: NodeJS.Timeout;
  readonly startedAt: number;
  counted: ProgressAmount;
  readonly samples: { readonly at: number; readonly done: ProgressAmount }[];
}

function measured({ label, task, counted, samples }: Running, at: number): ProgressState {
  const done = task.measure?.() ?? counted;
  samples.push({ at, done });
  if (samples.length > SAMPLES) samples.shift();
  const first = samples[0];
  const seconds = first === undefined ? 0 : (at - first.at) / 1_000;
  const perSecond = first === undefined || seconds <= 0 ? null : rate(first.done, done, seconds);
  return { label, noun: task.noun, done, total: task.total ?? {}, perSecond };
}

function sum(a: ProgressAmount, b: ProgressAmount): ProgressAmount {
  return combined(a, b, (x, y) => (x ?? 0) + (y ?? 0));
}

function rate(before: ProgressAmount, after: ProgressAmount, seconds: number): ProgressAmount {
  return combined(before, after, (x, y) => ((y ?? 0) - (x ?? 0)) / seconds);
}

function combined(
  a: ProgressAmount,
  b: ProgressAmount,
  of: (a: number | undefined, b: number | undefined) => number,
): ProgressAmount {
  return {
    ...(a.files === undefined && b.files === undefined ? {} : { files: of(a.files, b.files) }),
    ...(a.bytes === undefined && b.bytes === undefined ? {} : { bytes: of(a.bytes, b.bytes) }),
  };
}

interface Line {
  (text: string): void;
  clear(): void;
  done(): void;
}

/** Only what takes long enough to be told of pays for this. */
async function loadLine(stderr: Output): Promise<Line> {
  const { createLogUpdate } = await import('log-update');
  return createLogUpdate(stderr);
}

const SILENT: Progress = { start() {}, async announce() {}, advance() {}, hide() {}, done() {} };
