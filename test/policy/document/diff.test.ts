import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { diffPolicies } from '../../../src/policy/document/diff.ts';
import { DELIVERY_ALLOW, variable } from '../case-files.ts';

const OFFICE: JsonObject = {
  Sid: 'OfficeOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'],
  Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
};

function policy(...statements: JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements };
}

function bare(change: JsonObject): JsonObject {
  return {
    Sid: 'X',
    Effect: 'Allow',
    Principal: { AWS: '111122223333' },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::acme-reports/a',
    ...change,
  };
}

describe('diffPolicies', () => {
  it('shows a new statement', () => {
    expect(diffPolicies(policy(DELIVERY_ALLOW), policy(DELIVERY_ALLOW, OFFICE))).toEqual([
      '+ Deny OfficeOnly: s3:* unless aws:SourceIp is in 203.0.113.0/24',
    ]);
  });

  it('shows a statement that is gone', () => {
    expect(diffPolicies(policy(DELIVERY_ALLOW, OFFICE), policy(OFFICE))).toEqual([
      '- Allow InventoryDelivery: s3:PutObject to s3.amazonaws.com when aws:SourceArn is like arn:aws:s3:::acme-lake and aws:SourceAccount is 111122223333 and s3:x-amz-acl is bucket-owner-full-control',
    ]);
  });

  it('shows a policy that was made or removed', () => {
    expect(diffPolicies(null, policy(OFFICE))).toEqual([
      '+ Deny OfficeOnly: s3:* unless aws:SourceIp is in 203.0.113.0/24',
    ]);
    expect(diffPolicies(policy(OFFICE), null)).toEqual([
      '- Deny OfficeOnly: s3:* unless aws:SourceIp is in 203.0.113.0/24',
    ]);
    expect(diffPolicies(null, null)).toEqual([]);
  });

  it('tells what a policy says where the one before is not known', () => {
    expect(diffPolicies(undefined, policy(OFFICE))).toEqual([
      '? the policy before is not known',
      '= Deny OfficeOnly: s3:* unless aws:SourceIp is in 203.0.113.0/24',
    ]);
    expect(diffPolicies(undefined, null)).toEqual([
      '? the policy before is not known',
      '- there is no policy any more',
    ]);
  });

  it('says when a document cannot be read', () => {
    expect(diffPolicies({ Statement: [{}] }, policy(OFFICE))).toEqual([
      '! the policy before cannot be read: Statement[0].Effect is missing',
    ]);
    expect(diffPolicies(undefined, 'x')).toEqual([
      '? the policy before is not known',
      '! the policy after cannot be read: the document is not JSON (line 1, column 1)',
    ]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['a list of one and its member', bare({ Action: 's3:GetObject' }), bare({ Action: ['s3:GetObject'] })],
    [
      'the order of a list',
      bare({ Action: ['s3:GetObject', 's3:PutObject'] }),
      bare({ Action: ['s3:PutObject', 's3:GetObject'] }),
    ],
    ['a value listed twice', bare({ Action: ['s3:GetObject', 's3:GetObject'] }), bare({})],
    ['the case of actions', bare({ Action: 'S3:getobject' }), bare({})],
    [
      'the case of condition keys',
      bare({ Condition: { StringEquals: { 'AWS:SOURCEVPC': 'vpc-1' } } }),
      bare({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
    ],
    [
      'the case of operators',
      bare({ Condition: { stringequals: { 'aws:SourceVpc': 'vpc-1' } } }),
      bare({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
    ],
    ['an account id and its root', bare({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }), bare({})],
    [
      'a boolean and its word',
      bare({ Condition: { Bool: { 'aws:SecureTransport': true } } }),
      bare({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
    [
      'ArnEquals and ArnLike',
      bare({ Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::a*' } } }),
      bare({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::a*' } } }),
    ],
    [
      'StringLike without wildcards and StringEquals',
      bare({ Condition: { StringLike: { 'aws:SourceVpc': 'vpc-1' } } }),
      bare({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
    ],
    [
      'an address and its /32',
      bare({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.1/32' } } }),
      bare({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.1' } } }),
    ],
    [
      'host bits of a network',
      bare({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.77/24' } } }),
      bare({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
    ],
    ['an empty Condition and none', bare({ Condition: {} }), bare({})],
    ['the Sid alone', bare({ Sid: 'Renamed' }), bare({})],
    ['a single statement and a list', bare({}), bare({})],
  ])('takes as no change: %s', (_, before, after) => {
    expect(diffPolicies(policy(before), policy(after))).toEqual([]);
    expect(diffPolicies({ Version: '2012-10-17', Statement: before }, policy(after))).toEqual([]);
  });

  it('takes the order of statements and the formatting as no change', () => {
    expect(
      diffPolicies(policy(OFFICE, DELIVERY_ALLOW), JSON.stringify(policy(DELIVERY_ALLOW, OFFICE), null, 4)),
    ).toEqual([]);
  });

  it.each<[string, JsonObject, string[]]>([
    ['an action', { Action: ['s3:Put*', 's3:GetObject'] }, ['~ Allow X: actions: + s3:Put*']],
    [
      'a resource',
      { Resource: 'arn:aws:s3:::acme-reports/b' },
      ['~ Allow X: resources: - acme-reports/a, + acme-reports/b'],
    ],
    [
      'a principal',
      { Principal: { Service: 's3.amazonaws.com' } },
      ['~ Allow X: principals: - 111122223333, + s3.amazonaws.com'],
    ],
    [
      'a condition',
      { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
      ['~ Allow X: + when aws:SourceVpc is vpc-1'],
    ],
    [
      'Action for NotAction',
      { Action: undefined, NotAction: 's3:GetObject' },
      ['~ Allow X: actions were s3:GetObject, are now all except s3:GetObject'],
    ],
    [
      'the case of a resource',
      { Resource: 'arn:aws:s3:::acme-reports/A' },
      ['~ Allow X: resources: - acme-reports/a, + acme-reports/A'],
    ],
    [
      'the effect',
      { Effect: 'Deny' },
      [
        '- Allow X: s3:GetObject on acme-reports/a to 111122223333',
        '+ Deny X: s3:GetObject on acme-reports/a for 111122223333',
      ],
    ],
    [
      'several parts',
      { Action: 's3:PutObject', Condition: { Null: { 'aws:SourceVpc': 'true' } } },
      ['~ Allow X: actions: - s3:GetObject, + s3:PutObject', '~ Allow X: + when aws:SourceVpc is missing'],
    ],
  ])('shows a change of %s', (_, change, lines) => {
    const after = JSON.parse(JSON.stringify(bare(change))) as JsonObject;
    expect(diffPolicies(policy(bare({})), policy(after))).toEqual(lines);
  });

  it('shows the values of a condition that came and went', () => {
    const before = bare({ Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] } } });
    const after = bare({ Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '10.0.0.0/8'] } } });
    expect(diffPolicies(policy(before), policy(after))).toEqual([
      '~ Allow X: aws:SourceIp (NotIpAddress): - 192.0.2.0/24, + 10.0.0.0/8',
    ]);
    expect(diffPolicies(policy(before), policy(bare({})))).toEqual([
      '~ Allow X: - unless aws:SourceIp is in 192.0.2.0/24 or 203.0.113.0/24',
    ]);
  });

  it('pairs statements by Sid before content', () => {
    const moved = [bare({ Sid: 'A', Action: 's3:GetObject' }), bare({ Sid: 'B', Action: 's3:PutObject' })];
    const swapped = [bare({ Sid: 'B', Action: 's3:GetObject' }), bare({ Sid: 'A', Action: 's3:PutObject' })];
    expect(diffPolicies(policy(...moved), policy(...swapped))).toEqual([
      '~ Allow B: actions: - s3:PutObject, + s3:GetObject',
      '~ Allow A: actions: - s3:GetObject, + s3:PutObject',
    ]);
  });

  it('keeps two statements of one Sid apart', () => {
    const twice = [bare({ Action: 's3:GetObject' }), bare({ Action: 's3:PutObject' })];
    expect(diffPolicies(policy(...twice), policy(...[...twice].reverse()))).toEqual([]);
    expect(diffPolicies(policy(...twice), policy(bare({ Action: 's3:PutObject' })))).toEqual([
      '- Allow X: s3:GetObject on acme-reports/a to 111122223333',
    ]);
  });

  it('names statements without a Sid by their place', () => {
    const statement = { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: '*' };
    expect(diffPolicies(policy(), policy(OFFICE, statement))[1]).toBe('+ Deny (statement 2): s3:DeleteObject');
  });

  it('sets a Sid with spaces apart from its effect', () => {
    const statement = { Sid: 'Allow S3 to use the key', Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject' };
    const [line] = diffPolicies(policy(), policy({ ...statement, Resource: 'arn:aws:s3:::acme-reports' }));
    expect(line).toMatch(/^\+ Deny "Allow S3 to use the key": s3:DeleteObject/);
  });

  it('shows a version only where variables change their meaning', () => {
    const plain = { Version: '2008-10-17', Statement: [OFFICE] };
    expect(diffPolicies(plain, policy(OFFICE))).toEqual([]);
    const home = bare({ Resource: `arn:aws:s3:::acme-reports/${variable('aws:username')}` });
    expect(diffPolicies({ Version: '2008-10-17', Statement: [home] }, policy(home))).toEqual([
      '~ Version 2008-10-17 is now 2012-10-17: variables are resolved',
    ]);
  });

  it('lets no control character of a policy through', () => {
    const lines = diffPolicies(null, policy({ ...OFFICE, Sid: '\u001b[31mred\u202e', Action: 's3:\u0007*' }));
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
