import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import type { SiblingName } from '../../../src/profile/siblings/siblings.ts';
import { checkTogether, type Given } from '../check-offline.ts';
import { deny, inventoryAllow } from '../documents.ts';
import { DOCUMENTED } from './documented.ts';

const BUCKET = ['arn:aws:s3:::acme-logs', 'arn:aws:s3:::acme-logs/*'];
const SHARED: readonly SiblingName[] = ['cloudtrail', 'config', 'vpc-flow-logs'];

function policy(...more: readonly JsonValue[]): JsonObject {
  const statements = SHARED.flatMap((name) =>
    DOCUMENTED[name].statements.map((one, index) => ({ Sid: `${name.replaceAll('-', '')}${index}`, ...one })),
  );
  return { Version: '2012-10-17', Statement: [...statements, ...more] };
}

function stop(sid: string, condition: JsonObject, changes: JsonObject = {}): JsonObject {
  return deny(sid, condition, { Resource: [...BUCKET], ...changes });
}

function given(document: JsonValue, delivery: Given['delivery'] = SHARED): Given {
  return {
    delivery,
    case: { sourceAccount: '111122223333', destinationAccount: '111122223333', destinationPrefix: '' },
    regions: ['eu-west-1', null],
    told: {
      sourceArns: [DOCUMENTED.cloudtrail.told?.sourceArn ?? ''],
      objectOwnership: 'ObjectWriter',
      recorderRole: 'service-linked',
    },
    policy: document,
  };
}

const decisions = (it: Given) => checkTogether(it).reports.map(({ profile, decision }) => `${profile} ${decision}`);

describe('a policy for several deliveries', () => {
  it('is judged for all that it could be about', () => {
    const all = ['cloudtrail allowed', 'config allowed', 'vpc-flow-logs allowed'];
    expect(decisions(given(policy(), 'all'))).toEqual(all);
    expect(decisions(given(policy()))).toEqual(all);
  });

  it('is judged for S3 Inventory alone where it speaks of nothing else', () => {
    const document = { Version: '2012-10-17', Statement: [inventoryAllow()] };
    const asked = { ...given(document, 'all'), told: {} };
    expect(decisions(asked)).toEqual(['s3-inventory allowed']);
    expect(() => decisions({ ...asked, policy: { Version: '2012-10-17', Statement: [stop('No', {})] } })).toThrow(
      'no statement of the policy names a service that delivers',
    );
  });

  it('is mended for all of them by one policy, and what mends one says whom it leaves stopped', () => {
    const { reports, remedies } = checkTogether(
      given(policy(stop('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }))),
    );
    expect(reports.map(({ decision }) => decision)).toEqual(['denied', 'denied', 'denied']);
    const [trail] = reports;
    expect(trail?.remedy?.warnings.map(({ code }) => code)).toEqual(['delivers-late', 'others-still-stopped']);
    expect(trail?.remedy?.warnings[1]?.message).toContain('config and vpc-flow-logs');
    const [shared] = remedies;
    expect(shared?.bucket).toBe('acme-logs');
    expect(decisions(given(shared?.remedy.document ?? null))).toEqual(SHARED.map((name) => `${name} allowed`));
  });

  it('is mended for one without stopping another', () => {
    const lone = policy(stop('Config', { ArnNotLike: { 'aws:SourceArn': 'arn:aws:config:*:111122223333:*' } }));
    const mended = checkTogether(given(lone)).reports.flatMap(({ profile, remedy }) =>
      remedy === null ? [] : [[profile, decisions(given(remedy.document))] as const],
    );
    expect(mended.map(([profile]) => profile)).toEqual(['cloudtrail', 'vpc-flow-logs']);
    for (const [profile, after] of mended) {
      expect(after).toContain('config allowed');
      expect(after).toContain(`${profile} allowed`);
    }
  });
});

describe('what goes wrong again and again', () => {
  const codes = (document: JsonValue, more: Partial<Given> = {}) => [
    ...new Set(
      checkTogether({ ...given(document), ...more }).reports.flatMap(({ warnings }) =>
        warnings.map(({ code }) => code),
      ),
    ),
  ];
  const services = ['cloudtrail.amazonaws.com', 'config.amazonaws.com', 'delivery.logs.amazonaws.com'];
  const trail = DOCUMENTED.cloudtrail.told?.sourceArn ?? '';

  it.each<readonly [string, JsonObject]>([
    ['deny-spares-one-source', { ArnNotLike: { 'aws:SourceArn': trail } }],
    ['deny-spares-one-source', { StringNotEquals: { 'aws:SourceAccount': '444455556666' } }],
    ['deny-stops-people', { StringNotEqualsIfExists: { 'aws:PrincipalServiceName': services } }],
    ['deny-asleep', { 'ForAnyValue:StringNotEquals': { 'aws:CalledVia': ['cloudtrail.amazonaws.com'] } }],
    ['literal-asterisk', { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111122223333:trail/*' } }],
  ])('%s', (code, condition) => {
    expect(codes(policy())).not.toContain(code);
    expect(codes(policy(stop('Trap', condition)))).toContain(code);
  });

  it('a Deny for all but one source stops the others', () => {
    expect(decisions(given(policy(stop('Trail', { ArnNotLike: { 'aws:SourceArn': trail } }))))).toEqual([
      'cloudtrail allowed',
      'config denied',
      'vpc-flow-logs denied',
    ]);
  });

  it('an exemption of services spares no role', () => {
    const document = policy(stop('Services', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }));
    expect(codes(document)).not.toContain('deny-spares-services-only');
    const custom = { ...given(document).told, recorderRole: 'arn:aws:iam::111122223333:role/recorder' };
    expect(codes(document, { told: custom })).toContain('deny-spares-services-only');
  });

  it('keys of another form are named where they are not let in', () => {
    expect(codes(policy())).toContain('other-keys-not-let-in');
    const wide = {
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: BUCKET[1] ?? '',
    };
    expect(codes(policy(wide))).not.toContain('other-keys-not-let-in');
  });
});
