import { ABSENT, present, rule, told, UNKNOWN, UNKNOWN_VALUE } from './context-rule.ts';
import type { ContextRule, DeliverySource, Knowledge } from './profile.ts';

/** Who calls, and for what. */
export interface CallingService {
  /** `s3.amazonaws.com`. */
  readonly service: string;
  /** `S3`. */
  readonly name: string;
  /** What `aws:SourceArn` and `aws:SourceAccount` are of, and the page that says so. */
  readonly source: { readonly what: string; readonly url: string };
}

const GLOBAL_KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';
const TLS_NOTE =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version';

/** The note on redaction that the S3 guide gives for calls between services, against pages that say the key is there. */
export const REDACTED: NonNullable<ContextRule['contested']> = {
  values: null,
  basis: 'the S3 guide lists it among the network context that calls between services may lack',
  url: TLS_NOTE,
};

/** Of most keys the anchor on the page is their name in small letters. */
function global(key: string, knowledge: Knowledge, basis: string, anchor: string = anchorOf(key)): ContextRule {
  return rule(key, knowledge, basis, `${GLOBAL_KEYS}#condition-keys-${anchor}`);
}

function anchorOf(key: string): string {
  return key.replace(/^aws:|\/\*$/g, '').toLowerCase();
}

/** Keys of a role session or a federated session: a service principal has none. */
const SESSION_KEYS = [
  'aws:AssumedRoot',
  'aws:FederatedProvider',
  'aws:TokenIssueTime',
  'aws:SignInSessionArn',
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:ChatbotSourceArn',
  'aws:Ec2InstanceSourceVpc',
  'aws:Ec2InstanceSourcePrivateIPv4',
  'aws:SourceIdentity',
  'aws:ViaCustomerDomain',
  'ec2:RoleDelivery',
  'ec2:SourceInstanceArn',
  'glue:RoleAssumedBy',
  'glue:CredentialIssuingService',
  'codebuild:BuildArn',
  'codebuild:ProjectArn',
  'lambda:SourceFunctionArn',
  'ssm:SourceInstanceArn',
  'identitystore:UserId',
] as const;

const principal = ({ service, name }: CallingService): readonly ContextRule[] => [
  global('aws:PrincipalIsAWSService', present('true'), 'true when a service principal calls directly'),
  global('aws:PrincipalServiceName', present(service), 'the name of the calling service principal'),
  {
    ...global('aws:PrincipalServiceNamesList', present(service), 'the names of the calling service principal'),
    contested: {
      values: [service, service.replace('.', '.<region>.')],
      basis: `the list may hold regional names of the service too, which AWS does not list for ${name}`,
      url: `${GLOBAL_KEYS}#condition-keys-principalservicenameslist`,
    },
  },
  global('aws:PrincipalArn', ABSENT, 'documented for roles, users, federated users and root only'),
  global(
    'aws:PrincipalAccount',
    UNKNOWN,
    'documented as present in every request, without a word on the account of a service principal',
  ),
  global('aws:PrincipalOrgID', ABSENT, 'a service principal belongs to no organization'),
  global('aws:PrincipalOrgPaths', ABSENT, 'a service principal belongs to no organization'),
  global('aws:PrincipalTag/*', ABSENT, 'only IAM users, roles and sessions carry tags'),
  global(
    'aws:PrincipalType',
    UNKNOWN_VALUE,
    'present in every request; its value for a service principal is not documented',
  ),
  global('aws:userid', UNKNOWN_VALUE, 'present in every request; its value for a service principal is not documented'),
  global('aws:username', ABSENT, 'only IAM users have one'),
  ...SESSION_KEYS.map((key) =>
    global(key, ABSENT, 'only role and federated sessions have it', 'role-session-properties'),
  ),
];

const NETWORK: readonly ContextRule[] = [
  global('aws:SourceIp', ABSENT, 'redacted when a service calls by itself'),
  global('aws:SourceVpc', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:SourceVpcArn', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:SourceVpce', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:VpceAccount', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:VpceOrgID', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:VpceOrgPaths', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:VpcSourceIp', ABSENT, 'only requests through a VPC endpoint have it'),
];

const RESOURCE: readonly ContextRule[] = [
  global('aws:ResourceAccount', UNKNOWN_VALUE, 'the account that owns the resource, which the case does not tell'),
  global('aws:ResourceOrgID', UNKNOWN, 'present if the account that owns the resource is in an organization'),
  global('aws:ResourceOrgPaths', UNKNOWN, 'present if the account that owns the resource is in an organization'),
  global('aws:ResourceTag/*', UNKNOWN, 'the tags of the resource, which the case does not tell'),
];

const request = ({ source }: CallingService): readonly ContextRule[] => [
  told('aws:SourceArn', 'source-arn', `the ARN of ${source.what}`, source.url),
  told('aws:SourceAccount', 'source-account', `the account of ${source.what}`, source.url),
  global('aws:SourceOrgID', UNKNOWN, 'present if the source account is in an organization'),
  global('aws:SourceOrgPaths', UNKNOWN, 'present if the source account is in an organization'),
  {
    ...global('aws:SecureTransport', present('true'), 'present in every request; the delivery is sent over TLS'),
    contested: REDACTED,
  },
  global('aws:ViaAWSService', present('false'), 'false when a principal calls directly'),
  global('aws:CalledVia', ABSENT, 'only requests forwarded for an IAM principal have it'),
  global('aws:CalledViaFirst', ABSENT, 'only requests forwarded for an IAM principal have it'),
  global('aws:CalledViaLast', ABSENT, 'only requests forwarded for an IAM principal have it'),
  global('aws:CalledViaAWSMCP', ABSENT, 'only requests forwarded by an AWS MCP service have it', 'calledviaawasmcp'),
  global('aws:ViaAWSMCPService', ABSENT, 'only requests of an AWS MCP service have it'),
  global('aws:IsMcpServiceAction', ABSENT, 'only actions of an AWS MCP service have it'),
  global('aws:CurrentTime', { state: 'told', by: 'iso-time' }, 'the time of the request'),
  global('aws:EpochTime', { state: 'told', by: 'epoch-time' }, 'the time of the request'),
  global('aws:referer', ABSENT, 'only requests from a link on a web page have it'),
  global('aws:RequestedRegion', UNKNOWN_VALUE, 'the Region of the bucket, which the case does not tell'),
  global('aws:RequestTag/*', ABSENT, 'the request passes no tags'),
  global('aws:TagKeys', ABSENT, 'the request passes no tags'),
  global('aws:UserAgent', UNKNOWN_VALUE, 'present in every request; its value for a delivery is not documented'),
];

/** `aws:SourceArn` where a bucket is the source. */
export function sourceBucketArn({ partition, bucket }: DeliverySource): string {
  return `arn:${partition}:s3:::${bucket ?? '*'}`;
}

/**
 * What the global condition keys say when a service of AWS itself calls, by its own service principal, on behalf of a
 * source: the same for a write and for what is asked of a key. Facts are from the page that each rule names, which lists
 * for each key when a request has it; what it leaves open stays unknown.
 */
export function serviceContext(caller: CallingService): readonly ContextRule[] {
  return [...principal(caller), ...NETWORK, ...RESOURCE, ...request(caller)];
}
