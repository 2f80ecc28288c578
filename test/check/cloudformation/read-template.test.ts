import { describe, expect, it } from 'vitest';
import { readCloudFormationTemplates, type StackOptions } from '../../../src/check/cloudformation/read-template.ts';
import type { CheckReport } from '../../../src/check/contract.ts';
import { checkGiven, type Given, statusesOf } from '../check-offline.ts';

const YAML = `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  ReportsBucketName: { Type: String, Default: acme-reports }
Resources:
  Lake:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-lake
      InventoryConfigurations:
        - Id: daily-full
          Enabled: true
          IncludedObjectVersions: Current
          ScheduleFrequency: Daily
          Destination:
            BucketArn: !GetAtt Reports.Arn
            Format: CSV
            Prefix: inv
  Reports:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Ref ReportsBucketName
  ReportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Reports
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Sid: Inventory
            Effect: Allow
            Principal: { Service: s3.amazonaws.com }
            Action: s3:PutObject
            Resource: !Sub \${Reports.Arn}/*
            Condition:
              StringEquals:
                aws:SourceAccount: !Ref AWS::AccountId
                s3:x-amz-acl: bucket-owner-full-control
              ArnLike: { aws:SourceArn: !Join [ '', [ 'arn:', !Ref 'AWS::Partition', ':s3:::', !Ref Lake ] ] }
`;

const ACCOUNT: Given['case'] = { sourceAccount: '111122223333', destinationAccount: '111122223333' };

function checkTemplate(text: string, options: Partial<StackOptions> = {}, told = ACCOUNT): CheckReport {
  const stack = { parameters: new Map(), region: null, account: told?.destinationAccount ?? null, ...options };
  return checkGiven({ case: told ?? {}, code: readCloudFormationTemplates([{ name: 'template.yaml', text }], stack) });
}

describe('a CloudFormation template', () => {
  it('says source, destination, policy and configuration', () => {
    const report = checkTemplate(YAML);
    expect(report.delivery).toEqual({
      sourceBucket: 'acme-lake',
      sourceArn: null,
      sourceAccount: '111122223333',
      destinationBucket: 'acme-reports',
      destinationPrefix: 'inv',
      configurationId: 'daily-full',
      encryption: 'none',
    });
    expect(report.decision).toBe('allowed');
    expect(statusesOf(report)).toMatchObject({ 'same-region': 'pass', 'configuration-enabled': 'pass' });
    expect(report.warnings.map(({ code }) => code)).toEqual(['parameter-default']);
  });

  it('is in one account, that of the stack', () => {
    expect(checkTemplate(YAML, {}, { destinationAccount: '111122223333' }).decision).toBe('allowed');
  });

  it('keeps an account id that begins with a zero', () => {
    const text = YAML.replace('!Ref AWS::AccountId', '012345678901');
    expect(checkTemplate(text, {}, { sourceAccount: '012345678901' }).decision).toBe('allowed');
  });

  it('is the same in JSON', () => {
    const template = {
      Resources: {
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: 'acme-reports',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: {
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:*',
                Resource: { 'Fn::Join': ['', ['arn:aws:s3:::', 'acme-reports', '/*']] },
                Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
              },
            },
          },
        },
      },
    };
    const report = checkTemplate(
      JSON.stringify(template),
      {},
      { ...ACCOUNT, sourceBucket: 'acme-lake', destinationBucket: 'acme-reports' },
    );
    expect(report.requirements[1]).toMatchObject({ status: 'fail', conditionKeys: ['aws:SourceVpce'] });
    expect(report.remedy?.warnings.map(({ code }) => code)).toEqual(['managed-as-code']);
  });

  it.each([
    [
      'the account is not told',
      YAML,
      { sourceAccount: '111122223333' },
      'the account of the stack was not given (--destination-account)',
    ],
    [
      'a function is not resolved',
      YAML.replace('!Ref AWS::AccountId', '!ImportValue lake-account'),
      ACCOUNT,
      'no stack that was given exports lake-account',
    ],
    [
      'an attribute is known only to the stack',
      YAML.replace('{ Service: s3.amazonaws.com }', '{ AWS: !GetAtt Role.Arn }'),
      ACCOUNT,
      'Role.Arn is known only to the stack',
    ],
  ])('depends on an Allow of which %s', (_, text, told, reason) => {
    const report = checkTemplate(text, {}, told);
    expect(report.decision).toBe('depends');
    expect(report.requirements[0]).toMatchObject({
      status: 'unknown',
      statement: { sid: 'Inventory', index: 0 },
      explanation: `whether Allow "Inventory" of template.yaml: ReportsPolicy applies is not known: ${reason}`,
    });
    expect(report.remedy).toBeNull();
  });

  it('does not mind an open Allow beside one that suffices, but an open Deny', () => {
    const extra = (effect: string) =>
      `${YAML}          - { Sid: Extra, Effect: ${effect}, Principal: { AWS: !GetAtt Role.Arn }, Action: 's3:*', Resource: '*' }\n`;
    expect(checkTemplate(extra('Allow')).decision).toBe('allowed');
    const report = checkTemplate(extra('Deny'));
    expect([report.decision, report.requirements[1]?.statement?.sid]).toEqual(['depends', 'Extra']);
  });

  it('is denied by a Deny whatever else is open', () => {
    const text = `${YAML.replace('!Ref AWS::AccountId', '!ImportValue x')}          - { Sid: Stop, Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*' }\n`;
    const report = checkTemplate(text);
    expect([report.decision, report.requirements[1]?.statement]).toEqual(['denied', { sid: 'Stop', index: 1 }]);
  });

  it('takes parameters, and names for buckets that CloudFormation would name', () => {
    const text = YAML.replace('      BucketName: !Ref ReportsBucketName\n', '');
    const unnamed = checkTemplate(text);
    expect([unnamed.decision, unnamed.delivery.destinationBucket]).toEqual(['allowed', 'Reports']);
    expect(unnamed.assumptions.map(({ code }) => code)).toEqual(['name-made-up']);
    const parameters = new Map([['Reports', 'acme-reports-1x2y']]);
    const report = checkTemplate(text, { parameters });
    expect([report.decision, report.delivery.destinationBucket]).toEqual(['allowed', 'acme-reports-1x2y']);
    const given = checkTemplate(YAML, { parameters: new Map([['ReportsBucketName', 'acme-new']]) });
    expect([given.delivery.destinationBucket, given.warnings]).toEqual(['acme-new', []]);
  });

  it('keeps policy variables and drops what is AWS::NoValue', () => {
    const statement = `          - Effect: Deny
            Principal: '*'
            Action: 's3:*'
            Resource: !Sub '\${Reports.Arn}/*'
            Condition:
              StringNotEquals: { 'aws:SourceAccount': !Sub '\${!aws:ResourceAccount}' }
          - !Ref AWS::NoValue
`;
    const code = readCloudFormationTemplates([{ name: 't', text: YAML + statement }], {
      parameters: new Map(),
      region: null,
      account: null,
    });
    const policy = code.policies[0]?.policy;
    expect(policy?.state === 'document' ? JSON.stringify(policy.document) : '').toContain(`"\${aws:ResourceAccount}"`);
    expect(policy?.state === 'document' ? JSON.stringify(policy.document).match(/"Effect"/g) : null).toHaveLength(2);
  });

  it('judges the only key of the template for a key that is named', () => {
    const key = (service: string) => `${YAML}  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: 2012-10-17
        Statement:
          - { Effect: Allow, Principal: { Service: ${service} }, Action: 'kms:*', Resource: '*' }
`;
    const told = {
      ...ACCOUNT,
      encryption: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    };
    const report = checkTemplate(key('s3.amazonaws.com'), {}, told);
    expect([report.decision, statusesOf(report)['key-policy-allows']]).toEqual(['allowed', 'pass']);
    expect(statusesOf(checkTemplate(key('sns.amazonaws.com'), {}, told))['key-policy-allows']).toBe('fail');
  });

  it('judges the key with which the destination encrypts by default', () => {
    const encryption = `
      PublicAccessBlockConfiguration: { RestrictPublicBuckets: true }
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn }
`;
    const keys = ['Other', 'Key'].map(
      (id) => `  ${id}:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: 2012-10-17
        Statement: { Effect: ${id === 'Key' ? 'Deny' : 'Allow'}, Principal: '*', Action: 'kms:*', Resource: '*' }
`,
    );
    const text = YAML.replace('      BucketName: !Ref ReportsBucketName\n', (name) => name + encryption.slice(1));
    const report = checkTemplate(text + keys.join(''));
    expect(report.requirements[3]).toMatchObject({ status: 'fail', statement: { sid: null, index: 0 } });
    expect(report.assumptions.map(({ code }) => code)).toEqual(['default-key', 'harmless-setting']);
  });

  it('sees a disabled configuration, and one whose state is a parameter', () => {
    expect(checkTemplate(YAML.replace('Enabled: true', 'Enabled: false')).decision).toBe('denied');
    const open = checkTemplate(YAML.replace('Enabled: true', 'Enabled: !Ref Switch'));
    expect([open.decision, statusesOf(open)['configuration-enabled']]).toEqual(['allowed', 'unknown']);
  });

  it('does not follow a template that refers to itself for ever', () => {
    expect(() => checkTemplate(YAML.replace('!Ref ReportsBucketName', '!Ref Reports'))).toThrow(
      'missing the destination bucket',
    );
  });

  it.each([
    ['broken YAML', 'Resources:\n  A: [1, 2\n', /^template\.yaml: line \d+, column \d+: not YAML$/],
    ['broken JSON', '{"Resources": {', /^template\.yaml: line 1, column 16: not JSON$/],
    ['no template', 'Statement: []', /^template\.yaml: Resources is missing/],
    [
      'a plan',
      '{"planned_values": {}}',
      /^template\.yaml: this is a plan of Terraform: give it with --terraform-plan$/,
    ],
    ['an alias', 'Resources: &a\n  X: *a\n', /^template\.yaml: line 2, column 6: an alias/],
    ['a member twice', 'Resources:\n  A: 1\n  A: 2\n', /^template\.yaml: line 3, column 3: not YAML$/],
    ['too deep a nesting', `Resources: ${'['.repeat(5000)}`, /^template\.yaml: nested deeper than 100 levels$/],
    ['an empty file', '', /^template\.yaml: is empty$/],
    [
      'a statement without Effect',
      YAML.replace('Effect: Allow', 'Effekt: Allow'),
      /^template\.yaml: ReportsPolicy: Statement\[0\]/,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => checkTemplate(text)).toThrow(message);
  });
});
