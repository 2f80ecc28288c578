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
  const fields = [
    line(4, asSentence(cause.explanation)),
    field('link', `${LINKS[cause.link]}: ${DECISIONS[cause.decision]}`, 4),
  ];
  if (cause.statement !== null) {
    const { sid, index } = cause.statement;
    fields.push(
      field('statement', sid === null ? `without Sid, Statement[${index}]` : `${sid}, Statement[${index}]`, 4),
    );
  }
  if (cause.conditionKeys.length > 0) fields.push(field('condition keys', cause.conditionKeys.join(', '), 4));
  return fields;
}
