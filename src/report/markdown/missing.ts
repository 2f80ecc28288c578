import { asSentence } from '../../display/sentence.ts';
import type { Report } from '../contract.ts';
import { collectCommand, TO_FILL_IN, TOGETHER } from '../text/missing.ts';
import { codeBlock, escapeMarkdown } from './escape-markdown.ts';

/** What the evidence lacks, numbered as reasons refer to it, each with its command in a block of its own. */
export function missingSection({ missing, case: subject }: Report): string {
  if (missing.length === 0) return '';
  const entries = missing.map(({ what, reason, command }, index) => {
    const words = `**${index + 1}. ${escapeMarkdown(what)}.** ${escapeMarkdown(asSentence(reason))}`;
    return command === null ? words : `${words}\n\n${codeBlock('sh', [command])}`;
  });
  const together = collectCommand(subject);
  return [
    '## What is missing, and how to get it',
    ...entries,
    ...(together === null ? [] : [TOGETHER, codeBlock('sh', [together])]),
    TO_FILL_IN,
  ].join('\n\n');
}
