import type { TextStyle } from '../../display/lay-out.ts';
import type { Output, Shell } from './shell.ts';

/** Width of a page that does not go to a terminal, whatever terminal the command was started from. */
const FILE_WIDTH = 100;

/** How text is laid out when it goes into a file: the same everywhere, never coloured. */
export const FILE_STYLE: TextStyle = { color: false, width: FILE_WIDTH, unicode: true };

/**
 * How text is laid out on a stream. `--no-color` and `NO_COLOR` win over `FORCE_COLOR`, which wins over what the
 * stream is (https://no-color.org). Pictures keep to ASCII where the locale, or the terminal, promises no more.
 */
export function textStyleOf(
  output: Output,
  env: Shell['env'],
  flags: { readonly color: boolean; readonly full?: boolean },
): TextStyle {
  const isTerminal = output.isTTY === true;
  return {
    color: wantsColor(isTerminal, env, flags.color),
    // 0 is what a terminal has that has not been told its size.
    width: (isTerminal && output.columns) || FILE_WIDTH,
    unicode: showsUnicode(isTerminal, env),
    extent: isTerminal && flags.full !== true ? 'screen' : 'whole',
  };
}

/** By the first of the locale's variables that is set, as C libraries read them; Windows Terminal sets one of its own. */
function showsUnicode(isTerminal: boolean, env: Shell['env']): boolean {
  if (isTerminal && (env['TERM'] === 'dumb' || env['TERM'] === 'linux')) return false;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale === undefined ? env['WT_SESSION'] !== undefined : /utf-?8/i.test(locale);
}

function wantsColor(isTerminal: boolean, env: Shell['env'], flag: boolean): boolean {
  if (!flag || (env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
