import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { SIBLINGS, type SiblingName } from '../../../src/profile/siblings/siblings.ts';
import { checkGiven, type Given } from '../check-offline.ts';
import { DOCUMENTED } from './documented.ts';

/** Of somebody else, since a policy has a statement. */
const EMPTY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '999900001111' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme-logs/*',
    },
  ],
};

const NAMES = Object.keys(SIBLINGS) as SiblingName[];

/** Changes of the documented policy, one at a time, and what they are answered with. */
const MUTATIONS: Readonly<Record<string, { change(statements: readonly JsonObject[], bucket: string): JsonValue[] }>> =
  {
    documented: { change: (statements) => [...statements] },
    'another account': { change: (statements) => inConditions(statements, '111122223333', '444455556666') },
    'another source': {
      change: (statements) =>
        inSourceArns(statements, (arn) => arn.replace(/:::.*|[^:]+$/, (end) => `${end.replace('*', '')}-x`)),
    },
    'no write': { change: (statements) => statements.filter(({ Action }) => Action !== 's3:PutObject') },
    'no check of the bucket': { change: (statements) => statements.filter(({ Action }) => Action === 's3:PutObject') },
    'a narrower prefix': {
      change: (statements) =>
        statements.map((one) =>
          one['Action'] === 's3:PutObject'
            ? { ...one, Resource: String(one['Resource']).replace(/\*$/, 'elsewhere/*') }
            : one,
        ),
    },
    'a Deny by IP': denying({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    'a Deny by VPC endpoint': denying({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }),
    'a Deny by organization': denying({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    'a Deny by the organization of the source': denying({ StringNotEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }),
    'a Deny by TLS': denying({ NumericLessThan: { 's3:TlsVersion': '1.2' } }),
    'a Deny of all': denying(undefined),
    'a Deny without the ACL': denying(
      { StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      's3:PutObject',
    ),
  };

const EXPECTED: Readonly<Record<string, string>> = {
  documented: 'allowed',
  'another account': 'denied aws:SourceAccount',
  'another source': 'denied aws:SourceArn',
  'no write': 'denied',
  'no check of the bucket': 'depends',
  'a narrower prefix': 'denied',
  'a Deny by IP': 'denied aws:SourceIp',
  'a Deny by VPC endpoint': 'denied aws:SourceVpce',
  'a Deny by organization': 'denied aws:PrincipalOrgID',
  'a Deny by the organization of the source': 'depends aws:SourceOrgID',
  'a Deny by TLS': 'allowed',
  'a Deny of all': 'denied',
  'a Deny without the ACL': 'allowed',
};

function denying(Condition: JsonObject | undefined, Action = 's3:*') {
  return {
    change: (statements: readonly JsonObject[], bucket: string): JsonValue[] => [
      ...statements,
      {
        Sid: 'No',
        Effect: 'Deny',
        Principal: '*',
        Action,
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        ...(Condition === undefined ? {} : { Condition }),
      },
    ],
  };
}

function inConditions(statements: readonly JsonObject[], from: string, to: string): JsonValue[] {
  return statements.map(({ Condition, ...one }) =>
    Condition === undefined ? one : { ...one, Condition: JSON.parse(JSON.stringify(Condition).replaceAll(from, to)) },
  );
}

function inSourceArns(statements: readonly JsonObject[], change: (arn: string) => string): JsonValue[] {
  const text = JSON.stringify(statements);
  return JSON.parse(text.replace(/"aws:SourceArn":"([^"]+)"/g, (_, arn: string) => `"aws:SourceArn":"${change(arn)}"`));
}

function given(name: SiblingName, statements: readonly JsonValue[]): Given {
  const { told = {}, bucket = 'acme-logs' } = DOCUMENTED[name];
  return {
    delivery: name,
    case: {
      destinationBucket: bucket,
      destinationPrefix: '',
      sourceAccount: '111122223333',
      destinationAccount: '111122223333',
      ...(told.configurationId === undefined ? {} : { configurationId: told.configurationId }),
      ...(told.sourceBucket === undefined ? {} : { sourceBucket: told.sourceBucket }),
    },
    regions: ['eu-west-1', 'eu-west-1'],
    told: {
      sourceArns: told.sourceArn === undefined ? [] : [told.sourceArn],
      objectOwnership: told.objectOwnership ?? null,
      recorderRole: told.recorderRole ?? null,
    },
    policy: { Version: '2012-10-17', Statement: [...statements] },
  };
}

describe.each(NAMES)('%s', (name) => {
  const { statements, bucket = 'acme-logs', answers = {} } = DOCUMENTED[name];
  const cases = Object.entries(MUTATIONS).filter(
    ([mutation, { change }]) =>
      mutation === 'documented' || JSON.stringify(change(statements, bucket)) !== JSON.stringify(statements),
  );

  it('is mended into what lets it in, where the page says how', () => {
    const report = checkGiven({ ...given(name, []), policy: EMPTY });
    if (report.remedy === null) {
      expect(name).toBe('elb-access-logs');
      return;
    }
    const mended = checkGiven({ ...given(name, []), policy: report.remedy.document });
    expect(mended.decision).toBe('allowed');
    const stopped = checkGiven(given(name, MUTATIONS['a Deny by IP']?.change(statements, bucket) ?? []));
    expect(checkGiven({ ...given(name, []), policy: stopped.remedy?.document ?? null }).decision).toBe('allowed');
  });

  it.each(cases)('%s', (mutation, { change }) => {
    const report = checkGiven(given(name, change(statements, bucket)));
    const [decision, key] = (answers[mutation] ?? EXPECTED[mutation] ?? '').split(' ');
    const shown =
      report.decision === 'depends' ? report.unknownKeys : report.requirements.flatMap((one) => one.conditionKeys);
    expect(`${report.decision} ${report.summary}`).toMatch(new RegExp(`^${decision} `));
    if (key !== undefined) expect(shown).toContain(key);
    expect(report.profile).toBe(name);
  });
});
