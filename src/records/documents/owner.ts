import type { JsonObject } from '../../json.ts';
import type { DocumentOwner } from '../item.ts';

/** Whose a document is, as a member beside it says. */
export function ownerIn(value: JsonObject, member: 'Bucket' | 'KeyId'): DocumentOwner {
  const name = value[member];
  return typeof name === 'string' && name !== '' ? name : null;
}
