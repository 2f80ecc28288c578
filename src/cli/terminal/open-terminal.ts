import { type Flags, switchFlag } from '../command.ts';
import { type Diagnostics, diagnosticsOn } from './diagnostics.ts';
import { createProgress, type Progress } from './progress.ts';
import type { Shell } from './shell.ts';

/** What a command touches of the surroundings, and says there beside its answer. */
export interface Terminal {
  readonly shell: Shell;
  readonly diagnostics: Diagnostics;
  readonly progress: Progress;
}

/** The surroundings as `--quiet` has them. */
export function openTerminal(shell: Shell, flags: Flags): Terminal {
  const quiet = switchFlag(flags, 'quiet');
  const progress = createProgress(shell, { quiet });
  return { shell, progress, diagnostics: diagnosticsOn(shell.stderr, { quiet, progress }) };
}
