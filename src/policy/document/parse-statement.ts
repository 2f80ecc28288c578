import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { type Condition, compileCondition } from './condition.ts';
import { compileGlob, parseGlob } from './glob.ts';
import type { ActionElement, PolicyKind, PrincipalElement, ResourceElement, Statement } from './policy.ts';
import { printable } from './printable.ts';
import { parseResourcePattern } from './resource.ts';
import type { PolicyVersion } from './version.ts';

/** Why a document is no policy, on its way to the error value that names the place. */
export class PolicyError extends Error {
  override readonly name: string = 'PolicyError';
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/**
 * Reads one statement.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 *
 * @param path of the statement, for errors: `Statement[2]`.
 * @throws {PolicyError} naming the element that AWS would refuse.
 */
export function parseStatement(
  value: JsonValue,
  path: string,
  index: number,
  version: PolicyVersion,
  kind: PolicyKind,
): Statement {
  if (!isJsonObject(value)) throw new PolicyError(path, 'is not an object');
  for (const member of Object.keys(value)) {
    if (!STATEMENT_MEMBERS.has(member))
      throw new PolicyError(`${path}.${printable(member)}`, 'is not an element of a statement');
  }
  const sid = value['Sid'];
  if (sid !== undefined && typeof sid !== 'string') throw new PolicyError(`${path}.Sid`, 'is not a string');
  return {
    index,
    sid: sid ?? null,
    effect: readEffect(value['Effect'], path),
    principal: readPrincipal(value, path, kind),
    action: readAction(value, path, kind),
    resource: readResource(value, path, version, kind),
    conditions: readConditions(value['Condition'], `${path}.Condition`, version),
  };
}

function readEffect(value: JsonValue | undefined, path: string): 'Allow' | 'Deny' {
  if (value === undefined) throw new PolicyError(`${path}.Effect`, 'is missing');
  if (value !== 'Allow' && value !== 'Deny') throw new PolicyError(`${path}.Effect`, 'is neither "Allow" nor "Deny"');
  return value;
}

/** The element or its negation; AWS takes exactly one of the two. */
function readEither(
  statement: JsonObject,
  path: string,
  name: string,
): { value: JsonValue; path: string; negated: boolean } | null {
  const plain = statement[name];
  const negated = statement[`Not${name}`];
  if (plain !== undefined && negated !== undefined)
    throw new PolicyError(`${path}.Not${name}`, `stands beside ${name}`);
  if (plain !== undefined) return { value: plain, path: `${path}.${name}`, negated: false };
  return negated === undefined ? null : { value: negated, path: `${path}.Not${name}`, negated: true };
}

function readPrincipal(statement: JsonObject, path: string, kind: PolicyKind): PrincipalElement {
  const element = readEither(statement, path, 'Principal');
  if (element === null) throw new PolicyError(`${path}.Principal`, 'is missing');
  const { value, negated } = element;
  if (kind === 'rcp' && (negated || value !== '*')) {
    throw new PolicyError(element.path, 'is not "*", the only principal of a resource control policy');
  }
  if (value === '*') return { ...NO_PRINCIPAL, negated, everyone: true };
  if (!isJsonObject(value))
    throw new PolicyError(element.path, 'is neither "*" nor an object such as {"Service": "s3.amazonaws.com"}');
  const list = (type: string): readonly string[] => {
    const listed = value[type];
    return listed === undefined ? [] : readStrings(listed, `${element.path}.${printable(type)}`);
  };
  const otherTypes = Object.keys(value).filter((type) => !PRINCIPAL_TYPES.has(type));
  return {
    negated,
    everyone: false,
    aws: list('AWS'),
    service: list('Service'),
    canonicalUser: list('CanonicalUser'),
    federated: list('Federated'),
    otherTypes: otherTypes.map(printable),
  };
}

/** KMS stores a statement without Action or Resource and lets it have no effect; elsewhere it is refused. */
function readAction(statement: JsonObject, path: string, kind: PolicyKind): ActionElement {
  const element = readEither(statement, path, 'Action');
  if (element === null) {
    if (kind === 'key') return { negated: false, patterns: [] };
    throw new PolicyError(`${path}.Action`, 'is missing, and NotAction too');
  }
  if (kind === 'rcp' && element.negated)
    throw new PolicyError(element.path, 'is not supported in a resource control policy');
  const patterns = readStrings(element.value, element.path).map((text) => ({
    text,
    glob: compileGlob(parseGlob(text), { ignoreCase: true }),
  }));
  return { negated: element.negated, patterns };
}

function readResource(statement: JsonObject, path: string, version: PolicyVersion, kind: PolicyKind): ResourceElement {
  const element = readEither(statement, path, 'Resource');
  if (element === null) {
    if (kind === 'key') return { negated: false, patterns: [] };
    throw new PolicyError(`${path}.Resource`, 'is missing, and NotResource too');
  }
  const patterns = readStrings(element.value, element.path).map((text) => parseResourcePattern(text, version));
  return { negated: element.negated, patterns };
}

function readConditions(value: JsonValue | undefined, path: string, version: PolicyVersion): Condition[] {
  if (value === undefined) return [];
  if (!isJsonObject(value)) throw new PolicyError(path, 'is not an object');
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(value)) {
    const operatorPath = `${path}.${printable(operator)}`;
    if (keys === undefined || !isJsonObject(keys))
      throw new PolicyError(operatorPath, 'is not an object of condition keys');
    for (const [key, values] of Object.entries(keys)) {
      const keyPath = `${operatorPath}.${printable(key)}`;
      if (values === undefined) throw new PolicyError(keyPath, 'has no value');
      conditions.push(compileCondition(operator, key, readScalars(values, keyPath), version));
    }
  }
  return markRepeated(conditions);
}

/** The same operator and key twice in different spelling: AWS does not say which counts. */
function markRepeated(conditions: readonly Condition[]): Condition[] {
  const count = new Map<string, number>();
  const nameOf = (condition: Condition): string => `${condition.operatorName.toLowerCase()} ${condition.lookupKey}`;
  for (const condition of conditions) count.set(nameOf(condition), (count.get(nameOf(condition)) ?? 0) + 1);
  return conditions.map((condition) => {
    if (count.get(nameOf(condition)) === 1) return condition;
    return {
      ...condition,
      unsupported: `${condition.operatorName} on ${condition.key} appears twice with different capitals`,
    };
  });
}

function readStrings(value: JsonValue, path: string): string[] {
  return listOf(value).map((item, index) => {
    if (typeof item === 'string') return item;
    throw new PolicyError(Array.isArray(value) ? `${path}[${index}]` : path, 'is not a string');
  });
}

/** Condition values may be written as strings, numbers or booleans. */
function readScalars(value: JsonValue, path: string): string[] {
  return listOf(value).map((item, index) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'number' || typeof item === 'boolean') return String(item);
    throw new PolicyError(Array.isArray(value) ? `${path}[${index}]` : path, 'is not a string, number or boolean');
  });
}

function listOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [value];
}

const NO_PRINCIPAL = { aws: [], service: [], canonicalUser: [], federated: [], otherTypes: [] } as const;

const PRINCIPAL_TYPES: ReadonlySet<string> = new Set(['AWS', 'Service', 'CanonicalUser', 'Federated']);

const STATEMENT_MEMBERS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
