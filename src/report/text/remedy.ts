import { BLANK, type Block, line, span, verbatim } from '../../display/page.ts';
import { asSentence } from '../../display/sentence.ts';
import type { ReportEdit, ReportIncident, ReportRemedy } from '../contract.ts';
import { editTitle, evaluationWords } from '../remedy-words.ts';
import { diffLines } from './change.ts';

/** The edits that mend an incident, behind what to know before, with what remains and the documents; or why there are none. */
export function remedyBlocks({ remedy, remedyWithheld }: ReportIncident): Block[] {
  if (remedy === null) return remedyWithheld.map((reason) => line(4, asSentence(reason)));
  const { edits, warnings = [], remaining } = remedy;
  return [
    ...warnings.map((warning) => line(4, span('warn', `Careful: ${asSentence(warning)}`))),
    ...edits.flatMap((edit, index) => editBlocks(edit, index, edits.length)),
    line(4, span(remedy.mendsPath ? 'dim' : 'warn', evaluationWords(remedy))),
    ...remaining.map((sentence) => line(4, span('warn', `Remains: ${asSentence(sentence)}`))),
    ...documentBlocks(remedy),
  ];
}

function editBlocks(edit: ReportEdit, index: number, of: number): Block[] {
  return [
    ...(of === 1 ? [] : [line(4, span('strong', `${editTitle(edit, index, of)}:`))]),
    line(4, asSentence(edit.description)),
    ...diffLines(edit.diff, 6),
    verbatim(6, edit.command),
  ];
}

function documentBlocks({ edits }: ReportRemedy): Block[] {
  return edits.flatMap((edit, index) =>
    edit.document === null
      ? []
      : [
          BLANK,
          ...(edits.length === 1 ? [] : [line(4, span('dim', `Document of edit ${index + 1}:`))]),
          { kind: 'json' as const, indent: 4, document: edit.document },
        ],
  );
}
