import type { Actor } from '../actor.ts';
import { parsePrincipalArn } from '../principal-arn.ts';
import { recogniseTool } from '../tool.ts';
import type { AccessLogRecord } from './record.ts';

/**
 * Who made a logged request, in CloudTrail's words, told from the requester field: `chain` is empty and
 * `origin` null until the sessions are traced.
 *
 * - canonical user id (64 hex digits): AWSAccount with that id as principalId. It stands for an account, whose
 *   12-digit id the line does not tell.
 * - ARN of an IAM user, root user, role session or federated user: that type. The role's ARN is not known, since a
 *   session's ARN leaves out the role's path.
 * - `svc:<service principal>`, and what S3 does by itself (operations `S3.*`, requester `AmazonS3`): AWSService,
 *   named by `invokedBy`.
 * - `-`: anonymous, in CloudTrail's form: AWSAccount, accountId `anonymous`.
 * - anything else: Unknown, kept whole as arn or principalId.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export function actorOfAccessLog(record: AccessLogRecord): Actor {
  const identity = identityOf(record.requester, record.operation);
  return {
    ...NOBODY,
    ...identity,
    sourceIp: record.remoteIp,
    userAgent: record.userAgent,
    tool: recogniseTool(record.userAgent, identity.invokedBy ?? null),
  };
}

function identityOf(requester: string | null, operation: string | null): Partial<Actor> {
  if (requester === 'AmazonS3' || (requester === null && operation?.toUpperCase().startsWith('S3.') === true)) {
    return { type: 'AWSService', invokedBy: 's3.amazonaws.com' };
  }
  if (requester === null || requester === '-') {
    return { type: 'AWSAccount', accountId: 'anonymous' };
  }
  if (requester.startsWith(SERVICE_MARK)) {
    return { type: 'AWSService', invokedBy: requester.slice(SERVICE_MARK.length) };
  }
  if (CANONICAL_ID.test(requester)) {
    return { type: 'AWSAccount', principalId: requester };
  }
  return requester.startsWith('arn:') ? identityOfArn(requester) : { type: 'Unknown', principalId: requester };
}

function identityOfArn(arn: string): Partial<Actor> {
  const parsed = parsePrincipalArn(arn);
  if (parsed === null) {
    return { type: 'Unknown', arn };
  }
  const base = { arn, accountId: parsed.accountId };
  switch (parsed.kind) {
    case 'root':
      return { ...base, type: 'Root', principalId: parsed.accountId };
    case 'user':
      return { ...base, type: 'IAMUser', userName: parsed.name };
    case 'role':
      return { ...base, type: 'Role' };
    case 'assumed-role':
      return { ...base, type: 'AssumedRole', sessionName: parsed.session };
    case 'federated-user':
      return { ...base, type: 'FederatedUser', sessionName: parsed.name };
    default:
      return parsed.kind satisfies never;
  }
}

const SERVICE_MARK = 'svc:';
const CANONICAL_ID = /^[0-9a-f]{64}$/i;

const NOBODY: Actor = {
  type: null,
  arn: null,
  accountId: null,
  principalId: null,
  userName: null,
  sessionName: null,
  sessionIssuerArn: null,
  accessKeyId: null,
  mfaAuthenticated: null,
  sourceIdentity: null,
  sourceIp: null,
  userAgent: null,
  tool: null,
  invokedBy: null,
  chain: [],
  origin: null,
};
