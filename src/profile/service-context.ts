import type { ContextRule, Knowledge } from './profile.ts';

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

const ABSENT: Knowledge = { state: 'absent' };
const UNKNOWN_VALUE: Knowledge = { state: 'unknown', presence: 'always' };
const UNKNOWN: Knowledge = { state: 'unknown', presence: 'maybe' };

/** The note on redaction that the S3 guide gives for calls between services, against pages that say the key is there. */
export const REDACTED: NonNullable<ContextRule['contested']> = {
  values: null,
  basis: 'the S3 guide lists it among the network context that calls between services may lack',
  url: TLS_NOTE,
};

function global(key: string, anchor: string, knowledge: Knowledge, basis: string): ContextRule {
  return { key, knowledge, basis, url: `${GLOBAL_KEYS}#condition-keys-${anchor}` };
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
  global(
    'aws:PrincipalIsAWSService',
    'principalisawsservice',
    { state: 'present', values: ['true'] },
    'true when a service principal calls directly',
  ),
  global(
    'aws:PrincipalServiceName',
    'principalservicename',
    { state: 'present', values: [service] },
    'the name of the calling service principal',
  ),
  {
    ...global(
      'aws:PrincipalServiceNamesList',
      'principalservicenameslist',
      { state: 'present', values: [service] },
      'the names of the calling service principal',
    ),
    contested: {
      values: [service, service.replace('.', '.<region>.')],
      basis: `the list may hold regional names of the service too, which AWS does not list for ${name}`,
      url: `${GLOBAL_KEYS}#condition-keys-principalservicenameslist`,
    },
  },
  global('aws:PrincipalArn', 'principalarn', ABSENT, 'documented for roles, users, federated users and root only'),
  global(
    'aws:PrincipalAccount',
    'principalaccount',
    UNKNOWN,
    'documented as present in every request, without a word on the account of a service principal',
  ),
  global('aws:PrincipalOrgID', 'principalorgid', ABSENT, 'a service principal belongs to no organization'),
  global('aws:PrincipalOrgPaths', 'principalorgpaths', ABSENT, 'a service principal belongs to no organization'),
  global('aws:PrincipalTag/*', 'principaltag', ABSENT, 'only IAM users, roles and sessions carry tags'),
  global(
    'aws:PrincipalType',
    'principaltype',
    UNKNOWN_VALUE,
    'present in every request; its value for a service principal is not documented',
  ),
  global(
    'aws:userid',
    'userid',
    UNKNOWN_VALUE,
    'present in every request; its value for a service principal is not documented',
  ),
  global('aws:username', 'username', ABSENT, 'only IAM users have one'),
  ...SESSION_KEYS.map((key) =>
    global(key, 'role-session-properties', ABSENT, 'only role and federated sessions have it'),
  ),
];

const NETWORK: readonly ContextRule[] = [
  global('aws:SourceIp', 'sourceip', ABSENT, 'redacted when a service calls by itself'),
  global('aws:SourceVpc', 'sourcevpc', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:SourceVpcArn', 'sourcevpcarn', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:SourceVpce', 'sourcevpce', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:VpceAccount', 'vpceaccount', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:VpceOrgID', 'vpceorgid', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:VpceOrgPaths', 'vpceorgpaths', ABSENT, 'only requests through a VPC endpoint have it'),
  global('aws:VpcSourceIp', 'vpcsourceip', ABSENT, 'only requests through a VPC endpoint have it'),
];

const RESOURCE: readonly ContextRule[] = [
  global(
    'aws:ResourceAccount',
    'resourceaccount',
    UNKNOWN_VALUE,
    'the account that owns the resource, which the case does not tell',
  ),
  global(
    'aws:ResourceOrgID',
    'resourceorgid',
    UNKNOWN,
    'present if the account that owns the resource is in an organization',
  ),
  global(
    'aws:ResourceOrgPaths',
    'resourceorgpaths',
    UNKNOWN,
    'present if the account that owns the resource is in an organization',
  ),
  global('aws:ResourceTag/*', 'resourcetag', UNKNOWN, 'the tags of the resource, which the case does not tell'),
];

const request = ({ source }: CallingService): readonly ContextRule[] => [
  {
    key: 'aws:SourceArn',
    knowledge: { state: 'told', by: 'source-arn' },
    basis: `the ARN of ${source.what}`,
    url: source.url,
  },
  {
    key: 'aws:SourceAccount',
    knowledge: { state: 'told', by: 'source-account' },
    basis: `the account of ${source.what}`,
    url: source.url,
  },
  global('aws:SourceOrgID', 'sourceorgid', UNKNOWN, 'present if the source account is in an organization'),
  global('aws:SourceOrgPaths', 'sourceorgpaths', UNKNOWN, 'present if the source account is in an organization'),
  {
    ...global(
      'aws:SecureTransport',
      'securetransport',
      { state: 'present', values: ['true'] },
      'present in every request; the delivery is sent over TLS',
    ),
    contested: REDACTED,
  },
  global(
    'aws:ViaAWSService',
    'viaawsservice',
    { state: 'present', values: ['false'] },
    'false when a principal calls directly',
  ),
  global('aws:CalledVia', 'calledvia', ABSENT, 'only requests forwarded for an IAM principal have it'),
  global('aws:CalledViaFirst', 'calledviafirst', ABSENT, 'only requests forwarded for an IAM principal have it'),
  global('aws:CalledViaLast', 'calledvialast', ABSENT, 'only requests forwarded for an IAM principal have it'),
  global('aws:CalledViaAWSMCP', 'calledviaawasmcp', ABSENT, 'only requests forwarded by an AWS MCP service have it'),
  global('aws:ViaAWSMCPService', 'viaawsmcpservice', ABSENT, 'only requests of an AWS MCP service have it'),
  global('aws:IsMcpServiceAction', 'ismcpserviceaction', ABSENT, 'only actions of an AWS MCP service have it'),
  global('aws:CurrentTime', 'currenttime', { state: 'told', by: 'iso-time' }, 'the time of the request'),
  global('aws:EpochTime', 'epochtime', { state: 'told', by: 'epoch-time' }, 'the time of the request'),
  global('aws:referer', 'referer', ABSENT, 'only requests from a link on a web page have it'),
  global(
    'aws:RequestedRegion',
    'requestedregion',
    UNKNOWN_VALUE,
    'the Region of the bucket, which the case does not tell',
  ),
  global('aws:RequestTag/*', 'requesttag', ABSENT, 'the request passes no tags'),
  global('aws:TagKeys', 'tagkeys', ABSENT, 'the request passes no tags'),
  global(
    'aws:UserAgent',
    'useragent',
    UNKNOWN_VALUE,
    'present in every request; its value for a delivery is not documented',
  ),
];

/**
 * What the global condition keys say when a service of AWS itself calls, by its own service principal, on behalf of a
 * source: the same for a write and for what is asked of a key. Facts are from the page that each rule names, which lists
 * for each key when a request has it; what it leaves open stays unknown.
 */
export function serviceContext(caller: CallingService): readonly ContextRule[] {
  return [...principal(caller), ...NETWORK, ...RESOURCE, ...request(caller)];
}
