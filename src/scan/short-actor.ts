import type { ScanRow } from './row.ts';

/** Who called, in a word or two, for a column of a table: `alice`, `Deploy/session-7`, `s3.amazonaws.com`. */
export function shortActor(row: ScanRow): string | null {
  const { actor, requester } = row;
  if (actor.userName !== null) return actor.userName;
  if (actor.type === 'Root') return `root of ${actor.accountId ?? 'unknown account'}`;
  if (actor.sessionName !== null) {
    const role = roleOf(actor.sessionIssuerArn ?? actor.arn);
    return role === null ? actor.sessionName : `${role}/${actor.sessionName}`;
  }
  if (actor.invokedBy !== null) return actor.invokedBy;
  if (actor.accountId === 'anonymous') return 'anonymous';
  const id = actor.arn ?? actor.principalId ?? requester;
  return id !== null && CANONICAL_ID.test(id) ? `account ${id.slice(0, 12)}...` : (id ?? actor.type);
}

/** The canonical user id of an account, which says no more in full. */
const CANONICAL_ID = /^[0-9a-f]{64}$/;

/** `Deploy` in `arn:aws:iam::111122223333:role/ci/Deploy` and in `arn:aws:sts::...:assumed-role/Deploy/session`. */
function roleOf(arn: string | null): string | null {
  if (arn === null) return null;
  const resource = arn.split(':').slice(5).join(':').split('/');
  if (resource[0] === 'assumed-role') return resource[1] ?? null;
  return resource[0] === 'role' ? (resource.at(-1) ?? null) : null;
}
