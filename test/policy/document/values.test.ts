import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { namedDeliveries } from '../../../src/policy/delivery/named-deliveries.ts';
import { partitionInPolicy } from '../../../src/policy/delivery/partition-in-policy.ts';
import { parseAddress } from '../../../src/policy/document/cidr.ts';
import { isDocumented } from '../../../src/policy/document/condition-keys.ts';
import { completeContext } from '../../../src/policy/document/context.ts';
import { findDuplicateMember } from '../../../src/policy/document/duplicate-members.ts';
import { normalizeBase64, parseMoment } from '../../../src/policy/document/literals.ts';
import { parsePolicy } from '../../../src/policy/document/parse.ts';
import { allOf, anyOf, negate, type Tri } from '../../../src/policy/document/tri.ts';
import { listValues, predicate } from '../../../src/policy/document/wording.ts';
import { misnamedAllow } from '../../../src/policy/evaluate/cause.ts';
import { INVENTORY_PROFILE } from '../../../src/profile/inventory/inventory.ts';

describe('a moment', () => {
  it.each([
    ['2026', '2026-01-01T00:00:00.000Z'],
    ['2026-02', '2026-02-01T00:00:00.000Z'],
    ['2026-02-03', '2026-02-03T00:00:00.000Z'],
    ['2026-02-03T04:05Z', '2026-02-03T04:05:00.000Z'],
    ['2026-02-03T04:05:06.789Z', '2026-02-03T04:05:06.789Z'],
    ['2026-02-03T04:05:06+05:30', '2026-02-02T22:35:06.000Z'],
    ['2026-02-03T04:05:06-03:45', '2026-02-03T07:50:06.000Z'],
    ['1770091506', '2026-02-03T04:05:06.000Z'],
    ['1770091506.5', '2026-02-03T04:05:06.500Z'],
    ['2026-02-30', null],
    ['2026-02-03T24:05Z', null],
    ['2026-02-03T04:05', null],
    ['123', null],
    ['tomorrow', null],
  ])('%s is %s', (text, time) => {
    const moment = parseMoment(text);
    expect(moment === null ? null : new Date(moment).toISOString()).toBe(time);
  });
});

it.each([
  ['aGk=', 'aGk'],
  ['aGk', 'aGk'],
  ['', ''],
  ['aGkxx', null],
  ['a-k=', null],
])('%s as base64 is %s', (text, bare) => {
  expect(normalizeBase64(text)).toBe(bare);
});

describe('an address', () => {
  it.each([
    ['1:2:3:4:5:6:7:8', true],
    ['1::8', true],
    ['1:2:3:4:5:6:7::', true],
    ['::2:3:4:5:6:7:8', true],
    ['::', true],
    ['::ffff:10.0.0.1', true],
    ['1:2:3:4:5:6:7', false],
    ['1:2:3:4::5:6:7:8', false],
    ['1::2::3', false],
    ['10.0.0.1::', false],
    ['12345::', false],
  ])('%s is one of version 6: %s', (text, isOne) => {
    expect(parseAddress(text) !== null).toBe(isOne);
  });
});

describe('a member that is named twice', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":{"b":1,"b":2}}', 'a.b'],
    ['{"a":[{"b":1},{"b":1,"b":2}]}', 'a[1].b'],
    ['{"a":[[1],[2,{"x":0,"x":0}]]}', 'a[1][1].x'],
    ['{"\\u0061":1,"a":2}', 'a'],
    ['{"a\\"b":1,"a\\"b":2}', 'a"b'],
    ['{"a":"a","b":"a"}', null],
    ['{"a":["a","a"]}', null],
    ['{"a":{"a":1},"b":{"a":1}}', null],
    ['{"a":"}","b":1}', null],
    ['"x"', null],
  ])('in %s is %s', (json, path) => {
    expect(findDuplicateMember(json)).toBe(path);
  });
});

it('nesting is counted by what is open at a time', () => {
  const beside = `{"Statement":[${Array.from({ length: 40 }, () => '{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}').join(',')}]}`;
  expect(parsePolicy(beside).ok).toBe(true);
  const inText = `{"Id":"${'['.repeat(40)}","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}`;
  expect(parsePolicy(inText).ok).toBe(true);
  const deep = `{"Statement":${'['.repeat(32)}${']'.repeat(32)}}`;
  const parsed = parsePolicy(deep);
  expect(parsed.ok ? '' : parsed.problem.message).toMatch(/deep/);
});

it.each([
  [[], 'nothing'],
  [['a'], 'a'],
  [[''], '""'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
  [['a', 'b', 'c', 'd'], 'a, b, c or one of 1 more'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c or one of 2 more'],
])('%j in a sentence is %s', (values, words) => {
  expect(listValues(values)).toBe(words);
});

it('a key is documented by itself, or by its family', () => {
  const keys = ['AWS:SourceArn', 's3:x-amz-acl', 'aws:PrincipalTag/team', 'aws:Invented', 'x'];
  expect(keys.map(isDocumented)).toEqual([true, true, true, false, false]);
});

const allow = (of: JsonObject = {}): JsonValue => ({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::acme-reports/*',
    ...of,
  },
});

describe('the partition of a policy', () => {
  it.each([
    [allow(), 'aws'],
    [allow({ Resource: ['arn:aws-cn:s3:::a', 'arn:aws-cn:s3:::b/*', '*'] }), 'aws-cn'],
    [allow({ Resource: ['arn:aws-cn:s3:::a', 'arn:aws:s3:::b'] }), null],
    [allow({ Resource: ['*', 'arn:*:s3:::a'] }), null],
    ['no policy', null],
  ])('%#', (document, partition) => {
    expect(partitionInPolicy(document)).toBe(partition);
  });
});

describe('the deliveries that a policy speaks of', () => {
  const conditioned = (operator: string, of: JsonObject) => allow({ Condition: { [operator]: of } });
  it.each([
    ['by what it lets write', allow(), [['acme-reports'], [], [], []]],
    [
      'by the folder',
      allow({ Resource: ['arn:aws:s3:::acme-reports/inv/*', 'arn:aws:s3:::acme-reports/i?v/*'] }),
      [['acme-reports'], ['inv'], [], []],
    ],
    [
      'by the source',
      conditioned('ArnLike', { 'aws:SourceArn': ['arn:aws:s3:::acme-lake', 'arn:aws:s3:::acme-*'] }),
      [['acme-reports'], [], ['acme-lake'], []],
    ],
    [
      'by the account',
      conditioned('StringEquals', { 'aws:SourceAccount': ['111122223333', 'mine'] }),
      [['acme-reports'], [], [], ['111122223333']],
    ],
    [
      'not by what it is not for',
      conditioned('StringNotEquals', { 'aws:SourceAccount': '111122223333' }),
      [['acme-reports'], [], [], []],
    ],
    [
      'not by all but some',
      allow({ Resource: undefined as unknown as JsonValue, NotResource: 'arn:aws:s3:::acme-reports' }),
      [[], [], [], []],
    ],
  ])('%s', (_, document, named) => {
    const told = namedDeliveries(INVENTORY_PROFILE, JSON.parse(JSON.stringify(document)));
    expect(
      told.map(({ buckets, folders, sourceBuckets, sourceAccounts }) => [
        buckets,
        folders,
        sourceBuckets,
        sourceAccounts,
      ]),
    ).toEqual([named]);
  });

  it.each([
    ['a Deny', allow({ Effect: 'Deny' })],
    ['everybody', allow({ Principal: '*' })],
    ['reading', allow({ Action: 's3:GetObject' })],
    ['no policy', 'x'],
  ])('are none for %s', (_, document) => {
    expect(namedDeliveries(INVENTORY_PROFILE, document)).toEqual([]);
  });
});

describe('an Allow that seems to be meant for S3, and does not name it', () => {
  const request = {
    principal: { kind: 'service', name: 's3.amazonaws.com' },
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::acme-reports/x',
    context: completeContext([]),
  } as const;
  function isMeant(of: JsonObject): boolean {
    const parsed = parsePolicy(allow(of));
    if (!parsed.ok) throw new RangeError(parsed.problem.message);
    return misnamedAllow(parsed.policy, request) !== null;
  }
  const ROOT = { AWS: 'arn:aws:iam::111122223333:root' };
  it.each([
    ['another form of the service', { Principal: { Service: 'inventory.s3.amazonaws.com' } }, true],
    ['another service', { Principal: { Service: 'logging.amazonaws.com' } }, false],
    ['an account, for just this', { Principal: ROOT }, true],
    ['an account, for just this in other letters', { Principal: ROOT, Action: 'S3:putobject' }, true],
    ['an account, for more', { Principal: ROOT, Action: ['s3:PutObject', 's3:GetObject'] }, false],
    [
      'an account, for more, from the source',
      { Principal: ROOT, Action: 's3:*', Condition: { StringEquals: { 'aws:SourceAccount': '1' } } },
      true,
    ],
    ['everybody, for just this', { Principal: { AWS: '*' } }, false],
    ['an account, for something else', { Principal: ROOT, Action: 's3:GetObject' }, false],
    ['an account, elsewhere', { Principal: ROOT, Resource: 'arn:aws:s3:::acme-other/*' }, false],
    ['a Deny', { Effect: 'Deny', Principal: { Service: 'inventory.s3.amazonaws.com' } }, false],
  ])('%s: %s', (_, of, meant) => {
    expect(isMeant(of)).toBe(meant);
  });
});

describe('answers of several', () => {
  it.each<[string, Tri, Tri]>([
    ['', 'yes', 'no'],
    ['y', 'yes', 'yes'],
    ['n', 'no', 'no'],
    ['u', 'unknown', 'unknown'],
    ['yn', 'no', 'yes'],
    ['yu', 'unknown', 'yes'],
    ['uy', 'unknown', 'yes'],
    ['nu', 'no', 'unknown'],
    ['un', 'no', 'unknown'],
    ['uun', 'no', 'unknown'],
  ])('"%s": all %s, any %s', (letters, all, any) => {
    const answers = [...letters].map((letter): Tri => (letter === 'y' ? 'yes' : letter === 'n' ? 'no' : 'unknown'));
    expect([allOf(answers), anyOf(answers)]).toEqual([all, any]);
    // What is not known stays so.
    expect(negate(allOf(answers.map(negate)))).toBe(any);
  });
});

describe('what a condition asks, in words', () => {
  it.each([
    ['StringEquals', 'x', 'is x'],
    ['StringNotEqualsIgnoreCase', 'x', 'is not (in any case) x', 'is (in any case) x'],
    ['StringLike', 'x*', 'is like x*'],
    ['StringNotLike', 'x*', 'is not like x*', 'is like x*'],
    ['NumericLessThan', '3', 'is less than 3'],
    ['NumericNotEquals', '3', 'is not 3', 'is 3'],
    ['DateNotEquals', '2026-02-03', 'is not 2026-02-03', 'is 2026-02-03'],
    ['Bool', 'true', 'is true'],
    ['BinaryEquals', 'QQ==', 'is QQ=='],
    ['NotIpAddress', '10.0.0.0/8', 'is not in 10.0.0.0/8', 'is in 10.0.0.0/8'],
    ['ArnNotLike', 'arn:x', 'is not like arn:x', 'is like arn:x'],
    ['Null', 'true', 'is missing', 'is there'],
  ])('%s %s', (operator, value, asks, spares?: string) => {
    const parsed = parsePolicy(
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: { [operator]: { k: value } },
        },
      },
      'bucket',
    );
    const condition = parsed.ok ? parsed.policy.statements[0]?.conditions[0] : undefined;
    if (condition === undefined) throw new RangeError('the statement has a condition');
    expect(predicate(condition)).toBe(asks);
    if (spares !== undefined) expect(predicate(condition, true)).toBe(spares);
  });
});
