import { escapeTerminal } from '../../display/escape-terminal.ts';
import type { Progress } from './progress.ts';
import type { Output } from './shell.ts';

/** What is done and warnings: lines on standard error that stay, each escaped, none at all with `--quiet`. */
export interface Diagnostics {
  readonly progress: (text: string) => void;
  readonly warn: (text: string) => void;
}

export function diagnosticsOn(
  stderr: Output,
  options: { readonly quiet: boolean; readonly progress?: Progress },
): Diagnostics {
  const say = (text: string) => {
    if (options.quiet) return;
    options.progress?.hide();
    stderr.write(`${escapeTerminal(text)}\n`);
  };
  return { progress: say, warn: (text) => say(`warning: ${text}`) };
}
