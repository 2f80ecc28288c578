import { describe, expect, it } from 'vitest';
import {
  type NamedTemplate,
  readCloudFormationTemplates,
  type StackOptions,
} from '../../../src/check/cloudformation/read-template.ts';
import type { CheckReport } from '../../../src/check/contract.ts';
import type { JsonObject } from '../../../src/json.ts';
import { checkAll, statusesOf } from '../check-offline.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const inFolder = (arn: JsonObject) => ({ 'Fn::Join': ['', [arn, '/*']] });

/** As `bucket.addInventory` of the CDK writes the statement. */
function allowFor(bucket: JsonObject, ...sources: JsonObject[]): JsonObject {
  return {
    Action: 's3:PutObject',
    Condition: { ArnLike: { 'aws:SourceArn': sources.length === 1 ? (sources[0] ?? {}) : sources } },
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Resource: inFolder(bucket),
  };
}

function policy(bucket: JsonObject, ...statements: JsonObject[]): JsonObject {
  return {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: bucket, PolicyDocument: { Statement: statements, Version: '2012-10-17' } },
  };
}

function inventory(id: string, destination: JsonObject | string, members: JsonObject = {}): JsonObject {
  return {
    Id: id,
    Enabled: true,
    IncludedObjectVersions: 'Current',
    ScheduleFrequency: 'Daily',
    Destination: { BucketArn: destination, Format: 'CSV', Prefix: 'inv', ...members },
  };
}

function bucket(properties: JsonObject = {}, members: JsonObject = {}): JsonObject {
  return { Type: 'AWS::S3::Bucket', Properties: properties, ...members };
}

function lake(...configurations: JsonObject[]): JsonObject {
  return bucket({ InventoryConfigurations: configurations });
}

const file = (name: string, template: JsonObject, known: Partial<NamedTemplate> = {}): NamedTemplate => ({
  name,
  text: JSON.stringify(template, null, 1),
  ...known,
});

function checkStacks(files: readonly NamedTemplate[], options: Partial<StackOptions> = {}): readonly CheckReport[] {
  const stack = { parameters: new Map(), region: null, account: null, ...options };
  return checkAll({ case: {}, code: readCloudFormationTemplates(files, stack) });
}

const decisions = (reports: readonly CheckReport[]) =>
  reports.map(({ delivery, decision }) => [delivery.configurationId, decision]);

const CLOSED = {
  Sid: 'Tls',
  Action: 's3:*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Resource: [arnOf('Reports'), inFolder(arnOf('Reports'))],
};

describe('what the CDK synthesizes', () => {
  it.each<[string, JsonObject, string]>([
    [
      'buckets without names, linked by references',
      {
        Reports: bucket(),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Lake: lake(inventory('daily', arnOf('Reports'))),
      },
      'allowed',
    ],
    [
      'a Deny of requests without TLS, from enforceSSL',
      {
        Reports: bucket(),
        Policy: policy({ Ref: 'Reports' }, CLOSED, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Lake: lake(inventory('daily', arnOf('Reports'))),
      },
      'allowed',
    ],
    [
      'a policy of the destination for another bucket only',
      {
        Reports: bucket(),
        Policy: policy({ Ref: 'Reports' }, CLOSED, allowFor(arnOf('Reports'), arnOf('Other'))),
        Other: bucket(),
        Lake: lake(inventory('daily', arnOf('Reports'))),
      },
      'denied',
    ],
    [
      'no policy, as CfnBucket leaves it',
      { Reports: bucket(), Lake: lake(inventory('daily', arnOf('Reports'))) },
      'denied',
    ],
    [
      'the destination by a part of its ARN',
      {
        Reports: bucket(),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Lake: lake(
          inventory('daily', {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':s3:::',
                { 'Fn::Select': [5, { 'Fn::Split': [':', arnOf('Reports')] }] },
              ],
            ],
          }),
        ),
      },
      'allowed',
    ],
    [
      'a key of the bucket that S3 may use, and that is its default',
      {
        Key: {
          Type: 'AWS::KMS::Key',
          Properties: {
            KeyPolicy: {
              Statement: [
                {
                  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
                  Effect: 'Allow',
                  Principal: { Service: 's3.amazonaws.com' },
                  Resource: '*',
                  Condition: { ArnLike: { 'aws:SourceArn': arnOf('Lake') } },
                },
              ],
              Version: '2012-10-17',
            },
          },
        },
        Reports: bucket({
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              {
                BucketKeyEnabled: true,
                ServerSideEncryptionByDefault: { KMSMasterKeyID: arnOf('Key'), SSEAlgorithm: 'aws:kms' },
              },
            ],
          },
        }),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Lake: lake(inventory('daily', arnOf('Reports'))),
      },
      'allowed',
    ],
    [
      'a key of the bucket as bucket.encryptionKey makes it, closed to S3',
      {
        Key: {
          Type: 'AWS::KMS::Key',
          Properties: {
            KeyPolicy: {
              Statement: [
                {
                  Action: 'kms:*',
                  Effect: 'Allow',
                  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
                  Resource: '*',
                },
              ],
              Version: '2012-10-17',
            },
          },
        },
        Reports: bucket({
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { KMSMasterKeyID: arnOf('Key'), SSEAlgorithm: 'aws:kms' } },
            ],
          },
        }),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Lake: lake(inventory('daily', arnOf('Reports'))),
      },
      'denied',
    ],
    [
      'a configuration switched off',
      {
        Reports: bucket(),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Lake: lake({ ...inventory('daily', arnOf('Reports')), Enabled: false }),
      },
      'denied',
    ],
    [
      'a bucket that is its own destination',
      {
        Lake: lake(inventory('daily', arnOf('Lake'))),
        Policy: policy({ Ref: 'Lake' }, allowFor(arnOf('Lake'), arnOf('Lake'))),
      },
      'allowed',
    ],
    [
      'two policies of one bucket',
      {
        Reports: bucket(),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Second: policy({ Ref: 'Reports' }, CLOSED),
        Lake: lake(inventory('daily', arnOf('Reports'))),
      },
      'denied',
    ],
    [
      'an import of a bucket by its name',
      {
        Lake: lake(inventory('daily', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::acme-reports']] })),
      },
      'depends',
    ],
    [
      'a name for the ARN',
      {
        Reports: bucket(),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Lake: lake(inventory('daily', { Ref: 'Reports' })),
      },
      'denied',
    ],
    [
      'an owner that is another account than that of the stack',
      {
        Reports: bucket(),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Lake: lake(inventory('daily', arnOf('Reports'), { BucketAccountId: '999900001111' })),
      },
      'denied',
    ],
  ])('is judged: %s', (_, resources, decision) => {
    const reports = checkStacks([file('t.json', { Resources: resources })], { account: '111122223333' });
    expect(decisions(reports)).toEqual([['daily', decision]]);
  });

  it('is read stack by stack, and what one imports from another is followed', () => {
    const reports = file('reports.template.json', {
      Resources: {
        Bucket: bucket(),
        Policy: policy({ Ref: 'Bucket' }, allowFor(arnOf('Bucket'), { 'Fn::ImportValue': 'Lake:Arn' })),
      },
      Outputs: { Arn: { Value: arnOf('Bucket'), Export: { Name: 'Reports:Arn' } } },
    });
    const source = file(
      'lake.template.json',
      {
        Resources: { Bucket: lake(inventory('daily', { 'Fn::ImportValue': 'Reports:Arn' })) },
        Outputs: { Arn: { Value: arnOf('Bucket'), Export: { Name: { 'Fn::Sub': `\${AWS::StackName}:Arn` } } } },
      },
      { stackName: 'Lake' },
    );
    for (const files of [
      [reports, source],
      [source, reports],
    ]) {
      const [report] = checkStacks(files);
      expect(report?.decision).toBe('allowed');
      // Both stacks call their bucket the same.
      expect(report?.delivery.sourceBucket).not.toBe(report?.delivery.destinationBucket);
    }
    expect(() => checkStacks([source])).toThrow('missing the destination bucket');
  });

  it('is in the Region and the account that the manifest says', () => {
    const files = (region: string) => [
      file(
        'reports.template.json',
        {
          Resources: {
            Reports: bucket({ BucketName: 'acme-reports' }),
            Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), { Ref: 'Lake' })),
          },
          Parameters: { Lake: { Type: 'String', Default: 'arn:aws:s3:::acme-lake' } },
        },
        { region, account: '444455556666' },
      ),
      file(
        'lake.template.json',
        {
          Resources: {
            Lake: bucket({
              BucketName: 'acme-lake',
              InventoryConfigurations: [
                inventory('daily', 'arn:aws:s3:::acme-reports', { BucketAccountId: '444455556666' }),
              ],
            }),
          },
        },
        { region: 'eu-west-1', account: '111122223333' },
      ),
    ];
    const [together] = checkStacks(files('eu-west-1'));
    expect(together?.decision).toBe('allowed');
    expect(together === undefined ? {} : statusesOf(together)).toMatchObject({
      'same-region': 'pass',
      'destination-owner': 'pass',
    });
    expect(checkStacks(files('eu-central-1'))[0]?.decision).toBe('denied');
  });

  it('leaves out what a condition leaves out', () => {
    const template = (isProduction: string): JsonObject => ({
      Parameters: { Stage: { Type: 'String', Default: isProduction } },
      Conditions: {
        Production: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        Test: { 'Fn::Not': [{ Condition: 'Production' }] },
        Never: { 'Fn::And': [{ Condition: 'Production' }, { Condition: 'Test' }] },
        Always: { 'Fn::Or': [{ Condition: 'Production' }, { Condition: 'Test' }] },
      },
      Mappings: { Names: { prod: { id: 'daily' }, test: { id: 'trial' } } },
      Resources: {
        Reports: bucket({}, { Condition: 'Always' }),
        Policy: policy({ Ref: 'Reports' }, allowFor(arnOf('Reports'), arnOf('Lake'))),
        Closed: { ...policy({ Ref: 'Reports' }, CLOSED), Condition: 'Never' },
        Lake: lake({
          ...inventory('', arnOf('Reports')),
          Id: { 'Fn::FindInMap': ['Names', { Ref: 'Stage' }, 'id'] },
          Enabled: { 'Fn::If': ['Production', true, false] },
        }),
      },
    });
    expect(decisions(checkStacks([file('t.json', template('prod'))]))).toEqual([['daily', 'allowed']]);
    expect(decisions(checkStacks([file('t.json', template('test'))]))).toEqual([['trial', 'denied']]);
  });

  it('says on which line of the template a finding is', () => {
    const template = file('t.json', {
      Resources: { Reports: bucket(), Lake: lake(inventory('daily', arnOf('Reports'))) },
    });
    const place = checkStacks([template])[0]?.requirements[0]?.place;
    expect(place).toMatchObject({ file: 't.json', address: 'Reports' });
    expect(template.text.split('\n')[(place?.line ?? 0) - 1]).toContain('"Reports": {');
  });

  it('advises no encryption where a template has no place for one', () => {
    const header = 's3:x-amz-server-side-encryption';
    const deny = {
      Sid: 'Encrypted',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: inFolder(arnOf('Reports')),
      Condition: { Null: { [header]: 'true' } },
    };
    const [report] = checkStacks([
      file('t.json', {
        Resources: {
          Reports: bucket(),
          Policy: policy({ Ref: 'Reports' }, deny, allowFor(arnOf('Reports'), arnOf('Lake'))),
          Lake: lake(inventory('daily', arnOf('Reports'))),
        },
      }),
    ]);
    expect([report?.decision, report?.remedy?.replaces]).toEqual(['denied', 'bucket-policy']);
    expect(report?.remedy?.warnings.map(({ code }) => code)).toEqual(['managed-as-code']);
  });
});
