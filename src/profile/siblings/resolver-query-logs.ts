import type { SiblingProfile } from './sibling.ts';
import { vendedLogs } from './vended.ts';

/** Query logs of Route 53 Resolver; their source is the account of the query log configuration, also where it is shared. */
export const RESOLVER_QUERY_LOGS: SiblingProfile = vendedLogs({
  version: 'V1',
  pages: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-choosing-target-resource.html',
  ],
  words: {
    feature: 'Route 53 Resolver query logs',
    subject: 'Route 53 Resolver query logs',
    product: 'query log file',
    configuration: 'query log configuration',
  },
  file: () => 'vpcdnsquerylogs/vpc-0a1b2c3d/2026/01/01/query.log.gz',
  keyPattern: /(?:^|\/)AWSLogs\/\d{12}\/vpcdnsquerylogs\//,
  telltale: /vpcdnsquerylogs|resolver|query-?logs?/i,
});
