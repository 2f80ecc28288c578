/** How a piece of text stands out. Colour only: the words say the same without it. */
export type Tone = 'plain' | 'strong' | 'dim' | 'bad' | 'good' | 'warn' | 'heading';

export interface Span {
  /** As it came: escaped when it is laid out. */
  readonly text: string;
  readonly tone: Tone;
}

/** A run of text on one logical line; plain strings are plain spans. */
export type Inline = string | Span | readonly (string | Span)[];

/**
 * What a text report is made of. Renderers of the sections build blocks and nothing else; `layOut` alone
 * escapes, wraps and colours, so that no section can forget to.
 */
export type Block =
  | { readonly kind: 'blank' }
  | { readonly kind: 'line'; readonly indent: number; readonly content: Inline }
  /** Cells of fixed width, then text that wraps in the space that is left. */
  | {
      readonly kind: 'row';
      readonly indent: number;
      readonly cells: readonly { readonly width: number; readonly content: Inline }[];
      readonly content: Inline;
      /** Lines that it may take; what does not fit is cut, which shows by its `...`. */
      readonly most?: number | undefined;
    }
  /** One line as it is, a path for copying, a picture: escaped, never wrapped. */
  | { readonly kind: 'verbatim'; readonly indent: number; readonly content: Inline }
  /** A JSON document, for copying: indented, never wrapped, so that it stays valid. */
  | { readonly kind: 'json'; readonly indent: number; readonly document: unknown };

export const BLANK: Block = { kind: 'blank' };

export function span(tone: Tone, text: string): Span {
  return { text, tone };
}

export function line(indent: number, content: Inline): Block {
  return { kind: 'line', indent, content };
}

export function heading(text: string): Block {
  return line(0, span('heading', text));
}

/** A part of an incident under its own title. */
export function section(title: string, blocks: readonly Block[]): Block[] {
  return [BLANK, line(2, span('strong', title)), ...blocks];
}

/** Cells in front of text that wraps beside them, over so many lines at most. */
export function row(indent: number, cells: Row['cells'], content: Inline, most?: number): Row {
  return { kind: 'row', indent, cells, content, most };
}

type Row = Extract<Block, { kind: 'row' }>;

/** One `label  value` line. The label's column is wide enough for every label of the report. */
export function field(label: string, content: Inline, indent = 2): Block {
  return row(indent, [{ width: LABEL_WIDTH, content: span('dim', label) }], content);
}

/** Parts of a page, a blank line between them. */
export function apart(parts: readonly (readonly Block[])[]): Block[] {
  return parts.flatMap((blocks, index) => (index === 0 ? blocks : [BLANK, ...blocks]));
}

/** A line that may run beyond the page, so that it can be selected whole. */
export function verbatim(indent: number, content: Inline): Block {
  return { kind: 'verbatim', indent, content };
}

const LABEL_WIDTH = 16;
