import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import type { World } from '../aws/world/world.ts';
import { deny, inventoryAllow, policyOf } from '../check/documents.ts';
import { fromEventBridge, putPolicy } from '../check/event/events.ts';
import { DOCUMENTED } from '../check/siblings/documented.ts';
import { inventoryValues, planOf, policyValues, resource } from '../check/terraform/plans.ts';
import { centralWorld } from '../collect/central-bucket.ts';
import { brokenWorld } from '../collect/collect-world.ts';
import { listPublicKeys, makeTrail, signingKey, writeAt, writeObjects } from '../verify/trail.ts';
import { pageText } from './pages.ts';

const ROOT = process.cwd();
const SAMPLE = join(ROOT, 'samples', 'deny-by-ip');
const OFFICE = { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
const FROM_LAKE = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' } };
const ALLOW = inventoryAllow({ Sid: 'InventoryDelivery', Condition: FROM_LAKE });
const LETS_IN = policyOf(ALLOW);
const KEY = signingKey();

/** What commands name as files: what the reader would have there. */
const DOCUMENTS: Readonly<Record<string, JsonValue>> = {
  'new.json': LETS_IN,
  'before.json': LETS_IN,
  'bucket.json': LETS_IN,
  'policy.json': policyOf(ALLOW, ...documented('cloudtrail')),
  'own-organization.json': policyOf(
    inventoryAllow({
      Sid: 'InventoryDelivery',
      Condition: {
        ...FROM_LAKE,
        StringEquals: { 'aws:SourceAccount': '111122223333', 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    }),
    deny(
      'OwnOrganization',
      { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-abc' } },
      { Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-reports/*' },
    ),
  ),
  'rcp.json': policyOf(deny('ElsewhereOnly', OFFICE, { Resource: 'arn:aws:s3:::acme-secrets/*' })),
  'event.json': fromEventBridge(putPolicy(policyOf(ALLOW, deny('OfficeOnly', OFFICE)))),
  'case.json': { sourceBucket: 'acme-lake', sourceAccount: '111122223333', destinationBucket: 'acme-reports' },
  'plan.json': planOf({
    resources: [
      resource('aws_s3_bucket_policy.reports', policyValues(policyOf(ALLOW, ...documented('config')))),
      resource('aws_s3_bucket_inventory.daily', inventoryValues()),
    ],
  }),
  'configuration.json': configuration('inv/'),
};

/** The statements of the service's own page, for the bucket of these commands. */
function documented(name: 'cloudtrail' | 'config'): JsonObject[] {
  return JSON.parse(JSON.stringify(DOCUMENTED[name].statements).replaceAll('acme-logs', 'acme-reports'));
}

const OF_PAGES: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {
  'docs/findings/prefix-ends-with-slash.md': {
    'policy.json': policyOf({ ...ALLOW, Resource: 'arn:aws:s3:::acme-reports/inv/acme-lake/*' }),
  },
};

function configuration(Prefix: string): JsonValue {
  const destination = { AccountId: '444455556666', Bucket: 'arn:aws:s3:::acme-reports', Format: 'CSV', Prefix };
  return {
    InventoryConfiguration: {
      Destination: { S3BucketDestination: destination },
      IsEnabled: true,
      Id: 'daily-full',
      IncludedObjectVersions: 'Current',
      Schedule: { Frequency: 'Daily' },
    },
  };
}

/** `evidence` where a page means what is wrong with it. */
const EVIDENCE: Readonly<Record<string, (folder: string) => void>> = {
  'docs/verify.md': writeDamagedTrail,
  'docs/findings/digest-problems.md': writeDamagedEvidence,
  'docs/findings/tampered-evidence.md': writeDamagedEvidence,
  'docs/findings/unreadable-source.md': (folder) => {
    cpSync(SAMPLE, folder, { recursive: true });
    symlinkSync('nowhere', join(folder, 'gone.json'));
  },
};

function writeDamagedEvidence(folder: string): void {
  cpSync(SAMPLE, folder, { recursive: true });
  writeDamagedTrail(folder);
}

/** A log file changed and one gone, a digest missing. */
function writeDamagedTrail(folder: string): void {
  const { logs, digests } = makeTrail({ key: KEY, hours: 6 });
  writeAt(folder, 'list-public-keys.json', listPublicKeys([KEY]));
  const kept = logs.filter((_, index) => index !== 4);
  writeObjects(folder, [
    ...kept.map((log, index) => (index === 2 ? { ...log, bytes: Buffer.from('{"Records":[]}') } : log)),
    ...digests.filter((_, index) => index !== 3),
  ]);
}

/** Makes of an empty folder the place where the commands of a page are typed. */
export function furnish(page: string, folder: string): void {
  for (const name of ['samples', 'test']) symlinkSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(SAMPLE, 'AWSLogs'), join(folder, 'AWSLogs'));
  const documents = { ...DOCUMENTS, ...OF_PAGES[page] };
  for (const [name, document] of Object.entries(documents)) writeAt(folder, name, JSON.stringify(document));
  // A file that the page shows is what it shows.
  const shown = /^`([\w-]+\.json)`,(?:(?!```).)*?\n\n```json\n(.*?)^```$/gms;
  for (const [, name = '', text = ''] of pageText(page).matchAll(shown)) writeAt(folder, name, text);
  mkdirSync(join(folder, 'documents'));
  for (const name of ['case.json', 'inventory-configuration.json', 'listing-acme-reports.json']) {
    cpSync(join(SAMPLE, name), join(folder, 'documents', name));
  }
  const evidence = join(folder, 'evidence');
  // The page brings it with a command of its own, or it is that of somebody with an incident.
  if (pageText(page).includes('--out evidence')) return;
  (EVIDENCE[page] ?? writeEvidence)(evidence);
}

/** A sample, and a trail beside it that verifies. */
function writeEvidence(folder: string): void {
  cpSync(SAMPLE, folder, { recursive: true });
  const { logs, digests } = makeTrail({ key: KEY, hours: 2 });
  writeAt(folder, 'list-public-keys.json', listPublicKeys([KEY]));
  writeObjects(folder, [...logs, ...digests]);
}

/** The AWS that the commands of a page ask. */
export function worldOf(page: string): World {
  if (page !== 'docs/live-aws.md') return brokenWorld();
  const world = centralWorld();
  const account = (id: string) => ({ arn: `arn:aws:sts::${id}:assumed-role/x/maria`, account: id });
  return {
    ...world,
    roles: {
      'arn:aws:iam::444455556666:role/Auditor': { accessKeyId: 'ASIAAUDITOR000000001', externalId: 'audit-7' },
      'arn:aws:iam::999900001111:role/LogReader': { accessKeyId: 'ASIALOGREADER0000001', externalId: 'audit-7' },
    },
    callers: { ASIAAUDITOR000000001: account('444455556666'), ASIALOGREADER0000001: account('999900001111') },
  };
}
