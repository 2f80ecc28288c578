import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.ts';
import { gatherInputs } from '../../src/check/gather.ts';
import { NOTHING_TOLD } from '../../src/check/sources.ts';
import { HOUR } from '../../src/instant.ts';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import { evaluateDelivery, evaluateKeyUse } from '../../src/policy/delivery/delivery.ts';
import type { DeliveryTarget } from '../../src/policy/delivery/delivery-target.ts';
import { explainDelivery } from '../../src/policy/delivery/explain.ts';
import { evaluateResourceControlPolicy } from '../../src/policy/delivery/rcp.ts';
import { mendBucketPolicy, mendKeyPolicy, type RemedyAttempt } from '../../src/policy/remedy/remedy.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { readEvidence } from '../../src/records/read.ts';
import { gather } from '../../src/sightings/gather.ts';
import { createSieve, type Sifted } from '../../src/sightings/sift.ts';
import { buildTimeline } from '../../src/timeline/build.ts';
import { summarise } from '../../src/verdict/summary.ts';
import { reachVerdict } from '../../src/verdict/verdict.ts';
import { collectWarnings } from '../../src/verdict/warnings/collect.ts';
import { writeSources } from '../reading/write-sources.ts';
import { LEDGER, LEDGER_BY_ACCOUNT } from './ledger.ts';

const KEY_ARN = 'arn:aws:kms:eu-west-1:444455556666:key/k-1';
const TARGET: DeliveryTarget = {
  profile: LEDGER,
  sourceBucket: 'acme-books',
  sourceAccount: '111122223333',
  destinationBucket: 'acme-reports',
  destinationPrefix: 'fin',
  configurationId: 'main',
  encryption: { type: 'SSE-KMS', keyId: KEY_ARN },
  keyArn: KEY_ARN,
};
const BY_ACCOUNT: DeliveryTarget = { ...TARGET, profile: LEDGER_BY_ACCOUNT };
const SERVICE = { Service: 'ledger.amazonaws.com' };
const PUT: JsonObject = { Sid: 'Put', Effect: 'Allow', Principal: SERVICE, Action: 's3:PutObject', Resource: '*' };
const ACL: JsonObject = { Sid: 'Acl', Effect: 'Allow', Principal: SERVICE, Action: 's3:GetBucketAcl', Resource: '*' };
const BUCKET = 'arn:aws:s3:::acme-reports';

/** Words that are those of S3 Inventory, or speak for its writer. */
const INVENTORY = /inventor|Amazon S3|\bS3 (?:was|may|does|makes|cannot|takes)|s3\.amazonaws\.com|manifest|Sunday/i;

function policy(...Statement: JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}

function documentOf(attempt: RemedyAttempt): JsonValue {
  if (!attempt.ok) throw new Error(attempt.reason ?? 'nothing to mend');
  expect(JSON.stringify(attempt.remedy)).not.toMatch(INVENTORY);
  return attempt.remedy.document;
}

describe('the bucket policy of another delivery', () => {
  it('has to let every request through, each in the words of the profile', () => {
    expect(evaluateDelivery(policy(PUT, ACL), TARGET)).toMatchObject({ state: 'allowed', statement: { sid: 'Put' } });
    const [withoutAcl, withoutPut] = [evaluateDelivery(policy(PUT), TARGET), evaluateDelivery(policy(ACL), TARGET)];
    expect(withoutAcl).toMatchObject({ state: 'denied', decision: 'implicit-deny' });
    expect(withoutAcl.explanation).toContain(
      'lets Amazon Ledger call s3:GetBucketAcl on the bucket of the ledger page: the nearest Allow is "Put"',
    );
    expect(withoutPut.explanation).toContain('lets Amazon Ledger write the ledger page');
    expect(withoutPut.deniedKey).toBe('fin/ledgers/acme-books/main/20260101T0630/pages-0.jsonl');
    expect(evaluateDelivery(null, TARGET).explanation).toContain('lets Amazon Ledger write the page there');
    expect(evaluateDelivery(null, { ...TARGET, profile: INVENTORY_PROFILE }).explanation).toMatch(INVENTORY);
  });

  it('does not let it in by an Allow for S3 Inventory', () => {
    const forInventory = { ...PUT, Principal: { Service: 's3.amazonaws.com' } };
    expect(evaluateDelivery(policy(forInventory, ACL), TARGET).state).toBe('denied');
  });

  it('sees the context of its requests', () => {
    const deny = (source: string): JsonObject => ({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetBucketAcl',
      Resource: BUCKET,
      Condition: { ArnNotLike: { 'aws:SourceArn': source } },
    });
    expect(evaluateDelivery(policy(PUT, ACL, deny('arn:aws:ledger:::acme-books')), TARGET).state).toBe('allowed');
    const stopped = evaluateDelivery(policy(PUT, ACL, deny('arn:aws:s3:::acme-books')), TARGET);
    expect(stopped.explanation).toContain(
      "Amazon Ledger's own request carries aws:SourceArn arn:aws:ledger:::acme-books",
    );
    const lacking = { ...deny('x'), Condition: { StringNotEquals: { 's3:x-amz-acl': 'private' } } };
    expect(evaluateDelivery(policy(PUT, ACL, lacking), TARGET).unknownKeys).toEqual(['s3:x-amz-acl']);
    expect(evaluateResourceControlPolicy(policy(deny('arn:aws:s3:::acme-books')), TARGET).state).toBe('denied');
  });

  it('depends on what any of its requests depends on', () => {
    const unless = (Action: string, key: string): JsonObject => ({
      Effect: 'Deny',
      Principal: '*',
      Action,
      Resource: '*',
      Condition: { StringEquals: { [key]: 'x' } },
    });
    const both = policy(PUT, ACL, unless('s3:PutObject', 's3:x-amz-acl'), unless('s3:GetBucketAcl', 'aws:SourceOrgID'));
    expect(evaluateDelivery(both, TARGET)).toMatchObject({
      state: 'depends',
      unknownKeys: ['s3:x-amz-acl', 'aws:SourceOrgID'],
    });
  });

  it('is explained request by request', () => {
    const lines = explainDelivery(policy(PUT, ACL), TARGET);
    expect(lines.filter((line) => line.startsWith('request: '))).toEqual([
      `request: ledger.amazonaws.com asks for s3:PutObject on ${BUCKET}/fin/ledgers/acme-books/main/20260101T0630/pages-0.jsonl`,
      `request: ledger.amazonaws.com asks for s3:GetBucketAcl on ${BUCKET}`,
    ]);
  });

  it('is mended for every request', () => {
    const mended = documentOf(mendBucketPolicy(null, TARGET));
    expect(mended).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'LedgerDelivery',
          Effect: 'Allow',
          Principal: SERVICE,
          Action: ['s3:PutObject', 's3:GetBucketAcl'],
          Resource: [`${BUCKET}/fin/ledgers/acme-books/*`, BUCKET],
          Condition: {
            ArnLike: { 'aws:SourceArn': 'arn:aws:ledger:::acme-books' },
            StringEquals: { 'aws:SourceAccount': '111122223333' },
          },
        },
      ],
    });
    const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] };
    const spared = documentOf(mendBucketPolicy(policy(PUT, ACL, deny), TARGET));
    expect(evaluateDelivery(spared, TARGET).state).toBe('allowed');
    expect(JSON.stringify(spared)).toContain('"ArnNotLike":{"aws:SourceArn":"arn:aws:ledger:::acme-books"}');
  });
});

describe('the key policy of another delivery', () => {
  it('has to let every request through, and is mended for each', () => {
    const generate = { Effect: 'Allow', Principal: SERVICE, Action: 'kms:GenerateDataKey', Resource: '*' };
    const decrypt = { ...generate, Action: 'kms:Decrypt' };
    expect(evaluateKeyUse(policy(generate, decrypt), TARGET).state).toBe('allowed');
    const denied = evaluateKeyUse(policy(generate), TARGET);
    expect(denied.state).toBe('denied');
    expect(denied.explanation).toContain('lets Amazon Ledger encrypt the ledger page with the key');
    const administration = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'kms:*', Resource: '*' };
    const mended = documentOf(mendKeyPolicy(policy(administration), TARGET));
    expect(evaluateKeyUse(mended, TARGET).state).toBe('allowed');
    expect(JSON.stringify(mended)).toContain('LedgerEncryption');
  });
});

describe('a writer that is an account', () => {
  const root = 'arn:aws:iam::127311923021:root';
  const allow = { Sid: 'Old', Effect: 'Allow', Principal: { AWS: root }, Action: 's3:PutObject', Resource: '*' };

  it('is let in as an account, not as a service', () => {
    expect(evaluateDelivery(policy(allow), BY_ACCOUNT).state).toBe('allowed');
    expect(evaluateDelivery(policy({ ...allow, Principal: { AWS: '127311923021' } }), BY_ACCOUNT).state).toBe(
      'allowed',
    );
    expect(evaluateDelivery(policy(PUT), BY_ACCOUNT).state).toBe('denied');
    const forServices = { Effect: 'Deny', Principal: SERVICE, Action: 's3:*', Resource: '*' };
    expect(evaluateDelivery(policy(allow, forServices), BY_ACCOUNT).state).toBe('allowed');
  });

  it('is let in for its folder by a remedy that asks for no source, since it sends none', () => {
    const mended = documentOf(mendBucketPolicy(null, BY_ACCOUNT));
    const { Statement: statements } = mended as { Statement: JsonValue[] };
    expect(statements).toEqual([
      {
        Sid: 'LedgerDelivery',
        Effect: 'Allow',
        Principal: { AWS: root },
        Action: 's3:PutObject',
        Resource: `${BUCKET}/fin/ledgers/acme-books/*`,
      },
    ]);
    const elsewhere = policy({ ...allow, Resource: `${BUCKET}/old/*` });
    const widened = documentOf(mendBucketPolicy(elsewhere, BY_ACCOUNT));
    expect(JSON.stringify(widened)).toContain(`["${BUCKET}/old/*","${BUCKET}/fin/ledgers/acme-books/*"]`);
  });

  it('is spared by no Deny: nothing tells its request from others', () => {
    const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    expect(mendBucketPolicy(policy(allow, deny), BY_ACCOUNT)).toEqual({
      ok: false,
      reason: 'nothing tells the delivery from what Deny "No" means to stop',
    });
  });
});

describe('a check of another delivery', () => {
  const asked = (document: JsonObject) => {
    const [inputs] = gatherInputs({
      name: 'ledger',
      profile: LEDGER,
      case: { sourceBucket: 'acme-books', sourceAccount: '111122223333', destinationBucket: 'acme-reports' },
      clock: null,
      sourceRegion: 'eu-west-1',
      destinationRegion: 'eu-west-2',
      overrides: new Map(),
      policy: { name: 'policy.json', text: JSON.stringify(document) },
      destinationIsGone: false,
      noPolicy: false,
      keyPolicy: null,
      configuration: null,
      resourceControlPolicies: [],
      key: null,
      told: NOTHING_TOLD,
      code: null,
    });
    if (inputs === undefined) throw new Error('no delivery');
    return check(inputs, { explain: true });
  };

  it('asks for every request, and mends what is missing, in its own words', () => {
    const report = asked(policy(PUT));
    expect(report.requirements.slice(0, 2).map(({ status }) => status)).toEqual(['fail', 'pass']);
    expect(report.summary).toContain('Denied: the delivery of the ledger of acme-books to acme-reports would fail');
    expect(JSON.stringify(report.remedy?.document)).toContain('s3:GetBucketAcl');
    expect(JSON.stringify(report)).toContain('Ledger Export delivers within one Region only');
    expect(JSON.stringify(report)).not.toMatch(INVENTORY);
    expect(asked(policy(PUT, ACL)).requirements[0]?.status).toBe('pass');
  });
});

describe('the runs of another delivery', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'ledger-'));
  });
  afterAll(() => rm(root, { recursive: true }));

  const event = (eventTime: string, eventName: string, userIdentity: JsonObject, more: JsonObject): JsonObject => ({
    eventVersion: '1.11',
    userIdentity,
    eventTime,
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    requestID: eventTime,
    eventID: `${eventName} ${eventTime}`,
    eventType: 'AwsApiCall',
    recipientAccountId: '444455556666',
    managementEvent: eventName !== 'PutObject',
    eventCategory: eventName === 'PutObject' ? 'Data' : 'Management',
    ...more,
  });
  const dana = { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/dana', accountId: '444455556666' };
  const put = (time: string, bucketPolicy: JsonObject): JsonObject =>
    event(time, 'PutBucketPolicy', dana, { requestParameters: { bucketName: 'acme-reports', bucketPolicy } });
  const refused = (time: string, service: string, key: string): JsonObject =>
    event(
      time,
      'PutObject',
      { type: 'AWSService', invokedBy: service },
      {
        errorCode: 'AccessDenied',
        errorMessage: 'Access Denied',
        requestParameters: { bucketName: 'acme-reports', key },
      },
    );
  const pages = (run: string): string => `fin/ledgers/acme-books/main/${run}/pages-0.jsonl`;
  const arrived = ['20260121T0630', '20260128T0630', '20260204T0630'];

  async function investigated() {
    const idle = Array.from({ length: 33 }, (_, day) =>
      event(new Date(Date.UTC(2026, 0, 20 + day)).toISOString(), 'PutBucketTagging', dana, {
        requestParameters: { bucketName: 'acme-other' },
      }),
    );
    const Records = [
      ...idle,
      put('2026-01-20T08:00:00Z', policy(PUT, ACL)),
      put('2026-02-09T16:00:00Z', policy(PUT)),
      refused('2026-02-11T07:30:00Z', 'ledger.amazonaws.com', pages('20260211T0630')),
      // Of another writer, and so no refusal of this delivery.
      refused('2026-02-05T07:30:00Z', 's3.amazonaws.com', pages('20260205T0630')),
    ];
    const Contents = arrived.map((run) => ({
      Key: `fin/ledgers/acme-books/main/${run}/DONE`,
      LastModified: new Date((LEDGER.keys.runTime(run) ?? 0) + HOUR).toISOString(),
      ETag: '"x"',
      Size: 1,
      StorageClass: 'STANDARD',
    }));
    const listing = { IsTruncated: false, Contents, Name: 'acme-reports', Prefix: '', KeyCount: Contents.length };
    const inputs = await writeSources(root, [
      Buffer.from(JSON.stringify({ Records })),
      Buffer.from(JSON.stringify(listing)),
    ]);
    const { items, tallies } = readEvidence(inputs, { listingTimezone: null });
    const sieve = createSieve(LEDGER);
    for await (const item of items) sieve.take(item);
    async function* pieces(): AsyncGenerator<Sifted> {
      yield sieve.finish();
    }
    const gathered = await gather(pieces(), null, LEDGER);
    const timeline = buildTimeline(gathered, {
      profile: LEDGER,
      case: {
        sourceBucket: 'acme-books',
        sourceAccount: '111122223333',
        destinationBucket: 'acme-reports',
        destinationPrefix: 'fin',
        configurationId: 'main',
        now: Date.parse('2026-02-20T12:00:00Z'),
      },
      asOf: { time: Date.parse('2026-02-20T12:00:00Z'), basis: 'given' },
      graceMs: LEDGER.schedule.dueWithinHours * HOUR,
      failedExports: [],
    });
    const verdict = reachVerdict(timeline);
    return { timeline, verdict, warnings: collectWarnings({ timeline, verdict, gathered, tallies }) };
  }

  it('are those of its own days, hours, keys, marker and writer', async () => {
    const { timeline } = await investigated();
    expect(timeline.deliveries.map(({ run, manifestKey }) => `${run} ${manifestKey}`)).toEqual(
      arrived.map((run) => `${run} fin/ledgers/acme-books/main/${run}/DONE`),
    );
    expect(timeline.denied.map(({ run }) => run)).toEqual(['20260211T0630']);
    expect(timeline.runs.map(({ name, status }) => `${name} ${status}`)).toEqual([
      ...arrived.map((run) => `${run} delivered`),
      '20260211T0630 missed',
      '20260218T0630 missed',
    ]);
    expect(timeline.runs.map(({ deadline, time }) => deadline - time)).toEqual(timeline.runs.map(() => 12 * HOUR));
  });

  it('are judged and told in its own words', async () => {
    const { timeline, verdict, warnings } = await investigated();
    const [judged] = verdict.incidents;
    expect(verdict.outcome).toBe('broken');
    expect(judged?.phases[0].culprit?.suspect.call.time).toBe(Date.parse('2026-02-09T16:00:00Z'));
    expect(judged?.cause?.explanation).toContain('call s3:GetBucketAcl on the bucket of the ledger page');
    const summary = summarise(timeline, verdict, ({ actor }) => actor);
    expect(summary).toContain('Ledger main of acme-books to acme-reports');
    const reasons = judged?.phases.flatMap(({ culprit }) => culprit?.judgement.limits ?? []);
    const edits = judged?.remedy?.remedy?.edits.map(({ description, document }) => ({ description, document }));
    const links = timeline.path.steps.flatMap(({ links: states }) => Object.values(states));
    const told = [summary, judged?.cause, reasons, edits, links, warnings.map(({ message }) => message)];
    expect(JSON.stringify(told)).not.toMatch(INVENTORY);
  });
});
