import type { JsonObject } from '../../../src/json.ts';
import { type Caller, type CallerDetails, roleId, roleSession } from '../caller.ts';
import { REGION } from '../cast.ts';
import { derivedAccessKeyId, derivedBase64, derivedUuid } from '../derive.ts';
import { apiCall, type TrailEvent } from './event.ts';

export interface SessionRequest extends CallerDetails {
  readonly time: string;
  /** Account that owns the role. */
  readonly account: string;
  /** Path included. */
  readonly role: string;
  readonly sessionName: string;
}

/** Somebody got a role session: the events that say so, and the session as a caller. */
export interface NewSession {
  readonly events: readonly TrailEvent[];
  readonly session: Caller;
}

/**
 * AssumeRole. Across accounts both trails get a copy, and the role owner's names the caller only by
 * account and principal id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function assumeRole(request: SessionRequest & { readonly by: Caller }): NewSession {
  const issued = issue(request);
  const call = {
    time: request.time,
    by: request.by,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    parameters: { roleArn: issued.roleArn, roleSessionName: request.sessionName, durationSeconds: 3600 },
    resources: [{ accountId: request.account, type: 'AWS::IAM::Role', ARN: issued.roleArn }],
    requestId: derivedUuid('assume role', request.time, request.sessionName, issued.roleArn),
    readOnly: true,
    tlsHost: STS_HOST,
  };
  const callerAccount = request.by.accountId ?? request.account;
  if (callerAccount === request.account) {
    return {
      events: [apiCall({ ...call, account: request.account, response: issued.response })],
      session: issued.session,
    };
  }
  const sharedEventId = derivedUuid('shared', request.time, request.sessionName);
  const callerCopy = apiCall({ ...call, account: callerAccount, response: issued.response, sharedEventId });
  const ownerCopy = apiCall({
    ...call,
    by: {
      ...request.by,
      userIdentity: {
        type: 'AWSAccount',
        principalId: request.by.userIdentity['principalId'],
        accountId: callerAccount,
      },
    },
    account: request.account,
    response: withoutSecrets(issued.response),
    sharedEventId,
    salt: 'role owner',
  });
  return { events: [callerCopy, ownerCopy], session: issued.session };
}

/** Sign-in to a role through a SAML provider, which is how IAM Identity Center reaches an account. */
export function assumeRoleWithSaml(
  request: SessionRequest & {
    readonly subject: string;
    readonly provider: string;
    /** The console asks for further keys of its own: its calls carry another access key id than the answer here. */
    readonly consoleKeys?: boolean;
  },
): NewSession {
  const issued = issue(request);
  const by: Caller = {
    userIdentity: {
      type: 'SAMLUser',
      principalId: `${derivedBase64(20, request.provider)}:${request.subject}`,
      userName: request.subject,
      identityProvider: derivedBase64(20, request.provider),
    },
    sourceIPAddress: issued.session.sourceIPAddress,
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36',
    requester: request.subject,
    accountId: request.account,
  };
  const event = apiCall({
    time: request.time,
    by,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithSAML',
    account: request.account,
    parameters: {
      sAMLAssertionID: `_${derivedUuid('assertion', request.time)}`,
      roleSessionName: request.sessionName,
      roleArn: issued.roleArn,
      principalArn: `arn:aws:iam::${request.account}:saml-provider/${request.provider}`,
      durationSeconds: 3600,
    },
    response: {
      ...issued.response,
      subject: request.subject,
      subjectType: 'persistent',
      issuer: `https://portal.sso.${REGION}.amazonaws.com/saml/assertion/acme`,
      audience: 'https://signin.aws.amazon.com/saml',
      nameQualifier: derivedBase64(20, request.provider),
    },
    resources: [
      { accountId: request.account, type: 'AWS::IAM::Role', ARN: issued.roleArn },
      {
        accountId: request.account,
        type: 'AWS::IAM::SAMLProvider',
        ARN: `arn:aws:iam::${request.account}:saml-provider/${request.provider}`,
      },
    ],
    readOnly: true,
    tlsHost: STS_HOST,
  });
  if (request.consoleKeys !== true) return { events: [event], session: issued.session };
  const accessKeyId = derivedAccessKeyId('ASIA', 'console', request.time, request.sessionName);
  return {
    events: [event],
    session: { ...issued.session, userIdentity: { ...issued.session.userIdentity, accessKeyId } },
  };
}

/** A CI job trading its OIDC token for a role session. */
export function assumeRoleWithWebIdentity(
  request: SessionRequest & { readonly subject: string; readonly provider: string },
): NewSession {
  const issued = issue(request);
  const providerArn = `arn:aws:iam::${request.account}:oidc-provider/${request.provider}`;
  const by: Caller = {
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${providerArn}:sts.amazonaws.com:${request.subject}`,
      userName: request.subject,
      identityProvider: providerArn,
    },
    sourceIPAddress: issued.session.sourceIPAddress,
    userAgent: 'aws-actions/configure-aws-credentials v4.3.1',
    requester: request.subject,
    accountId: request.account,
  };
  const event = apiCall({
    time: request.time,
    by,
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithWebIdentity',
    account: request.account,
    parameters: { roleArn: issued.roleArn, roleSessionName: request.sessionName, durationSeconds: 3600 },
    response: {
      ...issued.response,
      subjectFromWebIdentityToken: request.subject,
      provider: providerArn,
      audience: 'sts.amazonaws.com',
    },
    resources: [{ accountId: request.account, type: 'AWS::IAM::Role', ARN: issued.roleArn }],
    readOnly: true,
    tlsHost: STS_HOST,
  });
  return { events: [event], session: issued.session };
}

const STS_HOST = `sts.${REGION}.amazonaws.com`;

function issue(request: SessionRequest) {
  const roleArn = `arn:aws:iam::${request.account}:role/${request.role}`;
  const accessKeyId = derivedAccessKeyId('ASIA', roleArn, request.sessionName, request.time);
  const session = roleSession({
    accountId: request.account,
    role: request.role,
    sessionName: request.sessionName,
    created: request.time,
    accessKeyId,
    ...(request.ip === undefined ? {} : { ip: request.ip }),
    ...(request.userAgent === undefined ? {} : { userAgent: request.userAgent }),
  });
  const response: JsonObject = {
    credentials: {
      accessKeyId,
      sessionToken: derivedBase64(48, 'session token', accessKeyId),
      expiration: expirationText(request.time),
    },
    assumedRoleUser: { assumedRoleId: `${roleId(roleArn)}:${request.sessionName}`, arn: session.requester },
  };
  return { roleArn, session, response };
}

/** The role owner's copy of a cross-account call tells who got a session, not with which key. */
function withoutSecrets(response: JsonObject): JsonObject | null {
  return response['assumedRoleUser'] === undefined ? null : { assumedRoleUser: response['assumedRoleUser'] };
}

/** STS writes `Feb 10, 2026, 10:12:31 AM`; sessions here last an hour. */
function expirationText(time: string): string {
  const end = new Date(Date.parse(time) + 3_600_000);
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][end.getUTCMonth()];
  const hour = end.getUTCHours();
  const clock = [((hour + 11) % 12) + 1, end.getUTCMinutes(), end.getUTCSeconds()]
    .map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':');
  return `${month} ${end.getUTCDate()}, ${end.getUTCFullYear()}, ${clock} ${hour < 12 ? 'AM' : 'PM'}`;
}
