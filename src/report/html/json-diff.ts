/** One line of a JSON document, with the way to what begins or stands on it: `['Statement', 1, 'Condition']`. */
interface JsonLine {
  readonly text: string;
  readonly path: readonly (string | number)[];
}

/** A line that went, came or stayed, with the way to it; `skipped` lines that stayed are left out at this point. */
export type DiffLine =
  | { readonly kind: 'same' | 'removed' | 'added'; readonly text: string; readonly path: JsonLine['path'] }
  | { readonly kind: 'skipped'; readonly count: number };

/** Lines kept around each difference, as elsewhere. */
const CONTEXT = 3;
/** Pairs of lines compared at most; longer stretches that differ are told as gone and come whole. */
const COMPARED = 4_000_000;

/**
 * Two JSON documents, two spaces a level, line by line: what went before what came, with three lines around each.
 * A comma at the end of a line is no difference. null is no document.
 *
 * @param isWanted lines of the second that are kept even where nothing differs
 */
export function diffJson(
  before: unknown,
  after: unknown,
  isWanted: (path: JsonLine['path']) => boolean = () => false,
): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const lines = compare(old, now);
  const isKept = new Uint8Array(lines.length);
  for (const [index, { kind, path }] of lines.entries()) {
    if (kind === 'same' && !isWanted(path)) continue;
    isKept.fill(1, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  }
  const shown: DiffLine[] = [];
  let skipped = 0;
  const close = () => {
    if (skipped > 0) shown.push({ kind: 'skipped', count: skipped });
    skipped = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (isKept[index] === 1) {
      close();
      shown.push(line);
    } else skipped += 1;
  }
  close();
  return shown;
}

type Compared = Exclude<DiffLine, { kind: 'skipped' }>;

function compare(old: readonly JsonLine[], now: readonly JsonLine[]): Compared[] {
  let head = 0;
  while (head < old.length && head < now.length && isSame(old[head], now[head])) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && isSame(old.at(-1 - tail), now.at(-1 - tail)))
    tail += 1;
  return [
    ...told('same', now.slice(0, head)),
    ...between(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...told('same', now.slice(now.length - tail)),
  ];
}

/** The longest common subsequence, from the end of both. */
function between(old: readonly JsonLine[], now: readonly JsonLine[]): Compared[] {
  if (old.length * now.length > COMPARED) return [...told('removed', old), ...told('added', now)];
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = now.length - 1; b >= 0; b -= 1) {
      longest[a * width + b] = isSame(old[a], now[b])
        ? (longest[(a + 1) * width + b + 1] ?? 0) + 1
        : Math.max(longest[(a + 1) * width + b] ?? 0, longest[a * width + b + 1] ?? 0);
    }
  }
  const lines: Compared[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    const [was, is] = [old[a], now[b]];
    if (was !== undefined && is !== undefined && isSame(was, is)) {
      lines.push(...told('same', [is]));
      a += 1;
      b += 1;
    } else if (
      was !== undefined &&
      (is === undefined || (longest[(a + 1) * width + b] ?? 0) >= (longest[a * width + b + 1] ?? 0))
    ) {
      lines.push(...told('removed', [was]));
      a += 1;
    } else if (is !== undefined) {
      lines.push(...told('added', [is]));
      b += 1;
    }
  }
  return lines;
}

function told(kind: Compared['kind'], lines: readonly JsonLine[]): Compared[] {
  return lines.map(({ text, path }) => ({ kind, text, path }));
}

function isSame(a: JsonLine | undefined, b: JsonLine | undefined): boolean {
  return a !== undefined && b !== undefined && a.text.replace(/,$/, '') === b.text.replace(/,$/, '');
}

/** The lines of `JSON.stringify(document, null, 2)`. */
function linesOf(document: unknown): JsonLine[] {
  if (document === null || document === undefined) return [];
  const lines: JsonLine[] = [];
  const write = (value: unknown, path: JsonLine['path'], lead: string, end: string) => {
    const indent = '  '.repeat(path.length);
    if (typeof value !== 'object' || value === null) {
      lines.push({ text: `${indent}${lead}${JSON.stringify(value)}${end}`, path });
      return;
    }
    const [open, shut] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    if (members.length === 0) {
      lines.push({ text: `${indent}${lead}${open}${shut}${end}`, path });
      return;
    }
    lines.push({ text: `${indent}${lead}${open}`, path });
    for (const [index, [name, member]] of members.entries()) {
      const comma = index === members.length - 1 ? '' : ',';
      if (Array.isArray(value)) write(member, [...path, index], '', comma);
      else write(member, [...path, name], `${JSON.stringify(name)}: `, comma);
    }
    lines.push({ text: `${indent}${shut}${end}`, path });
  };
  write(document, [], '', '');
  return lines;
}
