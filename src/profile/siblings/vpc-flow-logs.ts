import { told } from '../context-rule.ts';
import type { SiblingProfile } from './sibling.ts';
import { joined } from './sibling-context.ts';
import { vendedLogs } from './vended.ts';

const PAGE = 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html';

/** Flow logs of a VPC, a subnet or a network interface. Hive-compatible prefixes are `AWSLogs/aws-account-id=<account>`. */
export const VPC_FLOW_LOGS: SiblingProfile = vendedLogs({
  version: 'V1',
  pages: [PAGE, 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html'],
  words: { feature: 'VPC Flow Logs', subject: 'VPC flow logs', product: 'flow log file', configuration: 'flow log' },
  file: (region) => `vpcflowlogs/${region}/2026/01/01/flow.log.gz`,
  own: [told('aws:SourceOrgID', 'organization', 'the organization of the source account', PAGE)],
  alsoWrites: [
    {
      when: 'with Hive-compatible prefixes',
      of: ({ prefix }, _, { account, region }) => [
        joined(
          prefix,
          'AWSLogs',
          `aws-account-id=${account}`,
          `aws-service=vpcflowlogs/aws-region=${region}`,
          'flow.gz',
        ),
      ],
    },
  ],
  keyPattern: /(?:^|\/)AWSLogs\/(?:\d{12}\/vpcflowlogs\/|aws-account-id=\d{12}\/aws-service=vpcflowlogs\/)/,
  telltale: /vpcflowlogs|flow-?logs?/i,
});
