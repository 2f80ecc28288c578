import type { SiblingProfile } from './sibling.ts';
import { VENDED_PAGE, vendedLogs } from './vended.ts';

/** V1 logs of a service that has no profile of its own: Global Accelerator, Network Firewall, Transfer and others. */
export const VENDED_LOGS: SiblingProfile = vendedLogs({
  version: 'V1',
  pages: [VENDED_PAGE],
  words: {
    feature: 'CloudWatch Logs delivery (V1)',
    subject: 'vended logs',
    product: 'vended log file',
    configuration: 'log delivery',
  },
  file: () => 'logs/2026/01/01/log.gz',
  keyPattern: null,
  telltale: null,
  notJudged: 'Keys below AWSLogs/<account>, which differ from service to service.',
});

/** V2 logs of a delivery source: Bedrock, EKS, SES, load balancers through CloudWatch Logs and others. */
export const VENDED_LOGS_V2: SiblingProfile = vendedLogs({
  version: 'V2',
  pages: [VENDED_PAGE],
  words: {
    feature: 'CloudWatch Logs delivery (V2)',
    subject: 'vended logs',
    product: 'vended log file',
    configuration: 'delivery',
  },
  arns: {
    pattern: /^arn:[^:]+:logs:[^:]+:\d{12}:delivery-source:[^:]+$/,
    example: 'arn:aws:logs:eu-west-1:111122223333:delivery-source:main',
  },
  file: () => 'logs/2026/01/01/log.gz',
  keyPattern: null,
  telltale: /delivery-source/,
  notJudged: 'Keys below AWSLogs/<account>, which differ from service to service.',
});
