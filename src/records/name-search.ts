/**
 * The calls that are looked for, by the exact names that the logs give them: records of other calls need not be
 * parsed. Plain data, so that it can be handed to a worker thread.
 */
export interface WantedNames {
  /** Operations of access logs. */
  readonly accessLog: readonly string[];
  /** Event names of CloudTrail. */
  readonly cloudTrail: readonly string[];
}

/** One search for each kind of log. */
export interface NameSearches {
  readonly accessLog: NameSearch;
  readonly cloudTrail: NameSearch;
}

/** Finds where one of the names may stand in bytes that nothing has been read out of yet. */
export interface NameSearch {
  /** Where, from `from` on, a part stands that every one of the names has; -1 when it is nowhere in front of `end`. */
  next(bytes: Buffer, from: number, end: number): number;
  /**
   * Whether one of the names may be the value of a string in this JSON, also in JSON within a string. False is
   * certain: either the name stands there letter by letter, or a letter or digit is escaped (`\u0050utBucketPolicy`).
   */
  mayHoldInJson(bytes: Buffer): boolean;
}

/**
 * Names are found by six bytes of theirs that begin with a letter that is rare in logs: so few bytes are searched
 * for as `memchr` does, from one rare letter to the next.
 */
export function createNameSearch(names: readonly string[]): NameSearch {
  const parts = new Map<string, { readonly bytes: Buffer; readonly names: readonly Found[] }>();
  for (const name of names) {
    const start = rarestStart(name);
    const text = name.slice(start, start + PART_LENGTH);
    const part = parts.get(text) ?? { bytes: Buffer.from(text), names: [] };
    parts.set(text, { bytes: part.bytes, names: [...part.names, { name, start }] });
  }
  const needles = [...parts.values()];

  return {
    next(bytes, from, end) {
      let first = -1;
      for (const needle of needles) {
        const at = bytes.indexOf(needle.bytes, from);
        if (at !== -1 && at < end && (first === -1 || at < first)) first = at;
      }
      return first;
    },
    mayHoldInJson(bytes) {
      return needles.some((needle) => holds(bytes, needle.bytes, needle.names)) || escapesLetters(bytes);
    },
  };
}

interface Found {
  readonly name: string;
  /** Where in the name the part begins. */
  readonly start: number;
}

function holds(bytes: Buffer, part: Buffer, names: readonly Found[]): boolean {
  for (let at = bytes.indexOf(part); at !== -1; at = bytes.indexOf(part, at + 1)) {
    const hit = at;
    if (names.some(({ name, start }) => standsAt(bytes, hit - start, name))) return true;
  }
  return false;
}

/** As the whole of a string: `GetBucketPolicy` is not the name `BucketPolicy`. */
function standsAt(bytes: Buffer, at: number, name: string): boolean {
  const end = at + name.length;
  return at >= 0 && !isWord(bytes[at - 1]) && !isWord(bytes[end]) && bytes.toString('latin1', at, end) === name;
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}

/** `\u0030` to `\u0039` and all from `\u0040` to `\u007f`: what JSON writers escape for safety (`<`, `>`, `&`) is none of them. */
function escapesLetters(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(ESCAPE); at !== -1; at = bytes.indexOf(ESCAPE, at + 1)) {
    const [high = 0, low = 0] = [bytes[at + ESCAPE.length], bytes[at + ESCAPE.length + 1]];
    if ((high >= 0x34 && high <= 0x37) || (high === 0x33 && low >= 0x30 && low <= 0x39)) return true;
  }
  return false;
}

function rarestStart(name: string): number {
  let best = 0;
  for (let at = 0; at + PART_LENGTH <= name.length; at++) {
    if (rarity(name, at) >= rarity(name, best)) best = at;
  }
  return best;
}

function rarity(name: string, at: number): number {
  const rank = RAREST_FIRST.indexOf(name.charAt(at));
  return rank === -1 ? -RAREST_FIRST.length : -rank;
}

/** Beyond six bytes, Node's search goes another and slower way. */
const PART_LENGTH = 6;
/**
 * Capitals that neither request ids, base64 nor the members of every event have much of come first. The last such
 * letter of a name is taken, so that names with one ending are found by one search.
 */
const RAREST_FIRST = 'PUKBGHVWXYZJQLFNDOMRSTICEA';
const ESCAPE = Buffer.from('\\u00');
