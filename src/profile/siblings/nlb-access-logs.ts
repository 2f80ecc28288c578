import type { SiblingProfile } from './sibling.ts';
import { vendedLogs } from './vended.ts';

/** Access logs of a Network Load Balancer, which has them with a TLS listener only. */
export const NLB_ACCESS_LOGS: SiblingProfile = vendedLogs({
  version: 'V1',
  pages: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html',
  ],
  words: {
    feature: 'Network Load Balancer access logs',
    subject: 'Network Load Balancer access logs',
    product: 'access log file of the load balancer',
    configuration: 'access logging of the load balancer',
  },
  file: (region) => `elasticloadbalancing/${region}/2026/01/01/net.log.gz`,
  keyPattern: /(?:^|\/)AWSLogs\/\d{12}\/elasticloadbalancing\/.*_net\./,
  telltale: /elasticloadbalancing|\bnlb/i,
});
