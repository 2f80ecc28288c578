import type { JsonObject } from '../../json.ts';
import { told } from '../context-rule.ts';
import type { ContextRule, DeliverySource, StatementPlace } from '../profile.ts';
import type { SiblingProfile } from './sibling.ts';
import { allow, dataKey, joined, putObject, setUpRequest } from './sibling-context.ts';

export const VENDED_PAGE =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-service-specific.html';
const V1_PAGE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html';
const V2_PAGE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html';

/** One kind of logs that `delivery.logs.amazonaws.com` delivers. */
interface VendedLogs {
  /** V1: the service arranges the delivery. V2: somebody makes a delivery source of it. */
  readonly version: 'V1' | 'V2';
  readonly pages: SiblingProfile['pages'];
  readonly words: Pick<SiblingProfile['words'], 'feature' | 'subject' | 'product' | 'configuration'>;
  readonly arns?: NonNullable<SiblingProfile['arns']>;
  /** The key of a file in the folder of the account. */
  readonly file: (region: string) => string;
  /** That of a file below a prefix, where one takes the place of AWSLogs and the account. */
  readonly fileBelowPrefix?: string;
  readonly own?: readonly ContextRule[];
  /** Region of the source where it is always the same one. */
  readonly region?: string;
  readonly bars?: SiblingProfile['bars'];
  readonly alsoWrites?: NonNullable<SiblingProfile['alsoWrites']>;
  readonly keyPattern: RegExp | null;
  readonly telltale: RegExp | null;
  readonly notJudged?: string;
}

/**
 * Logs that services hand to CloudWatch Logs for delivery. What their requests say is the same for all of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export function vendedLogs(logs: VendedLogs): SiblingProfile {
  const { version, words } = logs;
  const page = version === 'V1' ? V1_PAGE : V2_PAGE;
  const caller = {
    service: 'delivery.logs.amazonaws.com',
    name: 'the delivery of logs',
    source: { what: version === 'V1' ? 'the source of the logs' : 'the delivery source', url: page },
  };
  const isBelowPrefix = (prefix: string): boolean => logs.fileBelowPrefix !== undefined && prefix !== '';
  /** The recommended Allow is for all below it. */
  const folder = (prefix: string, { account }: DeliverySource): string =>
    isBelowPrefix(prefix) ? prefix : joined(prefix, 'AWSLogs', account ?? '');
  return {
    pages: [...logs.pages, page],
    words: { ...words, report: 'log file', sids: { bucket: 'AWSLogDelivery', key: 'AWSLogDeliveryEncryption' } },
    ...(logs.arns === undefined ? {} : { arns: logs.arns }),
    toldBy:
      version === 'V1'
        ? [
            'source-account',
            'source-region',
            'object-ownership',
            ...(logs.own === undefined ? [] : (['organization-id'] as const)),
          ]
        : ['source-arn', 'source-account', 'object-ownership'],
    writer: {
      kind: 'service',
      service: caller.service,
      name: 'the log delivery service',
      short: 'it',
      sourceArn: (source) => sourceArn(logs, source),
    },
    requests: [
      putObject(
        caller,
        told(
          's3:x-amz-acl',
          'object-ownership',
          'the ACL of the recommended Allow, which may not be sent where ACLs are disabled',
          page,
        ),
        ...(logs.own ?? []),
      ),
      ...(version === 'V1' ? [setUpRequest('s3:GetBucketAcl', caller)] : []),
    ],
    keyRequests: [dataKey(caller)],
    keys: {
      root: 'AWSLogs',
      of: ({ prefix }, _, source) => {
        if (isBelowPrefix(prefix)) return [joined(prefix, logs.fileBelowPrefix ?? '')];
        const file = logs.file(source.region ?? 'us-east-1');
        return source.account === null ? [] : [joined(folder(prefix, source), file)];
      },
      folder: ({ prefix }, _, source) => folder(prefix, source),
    },
    documented: (at) => documentedFor(logs, at, folder(at.prefix, at.source)),
    bars: logs.bars ?? {},
    alsoWrites: logs.alsoWrites ?? [],
    keyPattern: logs.keyPattern,
    telltale: logs.telltale,
    notJudged: [
      'A condition on s3:x-amz-acl where ACLs are disabled or nobody tells whether they are: AWS asks for the header in its Allow, and a published report says that it is not sent then. A condition on an encryption header. A SourceArn narrower than AWS documents.',
      ...(logs.notJudged === undefined ? [] : [logs.notJudged]),
    ].join(' '),
  };
}

function sourceArn(
  { version, region: fixed }: VendedLogs,
  { partition, account, region, arn }: DeliverySource,
): string {
  const where = `arn:${partition}:logs:${fixed ?? region ?? '*'}:${account ?? '*'}`;
  return version === 'V1' ? `${where}:*` : (arn ?? `${where}:delivery-source:*`);
}

function documentedFor(
  logs: VendedLogs,
  { bucketArn, source }: StatementPlace,
  folder: string,
): readonly JsonObject[] | string {
  const { account, region } = source;
  if (account === null) return 'the account of the source is not known: give it with --source-account';
  if (logs.version === 'V1' && region === null)
    return 'the Region of the source is not known: give it with --source-region';
  const from = { ArnLike: { 'aws:SourceArn': sourceArn(logs, source) } };
  const service = 'delivery.logs.amazonaws.com';
  const write = allow(service, 'AWSLogDeliveryWrite', 's3:PutObject', `${bucketArn}/${joined(folder, '*')}`, {
    StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': account },
    ...from,
  });
  const check = allow(service, 'AWSLogDeliveryAclCheck', 's3:GetBucketAcl', bucketArn, {
    StringEquals: { 'aws:SourceAccount': account },
    ...from,
  });
  return logs.version === 'V1' ? [write, check] : [write];
}
