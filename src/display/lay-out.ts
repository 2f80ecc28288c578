import pc from 'picocolors';
import { displayWidth } from './display-width.ts';
import { escapeJson, escapeTerminal } from './escape-terminal.ts';
import type { Block, Inline, Span, Tone } from './page.ts';
import { cut, spansOf, wrap } from './wrap.ts';

export interface TextStyle {
  readonly color: boolean;
  /** Columns of the page; taken as 80 to 200. */
  readonly width: number;
  /** Whether pictures may use more than ASCII; they do unless told otherwise. What logs say is shown as it is. */
  readonly unicode?: boolean;
  /** How much is told by a report that has a first screen of its own; all of it unless told otherwise. */
  readonly extent?: 'whole' | 'screen';
}

/** The columns that a page is laid out for. */
export function pageWidth({ width }: TextStyle): number {
  return Math.min(200, Math.max(80, Math.floor(width)));
}

/**
 * Blocks to text, one newline after each line, no trailing spaces. The only place where text meets the
 * terminal: every span is escaped here, whoever wrote it.
 */
export function layOut(blocks: readonly Block[], style: TextStyle): string {
  const width = pageWidth(style);
  const paint = painter(style.color);
  const lines = blocks.flatMap((block) => linesOf(block, width, paint));
  return lines.map((text) => `${text}\n`).join('');
}

/** How many lines of a terminal as wide as the page the blocks take: it breaks by itself what is not wrapped. */
export function linesTaken(blocks: readonly Block[], style: TextStyle): number {
  const width = pageWidth(style);
  const lines = blocks.flatMap((block) => linesOf(block, width, painter(false)));
  return lines.reduce((sum, text) => sum + Math.max(1, Math.ceil(displayWidth(text) / width)), 0);
}

type Paint = (spans: readonly Span[]) => string;

function linesOf(block: Block, width: number, paint: Paint): string[] {
  switch (block.kind) {
    case 'blank':
      return [''];
    case 'line': {
      const margin = ' '.repeat(block.indent);
      return wrap(block.content, width - block.indent).map((spans) => trimEnd(margin + paint(spans)));
    }
    case 'row': {
      const cells = block.cells.flatMap((cell) => padded(cell.content, cell.width));
      const used = block.indent + widthOf(cells);
      const hanging = block.indent + block.cells.reduce((sum, cell) => sum + cell.width, 0);
      const margin = ' '.repeat(hanging);
      const columns = width - Math.max(used, hanging);
      return cut(wrap(block.content, columns), block.most, columns).map((spans, index) =>
        trimEnd((index === 0 ? ' '.repeat(block.indent) + paint(cells) : margin) + paint(spans)),
      );
    }
    case 'verbatim':
      return [trimEnd(' '.repeat(block.indent) + paint(escaped(block.content)))];
    case 'json': {
      const margin = ' '.repeat(block.indent);
      const text = escapeJson(JSON.stringify(block.document, null, 2) ?? 'null');
      return text.split('\n').map((text) => margin + text);
    }
    default:
      return block satisfies never;
  }
}

/** A cell padded to its column, with at least one space after it; too long a cell pushes the rest of its row. */
function padded(content: Inline, width: number): Span[] {
  const spans = escaped(content);
  return [...spans, { text: ' '.repeat(Math.max(1, width - widthOf(spans))), tone: 'plain' }];
}

function escaped(content: Inline): Span[] {
  return spansOf(content).map(({ text, tone }) => ({ text: escapeTerminal(text), tone }));
}

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + displayWidth(text), 0);
}

function trimEnd(text: string): string {
  return text.replace(/ +$/, '');
}

function painter(color: boolean): Paint {
  const colors = pc.createColors(color);
  const tones: Record<Tone, (text: string) => string> = {
    plain: (text) => text,
    strong: colors.bold,
    dim: colors.dim,
    bad: (text) => colors.bold(colors.red(text)),
    good: colors.green,
    warn: colors.yellow,
    heading: (text) => colors.bold(colors.underline(text)),
  };
  return (spans) => spans.map(({ text, tone }) => tones[tone](text)).join('');
}
