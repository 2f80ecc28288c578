import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { parseJsonText } from '../json/parse.ts';
import { ownerIn } from './owner.ts';
import { policyKind } from './policy-kind.ts';
import type { Reading } from './reading.ts';

/**
 * A policy document: bare, or as the string that get-bucket-policy and get-key-policy print.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/get-bucket-policy.html
 * https://docs.aws.amazon.com/cli/latest/reference/kms/get-key-policy.html
 */
export function readPolicy(value: JsonObject): Reading | null {
  if (value['Statement'] !== undefined) return readDocument(value, value);
  const policy = value['Policy'];
  if (policy === undefined) return null;
  if (isJsonObject(policy)) return readDocument(policy, value);
  if (typeof policy !== 'string') return { state: 'foreign', reason: 'a policy that is neither text nor an object' };
  if (policy.trim() === '') return { state: 'foreign', reason: 'an empty policy' };
  const parsed = parseJsonText(policy);
  return parsed.ok ? readDocument(parsed.value, value) : { state: 'foreign', reason: `a policy, but ${parsed.reason}` };
}

function readDocument(document: JsonValue, around: JsonObject): Reading {
  const answer = policyKind(document);
  if (answer.kind === 'unclear') return { state: 'foreign', reason: answer.reason };
  const of = ownerIn(around, answer.kind === 'bucket-policy' ? 'Bucket' : 'KeyId');
  return { state: 'read', kind: answer.kind, content: { kind: answer.kind, document, of }, time: null };
}
