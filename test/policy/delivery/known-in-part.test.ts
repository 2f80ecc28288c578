import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { evaluateDelivery } from '../../../src/policy/delivery/delivery.ts';
import type { DeliveryTarget } from '../../../src/policy/delivery/delivery-target.ts';
import { CLOUDTRAIL } from '../../../src/profile/siblings/cloudtrail.ts';

const ANY: DeliveryTarget = {
  profile: CLOUDTRAIL,
  sourceBucket: '',
  sourceAccount: '111122223333',
  destinationBucket: 'acme-logs',
  destinationPrefix: '',
  configurationId: 'any',
  encryption: null,
  keyArn: null,
};

const ALLOW = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:*', Resource: '*' };

function policy(...conditions: readonly (readonly ['Allow' | 'Deny', string, string | string[]])[]): JsonObject {
  const statements = conditions.map(([Effect, operator, value]) => ({
    ...ALLOW,
    Effect,
    ...(Effect === 'Deny' ? { Principal: '*' } : {}),
    Condition: { [operator]: { 'aws:SourceArn': value } },
  }));
  const isAllowed = conditions.some(([effect]) => effect === 'Allow');
  return { Version: '2012-10-17', Statement: [...(isAllowed ? [] : [ALLOW]), ...statements] };
}

const state = (document: JsonObject, target = ANY) => evaluateDelivery(document, target).state;
const trail = (name: string, region = 'eu-west-1', account = '111122223333') =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

describe('a source of which only a part is known', () => {
  it.each<readonly [string, string | string[], string, string]>([
    ['StringEquals', trail('main'), 'depends', 'depends'],
    ['ArnLike', trail('*', '*'), 'allowed', 'denied'],
    ['ArnLike', trail('*'), 'depends', 'depends'],
    ['ArnLike', trail('*', '*', '444455556666'), 'denied', 'allowed'],
    ['StringLike', 'arn:aws:cloudtrail:*', 'allowed', 'denied'],
    ['StringLike', [trail('a*', '*'), trail('b*', '*')], 'depends', 'depends'],
    ['ArnLike', 'arn:aws:s3:::acme-lake', 'denied', 'allowed'],
    ['ArnNotLike', 'arn:aws:s3:::acme-lake', 'allowed', 'denied'],
    ['StringNotEquals', trail('main'), 'depends', 'depends'],
    ['ArnNotLike', trail('*', '*'), 'denied', 'allowed'],
  ])('%s %s: an Allow is %s, a Deny leaves it %s', (operator, value, allowed, denied) => {
    expect(state(policy(['Allow', operator, value]))).toBe(allowed);
    expect(state(policy(['Deny', operator, value]))).toBe(denied);
  });

  it('is answered for certain only where every such source is answered alike', () => {
    const name = fc.stringMatching(/^[ab]{1,3}$/);
    const region = fc.constantFrom('eu-west-1', 'us-east-1');
    const account = fc.constantFrom('111122223333', '444455556666', '*');
    const pattern = fc
      .tuple(fc.constantFrom('*', 'a*', '*b', 'a?', 'main', 'ab'), fc.constantFrom('*', 'eu-*', 'us-east-1'), account)
      .map(([end, where, whose]) => trail(end, where, whose));
    const operator = fc.constantFrom('ArnLike', 'ArnNotLike', 'StringLike', 'StringNotLike', 'StringEquals');
    const statement = fc.tuple(fc.constantFrom('Allow' as const, 'Deny' as const), operator, pattern);
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), name, region, (statements, end, where) => {
        const document = policy(...statements);
        const answer = state(document);
        const one = state(document, { ...ANY, sourceArn: trail(end, where) });
        return answer === 'depends' || answer === one;
      }),
      { numRuns: 150 },
    );
  });
});
