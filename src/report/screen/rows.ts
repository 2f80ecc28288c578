import { type Block, type Inline, row as pageRow, span, verbatim } from '../../display/page.ts';

/** Columns of the labels. */
export const LABEL = 10;

/** `WHO       maria.keller@...`, over so many lines at most. */
export function row(label: string, content: Inline, most?: number): Block {
  return pageRow(0, [{ width: LABEL, content: span('dim', label) }], content, most);
}

/** A command, whole: what is to be copied is neither wrapped nor cut. */
export function command(text: string): Block {
  return verbatim(LABEL, span('strong', text));
}
