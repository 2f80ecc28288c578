/**
 * The ARN of someone who can call AWS, taken apart.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export interface PrincipalArn {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly accountId: string;
  readonly kind: 'user' | 'root' | 'role' | 'assumed-role' | 'federated-user';
  /** User, role or federated user, without its path; `root` for the root user. */
  readonly name: string;
  /** Session name; null for all but `assumed-role`. */
  readonly session: string | null;
}

/** null for whatever is not the ARN of a principal in a 12-digit account. */
export function parsePrincipalArn(arn: string): PrincipalArn | null {
  if (arn.length > LONGEST_ARN) {
    return null;
  }
  const parts = PRINCIPAL.exec(arn);
  const [, partition = '', service, accountId = '', rest = ''] = parts ?? [];
  if (parts === null) {
    return null;
  }
  if (rest === 'root') {
    return service === 'iam' ? { partition, accountId, kind: 'root', name: 'root', session: null } : null;
  }
  const slash = rest.indexOf('/');
  const kind = rest.slice(0, slash);
  const name = rest.slice(slash + 1);
  if (slash < 0 || name === '') {
    return null;
  }
  if (service === 'iam' && (kind === 'user' || kind === 'role')) {
    return { partition, accountId, kind, name: name.slice(name.lastIndexOf('/') + 1), session: null };
  }
  if (service === 'sts' && kind === 'federated-user') {
    return { partition, accountId, kind, name, session: null };
  }
  const end = name.indexOf('/');
  if (service === 'sts' && kind === 'assumed-role' && end > 0) {
    return { partition, accountId, kind, name: name.slice(0, end), session: name.slice(end + 1) };
  }
  return null;
}

/** The ARN that a session of a role will have, or null when `roleArn` is not a role's. A role's path is not part of it. */
export function sessionArnOf(roleArn: string, sessionName: string): string | null {
  const role = parsePrincipalArn(roleArn);
  return role?.kind === 'role'
    ? `arn:${role.partition}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`
    : null;
}

const LONGEST_ARN = 2048;
const PRINCIPAL = /^arn:(aws[a-z-]*):(iam|sts)::(\d{12}):(.+)$/;
