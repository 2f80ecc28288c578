import type { JsonObject, JsonValue } from '../../json.ts';

/**
 * Reads a struct or an array as Athena prints it, `{type=Root, arn=null, sessioncontext={attributes={mfaauthenticated=true}}}`
 * or `[{arn=..., accountid=...}]`: nothing is quoted and nothing escaped. A value ends where `, name=` or a bracket
 * follows. null for any other text, and where that could be read in two ways: a name that comes twice may stand in a value
 * that somebody chose.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-arrays.html
 */
export function readStruct(text: string): JsonValue | null {
  if (text.length > LONGEST) return null;
  let at = 0;
  const value = take(0);
  return value === undefined || at !== text.length ? null : value;

  /** undefined when it cannot be read. */
  function take(depth: number): JsonValue | undefined {
    if (depth > DEEPEST) return undefined;
    if (text[at] === '{') return takeStruct(depth);
    if (text[at] === '[') return takeArray(depth);
    END_OF_VALUE.lastIndex = at;
    const end = END_OF_VALUE.exec(text)?.index ?? text.length;
    const scalar = text.slice(at, end);
    at = end;
    return scalar === 'null' ? null : scalar;
  }

  function takeStruct(depth: number): JsonObject | undefined {
    const members: JsonObject = {};
    at++;
    while (text[at] !== '}') {
      NAME.lastIndex = at;
      const name = NAME.exec(text)?.[1];
      if (name === undefined || Object.hasOwn(members, name)) return undefined;
      at += name.length + 1;
      const member = take(depth + 1);
      if (member === undefined) return undefined;
      members[name] = member;
      if (text.startsWith(', ', at)) at += 2;
      else if (text[at] !== '}') return undefined;
    }
    at++;
    return members;
  }

  function takeArray(depth: number): JsonValue[] | undefined {
    const elements: JsonValue[] = [];
    at++;
    while (text[at] !== ']') {
      const element = take(depth + 1);
      if (element === undefined) return undefined;
      elements.push(element);
      if (text.startsWith(', ', at)) at += 2;
      else if (text[at] !== ']') return undefined;
    }
    at++;
    return elements;
  }
}

const NAME = /([A-Za-z_][A-Za-z0-9_.:/-]{0,127})=/y;
const END_OF_VALUE = /, (?=[A-Za-z_][A-Za-z0-9_]*=)|[}\]]/g;
const LONGEST = 64 * 1024;
const DEEPEST = 8;
