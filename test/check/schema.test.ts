import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { renderCheckJson } from '../../src/check/contract.ts';
import { ACME, checkTogether, type Given } from './check-offline.ts';
import { configurationOf, deny, inventoryAllow, KEY, keyPolicyOf, policyOf } from './documents.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const schema = JSON.parse(readFileSync(join(ROOT, 'src', 'check', 'check.schema.json'), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const GIVEN: readonly (readonly [string, Given])[] = [
  ['allowed', { policy: policyOf(inventoryAllow()), explain: true }],
  [
    'denied',
    {
      policy: policyOf(deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
      keyPolicy: keyPolicyOf(),
      configuration: configurationOf({}, { SSEKMS: { KeyId: KEY } }),
    },
  ],
  [
    'open',
    { policy: policyOf(inventoryAllow()), case: { ...ACME, sourceAccount: undefined, configurationId: undefined } },
  ],
  [
    'shared',
    {
      delivery: ['cloudtrail', 'guardduty'],
      case: { destinationBucket: 'acme-reports' },
      told: {
        sourceArns: [
          'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
          'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d',
        ],
      },
      policy: policyOf(inventoryAllow()),
    },
  ],
];
const EXAMPLES = GIVEN.map(([name, given]): [string, Fields] => {
  const { reports, remedies } = checkTogether(given);
  return [name, JSON.parse(renderCheckJson(reports, remedies))];
});

type Fields = Readonly<Record<string, unknown>>;

describe('check.schema.json', () => {
  it.each(EXAMPLES)('accepts the %s report', (_, report) => {
    validate(report);
    expect(validate.errors).toBeNull();
  });

  it('accepts the example of the documentation', () => {
    const page = readFileSync(join(ROOT, 'docs', 'check.md'), 'utf8');
    const [example] = [...page.matchAll(/ --format json\n(\{\n {2}"schemaVersion".*?)^```$/gms)].map(
      ([, json]) => json,
    );
    validate(JSON.parse(example ?? 'null'));
    expect(validate.errors).toBeNull();
  });

  it.each(EXAMPLES)('misses every field that is taken out of the %s report', (_, report) => {
    const accepted = membersOf(report).filter(({ parent, key, at }) => {
      const { [key]: removed, ...rest } = parent;
      expect(removed).toBeDefined();
      return validate(at(rest));
    });
    expect(accepted.map(({ path }) => path)).toEqual([]);
  });

  it.each(EXAMPLES)('refuses a value of another type anywhere in the %s report', (_, report) => {
    const accepted = membersOf(report).filter(({ parent, key, at }) => validate(at({ ...parent, [key]: 7.5 })));
    expect(accepted.map(({ path }) => path)).toEqual([]);
  });

  it.each(EXAMPLES)('refuses a field that nobody knows anywhere in the %s report', (_, report) => {
    const objects = new Map(membersOf(report).map((member) => [member.path.replace(/\/[^/]*$/, ''), member]));
    const accepted = [...objects].filter(([, { parent, at }]) => validate(at({ ...parent, unheardOf: null })));
    expect(accepted.map(([path]) => path)).toEqual([]);
  });

  it('refuses requirements in another order, and words outside the lists', () => {
    const [, report] = EXAMPLES[0] ?? ['', {}];
    const requirements = report['requirements'] as Fields[];
    expect(validate({ ...report, requirements: [...requirements].reverse() })).toBe(false);
    expect(validate({ ...report, requirements: requirements.slice(1) })).toBe(false);
    expect(validate({ ...report, decision: 'perhaps' })).toBe(false);
    expect(validate({ ...report, requirements: requirements.with(0, { ...requirements[0], status: 'ok' }) })).toBe(
      false,
    );
  });
});

interface Member {
  readonly path: string;
  readonly key: string;
  readonly parent: Fields;
  readonly at: (parent: unknown) => unknown;
}

/** Every member of every object of the report, mended documents aside, which may hold anything. */
function membersOf(value: unknown, path = '', at: (it: unknown) => unknown = (it) => it): Member[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => membersOf(item, `${path}/${index}`, (it) => at(value.with(index, it))));
  }
  if (typeof value !== 'object' || value === null || path.endsWith('/document')) return [];
  const parent = value as Fields;
  return Object.entries(parent).flatMap(([key, member]) => [
    { path: `${path}/${key}`, key, parent, at },
    ...membersOf(member, `${path}/${key}`, (it) => at({ ...parent, [key]: it })),
  ]);
}
