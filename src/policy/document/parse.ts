import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { findDuplicateMember } from './duplicate-members.ts';
import { findJsonError } from './json-error.ts';
import { PolicyError, parseStatement } from './parse-statement.ts';
import type { Policy, PolicyKind, PolicyProblem, Statement } from './policy.ts';
import type { PolicyVersion } from './version.ts';

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problem: PolicyProblem };

/**
 * Reads and compiles a policy document, given as parsed JSON or as JSON text. What AWS would refuse (no Effect, an
 * element it does not know, a document over the size limit) is an error value that names the place; what AWS
 * accepts but does not explain (an unknown operator, a value of the wrong type) stays in the policy, marked, and
 * makes only the answers that rest on it unknown.
 *
 * The same object is read once: pass documents that nobody changes afterwards.
 *
 * @param kind what the document is attached to; sets the size limit and a few rules. A bucket policy by default.
 */
export function parsePolicy(document: JsonValue, kind: PolicyKind = 'bucket'): ParsedPolicy {
  if (typeof document === 'object' && document !== null) {
    const cache = PARSED[kind];
    const known = cache.get(document);
    if (known !== undefined) return known;
    const parsed = parseDocument(document, kind);
    cache.set(document, parsed);
    return parsed;
  }
  return parseDocument(document, kind);
}

/**
 * The largest documents that AWS stores, in bytes: 20 KB for a bucket policy
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-iam-policies.html), 32 KB for a key policy
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html), 5,120 characters for a
 * resource control policy (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).
 */
export const SIZE_LIMITS: Readonly<Record<PolicyKind, number>> = { bucket: 20 * 1024, key: 32 * 1024, rcp: 5120 };

/** Size of a document without white space between its tokens, in bytes of UTF-8. */
export function sizeOf(document: JsonValue): number {
  return new TextEncoder().encode(JSON.stringify(document)).length;
}

const PARSED: Readonly<Record<PolicyKind, WeakMap<object, ParsedPolicy>>> = {
  bucket: new WeakMap(),
  key: new WeakMap(),
  rcp: new WeakMap(),
};

const KIND_NAMES: Readonly<Record<PolicyKind, string>> = {
  bucket: 'a bucket policy',
  key: 'a key policy',
  rcp: 'a resource control policy',
};

function parseDocument(document: JsonValue, kind: PolicyKind): ParsedPolicy {
  try {
    return { ok: true, policy: readPolicy(typeof document === 'string' ? parseText(document) : document, kind) };
  } catch (error) {
    if (error instanceof PolicyError) return { ok: false, problem: { path: error.path, message: error.message } };
    throw error;
  }
}

function parseText(text: string): JsonValue {
  if (text.length > LONGEST_TEXT)
    throw new PolicyError('', `the document is ${text.length} characters long, more than any policy`);
  const limit = deepest(text);
  if (limit > DEEPEST) throw new PolicyError('', `the document is nested ${limit} levels deep, more than any policy`);
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(text) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PolicyError('', `the document is not JSON (${describeSyntaxError(text)})`);
  }
  const duplicate = findDuplicateMember(text);
  if (duplicate !== null) throw new PolicyError(duplicate, 'appears twice in the same object');
  return parsed;
}

function readPolicy(document: JsonValue, kind: PolicyKind): Policy {
  if (!isJsonObject(document)) throw new PolicyError('', 'the document is not a JSON object');
  if (isDeeperThan(document, DEEPEST))
    throw new PolicyError('', `the document is nested more than ${DEEPEST} levels deep`);
  const size = sizeOf(document);
  if (size > SIZE_LIMITS[kind]) {
    throw new PolicyError('', `the document has ${size} bytes; ${KIND_NAMES[kind]} has at most ${SIZE_LIMITS[kind]}`);
  }
  for (const member of Object.keys(document)) {
    if (!POLICY_MEMBERS.has(member)) throw new PolicyError(member, 'is not an element of a policy');
  }
  const version = readVersion(document, kind);
  return { kind, version, statements: readStatements(document, version, kind) };
}

function readVersion(document: JsonObject, kind: PolicyKind): PolicyVersion {
  const version = document['Version'];
  if (version === undefined && kind !== 'rcp') return '2008-10-17';
  if (version === '2012-10-17' || (version === '2008-10-17' && kind !== 'rcp')) return version;
  throw new PolicyError('Version', kind === 'rcp' ? 'is not "2012-10-17"' : 'is neither "2012-10-17" nor "2008-10-17"');
}

function readStatements(document: JsonObject, version: PolicyVersion, kind: PolicyKind): Statement[] {
  if (document['Id'] !== undefined && typeof document['Id'] !== 'string')
    throw new PolicyError('Id', 'is not a string');
  const statements = document['Statement'];
  if (statements === undefined) throw new PolicyError('Statement', 'is missing');
  if (!Array.isArray(statements)) return [sharedStatement(statements, 'Statement', 0, version, kind)];
  return statements.map((statement, index) => sharedStatement(statement, `Statement[${index}]`, index, version, kind));
}

/**
 * A history holds many policies that differ in a statement or two: what is written alike in the same place is read and
 * compiled once, as long as it has not been too long ago.
 */
function sharedStatement(...statement: Parameters<typeof parseStatement>): Statement {
  const [value, , index, version, kind] = statement;
  const id = `${kind} ${version} ${index} ${JSON.stringify(value)}`;
  const known = STATEMENTS.get(id);
  if (known !== undefined) return known;
  const parsed = parseStatement(...statement);
  if (STATEMENTS.size === MOST_STATEMENTS) STATEMENTS.clear();
  STATEMENTS.set(id, parsed);
  return parsed;
}

/** Nesting of the objects and arrays in JSON text, without parsing it. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      most = Math.max(most, depth);
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return most;
}

function isDeeperThan(value: JsonValue | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

/** Line and column of the first character that is out of place. */
function describeSyntaxError(text: string): string {
  if (text.trim() === '') return 'it is empty';
  const position = findJsonError(text) ?? text.length;
  const before = text.slice(0, position).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  return position === text.length ? `it breaks off at ${place}` : place;
}

const STATEMENTS = new Map<string, Statement>();
const MOST_STATEMENTS = 1_000;

const POLICY_MEMBERS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/** The grammar needs seven levels: document, list, statement, Condition, operator, key, list of values. */
const DEEPEST = 32;

const LONGEST_TEXT = 1024 * 1024;
