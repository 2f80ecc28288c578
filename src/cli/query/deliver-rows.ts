import type { Secrets } from '../../display/mask-secrets.ts';
import { counted } from '../../display/quantities.ts';
import { formatResult, type QueryFormat } from '../../query/format.ts';
import { writeWholeStream } from '../../query/output-file.ts';
import { type QueryResult, takeRows } from '../../query/result.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { writeStream } from '../terminal/write-stream.ts';

/** How the rows of an answer are written. */
export interface RowOutput {
  readonly format: QueryFormat;
  /** Rows after which to stop; null for all. */
  readonly limit: number | null;
  /** null for standard output. */
  readonly file: string | null;
  readonly secrets: Secrets;
}

/** Writes the rows of a result as they come, into a file whole or not at all, and tells how many there were. */
export async function deliverRows(
  result: QueryResult,
  { format, limit, file, secrets }: RowOutput,
  { shell, diagnostics }: Terminal,
): Promise<void> {
  const note = { taken: 0, more: false };
  const rows = takeRows(result.rows, limit, note);
  const texts = formatResult({ columns: result.columns, rows }, format, secrets);
  if (file === null) {
    if ((await writeStream(shell.stdout, texts)) === 'closed') return;
  } else {
    await writeWholeStream(file, texts);
    diagnostics.progress(`Wrote ${file} (${format}).`);
  }
  diagnostics.progress(`${counted(note.taken, 'row')}${note.more ? ', and there are more (--limit)' : ''}.`);
}
