import { spellKey } from './condition-keys.ts';

/**
 * What a request says about one condition key: a value, that it has none, or that nobody knows.
 * Each entry carries its basis, so that an answer can be traced to what it rests on.
 */
export type ContextEntry = PresentEntry | AbsentEntry | UnknownEntry;

interface EntryBase {
  /** In AWS's spelling. */
  readonly key: string;
  /** Why it is so, in a sentence fragment. */
  readonly basis: string;
  /** The AWS page that says so; null where the caller said it. */
  readonly url: string | null;
}

interface PresentEntry extends EntryBase {
  readonly state: 'present';
  /** At least one. */
  readonly values: readonly string[];
  /** What another AWS page says instead; null when the pages agree. */
  readonly contested: Contested | null;
}

export interface Contested {
  /** null: the key is absent. */
  readonly values: readonly string[] | null;
  readonly basis: string;
  readonly url: string;
}

interface AbsentEntry extends EntryBase {
  readonly state: 'absent';
}

export interface UnknownEntry extends EntryBase {
  readonly state: 'unknown';
  /** Whether the key may be missing from the request altogether. */
  readonly mayBeAbsent: boolean;
  /** The values it can have, each a list; null: any. */
  readonly possible: readonly (readonly string[])[] | null;
  /** A pattern that the value is like, in a key that has any value otherwise: an ARN of which a part is known. */
  readonly like?: string;
  /** Keys of one group vary together; null for a key on its own. */
  readonly group: ContextGroup | null;
}

/** Keys whose values hang together. */
export type ContextGroup =
  /** Both keys tell the same moment. */
  | { readonly kind: 'time' }
  /** One of these states of affairs holds; each names the members' values, null for absent, `any` for any value. */
  | {
      readonly kind: 'alternatives';
      readonly name: string;
      readonly alternatives: readonly ReadonlyMap<string, readonly string[] | null | 'any'>[];
    };

/** Answers for every key, given in lower case. */
export type RequestContext = (key: string) => ContextEntry;

/** A context key set by hand: its values, or that it is absent or unknown. */
export type ContextOverride = readonly string[] | 'absent' | 'unknown';

/** By key, in any case. */
export type ContextOverrides = ReadonlyMap<string, ContextOverride>;

/** A context known in full: the keys given, in any case, and no others. */
export function completeContext(entries: Iterable<readonly [string, string | readonly string[]]>): RequestContext {
  const known = new Map<string, ContextEntry>();
  for (const [key, value] of entries) {
    const values = typeof value === 'string' ? [value] : value;
    const name = spellKey(key);
    known.set(key.toLowerCase(), { state: 'present', key: name, values, contested: null, basis: GIVEN, url: null });
  }
  return (key) =>
    known.get(key) ?? { state: 'absent', key: spellKey(key), basis: 'not part of the request', url: null };
}

/** A context with some keys set by hand, which wins over everything else known of them. */
export function overrideContext(context: RequestContext, overrides: ContextOverrides | undefined): RequestContext {
  if (overrides === undefined || overrides.size === 0) return context;
  const given = new Map<string, ContextEntry>();
  for (const [key, override] of overrides) given.set(key.toLowerCase(), overriddenEntry(spellKey(key), override));
  return (key) => given.get(key) ?? context(key);
}

/**
 * The same context with every contested key left open between what it says and what the other AWS page
 * says, to see whether an answer rests on it.
 */
export function contestedContext(context: RequestContext): RequestContext {
  return (lookupKey) => {
    const entry = context(lookupKey);
    if (entry.state !== 'present' || entry.contested === null) return entry;
    const { key, basis, url, values, contested } = entry;
    const others = contested.values === null ? [] : [contested.values];
    return {
      state: 'unknown',
      key,
      basis,
      url,
      mayBeAbsent: contested.values === null,
      possible: [values, ...others],
      group: null,
    };
  };
}

/**
 * Reads overrides as the command line gives them: `aws:SourceOrgID=o-abc`; the same key again adds a value;
 * `aws:SourceOrgID=` says that the key is absent, `aws:SourceOrgID=?` that it is unknown.
 */
export function parseContextOverrides(
  texts: readonly string[],
): { readonly ok: true; readonly overrides: ContextOverrides } | { readonly ok: false; readonly message: string } {
  const overrides = new Map<string, ContextOverride>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const key = text.slice(0, equals).toLowerCase();
    if (equals < 1 || !/^[^\s:]+:\S+$/.test(key)) {
      return { ok: false, message: `"${text}" is not a context key with its value, such as aws:SourceOrgID=o-abc` };
    }
    const value = text.slice(equals + 1);
    const earlier = overrides.get(key);
    if (earlier !== undefined && (typeof earlier === 'string' || value === '' || value === '?')) {
      return { ok: false, message: `"${text}" contradicts what was said of the same key before` };
    }
    overrides.set(key, addValue(earlier, value));
  }
  return { ok: true, overrides };
}

function addValue(earlier: ContextOverride | undefined, value: string): ContextOverride {
  if (value === '') return 'absent';
  if (value === '?') return 'unknown';
  return Array.isArray(earlier) ? [...earlier, value] : [value];
}

function overriddenEntry(key: string, override: ContextOverride): ContextEntry {
  if (override === 'unknown') {
    return { state: 'unknown', key, mayBeAbsent: true, possible: null, group: null, basis: GIVEN, url: null };
  }
  if (override === 'absent' || override.length === 0) return { state: 'absent', key, basis: GIVEN, url: null };
  return { state: 'present', key, values: override, contested: null, basis: GIVEN, url: null };
}

const GIVEN = 'given for this evaluation';
