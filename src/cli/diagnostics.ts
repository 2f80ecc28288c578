import { escapeTerminal } from '../display/escape-terminal.ts';
import type { Output } from './shell.ts';

/** Progress and warnings: lines on standard error, each escaped, none at all with `--quiet`. */
export interface Diagnostics {
  readonly progress: (text: string) => void;
  readonly warn: (text: string) => void;
}

export function diagnosticsOn(stderr: Output, options: { readonly quiet: boolean }): Diagnostics {
  const say = (text: string) => {
    if (!options.quiet) stderr.write(`${escapeTerminal(text)}\n`);
  };
  return { progress: say, warn: (text) => say(`warning: ${text}`) };
}
