import { type Block, span } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportIncident } from '../contract.ts';
import type { Part } from './fit.ts';
import { command, row } from './rows.ts';

/** So many edits have their commands on the screen. */
const TOLD = 2;

/** What to know before, then what would mend it, with the exact commands; or why there is nothing to do. */
export function fixParts({ remedy, remedyWithheld }: ReportIncident): Part[] {
  if (remedy === null) {
    const [why, ...others] = remedyWithheld;
    if (why === undefined) return [];
    const words = `none: ${why}${others.length === 0 ? '' : ` (and ${counted(others.length, 'more reason')})`}`;
    return [{ versions: [[row('FIX', words, 3)], [row('FIX', words, 2)]], worth: [62] }];
  }
  const { edits, warnings = [], remaining, mendsPath } = remedy;
  const cautions = (most: number): Block[] =>
    warnings.map((warning) => row('', span('warn', `Careful: ${asSentence(warning)}`), most));
  const left = edits.length - TOLD;
  const steps = (most: number): Block[] => [
    ...edits
      .slice(0, TOLD)
      .flatMap(({ description, command: text }, index) => [
        row(
          index === 0 ? 'FIX' : '',
          `${asSentence(description)}${index === edits.length - 1 && mendsPath ? ' Evaluated: the path is allowed then.' : ''}`,
          most,
        ),
        ...(index === 0 ? cautions(most) : []),
        command(text),
      ]),
    ...(left > 0 ? [row('', span('warn', `and ${counted(left, 'more edit')}, all of which it takes`))] : []),
  ];
  const remains = (many: number, most: number) =>
    remaining.slice(0, many).map((sentence) => row('', span('warn', `Remains: ${asSentence(sentence)}`), most));
  return [
    { versions: [steps(3), steps(2), steps(1)], worth: [43, 80] },
    { versions: [remains(2, 2), remains(1, 1)], worth: [64] },
  ];
}
