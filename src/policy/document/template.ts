import { isMultivalued } from './condition-keys.ts';
import type { ContextEntry } from './context.ts';
import type { GlobPart } from './glob.ts';
import type { PolicyVersion } from './version.ts';

/** A value of a policy that may hold variables, split into what is fixed and what the request fills in. */
export interface Template {
  readonly pieces: readonly TemplatePiece[];
  /** Why AWS does not document what this text means; null for all that it documents. */
  readonly problem: string | null;
}

type TemplatePiece = GlobPart | Variable;

/** `${aws:username}` or `${aws:PrincipalTag/team, 'nobody'}`. */
interface Variable {
  readonly kind: 'variable';
  /** As written. */
  readonly key: string;
  /** Used when the request has no value for the key; null without a default. */
  readonly fallback: string | null;
}

export type ResolvedTemplate =
  | { readonly state: 'resolved'; readonly parts: readonly GlobPart[] }
  /** A variable has no value and no default: it equals nothing and is like nothing. */
  | { readonly state: 'unresolved' }
  | { readonly state: 'unknown'; readonly keys: readonly string[] };

/**
 * Reads a value of a Resource or Condition element.
 *
 * Variables exist since version 2012-10-17; in an older document `${...}` is ordinary text, in which
 * `*` and `?` keep their meaning. `${*}`, `${?}` and `${$}` stand for the bare characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 *
 * @param wildcards whether `*` and `?` are wildcards here; they are not in exact comparisons.
 */
export function parseTemplate(text: string, version: PolicyVersion, wildcards: boolean): Template {
  const pieces: TemplatePiece[] = [];
  let problem: string | null = null;
  let literal = '';
  const flush = (): void => {
    if (literal !== '') pieces.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let index = 0; index < text.length; ) {
    const character = text[index] ?? '';
    if (version === '2012-10-17' && character === '$' && text[index + 1] === '{') {
      const end = endOfVariable(text, index + 2);
      const variable = end === null ? null : readVariable(text.slice(index + 2, end));
      if (end === null || variable === null) {
        problem ??= 'it holds "${" without a complete variable';
        literal += character;
        index += 1;
        continue;
      }
      if (typeof variable === 'string') literal += variable;
      else {
        if (isMultivalued(variable.key))
          problem ??= `${variable.key} can hold several values and is no policy variable`;
        flush();
        pieces.push(variable);
      }
      index = end + 1;
      continue;
    }
    if (wildcards && (character === '*' || character === '?')) {
      flush();
      if (character === '?') pieces.push({ kind: 'one' });
      else if (pieces.at(-1)?.kind !== 'many') pieces.push({ kind: 'many' });
    } else literal += character;
    index += 1;
  }
  flush();
  return { pieces, problem };
}

/** Fills in the variables. A filled-in value is plain text: `*` in it is no wildcard. */
export function resolveTemplate(template: Template, lookup: (key: string) => ContextEntry): ResolvedTemplate {
  const parts: GlobPart[] = [];
  const unknown: string[] = [];
  for (const piece of template.pieces) {
    if (piece.kind !== 'variable') {
      parts.push(piece);
      continue;
    }
    const entry = lookup(piece.key.toLowerCase());
    if (entry.state === 'unknown') {
      unknown.push(entry.key);
      continue;
    }
    const value = entry.state === 'present' ? entry.values[0] : undefined;
    const text = value ?? piece.fallback;
    if (text === null) return { state: 'unresolved' };
    parts.push({ kind: 'text', text });
  }
  return unknown.length === 0 ? { state: 'resolved', parts: joinTexts(parts) } : { state: 'unknown', keys: unknown };
}

/** The parts of a template without variables; null when it has some. */
export function fixedParts(template: Template): readonly GlobPart[] | null {
  const parts: GlobPart[] = [];
  for (const piece of template.pieces) {
    if (piece.kind === 'variable') return null;
    parts.push(piece);
  }
  return parts;
}

/** The keys of the variables, as written. */
export function variableKeys(template: Template): string[] {
  return template.pieces.flatMap((piece) => (piece.kind === 'variable' ? [piece.key] : []));
}

function joinTexts(parts: readonly GlobPart[]): GlobPart[] {
  const joined: GlobPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'text' && last?.kind === 'text')
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}

/** Position of the closing brace; braces inside a quoted default do not close. */
function endOfVariable(text: string, start: number): number | null {
  let quoted = false;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === "'") quoted = !quoted;
    else if (text[index] === '}' && !quoted) return index;
  }
  return null;
}

/** A special character as a string, else a variable; null for what is neither. */
function readVariable(content: string): string | Variable | null {
  if (content === '*' || content === '?' || content === '$') return content;
  const comma = content.indexOf(',');
  const key = comma === -1 ? content : content.slice(0, comma);
  if (key === '' || /\s/.test(key)) return null;
  if (comma === -1) return { kind: 'variable', key, fallback: null };
  const quoted = content.slice(comma + 1).trim();
  const isQuoted = quoted.length >= 2 && quoted.startsWith("'") && quoted.endsWith("'");
  return isQuoted ? { kind: 'variable', key, fallback: quoted.slice(1, -1) } : null;
}
