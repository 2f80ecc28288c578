import { asSentence } from '../../display/sentence.ts';
import type { ReportCause, ReportChange } from '../contract.ts';
import type { Answerable } from '../culprits.ts';
import { callOf, who } from '../text/change.ts';
import { confidencesOf } from '../text/reasons.ts';
import { DECISIONS, LINKS } from '../text/words.ts';
import { codeBlock, codeCell, escapeMarkdown } from './escape-markdown.ts';

/** What, who, how surely and why, a row each. */
export function answerRows(answer: Answerable | null, cause: ReportCause | null): string[][] {
  return [
    ...(answer === null ? [['What', 'No change can be named as the one that broke it.']] : changeRows(answer)),
    ['Why', cause === null ? 'The evidence does not tell.' : causeCell(cause)],
  ];
}

function changeRows(answer: Answerable): string[][] {
  const { change, role } = answer;
  const sure = confidencesOf(answer).map(
    ({ lead, words, reasons }) => `${lead}**${words}**: ${escapeMarkdown(reasons)}`,
  );
  return [
    ['What', `${role === 'suspect' ? 'suspect: ' : ''}${codeCell(callOf(change))} at ${change.time}`],
    ['Who', whoCell(change)],
    ['Confidence', sure.join('; ')],
  ];
}

/** The statements that the change replaced; nothing where none are known to differ. */
export function difference({ change }: Answerable, level: '###' | '####'): string {
  return change.diff.length === 0 ? '' : `${level} What the change did\n\n${codeBlock('diff', change.diff)}`;
}

function whoCell({ actor }: ReportChange): string {
  const arn = actor.arn === null ? '' : `, ${codeCell(actor.arn)}`;
  const from = actor.sourceIp === null ? '' : `, from ${codeCell(actor.sourceIp)}`;
  const tool = actor.tool === null ? '' : `, with ${escapeMarkdown(actor.tool)}`;
  return `${escapeMarkdown(who(actor))}${arn}${from}${tool}`;
}

function causeCell(cause: ReportCause): string {
  const statement =
    cause.statement === null
      ? ''
      : `, ${cause.statement.sid === null ? 'statement without Sid' : `statement ${codeCell(cause.statement.sid)}`}, Statement[${cause.statement.index}]`;
  const keys =
    cause.conditionKeys.length === 0 ? '' : ` Condition keys: ${cause.conditionKeys.map(codeCell).join(', ')}.`;
  return `${escapeMarkdown(asSentence(cause.explanation))} Link: ${LINKS[cause.link]}, ${DECISIONS[cause.decision]}${statement}.${keys}`;
}
