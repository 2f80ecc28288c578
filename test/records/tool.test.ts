import { describe, expect, it } from 'vitest';
import type { Tool } from '../../src/records/actor.ts';
import { recogniseTool } from '../../src/records/tool.ts';

const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io) terraform-provider-aws/5.31.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.24.0 os/linux lang/go#1.20';

describe('recogniseTool', () => {
  it.each<[string | null, Tool | null]>([
    ['S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.4.247', 'console'],
    ['S3Console/0.4', 'console'],
    ['RDS Console, aws-internal/3 aws-sdk-java/1.11.975', 'console'],
    ['signin.amazonaws.com', 'console'],
    ['console.amazonaws.com', 'console'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'console'],
    ['aws-cli/2.15.0 Python/3.11.6 Linux/5.10 exe/x86_64.amzn.2 prompt/off command/s3api.put-bucket-policy', 'aws-cli'],
    ['aws-cli/1.16.248 Python/3.4.7 Linux/4.9 botocore/1.12.239', 'aws-cli'],
    ['aws-cli/2.13.5 Python/3.11.4 Linux/4.14 exec-env/CloudShell exe/x86_64.amzn.2 prompt/off', 'cloudshell'],
    [TERRAFORM, 'terraform'],
    [`${TERRAFORM} exec-env/CloudShell`, 'terraform'],
    [TERRAFORM.replace('Terraform/1.5.7', 'OpenTofu/1.6.0'), 'opentofu'],
    [`${TERRAFORM} Pulumi/1.0 (https://www.pulumi.com) PulumiAWS/6.0`, 'pulumi'],
    ['terraform-provider-aws/dev aws-sdk-go/1.44.157', 'terraform'],
    ['cloudformation.amazonaws.com', 'cloudformation'],
    ['aws-cdk/2.100.0 aws-sdk-js/2.1450.0', 'cdk'],
    ['aws-sdk-js/2.1450.0 cdk-assets/2.1', 'cdk'],
    ['Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux lang/python#3.11', 'sdk'],
    ['Botocore/1.29.165', 'sdk'],
    ['aws-sdk-go/1.44.300 (go1.20.5; linux; amd64)', 'sdk'],
    ['aws-sdk-java/2.20.1 Linux/5.10', 'sdk'],
    ['AWS-SDK-NET/3.7', 'sdk'],
    ['aws-internal/3 aws-sdk-java/1.12.488 Linux/5.4', 'aws-service'],
    ['AWS Internal', 'aws-service'],
    ['AWSPowerShell.Common/4.1.20.0 .NET_Core/6.0.0 OS/Windows PowerShellCore/7.-1 ClientAsync', 'powershell'],
    ['AWS.Tools.S3/4.1 .NET_Core/6.0', 'powershell'],
    ['S3 Browser/11.4.5 (https://s3browser.com)', 's3-browser'],
    ['AWS ControlTower', 'control-tower'],
    ['controltower.amazonaws.com', 'control-tower'],
    ['config.amazonaws.com', 'aws-service'],
    ['s3.eu-west-1.amazonaws.com', 'aws-service'],
    ['elasticmapreduce.aws.internal', 'aws-service'],
    ['my-company-tool/1.0', null],
    ['not.a.service.example.com', null],
    ['', null],
    [null, null],
  ])('reads %j as %s', (userAgent, expected) => {
    expect(recogniseTool(userAgent, null)).toBe(expected);
  });

  it.each<[string, string, Tool]>([
    ['aws-cdk/2.100.0', 'cloudformation.amazonaws.com', 'cloudformation'],
    [TERRAFORM, 'controltower.amazonaws.com', 'control-tower'],
    ['aws-sdk-java/1.11', 'config.amazonaws.com', 'aws-service'],
    ['signin.amazonaws.com', 'signin.amazonaws.com', 'console'],
    ['aws-cli/2.15.0', 'AWS Internal', 'aws-cli'],
  ])('with user agent %j called by %s is %s', (userAgent, invokedBy, expected) => {
    expect(recogniseTool(userAgent, invokedBy)).toBe(expected);
  });

  it.each<[string | null, boolean | null, Tool | null]>([
    ['AWS Internal', true, 'console'],
    ['Mozilla/5.0 (X11)', true, 'console'],
    ['Mozilla/5.0 (X11)', false, null],
    [null, true, 'console'],
    ['aws-cli/2.13.5 exec-env/CloudShell', true, 'cloudshell'],
    [TERRAFORM, true, 'terraform'],
  ])('reads %j from console %s as %s', (userAgent, fromConsole, expected) => {
    expect(recogniseTool(userAgent, null, fromConsole)).toBe(expected);
  });
});
