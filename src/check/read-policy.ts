import { isJsonObject, type JsonValue } from '../json.ts';
import { parsePolicy } from '../policy/document/parse.ts';
import type { PolicyKind } from '../policy/document/policy.ts';
import { policyKind } from '../records/documents/policy-kind.ts';
import type { PolicyDocument } from './inputs.ts';
import { DOCUMENT_BOUNDS, type NamedText, readJson, unreadable } from './read-json.ts';

/**
 * A policy document from a file: bare, or as `get-bucket-policy`, `get-key-policy` and `describe-policy` print it.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/get-bucket-policy.html
 * https://docs.aws.amazon.com/cli/latest/reference/kms/get-key-policy.html
 * https://docs.aws.amazon.com/cli/latest/reference/organizations/describe-policy.html
 *
 * @throws ForensicsError `unreadable-input` naming the file and the place in it
 */
export function readPolicyDocument(file: NamedText, kind: PolicyKind): PolicyDocument {
  const document = unwrap(readJson(file, DOCUMENT_BOUNDS), file.name);
  const found = policyKind(document).kind;
  if (kind === 'bucket' && found === 'key-policy') {
    throw unreadable(file.name, 'this is a key policy', 'give it with --key-policy');
  }
  if (kind === 'key' && found === 'bucket-policy') {
    throw unreadable(file.name, 'this is a bucket policy', 'give it with --policy');
  }
  return acceptPolicy(policyDocument(document, file.name), kind);
}

/** A document of which everything is known. */
export function policyDocument(
  document: JsonValue,
  source: string,
  writer: PolicyDocument['writer'] = null,
): PolicyDocument {
  return { state: 'document', document, source, unresolved: new Map(), writer };
}

/** @throws ForensicsError `unreadable-input` for what AWS would refuse */
export function acceptPolicy(policy: PolicyDocument, kind: PolicyKind): PolicyDocument {
  const parsed = parsePolicy(policy.document, kind);
  if (parsed.ok) return policy;
  const { path, message } = parsed.problem;
  throw unreadable(policy.source, path === '' ? message : `${path} ${message}`);
}

/** Policy text kept as a string inside another document. @throws ForensicsError `unreadable-input` */
export function parsePolicyText(text: string, source: string): JsonValue {
  return readJson({ name: source, text }, DOCUMENT_BOUNDS);
}

function unwrap(value: JsonValue, name: string): JsonValue {
  if (typeof value === 'string') return parsePolicyText(value, name);
  if (!isJsonObject(value) || value['Statement'] !== undefined) return value;
  const wrapped = value['Policy'];
  if (typeof wrapped === 'string') return parsePolicyText(wrapped, `${name}: Policy`);
  if (wrapped === undefined || !isJsonObject(wrapped)) return value;
  const content = wrapped['Content'];
  return typeof content === 'string' ? parsePolicyText(content, `${name}: Policy.Content`) : wrapped;
}
