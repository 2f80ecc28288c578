import { CLOUDFRONT_LOGS } from './cloudfront-logs.ts';
import { CLOUDTRAIL } from './cloudtrail.ts';
import { CONFIG } from './config.ts';
import { COST_AND_USAGE_REPORTS } from './cost-and-usage-reports.ts';
import { DATA_EXPORTS } from './data-exports.ts';
import { ELB_ACCESS_LOGS } from './elb-access-logs.ts';
import { GUARDDUTY } from './guardduty.ts';
import { NLB_ACCESS_LOGS } from './nlb-access-logs.ts';
import { RESOLVER_QUERY_LOGS } from './resolver-query-logs.ts';
import { SERVER_ACCESS_LOGS } from './server-access-logs.ts';
import type { SiblingProfile } from './sibling.ts';
import { SSM_RESOURCE_DATA_SYNC } from './ssm-resource-data-sync.ts';
import { STORAGE_CLASS_ANALYSIS } from './storage-class-analysis.ts';
import { STORAGE_LENS } from './storage-lens.ts';
import { VENDED_LOGS, VENDED_LOGS_V2 } from './vended-logs.ts';
import { VPC_FLOW_LOGS } from './vpc-flow-logs.ts';
import { WAF_LOGS } from './waf-logs.ts';

export type SiblingName =
  | 'server-access-logs'
  | 'storage-class-analysis'
  | 'storage-lens'
  | 'cloudtrail'
  | 'config'
  | 'vpc-flow-logs'
  | 'nlb-access-logs'
  | 'elb-access-logs'
  | 'waf-logs'
  | 'resolver-query-logs'
  | 'vended-logs'
  | 'cloudfront-logs'
  | 'vended-logs-v2'
  | 'data-exports'
  | 'cost-and-usage-reports'
  | 'guardduty'
  | 'ssm-resource-data-sync';

/**
 * Every delivery that `check` knows beside that of S3 Inventory, by the name that `--delivery` takes; of those of one
 * service the special ones come before the general.
 */
export const SIBLINGS: Readonly<Record<SiblingName, SiblingProfile>> = {
  'server-access-logs': SERVER_ACCESS_LOGS,
  'storage-class-analysis': STORAGE_CLASS_ANALYSIS,
  'storage-lens': STORAGE_LENS,
  cloudtrail: CLOUDTRAIL,
  config: CONFIG,
  'vpc-flow-logs': VPC_FLOW_LOGS,
  'nlb-access-logs': NLB_ACCESS_LOGS,
  'elb-access-logs': ELB_ACCESS_LOGS,
  'waf-logs': WAF_LOGS,
  'resolver-query-logs': RESOLVER_QUERY_LOGS,
  'vended-logs': VENDED_LOGS,
  'cloudfront-logs': CLOUDFRONT_LOGS,
  'vended-logs-v2': VENDED_LOGS_V2,
  'data-exports': DATA_EXPORTS,
  'cost-and-usage-reports': COST_AND_USAGE_REPORTS,
  guardduty: GUARDDUTY,
  'ssm-resource-data-sync': SSM_RESOURCE_DATA_SYNC,
};
