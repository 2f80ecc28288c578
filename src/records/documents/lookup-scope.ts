import { isJsonObject, type JsonValue } from '../../json.ts';
import { parseIsoInstant } from '../iso-time.ts';
import type { LookupScope } from '../item.ts';

/**
 * What an answer of LookupEvents was asked for, where it says so: `collect` writes the request beside the events. The
 * AWS CLI prints the events alone.
 */
export function lookupScope(document: JsonValue): LookupScope | null {
  if (!isJsonObject(document) || !Array.isArray(document['LookupAttributes'])) return null;
  const [asked] = document['LookupAttributes'];
  if (!isJsonObject(asked)) return null;
  const { AttributeKey: attribute, AttributeValue: value } = asked;
  const from = timeOf(document['StartTime']);
  const to = timeOf(document['EndTime']);
  if (typeof attribute !== 'string' || typeof value !== 'string' || from === null || to === null) return null;
  const isTruncated = textOf(document['NextToken']) !== null;
  const [account, region] = [textOf(document['AccountId']), textOf(document['Region'])];
  return { attribute, value, from, to, account, region, isTruncated };
}

function timeOf(value: JsonValue | undefined): number | null {
  return typeof value === 'string' ? parseIsoInstant(value) : null;
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
