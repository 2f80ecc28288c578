import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

/** A policy document that may be edited: a copy, whose Statement is a list. */
export interface EditableDocument {
  readonly document: JsonObject;
  readonly statements: JsonValue[];
}

/** Copies a document that is known to be a policy, given as parsed JSON or as text. */
export function copyDocument(source: JsonValue): EditableDocument {
  // Through text, so that no two statements share an object, as structuredClone would let them.
  const document = JSON.parse(typeof source === 'string' ? source : JSON.stringify(source)) as JsonValue;
  if (!isJsonObject(document)) return { document: {}, statements: [] };
  const statement = document['Statement'];
  const statements = Array.isArray(statement) ? statement : statement === undefined ? [] : [statement];
  document['Statement'] = statements;
  return { document, statements };
}

/** A document with nothing in it but what is added. */
export function emptyDocument(): EditableDocument {
  const statements: JsonValue[] = [];
  return { document: { Version: '2012-10-17', Statement: statements }, statements };
}

/**
 * Adds a value to a condition of a statement: to the list that is there, in whatever case its operator and key are
 * written, else as a new condition.
 *
 * @returns false when the value is there already.
 */
export function addConditionValue(
  statement: JsonObject,
  operators: readonly string[],
  key: string,
  value: string,
): boolean {
  const condition = memberOf(statement, 'Condition') ?? {};
  statement['Condition'] = condition;
  const present = operators.find(
    (operator) => memberOf(condition, operator) !== null && hasMember(memberOf(condition, operator), key),
  );
  const operator = nameIn(condition, present ?? operators[0] ?? '') ?? operators[0] ?? '';
  const keys = memberOf(condition, operator) ?? {};
  condition[operator] = keys;
  return addToList(keys, nameIn(keys, key) ?? key, value);
}

/** Adds a value to a member that holds one value or a list. @returns false when it is there already. */
export function addToList(object: JsonObject, name: string, value: string): boolean {
  const current = object[name];
  if (current === undefined) {
    object[name] = value;
    return true;
  }
  const list = Array.isArray(current) ? current : [current];
  if (list.includes(value)) return false;
  object[name] = [...list, value];
  return true;
}

/** A Sid that no statement of the document has. */
export function freeSid(statements: readonly JsonValue[], wanted: string): string {
  const taken = new Set(statements.map((statement) => (isJsonObject(statement) ? statement['Sid'] : undefined)));
  let sid = wanted;
  for (let number = 2; taken.has(sid); number += 1) sid = `${wanted}${number}`;
  return sid;
}

/** The object under a name in any case; null when there is none. */
function memberOf(object: JsonObject, name: string): JsonObject | null {
  const actual = nameIn(object, name);
  const member = actual === null ? undefined : object[actual];
  return member !== undefined && isJsonObject(member) ? member : null;
}

function hasMember(object: JsonObject | null, name: string): boolean {
  return object !== null && nameIn(object, name) !== null;
}

/** How a name is written in an object; null when it is not there. */
function nameIn(object: JsonObject, name: string): string | null {
  return Object.keys(object).find((member) => member.toLowerCase() === name.toLowerCase()) ?? null;
}
