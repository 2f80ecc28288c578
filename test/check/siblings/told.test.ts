import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import type { SiblingName } from '../../../src/profile/siblings/siblings.ts';
import { checkGiven, type Given, statusesOf } from '../check-offline.ts';
import { deny, keyPolicyOf } from '../documents.ts';
import { DOCUMENTED } from './documented.ts';

const KEY = 'arn:aws:kms:eu-west-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ACCOUNT = { sourceAccount: '111122223333', destinationAccount: '111122223333', destinationPrefix: '' };

function documented(name: SiblingName, ...more: readonly JsonValue[]): JsonObject {
  return { Version: '2012-10-17', Statement: [...DOCUMENTED[name].statements, ...more] };
}

/** Told in full, but for what is replaced. */
function asked(name: SiblingName, changes: Given = {}): ReturnType<typeof checkGiven> {
  const { told = {} } = DOCUMENTED[name];
  return checkGiven({
    delivery: name,
    case: { ...ACCOUNT, ...(told.sourceBucket === undefined ? {} : { sourceBucket: told.sourceBucket }) },
    regions: ['eu-west-1', 'eu-west-1'],
    policy: documented(name),
    ...changes,
    told: {
      sourceArns: told.sourceArn === undefined ? [] : [told.sourceArn],
      objectOwnership: told.objectOwnership ?? null,
      recorderRole: told.recorderRole ?? null,
      ...changes.told,
    },
  });
}

const STOP = { Resource: ['arn:aws:s3:::acme-logs', 'arn:aws:s3:::acme-logs/*'] };
const OFFICE = deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, STOP);
const ALL = deny('All', {}, STOP);

describe('what is not told', () => {
  it('leaves the answer to the option that tells it', () => {
    expect(asked('cloudtrail', { told: { sourceArns: [] } }).summary).toContain(
      'Depends on aws:SourceArn (--source-arn)',
    );
    expect(asked('cloudtrail', { told: { sourceArns: [] }, case: {} }).summary).toContain(
      'aws:SourceAccount (--source-account)',
    );
    expect(asked('vpc-flow-logs', { regions: [null, null] }).summary).toContain('aws:SourceArn (--source-region)');
    expect(asked('vpc-flow-logs', { told: { objectOwnership: null } }).summary).toContain(
      's3:x-amz-acl (--object-ownership)',
    );
    expect(asked('config', { told: { recorderRole: null } }).summary).toContain('(--recorder-role)');
  });

  it('does not hide a Deny that stops whatever it is', () => {
    expect(
      asked('cloudtrail', { policy: documented('cloudtrail', OFFICE), told: { sourceArns: [] }, case: {} }).decision,
    ).toBe('denied');
  });

  it('is asked for before a remedy is written', () => {
    const { remedy, remedyWithheld } = asked('cloudtrail', {
      policy: documented('cloudtrail', OFFICE),
      told: { sourceArns: [] },
    });
    expect(remedy).toBeNull();
    expect(remedyWithheld.join()).toContain('give its ARN with --source-arn');
  });
});

describe('a prefix that is not told', () => {
  const below = (name: SiblingName, ...more: readonly JsonValue[]): JsonValue =>
    JSON.parse(JSON.stringify(documented(name, ...more)).replaceAll('acme-logs/AWSLogs', 'acme-logs/org/logs/AWSLogs'));
  const anywhere = { sourceAccount: '111122223333' };

  it('is that of the Allow, whatever else is open or denied', () => {
    const prefixed = (policy: JsonValue, changes: Given = {}) =>
      asked('cloudtrail', { case: anywhere, policy, ...changes });
    expect(prefixed(below('cloudtrail')).decision).toBe('allowed');
    expect(
      prefixed(below('cloudtrail'))
        .assumptions.map(({ message }) => message)
        .join(),
    ).toContain('"org/logs" is judged');
    const open = { told: { sourceArns: [] } };
    expect(prefixed(below('cloudtrail'), open).unknownKeys).toEqual(['aws:SourceArn']);
    expect(prefixed(below('cloudtrail'), { ...open, case: {} }).decision).toBe('depends');
    const stopped = prefixed(below('cloudtrail', OFFICE));
    expect(stopped.decidedBy).toEqual(['no-deny-applies']);
  });

  it('is none below the folder of another account', () => {
    const policy = JSON.parse(
      JSON.stringify(documented('cloudtrail')).replaceAll('AWSLogs/111122223333', 'AWSLogs/444455556666'),
    );
    expect(asked('cloudtrail', { case: anywhere, policy }).decision).toBe('denied');
  });
});

describe('the ACL of vended logs', () => {
  it.each([
    ['BucketOwnerEnforced', 'depends'],
    ['BucketOwnerPreferred', 'allowed'],
  ] as const)('with %s leaves the recommended policy %s', (objectOwnership, decision) => {
    expect(asked('vpc-flow-logs', { told: { objectOwnership } }).decision).toBe(decision);
  });
});

describe('the trail of an organization', () => {
  const organizationId = 'o-a1b2c3d4e5';
  const { sourceArn = '' } = DOCUMENTED.cloudtrail.told ?? {};
  const told = { sourceArns: [sourceArn], organizationId };

  it('writes below the organization too, which the remedy lets in', () => {
    const report = asked('cloudtrail', { told });
    expect(report.decision).toBe('denied');
    expect(report.remedy?.description).toContain('AWSCloudTrailOrganizationWrite');
    expect(asked('cloudtrail', { told, policy: report.remedy?.document ?? null }).decision).toBe('allowed');
  });
});

describe('settings of the destination in code', () => {
  it('that bar the delivery leave it open', () => {
    const place = { file: 'plan.json', address: 'aws_s3_bucket_policy.logs', line: 1 };
    const code = {
      name: 'plan.json',
      buckets: [],
      policies: [
        {
          ...place,
          bucket: 'acme-logs',
          policy: {
            state: 'document',
            document: documented('config'),
            source: 'plan.json',
            unresolved: new Map(),
            writer: 'terraform',
          },
        },
      ],
      keys: [],
      configurations: [],
      defaults: new Map(),
      settings: [
        { address: 'aws_s3_bucket_object_lock_configuration.logs', bucket: 'acme-logs', setting: 'object-lock' },
      ],
      warnings: [],
    } as const;
    const [barred, free] = [code, { ...code, settings: [] }].map((one) =>
      checkGiven({ delivery: 'config', case: ACCOUNT, told: { recorderRole: 'service-linked' }, code: one }),
    );
    expect([barred?.decision, barred?.decidedBy]).toEqual(['depends', ['destination-form']]);
    expect(barred?.summary).toContain('default retention of Object Lock');
    expect(free?.decision).toBe('allowed');
  });
});

describe('who writes', () => {
  it.each<readonly [SiblingName, Given, string]>([
    ['config', { told: { recorderRole: 'arn:aws:iam::111122223333:role/recorder' } }, 'depends'],
    [
      'config',
      {
        told: {
          recorderRole: 'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
        },
      },
      'allowed',
    ],
    ['config', { told: { recorderRole: null }, policy: documented('config', ALL) }, 'denied'],
    ['config', { told: { recorderRole: null }, policy: documented('config', OFFICE) }, 'depends'],
    ['server-access-logs', { told: { objectOwnership: 'ObjectWriter' } }, 'allowed'],
    [
      'server-access-logs',
      { told: { objectOwnership: 'ObjectWriter' }, policy: { Version: '2012-10-17', Statement: [ALL] } },
      'denied',
    ],
    [
      'server-access-logs',
      { told: { objectOwnership: 'ObjectWriter' }, noPolicy: true, policy: undefined as never },
      'depends',
    ],
    [
      'server-access-logs',
      { told: { objectOwnership: 'BucketOwnerEnforced' }, noPolicy: true, policy: undefined as never },
      'denied',
    ],
    ['elb-access-logs', { policy: documented('elb-access-logs', ALL) }, 'denied'],
    [
      'elb-access-logs',
      {
        policy: documented(
          'elb-access-logs',
          deny('No', {}, { ...STOP, Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' } }),
        ),
      },
      'depends',
    ],
  ])('%s, case %#, is %s', (name, changes, decision) => {
    const destinationBucket = 'acme-logs';
    const sourceBucket = DOCUMENTED[name].told?.sourceBucket;
    const place = { ...ACCOUNT, destinationBucket, ...(sourceBucket === undefined ? {} : { sourceBucket }) };
    expect(asked(name, { case: place, ...changes }).decision).toBe(decision);
  });

  it('a Deny by one of the names of access logs leaves them open', () => {
    const one = deny('Services', { StringNotEquals: { 'aws:PrincipalServiceName': 'logging.s3.amazonaws.com' } }, STOP);
    expect(asked('server-access-logs', { policy: documented('server-access-logs', one) }).decision).toBe('depends');
    const both = deny(
      'Services',
      { StringNotEquals: { 'aws:PrincipalServiceName': ['logging.s3.amazonaws.com', 's3.amazonaws.com'] } },
      STOP,
    );
    expect(asked('server-access-logs', { policy: documented('server-access-logs', both) }).decision).toBe('allowed');
  });
});

describe('the encryption', () => {
  const trailKey = (arn: string): JsonObject => ({
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 'kms:GenerateDataKey*',
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceArn': arn },
      StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:111122223333:trail/*' },
    },
  });
  const trail = DOCUMENTED.cloudtrail.told?.sourceArn ?? '';
  const withKey = { ...ACCOUNT, encryption: KEY };

  it('of a trail asks the key, which is mended', () => {
    expect(asked('cloudtrail', { case: withKey, keyPolicy: keyPolicyOf(trailKey(trail)) }).decision).toBe('allowed');
    const other = asked('cloudtrail', { case: withKey, keyPolicy: keyPolicyOf(trailKey(`${trail}-2`)) });
    expect(other.decidedBy).toEqual(['key-policy-allows']);
    expect(asked('cloudtrail', { case: withKey, keyPolicy: other.remedy?.document ?? null }).decision).toBe('allowed');
  });

  it('is told to a policy that asks for the header, and for a trail without a key is open', () => {
    const header = deny(
      'Unencrypted',
      { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      { ...STOP, Action: 's3:PutObject' },
    );
    const policy = documented('cloudtrail', header);
    expect(asked('cloudtrail', { policy, case: withKey }).decision).toBe('allowed');
    expect(asked('cloudtrail', { policy }).unknownKeys).toEqual(['s3:x-amz-server-side-encryption']);
    expect(asked('storage-class-analysis', { policy: documented('storage-class-analysis', header) }).decision).toBe(
      'denied',
    );
  });

  it('with a key bars access logs, and of exports no page tells what is asked of one', () => {
    const barred = asked('server-access-logs', { case: { ...withKey, sourceBucket: 'acme-lake' } });
    expect([barred.decision, barred.decidedBy]).toEqual(['denied', ['key-usable']]);
    expect(asked('data-exports', { case: withKey }).decision).toBe('depends');
  });
});

describe('what is asked for beside the policies', () => {
  it.each<readonly [SiblingName, Given, string]>([
    ['waf-logs', { policy: documented('vpc-flow-logs') }, 'destination-form'],
    ['server-access-logs', { regions: ['eu-west-1', 'us-east-1'] }, 'same-region'],
    [
      'server-access-logs',
      { case: { ...ACCOUNT, sourceBucket: 'acme-lake', destinationAccount: '444455556666' } },
      'destination-owner',
    ],
  ])('%s: case %# fails at %s', (name, changes, requirement) => {
    expect(asked(name, changes).decidedBy).toEqual([requirement]);
  });

  it('is nothing where no page asks for it', () => {
    const report = asked('cloudtrail', { regions: ['eu-west-1', 'us-east-1'] });
    expect(statusesOf(report)).toMatchObject({
      'same-region': 'not-applicable',
      'destination-owner': 'not-applicable',
    });
  });
});
