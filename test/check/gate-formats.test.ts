import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/contract.ts';
import { renderCheckGithub } from '../../src/check/github.ts';
import { renderCheckSarif } from '../../src/check/sarif.ts';
import { readTerraformPlan } from '../../src/check/terraform/read-plan.ts';
import { anyText } from '../any-text.ts';
import { checkAll } from './check-offline.ts';
import { configurationOf, deny, inventoryAllow, KEY, policyOf } from './documents.ts';
import { inventoryValues, planOf, policyValues, resource } from './terraform/plans.ts';

/**
 * The published schema, minified, from npm's @microsoft/jest-sarif 1.0.0-beta.0 (MIT), as
 * https://raw.githubusercontent.com/schemastore/schemastore/master/src/schemas/json/sarif-2.1.0-rtm.5.json has it.
 */
const { $schema, id, ...schema } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'sarif-2.1.0-rtm.5.schema.json'), 'utf8'),
);
// Draft 4 and draft 7 differ in nothing that this schema uses but the names of these two members.
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
        readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
      }[];
    }[];
  }[];
}

function sarifOf(reports: readonly CheckReport[]): Sarif {
  const log = JSON.parse(renderCheckSarif(reports, '1.2.3'));
  validate(log);
  expect(validate.errors).toBeNull();
  return log;
}

function planReports(name: string): readonly CheckReport[] {
  const office = deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } });
  const plan = planOf({
    resources: [
      resource('aws_s3_bucket_inventory.daily', inventoryValues()),
      resource('module.logs.aws_s3_bucket_inventory.weekly', inventoryValues({ name: 'weekly', enabled: false })),
      resource('aws_s3_bucket_policy.reports', policyValues(policyOf(inventoryAllow(), office))),
    ],
  });
  const code = readTerraformPlan({ name, text: JSON.stringify(plan) });
  return checkAll({ case: { sourceAccount: '111122223333' }, code });
}

const ORGANIZATION = deny('Own', { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-abc' } });

describe('SARIF', () => {
  it('has a result for each requirement that fails, with the file and the resource', () => {
    const { results } = sarifOf(planReports('infra/plan.json')).runs[0] ?? { results: [] };
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['no-deny-applies', 'error'],
      ['no-deny-applies', 'error'],
      ['configuration-enabled', 'error'],
    ]);
    expect(results.map(({ locations }) => locations)).toMatchObject(
      [
        'aws_s3_bucket_policy.reports',
        'aws_s3_bucket_policy.reports',
        'module.logs.aws_s3_bucket_inventory.weekly',
      ].map((fullyQualifiedName) => [
        {
          physicalLocation: { artifactLocation: { uri: 'infra/plan.json' }, region: { startLine: 1 } },
          logicalLocations: [{ fullyQualifiedName, kind: 'resource' }],
        },
      ]),
    );
    expect(results[0]?.message.text).toMatch(
      /^Delivery from acme-lake to acme-reports: Deny "Office" of the bucket policy stops .* To mend it: spare deliveries from acme-lake in Deny "Office"\.$/,
    );
  });

  it('has a warning for what a delivery depends on, and nothing for one that is allowed', () => {
    const depends = sarifOf(checkAll({ policy: policyOf(inventoryAllow(), ORGANIZATION) }));
    expect(depends.runs[0]?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['no-deny-applies', 'warning'],
    ]);
    const allowed = sarifOf(
      checkAll({ policy: policyOf(inventoryAllow()), configuration: configurationOf({}, { SSEKMS: { KeyId: KEY } }) }),
    );
    expect(allowed.runs[0]?.results).toEqual([]);
  });

  it('has a place only where an input holds it', () => {
    const [first] = sarifOf(checkAll({ noPolicy: true })).runs[0]?.results ?? [];
    expect(first?.locations).toEqual([]);
    const [shown] = sarifOf(checkAll({ noPolicy: true, configuration: configurationOf() })).runs[0]?.results ?? [];
    expect(shown?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('configuration.json');
  });

  it('is valid whatever the names are', () => {
    fc.assert(
      fc.property(anyText(), (name) => {
        for (const { locations } of sarifOf(planReports(name)).runs[0]?.results ?? []) {
          const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? '';
          expect(new URL(uri, 'https://example.com/').href).not.toContain('#');
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('annotations for GitHub', () => {
  it('are errors at the file, a line each', () => {
    const lines = renderCheckGithub(planReports('plan.json')).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /^::error file=plan\.json,line=1,title=Delivery from acme-lake to acme-reports%3A no-deny-applies::aws_s3_bucket_policy\.reports: Deny "Office" of the bucket policy /,
    );
  });

  it('warn of what a delivery depends on, and note one that is allowed', () => {
    const depends = renderCheckGithub(checkAll({ policy: policyOf(inventoryAllow(), ORGANIZATION) }));
    expect(depends).toMatch(/^::warning file=policy\.json,line=1,title=/);
    const allowed = renderCheckGithub(checkAll({ policy: policyOf(inventoryAllow()) }));
    expect(allowed).toMatch(/^::notice title=Delivery from acme-lake to acme-reports::Allowed: /);
  });

  it('never let foreign text begin a command', () => {
    fc.assert(
      fc.property(anyText(), (name) => {
        const text = renderCheckGithub(planReports(`${name}\n::error::`));
        expect(text.trimEnd().split('\n')).toHaveLength(3);
        expect(text).not.toContain('\r');
        expect(text.match(/^::/gm)).toHaveLength(3);
      }),
      { numRuns: 20 },
    );
  });
});
