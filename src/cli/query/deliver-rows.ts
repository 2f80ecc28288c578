import type { Readable } from 'node:stream';
import { counted } from '../../display/quantities.ts';
import { formatResult, type QueryFormat } from '../../query/format.ts';
import { writeWholeStream } from '../../query/output-file.ts';
import { type QueryResult, takeRows } from '../../query/result.ts';
import type { Diagnostics } from '../terminal/diagnostics.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Output } from '../terminal/shell.ts';
import { writeStream } from '../terminal/write-stream.ts';

/** How the answer of a query reaches the user. */
export interface RowDelivery {
  readonly format: QueryFormat;
  /** Rows after which to stop; null for all. */
  readonly limit: number | null;
  /** null for standard output. */
  readonly file: string | null;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly diagnostics: Diagnostics;
  readonly progress: Progress;
}

/** Writes the rows of a result as they come, into a file whole or not at all, and tells how many there were. */
export async function deliverRows(result: QueryResult, to: RowDelivery): Promise<void> {
  const note = { taken: 0, more: false };
  const rows = takeRows(result.rows, to.limit, note);
  const texts = formatResult({ columns: result.columns, rows }, to.format);
  if (to.file === null) {
    if ((await writeStream(to.stdout, texts)) === 'closed') return;
  } else {
    await writeWholeStream(to.file, texts);
    to.diagnostics.progress(`Wrote ${to.file} (${to.format}).`);
  }
  to.diagnostics.progress(`${counted(note.taken, 'row')}${note.more ? ', and there are more (--limit)' : ''}.`);
}
