import { ForensicsError } from '../../errors.ts';
import { makeTemporaryDirectory } from '../../sources/temporary-directory.ts';
import { collectEvidence } from '../collect/collect-evidence.ts';
import { resolveCollect } from '../collect/resolve-collect.ts';
import { type Flags, textFlag } from '../command.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import type { Shell } from '../terminal/shell.ts';

/**
 * Collects the evidence of the case of the flags, or of all that they may mean, into the directory that they name or a temporary one, and hands it on.
 * Evidence that could not be had is told, and the work goes on with the rest.
 */
export async function withLiveEvidence(
  flags: Flags,
  shell: Shell,
  work: (directory: string) => Promise<number>,
): Promise<number> {
  if (textFlag(flags, 'now') !== undefined) {
    throw new ForensicsError('usage', '--live asks about the present: --now does not go with it');
  }
  const terminal = openTerminal(shell, flags);
  const options = resolveCollect(flags, shell.now());
  const given = textFlag(flags, 'dir');
  const directory = given === undefined ? makeTemporaryDirectory() : { path: given, remove: () => {} };
  try {
    const { cases } = await collectEvidence({ ...options, directory: directory.path }, terminal);
    if (cases > 1 && given === undefined) {
      terminal.diagnostics.progress(
        'note: the evidence is not kept: with --dir DIR it is, to see one of the cases whole without asking AWS again',
      );
    }
    return await work(directory.path);
  } finally {
    directory.remove();
  }
}
