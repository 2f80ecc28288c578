import { describe, expect, it } from 'vitest';
import { siblingOfWrite } from '../../../src/profile/siblings/sibling-of-write.ts';

describe('the delivery of a write', () => {
  it.each([
    ['cloudtrail.amazonaws.com', 'x/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/01/f.json.gz', 'cloudtrail'],
    ['cloudtrail.amazonaws.com', 'anything', 'cloudtrail'],
    ['config.amazonaws.com', 'AWSLogs/111122223333/Config/ConfigWritabilityCheckFile', 'config'],
    ['delivery.logs.amazonaws.com', 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/f.log.gz', 'vpc-flow-logs'],
    ['delivery.logs.amazonaws.com', 'AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/f', 'vpc-flow-logs'],
    ['delivery.logs.amazonaws.com', 'AWSLogs/111122223333/WAFLogs/eu-west-1/acl/f.log.gz', 'waf-logs'],
    ['delivery.logs.amazonaws.com', 'AWSLogs/111122223333/vpcdnsquerylogs/vpc-1/f', 'resolver-query-logs'],
    ['delivery.logs.amazonaws.com', 'AWSLogs/111122223333/elasticloadbalancing/r/1_net.lb.gz', 'nlb-access-logs'],
    ['delivery.logs.amazonaws.com', 'AWSLogs/111122223333/CloudFront/f.gz', 'cloudfront-logs'],
    ['delivery.logs.amazonaws.com', 'AWSLogs/111122223333/other/f.gz', null],
    ['s3.amazonaws.com', 'logs/2026-02-15-03-12-44-ABCDEF0123456789', 'server-access-logs'],
    ['s3.amazonaws.com', 'reports/export.csv', null],
    ['ec2.amazonaws.com', 'AWSLogs/111122223333/CloudTrail/x', null],
  ])('%s writes %s', (service, key, name) => {
    expect(siblingOfWrite(service, [key])?.name ?? null).toBe(name);
  });
});
