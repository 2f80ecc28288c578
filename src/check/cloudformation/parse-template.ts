import { isAlias, isMap, isScalar, isSeq, type ParsedNode, parseAllDocuments } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { type JsonBounds, type NamedText, placeIn, readJson, unreadable } from '../read-json.ts';

/**
 * A CloudFormation template, JSON or YAML, as one JSON value in which the short forms of YAML (`!Sub`, `!GetAtt A.B`)
 * are written out (`Fn::Sub`, `Fn::GetAtt`).
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 *
 * @throws ForensicsError `unreadable-input` naming the place
 */
export function parseTemplate(file: NamedText): JsonObject {
  const isJson = file.text.trimStart().startsWith('{');
  const template = isJson ? readJson(file, BOUNDS) : parseYaml(file);
  if (!isJsonObject(template) || !isJsonObject(template['Resources'])) {
    const isPlan = isJsonObject(template) && template['planned_values'] !== undefined;
    throw unreadable(
      file.name,
      isPlan
        ? 'this is a plan of Terraform: give it with --terraform-plan'
        : 'Resources is missing: this is no CloudFormation template',
    );
  }
  return template;
}

/** CloudFormation takes templates of up to 1 MB. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const BOUNDS: JsonBounds = { maxCharacters: 4 * 1024 * 1024, maxDepth: 100 };

function parseYaml({ name, text }: NamedText): JsonValue {
  if (text.length > BOUNDS.maxCharacters) {
    throw unreadable(name, `${text.length} characters are too many (at most ${BOUNDS.maxCharacters})`);
  }
  if (isNestedDeeply(text)) throw unreadable(name, `nested deeper than ${BOUNDS.maxDepth} levels`);
  // Tags are looked at below; to the parser they are unknown, which it only warns of.
  const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: true, prettyErrors: false });
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (document === undefined || document.contents === null) throw unreadable(name, 'is empty');
  const [error] = document.errors;
  if (error !== undefined) throw unreadable(name, `${placeIn(text, error.pos[0])}: not YAML`);
  return jsonOf(document.contents, { name, text }, 0);
}

function jsonOf(node: ParsedNode | null, file: NamedText, depth: number): JsonValue {
  if (node === null) return null;
  const problem = (message: string) => unreadable(file.name, `${placeIn(file.text, node.range[0])}: ${message}`);
  if (depth > BOUNDS.maxDepth) throw problem(`nested deeper than ${BOUNDS.maxDepth} levels`);
  // CloudFormation takes none either, and one could unfold to any size.
  if (isAlias(node)) throw problem('an alias, which CloudFormation does not support');
  const plain = plainJsonOf(node, file, depth);
  return node.tag?.startsWith('!') === true && node.tag !== '!' ? longForm(node.tag.slice(1), plain) : plain;
}

function plainJsonOf(node: ParsedNode, file: NamedText, depth: number): JsonValue {
  if (isSeq(node)) return node.items.map((item) => jsonOf(item as ParsedNode, file, depth + 1));
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }): [string, JsonValue] => [
      isScalar(key) ? scalarText(key) : '',
      jsonOf(value as ParsedNode | null, file, depth + 1),
    ]);
    return Object.fromEntries(entries);
  }
  if (!isScalar(node)) return null;
  const { value } = node;
  // Account ids that begin with a zero, and dates, are texts.
  if (typeof value === 'number') return String(value) === node.source ? value : (node.source ?? String(value));
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? value : scalarText(node);
}

function scalarText(node: { readonly value: unknown; readonly source?: string | undefined }): string {
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function longForm(name: string, value: JsonValue): JsonObject {
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name !== 'GetAtt' || typeof value !== 'string') return { [`Fn::${name}`]: value };
  const dot = value.indexOf('.');
  return { 'Fn::GetAtt': [value.slice(0, dot), value.slice(dot + 1)] };
}

/** The parser calls itself for every level. Brackets and indentation bound the levels from above. */
function isNestedDeeply(text: string): boolean {
  let brackets = 0;
  let most = 0;
  for (const character of text) {
    if (character === '[' || character === '{') brackets += 1;
    else if (character === ']' || character === '}') brackets -= 1;
    most = Math.max(most, brackets);
  }
  return (
    most > BOUNDS.maxDepth ||
    text.split('\n').some((line) => line.length - line.replace(/^[ ?:-]+/, '').length > MOST_INDENT)
  );
}

const MOST_INDENT = 1_000;
