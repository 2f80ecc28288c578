import type { SiblingProfile } from './sibling.ts';
import { vendedLogs } from './vended.ts';

/** Traffic logs of a web ACL of AWS WAF. */
export const WAF_LOGS: SiblingProfile = vendedLogs({
  version: 'V1',
  pages: ['https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html'],
  words: {
    feature: 'AWS WAF',
    subject: 'AWS WAF logs',
    product: 'AWS WAF log file',
    configuration: 'logging of the web ACL',
  },
  file: (region) => `WAFLogs/${region}/acl/2026/01/01/00/00/waf.log.gz`,
  bars: { bucketName: { pattern: /^aws-waf-logs-/, wanted: 'begins with aws-waf-logs-' } },
  keyPattern: /(?:^|\/)AWSLogs\/\d{12}\/WAFLogs\//,
  telltale: /WAFLogs|:::aws-waf-logs-/,
});
