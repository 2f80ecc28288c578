import { describe, expect, it } from 'vitest';
import { evaluateDelivery } from '../../src/policy/delivery/delivery.ts';
import { completeContext, parseContextOverrides } from '../../src/policy/document/context.ts';
import { parsePolicy } from '../../src/policy/document/parse.ts';
import { DELIVERY_ALLOW, TARGET } from './case-files.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { policy } from './generators.ts';

describe('parseContextOverrides', () => {
  it('reads values, lists, absence and the unknown', () => {
    const parsed = parseContextOverrides([
      'aws:SourceOrgID=o-abc',
      'aws:TagKeys=a',
      'AWS:tagkeys=b=c',
      'aws:SourceIp=',
      'aws:userid=?',
    ]);
    expect(parsed.ok && [...parsed.overrides]).toEqual([
      ['aws:sourceorgid', ['o-abc']],
      ['aws:tagkeys', ['a', 'b=c']],
      ['aws:sourceip', 'absent'],
      ['aws:userid', 'unknown'],
    ]);
  });

  it.each([
    ['aws:SourceIp'],
    ['=x'],
    ['SourceIp=1'],
    [' =1'],
    ['aws:SourceIp=', 'aws:SourceIp=1'],
    ['aws:SourceIp=1', 'aws:SourceIp=?'],
  ])('refuses %j', (...texts) => {
    expect(parseContextOverrides(texts).ok).toBe(false);
  });
});

describe('evaluatePolicy', () => {
  const document = policy([
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/team' },
      Action: 's3:GetObject',
      Resource: '*',
    },
    { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: '*' },
    {
      Effect: 'Deny',
      NotPrincipal: { AWS: ['arn:aws:iam::111122223333:root', '444455556666'] },
      Action: 's3:*',
      Resource: '*',
    },
  ]);
  const ask = (arn: string, accountId: string, sessionArn: string | null = null): string => {
    const parsed = parsePolicy(document);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const principal = { kind: 'iam' as const, arn, accountId, sessionArn };
    return evaluatePolicy(parsed.policy, {
      principal,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::acme-reports/x',
      context: completeContext([]),
    }).decision;
  };

  it.each([
    ['a role that is named', 'arn:aws:iam::111122223333:role/team', '111122223333', 'allowed'],
    ['another role of its account', 'arn:aws:iam::111122223333:role/other', '111122223333', 'implicit-deny'],
    ['anyone in an account that is named', 'arn:aws:iam::444455556666:user/ann', '444455556666', 'allowed'],
    ['anyone in an account that is not spared', 'arn:aws:iam::999900001111:user/bob', '999900001111', 'explicit-deny'],
  ])('answers for %s', (_, arn, account, decision) => {
    expect(ask(arn, account)).toBe(decision);
  });
});

describe('evaluateDelivery', () => {
  it('gives the same answer for the same document each time', () => {
    const document = policy([DELIVERY_ALLOW]);
    expect(evaluateDelivery(document, TARGET)).toEqual(evaluateDelivery(document, TARGET));
    expect(evaluateDelivery(document, { ...TARGET, sourceBucket: 'other' }).state).toBe('denied');
    expect(evaluateDelivery(document, { ...TARGET, destinationBucket: 'other' }).state).toBe('denied');
  });
});
