import { CommanderError } from 'commander';
import { escapeJson, escapeTerminal } from '../../display/escape-terminal.ts';
import { type ErrorCode, ForensicsError } from '../../errors.ts';

/** How a failed command ends: what stands on standard error (one line, escaped, or JSON), and the exit code. */
export interface Failure {
  /** null when everything has been said already, as for `--help`. */
  readonly message: string | null;
  readonly exitCode: number;
}

/**
 * Known errors tell what is wrong and what to do about it. Anything else is a fault of this program: one line too,
 * with the stack when `DEBUG` is set. As JSON it is one object of `error.schema.json`, on one line.
 */
export function describeFailure(
  error: unknown,
  { debug, json = false }: { readonly debug: boolean; readonly json?: boolean },
): Failure {
  const said = json ? asJson : oneLine;
  if (error instanceof CommanderError) {
    if (SAID_BY_COMMANDER.has(error.code)) return { message: null, exitCode: error.exitCode === 0 ? 0 : 2 };
    return { message: said(commanderText(error), 'see --help', 'usage'), exitCode: 2 };
  }
  if (error instanceof ForensicsError) {
    return { message: said(error.message, error.hint, error.code), exitCode: EXIT_CODES[error.code] };
  }
  if (isDirectoryGone(error)) {
    return {
      message: said('the current directory does not exist any more', 'change into another one', 'failed'),
      exitCode: 1,
    };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = said(`unexpected ${text}`, 'set DEBUG=1 for the stack', 'unexpected');
  const stack = debug && error instanceof Error ? escapeLines(error.stack ?? '') : '';
  return { message: stack === '' ? line : `${line}\n${stack}`, exitCode: 1 };
}

/** Whatever is asked for relative to a directory that was deleted meanwhile. */
function isDirectoryGone(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
}

const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  usage: 2,
  'no-evidence': 2,
  'malformed-case': 2,
  'unreadable-input': 2,
  'nothing-read': 3,
  'output-failed': 1,
  failed: 1,
};

/** Commander has printed help or the version; help for want of a command is a usage error. */
const SAID_BY_COMMANDER: ReadonlySet<string> = new Set([
  'commander.helpDisplayed',
  'commander.help',
  'commander.version',
]);

/** `error: unknown option '--formt'\n(Did you mean --format?)` on one line. */
function commanderText(error: CommanderError): string {
  return error.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, ' (did you mean $1?)');
}

function oneLine(message: string, hint: string | null): string {
  const text = hint === null ? message : `${message.replace(/[.;]$/, '')}; ${hint}`;
  return `inventory-forensics: ${escapeTerminal(text)}`;
}

function asJson(message: string, hint: string | null, code: ErrorCode | 'unexpected'): string {
  return escapeJson(JSON.stringify({ error: { code, message, hint } }));
}

function escapeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeTerminal(line))
    .join('\n');
}
