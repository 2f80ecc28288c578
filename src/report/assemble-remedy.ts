import { isJsonObject } from '../json.ts';
import type { Edit, PathRemedy } from '../verdict/remedy/edit.ts';
import type { ReportRemedy } from './contract.ts';

/** The file that the commands of a remedy name where the user names none. */
export const REMEDY_FILE = 'remedy.json';

/**
 * The remedy in the terms of the contract.
 *
 * @param file where the first document goes; the second goes to `FILE.2.json`, the third to `FILE.3.json`
 */
export function describeRemedy({ edits, mendsPath, remaining, cautions }: PathRemedy, file: string): ReportRemedy {
  const [first] = edits;
  const files = filesOf(edits, file);
  return {
    description: edits.map(({ description }) => description).join('; '),
    document: first.document,
    diff: first.diff,
    verified: true,
    warnings: cautions,
    edits: edits.map((edit) => ({
      kind: edit.kind,
      resource: edit.resource,
      description: edit.description,
      document: edit.document,
      replaces: isJsonObject(edit.replaces) ? edit.replaces : null,
      diff: edit.diff,
      command: edit.command(files.get(edit) ?? file),
    })),
    mendsPath,
    remaining,
  };
}

/** The documents of a remedy and the files that its commands name for them, in order. */
export function remedyFiles(
  { edits }: Pick<ReportRemedy, 'edits'>,
  file: string,
): { path: string; document: unknown }[] {
  return edits
    .filter(({ document }) => document !== null)
    .map(({ document }, index) => ({ path: numbered(file, index), document }));
}

/** Documents are numbered in order; one that the user has to get or write comes behind them. */
function filesOf(edits: PathRemedy['edits'], file: string): ReadonlyMap<Edit, string> {
  const ordered = [
    ...edits.filter(({ document }) => document !== null),
    ...edits.filter(({ document }) => document === null),
  ];
  return new Map(ordered.map((edit, index) => [edit, numbered(file, index)]));
}

function numbered(file: string, index: number): string {
  return index === 0 ? file : `${file}.${index + 1}.json`;
}
