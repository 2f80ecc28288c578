import type { Link, PathStep } from './link.ts';

/**
 * Whether a step put another document in the place of the one that a link is judged by. A step that
 * merely has the same document judged again (another prefix, another key's grant, another organization
 * policy) does not. A step without a call is a document that somebody put there unseen.
 */
export function replacesDocument({ call, replaced }: PathStep, link: Link): boolean {
  if (call === null || link === 'configuration') return true;
  if (replaced?.kind === 'configuration') {
    const { before, after } = replaced;
    const isKeyLink = link === 'key-policy' || link === 'key-state';
    return isKeyLink
      ? isOther(JSON.stringify(before.encryption), JSON.stringify(after.encryption))
      : isOther(before.destinationBucket, after.destinationBucket);
  }
  const { action } = call;
  switch (action.kind) {
    case 'create-grant':
    case 'revoke-grant':
      return false;
    case 'organization-policy':
      return action.operation === 'CreatePolicy' || action.operation === 'UpdatePolicy';
    default:
      return true;
  }
}

/** Different, as far as both are known. */
function isOther(before: string | null, after: string | null): boolean {
  return before !== null && before !== 'null' && before !== after;
}
