import type { Actor } from '../actor.ts';
import { type PrincipalArn, parsePrincipalArn } from '../principal-arn.ts';
import { recogniseTool } from '../tool.ts';
import { flagOf, objectOf, textOf } from './members.ts';
import type { CloudTrailRecord, UserIdentity } from './record.ts';

/**
 * Who made a call, from its userIdentity alone: `chain` is empty and `origin` null until the sessions
 * are traced.
 *
 * Session names come from what follows `:` in principalId, else from the ARN; a root user's `userName` is
 * the account's alias and left out; an AWSService has no ARN and is named by `invokedBy`. In rows of the
 * console's event history the type is null unless the row settles it, and `userName` is the row's "User name",
 * which may be a session's. Anonymous S3 requests keep CloudTrail's form: type AWSAccount, accountId `anonymous`.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOfCloudTrail(record: CloudTrailRecord): Actor {
  const identity = record.userIdentity;
  const parsedArn = identity.arn === null ? null : parsePrincipalArn(identity.arn);
  return {
    type: identity.type,
    arn: identity.type === 'AWSService' ? null : identity.arn,
    accountId: identity.accountId ?? parsedArn?.accountId ?? null,
    principalId: identity.principalId ?? identityCenterUserOf(record),
    userName: userNameOf(identity, parsedArn),
    sessionName: sessionNameOf(identity, parsedArn),
    sessionIssuerArn: identity.sessionIssuer?.arn ?? null,
    accessKeyId: identity.accessKeyId,
    mfaAuthenticated: identity.mfaAuthenticated,
    sourceIdentity: identity.sourceIdentity,
    sourceIp: record.sourceIPAddress,
    userAgent: record.userAgent,
    tool: recogniseTool(record.userAgent, identity.invokedBy, flagOf(record.raw['sessionCredentialFromConsole'])),
    invokedBy: identity.invokedBy,
    chain: [],
    origin: null,
  };
}

function userNameOf(identity: UserIdentity, arn: PrincipalArn | null): string | null {
  switch (identity.type) {
    case 'IAMUser':
      return identity.userName ?? (arn?.kind === 'user' ? arn.name : null);
    case 'Root':
    case 'AssumedRole':
    case 'Role':
    case 'FederatedUser':
    case 'AWSService':
      return null;
    default:
      return identity.userName;
  }
}

function sessionNameOf(identity: UserIdentity, arn: PrincipalArn | null): string | null {
  switch (identity.type) {
    case 'AssumedRole':
    case 'Role':
    case 'FederatedUser':
      return afterColon(identity.principalId) ?? arn?.session ?? (arn?.kind === 'federated-user' ? arn.name : null);
    default:
      return arn?.session ?? null;
  }
}

function afterColon(principalId: string | null): string | null {
  const colon = principalId?.indexOf(':') ?? -1;
  return principalId === null || colon < 0 ? null : textOf(principalId.slice(colon + 1));
}

/** People signed in through IAM Identity Center have no principalId, only `onBehalfOf.userId`. */
function identityCenterUserOf(record: CloudTrailRecord): string | null {
  if (record.userIdentity.type !== 'IdentityCenterUser') {
    return null;
  }
  const onBehalfOf = objectOf(objectOf(record.raw['userIdentity'])?.['onBehalfOf']);
  return textOf(onBehalfOf?.['userId']);
}
