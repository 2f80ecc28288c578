import { rule, UNKNOWN } from '../context-rule.ts';
import type { SiblingProfile } from './sibling.ts';
import { IN_AWS_LOGS, joined } from './sibling-context.ts';

const ALB = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html';

/** Access and connection logs of Application and Classic Load Balancers. Who writes them differs from Region to Region. */
export const ELB_ACCESS_LOGS: SiblingProfile = {
  pages: [ALB, 'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-access-logs.html'],
  words: {
    feature: 'Elastic Load Balancing access logs',
    subject: 'access logs of Application and Classic Load Balancers',
    product: 'access log file of the load balancer',
    report: 'log file',
    configuration: 'access logging of the load balancer',
    sids: { bucket: 'ELBLogDelivery', key: 'ELBLogEncryption' },
  },
  toldBy: ['source-account', 'source-region'],
  accounts: [
    '127311923021',
    '033677994240',
    '027434742980',
    '797873946194',
    '098369216593',
    '754344448648',
    '589379963580',
    '718504428378',
    '383597477331',
    '600734575887',
    '114774131450',
    '783225319266',
    '582318560864',
    '985666609251',
    '054676820928',
    '156460612806',
    '652711504416',
    '635631232127',
    '009996457667',
    '897822967062',
    '076674570225',
    '507241528517',
    '190560391635',
    '048591011584',
  ],
  writer: {
    kind: 'service',
    service: 'logdelivery.elasticloadbalancing.amazonaws.com',
    name: 'Elastic Load Balancing',
    short: 'Elastic Load Balancing',
    sourceArn: ({ partition, account, region }) =>
      `arn:${partition}:elasticloadbalancing:${region ?? '*'}:${account ?? '*'}:loadbalancer/*`,
  },
  requests: [
    {
      action: 's3:PutObject',
      on: 'object',
      context: ['aws:SourceArn', 'aws:SourceAccount'].map((key) =>
        rule(key, UNKNOWN, 'whether the write has it is contested', ALB),
      ),
    },
  ],
  keyRequests: [],
  keys: {
    ...IN_AWS_LOGS,
    of: ({ prefix }, _, { account, region }) =>
      account === null
        ? []
        : [joined(prefix, 'AWSLogs', account, 'elasticloadbalancing', region ?? 'us-east-1', '2026/01/01/app.log.gz')],
  },
  documented: () => 'which principal writes differs from Region to Region: see the page of the load balancer',
  otherWay: () => ({
    reason: 'an account of AWS may write in the place of the service, by Region, and no page tells which of them does',
    allowSuffices: false,
  }),
  bars: { sameRegion: true, kms: 'AWS supports SSE-S3 only for the logs of these load balancers' },
  keyPattern: /(?:^|\/)AWSLogs\/\d{12}\/(?:elasticloadbalancing\/|ELB(?:Access|Connection)LogTestFile$)/,
  telltale: null,
  notJudged:
    'Whatever lets it in: in some Regions an account of AWS writes and in others the service, and which conditions its requests meet is contested. Only a Deny that stops whoever asks is told.',
};
