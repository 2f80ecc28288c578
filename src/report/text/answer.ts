import { type Block, field, line, span } from '../../display/page.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportCause } from '../contract.ts';
import type { Answerable } from '../culprits.ts';
import { callOf, diffLines, recordFields } from './change.ts';
import { confidencesOf } from './reasons.ts';
import { DECISIONS, LINKS } from './words.ts';

/** What was changed by whoever answers, how surely it is the reason, and where to look it up. */
export function changeFields(answer: Answerable): Block[] {
  const { change, role, phases } = answer;
  // The cause, further down, mostly says the same.
  const isRepeated = phases.some(({ phase }) => phase.cause?.explanation === change.reason);
  return [
    field(role === 'suspect' ? 'suspect' : 'change', [span('strong', `${callOf(change)} at ${change.time}`)], 4),
    ...(change.reason === '' || isRepeated ? [] : [field('effect', asSentence(change.reason), 4)]),
    ...confidencesOf(answer).map(({ lead, words, tone, reasons }, index) =>
      field(index === 0 ? 'confidence' : '', [lead, span(tone, words), `: ${reasons}`], 4),
    ),
    ...(change.diff.length === 0 ? [] : [field('difference', '', 4), ...diffLines(change.diff, 6)]),
    ...recordFields(change),
  ];
}

/** Why the delivery is denied: the link, the statement and its condition keys. */
export function causeFields(cause: ReportCause | null): Block[] {
  if (cause === null) {
    return [line(4, span('warn', 'The evidence does not tell. See the warnings, and what is missing, below.'))];
  }
  const { explanation, link, decision, statement, conditionKeys } = cause;
  return [
    line(4, asSentence(explanation)),
    field('link', `${LINKS[link]}: ${DECISIONS[decision]}`, 4),
    ...(statement === null
      ? []
      : [field('statement', `${statement.sid ?? 'without Sid'}, Statement[${statement.index}]`, 4)]),
    ...(conditionKeys.length === 0 ? [] : [field('condition keys', conditionKeys.join(', '), 4)]),
  ];
}
