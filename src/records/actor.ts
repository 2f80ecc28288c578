import type { Instant } from '../instant.ts';

/**
 * Who made a call, normalised from a CloudTrail userIdentity or an access-log requester.
 * Every member is null when the evidence does not say.
 */
export interface Actor {
  /** CloudTrail's userIdentity type; for access-log lines, the same words told from the requester. */
  readonly type: string | null;
  readonly arn: string | null;
  readonly accountId: string | null;
  readonly principalId: string | null;
  /** IAM user name, `root` excluded; null for role sessions. */
  readonly userName: string | null;
  /** Chosen by whoever assumed the role. */
  readonly sessionName: string | null;
  readonly sessionIssuerArn: string | null;
  readonly accessKeyId: string | null;
  readonly mfaAuthenticated: boolean | null;
  readonly sourceIdentity: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  readonly tool: Tool | null;
  /** The AWS service that called on the actor's behalf, `cloudformation.amazonaws.com`. */
  readonly invokedBy: string | null;
  /** The events that issued the credentials, nearest first. */
  readonly chain: readonly ChainLink[];
  /** ARN at the end of the chain; null when an issuing event is missing. */
  readonly origin: string | null;
}

export interface ChainLink {
  readonly time: Instant;
  readonly eventId: string | null;
  /** The caller: its ARN, else the federated subject, the principalId, or the invoking service. */
  readonly arn: string | null;
  /** AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity, ... */
  readonly via: string;
}

export type Tool =
  | 'console'
  | 'cloudshell'
  | 'aws-cli'
  | 'terraform'
  | 'opentofu'
  | 'pulumi'
  | 'cloudformation'
  | 'cdk'
  | 'control-tower'
  | 'sdk'
  | 'powershell'
  | 's3-browser'
  | 'aws-service';
