import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCloudFormationTemplates } from '../../src/check/cloudformation/read-template.ts';
import { readTerraformPlan } from '../../src/check/terraform/read-plan.ts';
import { renderCheckText } from '../../src/check/text.ts';
import { ForensicsError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import { evaluateDelivery } from '../../src/policy/delivery/delivery.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { runs } from '../property-runs.ts';
import { ACME, checkAll, checkGiven, statusesOf } from './check-offline.ts';
import { inventoryAllow, policyOf } from './documents.ts';

const condition = fc.constantFrom<JsonObject>(
  {},
  { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  { StringNotEquals: { 'aws:SourceAccount': '111122223333' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' } },
  { ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-*' } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringEquals: { 'aws:SourceOrgID': 'o-abc' } },
  { StringNotEquals: { 'aws:SourceOrgID': 'o-abc' } },
  { Null: { 's3:x-amz-server-side-encryption': 'true' } },
  { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
  { StringSounds: { 'aws:SourceAccount': 'alike' } },
);

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Principal: fc.constantFrom<JsonObject | string>('*', { Service: 's3.amazonaws.com' }, { AWS: '444455556666' }),
    Action: fc.constantFrom('s3:*', 's3:PutObject', 's3:GetObject'),
    Resource: fc.constantFrom('arn:aws:s3:::acme-reports/*', 'arn:aws:s3:::acme-reports/inv/*/data/*', '*'),
    Condition: condition,
  })
  .map((value): JsonObject => value);

const policy = fc.array(statement, { maxLength: 5 }).map((statements) => policyOf(...statements));

describe('any policy', () => {
  it('is answered as the evaluation of the whole policy answers it', () => {
    fc.assert(
      fc.property(policy, (document) => {
        const report = checkGiven({ policy: document });
        const { state, unknownKeys } = evaluateDelivery(document, {
          profile: INVENTORY_PROFILE,
          sourceBucket: 'acme-lake',
          sourceAccount: '111122223333',
          destinationBucket: 'acme-reports',
          destinationPrefix: 'inv',
          configurationId: 'daily-full',
          encryption: null,
          keyArn: null,
        });
        expect(report.decision).toBe(state === 'unknown' ? 'depends' : state);
        if (state === 'depends') expect(report.unknownKeys).toEqual(unknownKeys);
      }),
    );
  });

  it('has a failed requirement exactly when it is denied, and an unknown one when it depends', () => {
    fc.assert(
      fc.property(policy, (document) => {
        const report = checkGiven({ policy: document });
        const { 'destination-policy-allows': allows, 'no-deny-applies': denies } = statusesOf(report);
        const statuses = new Set([allows, denies]);
        expect(statuses.has('fail')).toBe(report.decision === 'denied');
        if (report.decision === 'depends') expect(statuses.has('unknown')).toBe(true);
        if (report.decision === 'allowed') expect([...statuses]).toEqual(['pass']);
      }),
    );
  });

  it('names a statement of the kind that the requirement is about', () => {
    fc.assert(
      fc.property(policy, (document) => {
        const statements = document['Statement'] as JsonObject[];
        const [allows, denies] = checkGiven({ policy: document }).requirements;
        const effectOf = (index: number | undefined) => (index === undefined ? null : statements[index]?.['Effect']);
        if (denies?.status !== 'pass') expect(effectOf(denies?.statement?.index)).toBe('Deny');
        if (allows?.status === 'pass') expect(effectOf(allows.statement?.index)).toBe('Allow');
      }),
    );
  });

  it('is mended by its remedy', () => {
    fc.assert(
      fc.property(policy, (document) => {
        const { remedy, decision } = checkGiven({ policy: document, case: { ...ACME, encryption: 'none' } });
        if (remedy === null) return;
        expect(decision).not.toBe('allowed');
        const isPolicy = remedy.replaces === 'bucket-policy';
        const mended = checkGiven({
          policy: isPolicy ? remedy.document : document,
          case: { ...ACME, encryption: isPolicy ? 'none' : 'SSE-S3' },
        });
        expect(mended.decision).toBe('allowed');
      }),
    );
  });
});

describe('any input', () => {
  const policies = fc.oneof(
    fc.json(),
    fc.string(),
    fc.json().map((text) => `{"Statement": [${text}]}`),
  );

  it('is answered, or refused with an error that names it', () => {
    fc.assert(
      fc.property(policies, policies, (text, other) => {
        for (const given of [
          { policy: text },
          { policy: policyOf(inventoryAllow()), configuration: other },
          { policy: policyOf(inventoryAllow()), keyPolicy: other, rcps: [text] },
        ]) {
          refusedOr(() => renderCheckText(checkAll({ ...given, explain: true }), { color: false, width: 80 }));
        }
      }),
    );
  });

  it('is answered, or refused, as a plan or a template', () => {
    const texts = fc.oneof(
      fc.string(),
      fc
        .json()
        .map((text) => `{"planned_values": {"root_module": {"resources": [${text}], "child_modules": ${text}}}}`),
      fc
        .json()
        .map((text) => `{"Resources": {"A": ${text}, "B": {"Type": "AWS::S3::BucketPolicy", "Properties": ${text}}}}`),
      fc.string().map((text) => `Resources:\n  A: ${text}\n`),
    );
    const stack = { parameters: new Map(), region: null, account: null };
    fc.assert(
      fc.property(texts, (text) => {
        refusedOr(() => readTerraformPlan({ name: 'input', text }));
        refusedOr(() => readCloudFormationTemplates([{ name: 'input', text }], stack));
      }),
      { numRuns: runs(150) },
    );
  });
});

function refusedOr(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ForensicsError);
    expect((error as ForensicsError).message).not.toBe('');
  }
}
