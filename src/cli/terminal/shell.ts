import type { Readable, Writable } from 'node:stream';
import type { ProgressState } from '../../display/progress-line.ts';
import type { Instant } from '../../instant.ts';

/** Everything of the surroundings that a command may touch, so that tests can run one in-process. */
export interface Shell {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The clock. */
  readonly now: () => Instant;
  /** How long to wait between two lookups, where it is not AWS that answers them. */
  readonly lookupIntervalMs?: number;
  /**
   * From here on signals end the process without its doing, for work that leaves no turn to hear of them and nothing half
   * done; to be taken back with what it returns.
   */
  readonly endAtOnce?: () => () => void;
  /** Told how far a task has got, for a program that started this one and shows that itself. */
  readonly onProgress?: (state: ProgressState) => void;
}

/** A stream that may be a terminal. */
export type Output = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};
