import type { JsonObject } from '../../src/json.ts';
import { CI_IP, OFFICE_IP } from './cast.ts';
import { derivedAccessKeyId, derivedUpper } from './derive.ts';

/** Somebody who makes calls: what CloudTrail and the access log write about them. */
export interface Caller {
  /** CloudTrail's `userIdentity`. */
  readonly userIdentity: JsonObject;
  readonly sourceIPAddress: string;
  /** Without the brackets that S3 puts around it in CloudTrail. */
  readonly userAgent: string;
  /** The access log's requester field. */
  readonly requester: string;
  /** Account whose trail records the caller's own copy of a call. */
  readonly accountId: string | null;
}

export interface CallerDetails {
  readonly ip?: string;
  readonly userAgent?: string;
}

export const CONSOLE =
  'S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.750 Linux/5.10.234-225.895.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/25.412-b09 java/1.8.0_412 vendor/Oracle_Corporation cfg/retry-mode/standard';
const AWS_CLI =
  'aws-cli/2.31.14 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off';
export const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.94.1 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.23.7 md/GOOS#linux md/GOARCH#amd64 api/s3#1.79.2';
export const BOTO3 =
  'Boto3/1.40.11 md/Botocore#1.40.11 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.12.8 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.40.11';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export function iamUser(accountId: string, name: string, details: CallerDetails = {}): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${name}`;
  return {
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDA${derivedUpper(17, 'user', arn)}`,
      arn,
      accountId,
      accessKeyId: derivedAccessKeyId('AKIA', arn),
      userName: name,
    },
    sourceIPAddress: details.ip ?? OFFICE_IP,
    userAgent: details.userAgent ?? AWS_CLI,
    requester: arn,
    accountId,
  };
}

export function rootUser(accountId: string, canonicalId: string, details: CallerDetails = {}): Caller {
  const arn = `arn:aws:iam::${accountId}:root`;
  return {
    userIdentity: {
      type: 'Root',
      principalId: accountId,
      arn,
      accountId,
      accessKeyId: derivedAccessKeyId('ASIA', arn),
      sessionContext: { attributes: { creationDate: '2026-02-13T14:00:00Z', mfaAuthenticated: 'true' } },
    },
    sourceIPAddress: details.ip ?? OFFICE_IP,
    userAgent: details.userAgent ?? CONSOLE,
    requester: canonicalId,
    accountId,
  };
}

export interface RoleSession extends CallerDetails {
  readonly accountId: string;
  /** Path included, `aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef`. */
  readonly role: string;
  readonly sessionName: string;
  readonly created: string;
  readonly accessKeyId?: string;
  readonly sourceIdentity?: string;
  /** An AWS service that makes the call with the session's permissions. */
  readonly invokedBy?: string;
}

export function roleSession(session: RoleSession): Caller {
  const roleArn = `arn:aws:iam::${session.accountId}:role/${session.role}`;
  const roleName = session.role.slice(session.role.lastIndexOf('/') + 1);
  const arn = `arn:aws:sts::${session.accountId}:assumed-role/${roleName}/${session.sessionName}`;
  return {
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${roleId(roleArn)}:${session.sessionName}`,
      arn,
      accountId: session.accountId,
      accessKeyId: session.accessKeyId ?? derivedAccessKeyId('ASIA', arn, session.created),
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: roleId(roleArn),
          arn: roleArn,
          accountId: session.accountId,
          userName: roleName,
        },
        attributes: { creationDate: session.created, mfaAuthenticated: 'false' },
        ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
      },
      ...(session.invokedBy === undefined ? {} : { invokedBy: session.invokedBy }),
    },
    sourceIPAddress: session.invokedBy ?? session.ip ?? CI_IP,
    userAgent: session.invokedBy ?? session.userAgent ?? BOTO3,
    requester: arn,
    accountId: session.accountId,
  };
}

export function roleId(roleArn: string): string {
  return `AROA${derivedUpper(17, 'role', roleArn)}`;
}

/** An AWS service acting for itself: no account, no ARN. */
export function awsService(principal: string): Caller {
  return {
    userIdentity: { type: 'AWSService', invokedBy: principal },
    sourceIPAddress: principal,
    userAgent: principal,
    requester: `svc:${principal}`,
    accountId: null,
  };
}

/** Somebody without credentials. */
export function anonymous(ip: string, userAgent: string): Caller {
  return {
    userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
    sourceIPAddress: ip,
    userAgent,
    requester: '-',
    accountId: null,
  };
}

/** The same person with another tool or address. */
export function using(caller: Caller, details: CallerDetails): Caller {
  return {
    ...caller,
    sourceIPAddress: details.ip ?? caller.sourceIPAddress,
    userAgent: details.userAgent ?? caller.userAgent,
  };
}
