import { displayWidth, takeColumns } from './display-width.ts';
import { escapeTerminal } from './escape-terminal.ts';
import type { Inline, Span, Tone } from './page.ts';

/**
 * Escapes the content and breaks it into lines of at most `columns` columns: at spaces, else after a
 * character that separates parts of an ARN, URL or path, else anywhere.
 */
export function wrap(content: Inline, columns: number): readonly (readonly Span[])[] {
  const lines: Span[][] = [];
  let current: Span[] = [];
  let used = 0;

  const breakLine = () => {
    lines.push(current);
    current = [];
    used = 0;
  };
  for (const word of wordsOf(content)) {
    const gap = word.spaceBefore && used > 0 ? 1 : 0;
    if (used > 0 && used + gap + word.width > columns) breakLine();
    else if (gap === 1) {
      append(current, ' ', word.parts[0]?.tone ?? 'plain');
      used += 1;
    }
    for (const part of word.parts) {
      let rest = part.text;
      while (used + displayWidth(rest) > columns) {
        if (used >= columns) {
          breakLine();
          continue;
        }
        const head = headOf(rest, columns - used);
        append(current, head, part.tone);
        rest = rest.slice(head.length);
        breakLine();
      }
      append(current, rest, part.tone);
      used += displayWidth(rest);
    }
  }
  if (current.length > 0 || lines.length === 0) lines.push(current);
  return lines;
}

/** The first lines, so many of them, the last one with a sign of what was cut. */
export function cut(
  lines: readonly (readonly Span[])[],
  most: number | undefined,
  columns: number,
): readonly (readonly Span[])[] {
  if (most === undefined || lines.length <= most) return lines;
  const last: Span[] = [];
  let room = columns - CUT.length;
  for (const { text, tone } of lines[most - 1] ?? []) {
    const taken = displayWidth(text) <= room ? text : takeColumns(text, room);
    last.push({ text: taken, tone });
    room -= displayWidth(taken);
    if (room <= 0) break;
  }
  return [...lines.slice(0, most - 1), [...last, { text: CUT, tone: 'dim' }]];
}

const CUT = ' ...';

/** What holds together between two spaces, possibly in several tones: `(` + strong `proven` + `)`. */
interface Word {
  readonly spaceBefore: boolean;
  readonly parts: Span[];
  width: number;
}

function wordsOf(content: Inline): Word[] {
  const words: Word[] = [];
  let spaceBefore = false;
  for (const { text, tone } of spansOf(content)) {
    const pieces = escapeTerminal(text).split(' ');
    pieces.forEach((piece, index) => {
      if (index > 0) spaceBefore = true;
      if (piece === '') return;
      const last = words.at(-1);
      if (last === undefined || spaceBefore) {
        words.push({ spaceBefore, parts: [{ text: piece, tone }], width: displayWidth(piece) });
      } else {
        last.parts.push({ text: piece, tone });
        last.width += displayWidth(piece);
      }
      spaceBefore = false;
    });
  }
  return words;
}

export function spansOf(content: Inline): readonly Span[] {
  const parts = isList(content) ? content : [content];
  return parts.map((part) => (typeof part === 'string' ? { text: part, tone: 'plain' } : part));
}

function isList(content: Inline): content is readonly (string | Span)[] {
  return Array.isArray(content);
}

function append(line: Span[], text: string, tone: Tone): void {
  const last = line.at(-1);
  if (last?.tone === tone) line[line.length - 1] = { text: last.text + text, tone };
  else if (text !== '') line.push({ text, tone });
}

/** Where to cut a word that is longer than a line. */
function headOf(word: string, columns: number): string {
  const fitting = takeColumns(word, columns);
  const cut = Math.max(...[...SEPARATORS].map((separator) => fitting.lastIndexOf(separator))) + 1;
  return cut > fitting.length / 2 ? fitting.slice(0, cut) : fitting;
}

const SEPARATORS = '/:,&?;=';
