import { asSentence } from '../../display/sentence.ts';
import type { ReportEdit, ReportIncident } from '../contract.ts';
import { editTitle, evaluationWords } from '../remedy-words.ts';
import { codeBlock, escapeMarkdown } from './escape-markdown.ts';

/** The edits of a remedy, what to know before they are made, and what remains; or why there are none. */
export function remedySection({ remedy, remedyWithheld }: ReportIncident): string {
  if (remedy === null)
    return ['### Remedy', ...remedyWithheld.map((reason) => escapeMarkdown(asSentence(reason)))].join('\n\n');
  const { edits, warnings = [], remaining } = remedy;
  return [
    '### Remedy',
    ...edits.flatMap((edit, index) => editParts(edit, index, edits.length)),
    ...warnings.map((warning) => `**Careful:** ${escapeMarkdown(asSentence(warning))}`),
    evaluationWords(remedy),
    remaining.map((sentence) => `- ${escapeMarkdown(asSentence(sentence))}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function editParts(edit: ReportEdit, index: number, of: number): string[] {
  return [
    of === 1 ? '' : `#### ${escapeMarkdown(editTitle(edit, index, of))}`,
    escapeMarkdown(asSentence(edit.description)),
    edit.diff.length === 0 ? '' : codeBlock('diff', edit.diff),
    codeBlock('sh', [edit.command]),
    edit.document === null ? '' : codeBlock('json', JSON.stringify(edit.document, null, 2).split('\n')),
  ];
}
