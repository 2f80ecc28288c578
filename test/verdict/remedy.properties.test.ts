import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.ts';
import type { CheckDecision } from '../../src/check/contract.ts';
import { gatherInputs } from '../../src/check/gather.ts';
import { NOTHING_TOLD } from '../../src/check/sources.ts';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import { completeContext } from '../../src/policy/document/context.ts';
import { parsePolicy } from '../../src/policy/document/parse.ts';
import type { PolicyKind } from '../../src/policy/document/policy.ts';
import type { RequestPrincipal } from '../../src/policy/document/principal.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import type { ReportEdit, ReportIncident } from '../../src/report/contract.ts';
import { KEY_ARN } from '../fabricate/cast.ts';
import { oneReport } from '../fabricate/one-report.ts';
import { evaluatePolicy } from '../policy/evaluate-policy.ts';
import { runs } from '../property-runs.ts';
import { type BrokenWorld, brokenWorlds, CASE, type Settings } from './broken-worlds.ts';

/*
 * Whatever broke, and however much of it: what the remedy says of the whole path is what `check` says of the settings
 * with the edits made, and nobody else is let in or kept out.
 */
const RUNS = runs(60);

async function incidentOf({ evidence }: BrokenWorld): Promise<ReportIncident | undefined> {
  const inputs = evidence.map(({ path, bytes }) => ({
    kind: 'object' as const,
    name: path,
    open: async function* () {
      yield Buffer.from(bytes);
    },
  }));
  const report = await oneReport(inputs, { clock: Date.parse('2027-01-01T00:00:00Z') });
  return report.incidents.at(-1);
}

/** The settings with an edit made, as its command makes it. */
function edited(settings: Settings, { kind, document, command }: ReportEdit): Settings {
  switch (kind) {
    case 'bucket-policy':
      return { ...settings, policy: document as JsonObject };
    case 'key-policy':
      return { ...settings, keyPolicy: document as JsonObject };
    case 'inventory-configuration':
      return document === null ? settings : { ...settings, configuration: document as JsonObject };
    case 'default-encryption':
      return { ...settings, isKeyDefault: false };
    case 'key-state': {
      // Cancelling alone leaves a key disabled; nothing but its deletion can be cancelled.
      const isCancelled = command.startsWith('aws kms cancel-key-deletion');
      const may = settings.keyState === (isCancelled ? 'PendingDeletion' : 'Disabled');
      return may && command.includes('aws kms enable-key') ? { ...settings, keyState: 'Enabled' } : settings;
    }
    default:
      return kind satisfies never;
  }
}

/** What `check` says, and what it is not asked: whether the bucket is there and the key is one that S3 can reach. */
function decisionOf(settings: Settings): CheckDecision {
  const { configuration } = settings;
  if (configuration === null || !settings.bucketExists) return 'denied';
  const key = /"KeyId":"([^"]*)"/.exec(JSON.stringify(configuration))?.[1] ?? null;
  if (key !== null && key !== KEY_ARN) return 'denied';
  const isUsed = key !== null || (settings.isKeyDefault && !JSON.stringify(configuration).includes('SSES3'));
  const [inputs] = gatherInputs({
    name: 's3-inventory',
    profile: INVENTORY_PROFILE,
    case: CASE,
    clock: null,
    sourceRegion: 'eu-west-1',
    destinationRegion: 'eu-west-1',
    overrides: new Map(),
    policy: settings.policy === null ? null : named(settings.policy),
    destinationIsGone: false,
    noPolicy: settings.policy === null,
    keyPolicy: isUsed ? named(settings.keyPolicy) : null,
    configuration: named(configuration),
    resourceControlPolicies: [],
    key: isUsed ? { id: KEY_ARN, state: settings.keyState, isAwsManaged: false } : null,
    told: NOTHING_TOLD,
    code: null,
  });
  if (inputs === undefined) throw new Error('no delivery');
  return check(inputs, { explain: false }).decision;
}

function named(document: JsonValue) {
  return { name: 'document.json', text: JSON.stringify(document) };
}

describe('the remedy of any incident', () => {
  it('says of the whole path what check says of the settings with all its edits', async () => {
    const told = { mended: 0, more: 0, withheld: 0 };
    await fc.assert(
      fc.asyncProperty(brokenWorlds, async (world) => {
        const incident = await incidentOf(world);
        if (incident?.status !== 'ongoing') return;
        const { remedy, remedyWithheld } = incident;
        expect(remedyWithheld.length > 0).toBe(remedy === null);
        const { breaks, settings } = world;
        if (remedy === null) {
          // Nothing is offered either because nothing denies, or because no edit helps.
          const isOpen = /nothing in evidence denies|open again/.test(remedyWithheld[0] ?? '');
          expect({ breaks, isDenied: decisionOf(settings) === 'denied' }).toEqual({ breaks, isDenied: !isOpen });
        } else {
          const after = remedy.edits.reduce(edited, settings);
          expect({ breaks, isAllowed: decisionOf(after) === 'allowed' }).toEqual({
            breaks,
            isAllowed: remedy.mendsPath,
          });
          expect(remedy.remaining.length === 0).toBe(remedy.mendsPath);
        }
        told[remedy === null ? 'withheld' : remedy.mendsPath ? 'mended' : 'more'] += 1;
      }),
      { numRuns: RUNS },
    );
    // A property of nothing would hold.
    expect(Math.min(told.mended, told.more, told.withheld)).toBeGreaterThanOrEqual(Math.floor(RUNS / 20));
  });

  it('leaves every edit out whose absence changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(brokenWorlds, async (world) => {
        const edits = (await incidentOf(world))?.remedy;
        if (edits?.mendsPath !== true) return;
        for (const left of edits.edits) {
          const others = edits.edits.filter((edit) => edit !== left).reduce(edited, world.settings);
          expect({ breaks: world.breaks, without: left.kind, isAllowed: decisionOf(others) === 'allowed' }).toEqual({
            breaks: world.breaks,
            without: left.kind,
            isAllowed: false,
          });
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it('decides the requests of all others as before', async () => {
    await fc.assert(
      fc.asyncProperty(brokenWorlds, async (world) => {
        for (const edit of (await incidentOf(world))?.remedy?.edits ?? []) {
          if (edit.kind === 'bucket-policy') {
            expect(decisions('bucket', edit.document as JsonObject)).toEqual(
              decisions('bucket', world.settings.policy),
            );
          }
          if (edit.kind === 'key-policy') {
            expect(decisions('key', edit.document as JsonObject)).toEqual(decisions('key', world.settings.keyPolicy));
          }
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });
});

/** A sample of requests that are none of the delivery's, with their decisions. */
function decisions(kind: PolicyKind, document: JsonObject | null): Record<string, string> {
  const parsed = document === null ? null : parsePolicy(document, kind);
  if (parsed?.ok === false) throw new Error(parsed.problem.message);
  const told: Record<string, string> = {};
  for (const principal of OTHERS) {
    for (const action of ACTIONS[kind]) {
      for (const resource of RESOURCES[kind]) {
        for (const [name, keys] of CONTEXTS) {
          const request = { principal, action, resource, context: completeContext([...keys]) };
          const decision = parsed === null ? 'implicit-deny' : evaluatePolicy(parsed.policy, request).decision;
          told[`${JSON.stringify(principal)} ${action} ${resource} ${name}`] = decision;
        }
      }
    }
  }
  return told;
}

function user(arn: string): RequestPrincipal {
  return { kind: 'iam', arn, accountId: arn.split(':')[4] ?? '', sessionArn: null };
}

const OTHERS: readonly RequestPrincipal[] = [
  { kind: 'anonymous' },
  user('arn:aws:iam::444455556666:role/analytics'),
  user('arn:aws:iam::444455556666:role/intruder'),
  user('arn:aws:iam::111122223333:role/lake-admin'),
  user('arn:aws:iam::777788889999:root'),
  { kind: 'service', name: 's3.amazonaws.com' },
  { kind: 'service', name: 'logging.s3.amazonaws.com' },
];

const ACTIONS: Readonly<Record<PolicyKind, readonly string[]>> = {
  bucket: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:PutBucketPolicy'],
  key: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:PutKeyPolicy'],
  rcp: [],
};

const RESOURCES: Readonly<Record<PolicyKind, readonly string[]>> = {
  bucket: [
    'arn:aws:s3:::acme-reports',
    'arn:aws:s3:::acme-reports/inv/acme-lake/daily-full/data/x.csv.gz',
    'arn:aws:s3:::acme-reports/inv/acme-other/weekly/data/x.csv.gz',
  ],
  key: [KEY_ARN],
  rcp: [],
};

/** None is of the source bucket in its own account. */
const CONTEXTS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['bare', []],
  ['from the office', [['aws:sourceip', '203.0.113.24']]],
  [
    'for another bucket',
    [
      ['aws:sourcearn', 'arn:aws:s3:::acme-other'],
      ['aws:sourceaccount', '111122223333'],
      ['s3:x-amz-acl', 'bucket-owner-full-control'],
    ],
  ],
  [
    'for another account',
    [
      ['aws:sourcearn', 'arn:aws:s3:::acme-other'],
      ['aws:sourceaccount', '999900001111'],
      ['s3:x-amz-acl', 'bucket-owner-full-control'],
    ],
  ],
];
