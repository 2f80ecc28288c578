/** What an element holds: text, members by name, several of one name, or nothing (the element is left out). */
export type XmlContent = string | number | boolean | Date | undefined | XmlMembers | readonly XmlContent[];

export interface XmlMembers {
  readonly [name: string]: XmlContent;
}

export const XML_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The namespace of every S3 document. */
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** `<name>...</name>`; an array is the element repeated. */
export function element(name: string, content: XmlContent, namespace?: string): string {
  if (content === undefined) return '';
  if (isList(content)) return content.map((item) => element(name, item, namespace)).join('');
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<${name}${attribute}>${textOf(content)}</${name}>`;
}

function textOf(content: Exclude<XmlContent, undefined | readonly XmlContent[]>): string {
  if (content instanceof Date) return content.toISOString();
  if (typeof content !== 'object') return escapeXml(String(content));
  return Object.entries(content)
    .map(([name, member]) => element(name, member))
    .join('');
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}

/** S3 writes control characters as references, which XML 1.0 does not allow: hence `encoding-type`. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (character) => NAMED.get(character) ?? `&#x${hex(character)};`);
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);
