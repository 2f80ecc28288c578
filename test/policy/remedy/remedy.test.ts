import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { evaluateDelivery, evaluateKeyUse } from '../../../src/policy/delivery/delivery.ts';
import { completeContext } from '../../../src/policy/document/context.ts';
import { parsePolicy } from '../../../src/policy/document/parse.ts';
import type { RequestPrincipal } from '../../../src/policy/document/principal.ts';
import {
  mendBucketPolicy as attemptBucketPolicy,
  mendKeyPolicy as attemptKeyPolicy,
  mendConfiguration,
  type Remedy,
  type RemedyAttempt,
} from '../../../src/policy/remedy/remedy.ts';
import { runs } from '../../property-runs.ts';
import { DELIVERY_ALLOW, TARGET } from '../case-files.ts';
import { evaluatePolicy } from '../evaluate-policy.ts';
import { anyCondition, policy, statements } from '../generators.ts';

const SOURCE = 'arn:aws:s3:::acme-lake';
const KEY = 'arn:aws:kms:eu-west-1:777788889999:key/1';
const DENY: JsonObject = {
  Sid: 'IPAllow',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'],
  Condition: { NotIpAddress: { 'aws:SourceIp': '54.240.143.0/24' } },
};

function statementsOf(remedy: Remedy | null): JsonObject[] {
  return ((remedy?.document as JsonObject | undefined)?.['Statement'] ?? []) as JsonObject[];
}

function found(attempt: RemedyAttempt): Remedy | null {
  return attempt.ok ? attempt.remedy : null;
}

function reasonOf(attempt: RemedyAttempt): string | null {
  return attempt.ok ? 'mended' : attempt.reason;
}

const mendBucketPolicy = (...given: Parameters<typeof attemptBucketPolicy>) => found(attemptBucketPolicy(...given));
const mendKeyPolicy = (...given: Parameters<typeof attemptKeyPolicy>) => found(attemptKeyPolicy(...given));

function codes(remedy: Remedy | null): string[] {
  return remedy?.warnings.map(({ code }) => code) ?? [];
}

describe('mendBucketPolicy', () => {
  it('spares the source bucket in the Deny that stops it, as the support article does', () => {
    const remedy = mendBucketPolicy(policy([DELIVERY_ALLOW, DENY]), TARGET);
    expect(statementsOf(remedy)).toEqual([
      DELIVERY_ALLOW,
      { ...DENY, Condition: { ...(DENY['Condition'] as JsonObject), ArnNotLike: { 'aws:SourceArn': SOURCE } } },
    ]);
    expect(remedy?.description).toBe('spare deliveries from acme-lake in Deny "IPAllow"');
    expect(remedy?.diff).toEqual([`~ Deny IPAllow: + unless aws:SourceArn is like ${SOURCE}`]);
    expect(remedy?.warnings).toEqual([]);
  });

  it('leaves the document that it was given alone', () => {
    const document = policy([DELIVERY_ALLOW, DENY]);
    const before = JSON.stringify(document);
    mendBucketPolicy(document, TARGET);
    expect(JSON.stringify(document)).toBe(before);
  });

  it('adds to an exemption that is there, in its spelling', () => {
    const deny = { ...DENY, Condition: { arnNotEquals: { 'AWS:SourceARN': 'arn:aws:s3:::other' } } };
    const remedy = mendBucketPolicy(policy([DELIVERY_ALLOW, deny]), TARGET);
    expect(statementsOf(remedy)[1]?.['Condition']).toEqual({
      arnNotEquals: { 'AWS:SourceARN': ['arn:aws:s3:::other', SOURCE] },
    });
  });

  it('spares the source in every Deny that stops it', () => {
    const remedy = mendBucketPolicy(policy([DELIVERY_ALLOW, DENY, { ...DENY, Sid: 'Second' }]), TARGET);
    expect(remedy?.description).toBe(
      'spare deliveries from acme-lake in Deny "IPAllow", and spare deliveries from acme-lake in Deny "Second"',
    );
  });

  it('adds an Allow for source, account and ACL where none names S3', () => {
    const remedy = mendBucketPolicy(policy([DENY]), TARGET);
    expect(statementsOf(remedy)[1]).toEqual({
      Sid: 'InventoryDelivery',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::acme-reports/inv/acme-lake/*',
      Condition: {
        ArnLike: { 'aws:SourceArn': SOURCE },
        StringEquals: { 'aws:SourceAccount': '111122223333', 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    });
  });

  it('writes a policy where there is none', () => {
    const remedy = mendBucketPolicy(null, TARGET);
    expect(evaluateDelivery(remedy?.document ?? null, TARGET).state).toBe('allowed');
    expect(remedy?.diff).toHaveLength(1);
  });

  it('gives a new statement a Sid that is free', () => {
    const taken = { ...DENY, Sid: 'InventoryDelivery', Action: 's3:GetObject' };
    expect(statementsOf(mendBucketPolicy(policy([taken]), TARGET))[1]?.['Sid']).toBe('InventoryDelivery2');
  });

  it.each([
    [
      'the source',
      { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::old-lake' } } },
      'aws:SourceArn arn:aws:s3:::acme-lake',
    ],
    [
      'the account, under the first of two spellings of an operator',
      {
        Condition: {
          ArnLike: { 'aws:SourceArn': SOURCE },
          StringEquals: { 'aws:SourceAccount': '999900001111' },
          stringequals: { 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
      'aws:SourceAccount 111122223333',
    ],
    [
      'the account',
      { Condition: { ArnLike: { 'aws:SourceArn': SOURCE }, StringEquals: { 'aws:SourceAccount': '999900001111' } } },
      'aws:SourceAccount 111122223333',
    ],
    ['the resource', { Resource: 'arn:aws:s3:::acme-reports' }, 'arn:aws:s3:::acme-reports/inv/acme-lake/*'],
    ['the action', { Action: 's3:PutObjectAcl' }, 's3:PutObject'],
    [
      'the ACL',
      { Condition: { ArnLike: { 'aws:SourceArn': SOURCE }, StringEquals: { 's3:x-amz-acl': 'private' } } },
      's3:x-amz-acl bucket-owner-full-control',
    ],
  ])('repairs an Allow that lacks %s', (_, change, added) => {
    const remedy = mendBucketPolicy(policy([{ ...DELIVERY_ALLOW, ...change }]), TARGET);
    expect(remedy?.description).toBe(`add ${added} to Allow "InventoryDelivery"`);
    expect(statementsOf(remedy)).toHaveLength(1);
  });

  it.each([
    ['is for everyone', { Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::old-lake' } } }],
    [
      'is for a role too',
      {
        Principal: { Service: 's3.amazonaws.com', AWS: '444455556666' },
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::old-lake' } },
      },
    ],
    [
      'would let in other buckets of the account',
      { Condition: { StringEquals: { 'aws:SourceAccount': '999900001111' } } },
    ],
    [
      'would open the resource to other sources',
      {
        Resource: 'arn:aws:s3:::acme-reports/x/*',
        Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::acme-*'] } },
      },
    ],
    ['asks for a network', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }],
    ['excludes the source', { Condition: { ArnNotLike: { 'aws:SourceArn': SOURCE } } }],
    [
      'lets in who names no source at all',
      { Action: 's3:PutObjectAcl', Condition: { ArnLikeIfExists: { 'aws:SourceArn': SOURCE } } },
    ],
  ])('adds a statement rather than repair an Allow that %s', (_, change) => {
    const remedy = mendBucketPolicy(policy([{ ...DELIVERY_ALLOW, ...change }]), TARGET);
    expect(statementsOf(remedy)).toHaveLength(2);
    expect(statementsOf(remedy)[0]).toEqual({ ...DELIVERY_ALLOW, ...change });
  });

  it('has nothing to offer for a policy that lets the delivery through, or cannot be read', () => {
    expect(mendBucketPolicy(policy([DELIVERY_ALLOW]), TARGET)).toBeNull();
    expect(mendBucketPolicy({ Statement: [{}] }, TARGET)).toBeNull();
    expect(mendBucketPolicy('no policy', TARGET)).toBeNull();
  });

  it('says why there is none', () => {
    const reason = (document: JsonValue, target = TARGET) => reasonOf(attemptBucketPolicy(document, target));
    expect(reason(policy([DELIVERY_ALLOW]))).toBeNull();
    expect(reason('no policy')).toMatch(/cannot be read/);
    expect(reason(policy([DENY]), { ...TARGET, sourceAccount: null })).toMatch(/--source-account$/);
    const padding = { ...DENY, Sid: 'x'.repeat(20_200), Action: 's3:GetObject' };
    expect(reason(policy([padding]))).toMatch(/bytes/);
    const many = Array.from({ length: 14 }, (_, index) => ({ ...DENY, Sid: `Deny${index}` }));
    expect(reason(policy([DELIVERY_ALLOW, ...many]))).toMatch(/more than 12 statements/);
  });

  it('offers nothing that is too large to store', () => {
    const padding = { ...DENY, Sid: 'x'.repeat(19_000), Action: 's3:GetObject' };
    expect(mendBucketPolicy(policy([padding]), TARGET)?.verified).toBe(true);
    expect(mendBucketPolicy(policy([{ ...padding, Sid: 'x'.repeat(20_200) }]), TARGET)).toBeNull();
  });

  it('makes an open answer certain, and says that it may not be needed', () => {
    const deny = { ...DENY, Condition: { StringNotEquals: { 'aws:SourceOrgID': 'o-abc' } } };
    const remedy = mendBucketPolicy(policy([DELIVERY_ALLOW, deny]), TARGET);
    expect(codes(remedy)).toEqual(['may-be-unneeded']);
  });

  it.each([
    ['its name', { Sid: 'QuarantineBucket' }],
    ['no condition', { Condition: {} }],
    [
      'only named principals spared',
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/responder' } } },
    ],
    ['NotPrincipal', { NotPrincipal: { AWS: 'arn:aws:iam::444455556666:root' }, Principal: undefined }],
  ])('warns of a Deny that may be a deliberate lock: %s', (_, change) => {
    const deny = JSON.parse(JSON.stringify({ ...DENY, ...change })) as JsonObject;
    expect(codes(mendBucketPolicy(policy([DELIVERY_ALLOW, deny]), TARGET))).toContain('possible-containment');
  });

  it.each(['terraform', 'cdk', 'cloudformation', 'pulumi'] as const)(
    'warns that %s will undo a change by hand',
    (lastWriter) => {
      expect(codes(mendBucketPolicy(policy([DELIVERY_ALLOW, DENY]), TARGET, { lastWriter }))).toEqual([
        'managed-as-code',
      ]);
    },
  );

  it('does not warn of a writer that keeps no code', () => {
    expect(codes(mendBucketPolicy(policy([DELIVERY_ALLOW, DENY]), TARGET, { lastWriter: 'console' }))).toEqual([]);
  });

  it('lets the delivery through and changes nothing for anyone else', () => {
    fc.assert(
      fc.property(statements(anyCondition), fc.array(request, { minLength: 20, maxLength: 20 }), (list, requests) => {
        const document = policy(list);
        const remedy = mendBucketPolicy(document, TARGET);
        fc.pre(remedy !== null);
        expect(evaluateDelivery(remedy.document, TARGET).state).toBe('allowed');
        for (const one of requests) expect(decisionOf(remedy.document, one)).toBe(decisionOf(document, one));
      }),
      { numRuns: runs(100) },
    );
  });

  it('has a remedy for every denied delivery whose source account is known', () => {
    fc.assert(
      fc.property(statements(anyCondition), (list) => {
        const document = policy(list);
        fc.pre(evaluateDelivery(document, TARGET).state === 'denied');
        expect(mendBucketPolicy(document, TARGET)).not.toBeNull();
      }),
      { numRuns: runs(50) },
    );
  });
});

describe('mendKeyPolicy', () => {
  const root = {
    Sid: 'Root',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::777788889999:root' },
    Action: 'kms:*',
    Resource: '*',
  };
  const target = { ...TARGET, encryption: { type: 'SSE-KMS' as const, keyId: KEY }, keyArn: KEY };

  it('adds the statement of the S3 guide', () => {
    const remedy = mendKeyPolicy(policy([root]), target);
    expect(statementsOf(remedy)).toEqual([
      root,
      {
        Sid: 'InventoryEncryption',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'kms:GenerateDataKey',
        Resource: '*',
        Condition: { ArnLike: { 'aws:SourceArn': SOURCE }, StringEquals: { 'aws:SourceAccount': '111122223333' } },
      },
    ]);
    expect(evaluateKeyUse(remedy?.document ?? null, target).state).toBe('allowed');
  });

  it('spares the source in a Deny by kms:ViaService', () => {
    const deny = {
      Sid: 'Via',
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    };
    const remedy = mendKeyPolicy(JSON.stringify(policy([root, deny])), target);
    expect(remedy?.diff[0]).toBe(`~ Deny Via: + unless aws:SourceArn is like ${SOURCE}`);
  });

  it('knows no remedy for a policy that is not known', () => {
    expect(mendKeyPolicy(null, target)).toBeNull();
  });
});

describe('mendConfiguration', () => {
  const demand = (condition: JsonObject): JsonObject => policy([DELIVERY_ALLOW, { ...DENY, Condition: condition }]);
  const missing = demand({ Null: { 's3:x-amz-server-side-encryption': 'true' } });
  const kms = demand({ StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } });
  const certainKey = demand({ ArnNotEqualsIfExists: { 's3:x-amz-server-side-encryption-aws-kms-key-id': KEY } });
  const keyPolicy = policy([
    { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'kms:GenerateDataKey', Resource: '*' },
  ]);

  it('sets SSE-S3 where any encryption will do', () => {
    expect(mendConfiguration(missing, TARGET)).toEqual({
      description: 'set SSE-S3 as the encryption of the inventory configuration',
      document: { Encryption: { SSES3: {} } },
      diff: ['~ Encryption of the destination: - none, + SSE-S3'],
      verified: true,
      warnings: [],
    });
  });

  it('sets SSE-KMS with the known key where KMS is demanded', () => {
    const remedy = mendConfiguration(kms, { ...TARGET, keyArn: KEY }, { keyPolicy });
    expect(remedy?.document).toEqual({ Encryption: { SSEKMS: { KeyId: KEY } } });
    expect(codes(remedy)).toEqual([]);
  });

  it('takes the key that the policy names, and says that its policy was not checked', () => {
    const remedy = mendConfiguration(certainKey, TARGET);
    expect(remedy?.document).toEqual({ Encryption: { SSEKMS: { KeyId: KEY } } });
    expect(codes(remedy)).toEqual(['key-policy-not-checked']);
  });

  it('gives the whole configuration back where it has it', () => {
    const configuration = {
      Id: 'daily-full',
      Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-reports' } },
    };
    expect(mendConfiguration(missing, TARGET, { configuration })?.document).toEqual({
      Id: 'daily-full',
      Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-reports', Encryption: { SSES3: {} } } },
    });
  });

  it('offers no key that S3 may not use', () => {
    expect(mendConfiguration(certainKey, TARGET, { keyPolicy: policy([]) })).toBeNull();
  });

  it('has nothing to offer where encryption is not the matter', () => {
    expect(mendConfiguration(policy([DELIVERY_ALLOW, DENY]), TARGET)).toBeNull();
    expect(mendConfiguration(policy([DELIVERY_ALLOW]), TARGET)).toBeNull();
    expect(mendConfiguration(kms, TARGET)).toBeNull();
    expect(mendConfiguration(null, TARGET)).toBeNull();
  });
});

interface Request {
  readonly principal: RequestPrincipal;
  readonly action: string;
  readonly resource: string;
  readonly context: readonly (readonly [string, string])[];
}

/** Requests of anyone but the S3 service for this source bucket. */
const request: fc.Arbitrary<Request> = fc.record({
  principal: fc.constantFrom<RequestPrincipal[]>(
    { kind: 'anonymous' },
    { kind: 'iam', arn: 'arn:aws:iam::111122223333:role/team', accountId: '111122223333', sessionArn: null },
    { kind: 'iam', arn: 'arn:aws:iam::444455556666:user/ann', accountId: '444455556666', sessionArn: null },
    { kind: 'service', name: 'cloudtrail.amazonaws.com' },
    { kind: 'service', name: 's3.amazonaws.com' },
  ),
  action: fc.constantFrom('s3:PutObject', 's3:GetObject', 's3:DeleteObject'),
  resource: fc.constantFrom(
    'arn:aws:s3:::acme-reports/inv/acme-lake/daily-full/data/x',
    'arn:aws:s3:::acme-reports/other/x',
    'arn:aws:s3:::acme-reports',
  ),
  context: fc
    .record({
      org: fc.constantFrom('', 'o-abc', 'eu-west-1'),
      ip: fc.constantFrom('', '192.0.2.1', '10.0.0.1'),
      acl: fc.constantFrom('', 'bucket-owner-full-control'),
      source: fc.constantFrom('', 'arn:aws:s3:::other-lake'),
      account: fc.constantFrom('111122223333', '999900001111'),
    })
    .map(({ org, ip, acl, source, account }) =>
      [
        ['aws:SourceOrgID', org] as const,
        ['aws:SourceIp', ip] as const,
        ['s3:x-amz-acl', acl] as const,
        ['aws:SourceArn', source] as const,
        ['aws:SourceAccount', account] as const,
      ].filter(([, value]) => value !== ''),
    ),
});

function decisionOf(document: JsonValue, one: Request): string {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return evaluatePolicy(parsed.policy, { ...one, context: completeContext(one.context) }).decision;
}
