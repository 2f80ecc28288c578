import { HOSTILE } from './hostile.ts';
import { type Apply, level, type Mutation, onFile, onLines, onText } from './mutation.ts';

/** What becomes of bytes, lines and fields. */
export const IN_TEXTS: Readonly<Record<string, Mutation>> = {
  ...level('bytes', {
    'bytes flipped': {
      effect: 'any',
      apply: onFile((bytes, { below }) => {
        const copy = Buffer.from(bytes);
        for (let left = 1 + below(8); left > 0 && copy.length > 0; left -= 1) copy[below(copy.length)] = below(256);
        return copy;
      }),
    },
    'bytes inserted': {
      effect: 'any',
      apply: onFile((bytes, random) => {
        const at = random.below(bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(HOSTILE)), bytes.subarray(at)]);
      }),
    },
    'bytes set to zero': {
      effect: 'any',
      apply: onFile((bytes, { below }) => {
        const at = below(bytes.length + 1);
        return Buffer.from(bytes).fill(0, at, Math.min(bytes.length, at + 1 + below(4_096)));
      }),
    },
    'a byte order mark': { effect: 'neutral', apply: onText(marked) },
    'as UTF-16': {
      effect: 'neutral',
      apply: onText((text, { below }) => {
        const units = Buffer.from(marked(text), 'utf16le');
        return below(2) === 0 ? units : units.swap16();
      }),
    },
  }),
  ...level('lines', {
    'lines lost': { effect: 'removes', apply: onLines((lines, { below }) => lines.filter(() => below(5) > 0)) },
    'lines mixed': {
      effect: 'any',
      apply: onLines((lines, { below }) =>
        lines.map((line) => (below(4) === 0 ? (lines[below(lines.length)] ?? line) : line)),
      ),
    },
    'lines cut': {
      effect: 'any',
      apply: onLines((lines, { below }) =>
        lines.map((line) => (below(5) === 0 ? line.slice(0, below(line.length + 1)) : line)),
      ),
    },
    'lines twice': {
      effect: 'neutral',
      apply: onLog((lines, { below }) => lines.flatMap((line) => (below(3) === 0 ? [line, line] : line))),
    },
    'lines in another order': {
      effect: 'neutral',
      apply: onLog((lines, { below }) =>
        lines
          .map((line) => ({ line, rank: below(1e6) }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ line }) => line),
      ),
    },
    'lines that end as on Windows': { effect: 'neutral', apply: onText((text) => text.replaceAll(/\r?\n/g, '\r\n')) },
    'empty lines between': {
      effect: 'neutral',
      apply: onLines((lines, { below }) => lines.flatMap((line) => (below(4) === 0 ? ['', line] : line))),
    },
    'no newline at the end': { effect: 'neutral', apply: onText((text) => text.replace(/\s+$/, '')) },
  }),
  ...level('fields', {
    'fields replaced': {
      effect: 'any',
      apply: onLines((lines, random) =>
        lines.map((line) => {
          if (random.below(3) > 0) return line;
          const fields = line.split(' ');
          fields[random.below(fields.length)] = random.pick(HOSTILE);
          return fields.join(' ');
        }),
      ),
    },
    'fields lost': {
      effect: 'any',
      apply: onLines((lines, { below }) =>
        lines.map((line) => {
          if (below(4) > 0) return line;
          const fields = line.split(' ');
          fields.splice(below(fields.length), 1 + below(3));
          return fields.join(' ');
        }),
      ),
    },
    'fields that nobody knows yet': {
      effect: 'neutral',
      apply: onLog((lines, random) =>
        lines.map((line) => (isLogLine(line) ? `${line} ${random.pick(NEW_FIELDS)}` : line)),
      ),
    },
    'what clients write': {
      effect: 'neutral',
      apply: onLog((lines, random) =>
        lines.map((line) => (random.below(3) === 0 ? line.replace(USER_AGENT, `"${random.pick(UNQUOTED)}"$1`) : line)),
      ),
    },
  }),
};

/** With one byte order mark: a second would be a character of the text. */
function marked(text: string): string {
  return text.startsWith('\ufeff') ? text : `\ufeff${text}`;
}

/** Files whose lines stand each for itself: access logs, and JSON lines. */
function onLog(change: (lines: readonly string[], random: Parameters<Apply>[1]) => readonly string[]): Apply {
  return onLines((lines, random) =>
    lines.every((line) => line === '' || isLogLine(line) || isWholeEvent(line)) ? change(lines, random) : lines,
  );
}

function isLogLine(line: string): boolean {
  return /^[0-9a-f]{64} \S+ \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:/.test(line);
}

function isWholeEvent(line: string): boolean {
  return line.startsWith('{"eventVersion"') && line.endsWith('}');
}

const NEW_FIELDS = ['-', 'eu-west-1', '"a b"', '0'];
/** The last quoted field, with what stands behind it. */
const USER_AGENT = /"[^"]*"( [^"]*)$/;
/** Without quotes of their own, which would end the field. */
const UNQUOTED = HOSTILE.filter((text) => !/["\r\n\\]/.test(text));
