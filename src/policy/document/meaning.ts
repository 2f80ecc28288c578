import type { JsonValue } from '../../json.ts';
import { normalize, normalText } from './normal-form.ts';
import { parsePolicy } from './parse.ts';

/**
 * Equal texts for policies that mean the same, however they are written: order, formatting, lists of one and Sids do not
 * count. A document that cannot be read stands for itself.
 */
export function policyMeaning(document: JsonValue): string {
  if (typeof document !== 'object' || document === null) return JSON.stringify(document);
  const known = MEANINGS.get(document);
  if (known !== undefined) return known;
  const meaning = meaningOf(document);
  MEANINGS.set(document, meaning);
  return meaning;
}

function meaningOf(document: JsonValue): string {
  // Read as a key policy, the kind with the widest limits: this is no place to judge a document.
  const parsed = parsePolicy(document, 'key');
  const text = JSON.stringify(document);
  if (!parsed.ok) return text;
  const { version, statements } = parsed.policy;
  // Policy variables are what the version decides about.
  const decides = text.includes('${') ? version : '';
  return [decides, ...statements.map((statement) => normalText(normalize(statement))).sort()].join('\n');
}

/** In a history, each policy is compared with many. */
const MEANINGS = new WeakMap<object, string>();
