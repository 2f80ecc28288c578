import type { JsonValue } from '../json.ts';

/**
 * The accounts that a policy could tell from others, and one that it does not name: what it says of all of these it says of
 * every account.
 */
export function accountsIn(document: JsonValue): readonly string[] {
  return [...new Set([...(JSON.stringify(document).match(/\b\d{12}\b/g) ?? []), UNNAMED])];
}

const UNNAMED = '000000000000';
