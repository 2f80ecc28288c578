/** One part of a pattern: literal text, `?` (any one character) or `*` (any run of characters, also none). */
export type GlobPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'many' };

/** A compiled pattern over whole values. Matching takes time linear in pattern times value, whatever the pattern. */
export interface Glob {
  readonly parts: readonly GlobPart[];
  readonly matches: (value: string) => boolean;
}

/** Reads `*` and `?` as wildcards, everything else as itself. */
export function parseGlob(text: string): GlobPart[] {
  const parts: GlobPart[] = [];
  let literal = '';
  for (const character of text) {
    if (character !== '*' && character !== '?') {
      literal += character;
      continue;
    }
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    literal = '';
    if (character === '?') parts.push({ kind: 'one' });
    else if (parts.at(-1)?.kind !== 'many') parts.push({ kind: 'many' });
  }
  if (literal !== '') parts.push({ kind: 'text', text: literal });
  return parts;
}

/** Compiles a pattern; `ignoreCase` folds both sides, as action names need it. */
export function compileGlob(parts: readonly GlobPart[], options: { readonly ignoreCase: boolean }): Glob {
  const folded = options.ignoreCase ? parts.map(foldPart) : parts;
  const matches = compileMatcher(folded);
  return { parts, matches: options.ignoreCase ? (value) => matches(value.toLowerCase()) : matches };
}

function foldPart(part: GlobPart): GlobPart {
  return part.kind === 'text' ? { kind: 'text', text: part.text.toLowerCase() } : part;
}

/** The three shapes that nearly all policies use are compared without a scan. */
function compileMatcher(parts: readonly GlobPart[]): (value: string) => boolean {
  const [first, second] = parts;
  if (first === undefined) return (value) => value === '';
  if (parts.length === 1 && first.kind === 'many') return () => true;
  if (first.kind === 'text') {
    const { text } = first;
    if (parts.length === 1) return (value) => value === text;
    if (parts.length === 2 && second?.kind === 'many') return (value) => value.startsWith(text);
  }
  const chunks = splitAtMany(parts);
  return (value) => matchChunks(chunks, value);
}

/** A run between two `*`: plain text, or its characters in order with null for `?`. */
type Chunk = string | readonly (string | null)[];

function splitAtMany(parts: readonly GlobPart[]): readonly Chunk[] {
  const runs: GlobPart[][] = [[]];
  for (const part of parts) {
    if (part.kind === 'many') runs.push([]);
    else runs.at(-1)?.push(part);
  }
  return runs.map((run) => {
    const characters = run.flatMap((part) => (part.kind === 'text' ? part.text.split('') : [null]));
    return characters.includes(null) ? characters : characters.join('');
  });
}

/** The first chunk stands at the start, the last at the end, those between at their earliest place in order. */
function matchChunks(chunks: readonly Chunk[], value: string): boolean {
  const first = chunks[0] ?? '';
  if (!standsAt(first, value, 0)) return false;
  if (chunks.length === 1) return first.length === value.length;
  const last = chunks.at(-1) ?? '';
  const end = value.length - last.length;
  let from = first.length;
  if (from > end || !standsAt(last, value, end)) return false;
  for (let index = 1; index < chunks.length - 1; index += 1) {
    const chunk = chunks[index] ?? '';
    const place = findFrom(chunk, value, from);
    if (place === -1 || place + chunk.length > end) return false;
    from = place + chunk.length;
  }
  return true;
}

function findFrom(chunk: Chunk, value: string, from: number): number {
  if (typeof chunk === 'string') return value.indexOf(chunk, from);
  for (let place = from; place + chunk.length <= value.length; place += 1) {
    if (standsAt(chunk, value, place)) return place;
  }
  return -1;
}

function standsAt(chunk: Chunk, value: string, position: number): boolean {
  if (typeof chunk === 'string') return value.startsWith(chunk, position);
  if (position + chunk.length > value.length) return false;
  for (let index = 0; index < chunk.length; index += 1) {
    const expected = chunk[index];
    if (expected !== null && expected !== value[position + index]) return false;
  }
  return true;
}
