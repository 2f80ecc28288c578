import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEvent, type EventQuestion } from '../../../src/index.ts';
import type { JsonObject } from '../../../src/json.ts';
import { runs } from '../../property-runs.ts';
import { ACME } from '../check-offline.ts';
import { configurationOf, deny, inventoryAllow, KEY, KEY_ALLOW, keyPolicyOf, policyOf } from '../documents.ts';
import {
  bucketEvent,
  deleteConfiguration,
  fromEventBridge,
  keyEvent,
  putConfiguration,
  putEncryption,
  putKeyPolicy,
  putPolicy,
  trailEvent,
} from './events.ts';

const OPEN = policyOf(inventoryAllow());
const CLOSED = policyOf(
  inventoryAllow(),
  deny('OnlyTheOffice', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
);
const BEFORE: EventQuestion = { cases: [ACME], policy: OPEN, configuration: configurationOf() };
const WITH_KEY: EventQuestion = {
  cases: [{ ...ACME, encryption: KEY }],
  policy: OPEN,
  keyPolicy: keyPolicyOf(KEY_ALLOW),
};
const SSE_KMS = { Encryption: { 'SSE-KMS': { KeyId: KEY } } };
const [SECOND, MINUTE] = ['2026-02-09T14:00:01Z', '2026-02-09T14:01:00Z'];

interface Row {
  readonly stop: JsonObject;
  readonly harmless: JsonObject;
  /** The same call, on something else. */
  readonly elsewhere: JsonObject;
  readonly before?: EventQuestion;
}

const ROWS: Readonly<Record<string, Row>> = {
  PutBucketPolicy: {
    stop: putPolicy(CLOSED),
    harmless: putPolicy(policyOf(inventoryAllow({ Sid: 'Renamed' }))),
    elsewhere: putPolicy(CLOSED, 'acme-other'),
  },
  DeleteBucketPolicy: {
    stop: bucketEvent('DeleteBucketPolicy', { policy: '' }),
    harmless: putPolicy(OPEN),
    elsewhere: bucketEvent('DeleteBucketPolicy', { policy: '' }, 'acme-other'),
  },
  PutBucketInventoryConfiguration: {
    stop: putConfiguration({ IsEnabled: false }),
    harmless: putConfiguration({ Schedule: { Frequency: 'Weekly' } }),
    elsewhere: bucketEvent('PutBucketInventoryConfiguration', { id: 'daily-full' }, 'acme-other'),
  },
  'PutBucketInventoryConfiguration with another prefix': {
    before: { ...BEFORE, policy: policyOf(inventoryAllow({ Resource: 'arn:aws:s3:::acme-reports/inv/*' })) },
    stop: putConfiguration({}, { Prefix: 'elsewhere' }),
    harmless: putConfiguration(),
    elsewhere: bucketEvent('PutBucketInventoryConfiguration', { id: 'weekly' }, 'acme-lake'),
  },
  DeleteBucketInventoryConfiguration: {
    stop: deleteConfiguration(),
    harmless: putConfiguration(),
    elsewhere: deleteConfiguration('weekly'),
  },
  'DeleteBucket of the destination': {
    stop: bucketEvent('DeleteBucket'),
    harmless: putPolicy(OPEN),
    elsewhere: bucketEvent('DeleteBucket', {}, 'acme-other'),
  },
  'DeleteBucket of the source': {
    stop: bucketEvent('DeleteBucket', {}, 'acme-lake'),
    harmless: putPolicy(OPEN),
    elsewhere: bucketEvent('DeleteBucket', {}, 'acme-other'),
  },
  PutKeyPolicy: {
    before: WITH_KEY,
    stop: putKeyPolicy(keyPolicyOf()),
    harmless: putKeyPolicy(keyPolicyOf(KEY_ALLOW, { ...KEY_ALLOW, Sid: 'Twice' })),
    elsewhere: keyEvent('PutKeyPolicy', { policy: JSON.stringify(keyPolicyOf()) }, KEY.replace('key/1', 'key/2')),
  },
  ...Object.fromEntries(
    ['DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial', 'CancelKeyDeletion'].map(
      (name): [string, Row] => [
        name,
        {
          before: WITH_KEY,
          stop: keyEvent(name),
          harmless: keyEvent('EnableKey'),
          elsewhere: keyEvent(name, {}, KEY.replace('key/1', 'key/2')),
        },
      ],
    ),
  ),
};

describe.each(Object.entries(ROWS))('%s', (_, { stop, harmless, elsewhere, before = BEFORE }) => {
  const eventId = stop['eventID'];

  it('stops the delivery', async () => {
    const report = await checkEvent(fromEventBridge(stop), before);
    expect(report).toMatchObject({ decision: 'denied', stops: true, events: [{ concerned: true, eventId }] });
    expect(report.checks).toMatchObject([
      { stops: true, stoppedBy: eventId, before: 'allowed', check: { decision: 'denied' } },
    ]);
    expect(report.summary).toContain('arn:aws:iam::444455556666:user/ana');
  });

  it('is only judged for what follows where nothing is given of the state before', async () => {
    const { policy: _policy, keyPolicy: _key, configuration: _configuration, ...cases } = before;
    const report = await checkEvent(stop, cases);
    expect(report.stops).toBeNull();
    expect(report.decision).not.toBe('allowed');
    expect(report.checks).toMatchObject([{ before: null, stops: null }]);
  });

  it('stops nothing that was stopped before', async () => {
    const report = await checkEvent(stop, { ...before, policy: CLOSED });
    if (report.decision === 'denied') expect(report.stops).toBe(false);
    else expect(report.stops).toBeNull();
  });

  it('or a change beside it stops nothing where delivery goes on', async () => {
    expect(await checkEvent(harmless, before)).toMatchObject({ decision: 'allowed', stops: false });
  });

  it('changes nothing when it failed', async () => {
    const failed = { ...stop, errorCode: 'AccessDenied', errorMessage: 'Access Denied' };
    const report = await checkEvent(failed, before);
    expect(report).toMatchObject({ decision: 'allowed', stops: false, checks: [], events: [{ concerned: false }] });
    expect(report.summary).toContain('AccessDenied');
  });

  it('is of no concern on something else', async () => {
    const report = await checkEvent(elsewhere, before);
    expect(report).toMatchObject({ decision: 'allowed', stops: false, checks: [], events: [{ concerned: false }] });
  });

  it('has one answer however often and in whatever envelope it comes', async () => {
    const once = await checkEvent(stop, before);
    const copy = { ...stop, recipientAccountId: '111122223333' };
    expect(await checkEvent({ Records: [stop, copy, stop] }, before)).toEqual(once);
    const lines = [fromEventBridge(stop), fromEventBridge(copy)].map((one) => JSON.stringify(one)).join('\n');
    expect(await checkEvent(lines, before)).toEqual(once);
  });
});

describe('default encryption', () => {
  const managed = putEncryption({ SSEAlgorithm: 'aws:kms' });
  const named = putEncryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY });

  it('with a key of which nothing is known leaves the delivery open', async () => {
    const report = await checkEvent(named, BEFORE);
    expect(report).toMatchObject({ decision: 'depends', stops: null, checks: [{ before: 'allowed' }] });
    expect(report.summary).toContain('--key-policy');
  });

  it('and then the policy of that key decides', async () => {
    const later = (policy: JsonObject) => ({ ...putKeyPolicy(policy), eventTime: MINUTE });
    const closed = await checkEvent({ Records: [later(keyPolicyOf()), named] }, BEFORE);
    expect(closed).toMatchObject({ decision: 'denied', stops: true });
    const open = await checkEvent({ Records: [later(keyPolicyOf(KEY_ALLOW)), named] }, BEFORE);
    expect(open).toMatchObject({ decision: 'allowed', stops: false });
  });

  it.each([
    ['S3', putEncryption({ SSEAlgorithm: 'AES256' })],
    ['nothing', bucketEvent('DeleteBucketEncryption', { encryption: '' })],
  ])('with a key of %s stops nothing', async (_, event) => {
    expect(await checkEvent(event, BEFORE)).toMatchObject({ decision: 'allowed', stops: false });
  });

  it('with the key that AWS manages is allowed, and says who cannot read it', async () => {
    const report = await checkEvent(managed, BEFORE);
    expect(report).toMatchObject({ decision: 'allowed', stops: false });
    expect(JSON.stringify(report.checks)).toContain('whose reports others cannot read');
  });

  it('is of no concern where the configuration names an encryption', async () => {
    expect(await checkEvent(named, WITH_KEY)).toMatchObject({ decision: 'allowed', checks: [] });
  });

  it('that the event does not hold leaves the delivery open', async () => {
    const report = await checkEvent(bucketEvent('PutBucketEncryption', { encryption: '' }), BEFORE);
    expect(report).toMatchObject({ decision: 'depends', stops: null, events: [{ concerned: null }] });
  });
});

describe('a configuration', () => {
  it('that moves is judged where it moves to', async () => {
    const moved = putConfiguration({}, { Bucket: 'arn:aws:s3:::acme-new' });
    const report = await checkEvent(moved, BEFORE);
    expect(report).toMatchObject({ decision: 'depends', stops: null });
    expect(report.checks[0]?.check.delivery.destinationBucket).toBe('acme-new');
    const policy = { ...putPolicy(policyOf(inventoryAllow()), 'acme-new'), eventTime: MINUTE };
    expect((await checkEvent({ Records: [moved, policy] }, BEFORE)).decision).toBe('denied');
  });

  it('with another key is open until its policy is known', async () => {
    const report = await checkEvent(putConfiguration({}, SSE_KMS), BEFORE);
    expect(report).toMatchObject({ decision: 'depends', stops: null });
  });

  it('of any id leaves open which one was deleted', async () => {
    const { configurationId: _, ...anyId } = ACME;
    const report = await checkEvent(deleteConfiguration(), { cases: [anyId], policy: OPEN });
    expect(report).toMatchObject({ decision: 'depends', stops: null, checks: [] });
    expect(report.summary).toContain('--configuration-id');
  });

  it('that was disabled before is not stopped by its deletion', async () => {
    const disabled = { ...BEFORE, configuration: configurationOf({ IsEnabled: false }) };
    expect(await checkEvent(deleteConfiguration(), disabled)).toMatchObject({ decision: 'denied', stops: false });
  });

  it('of which nothing is given is taken to have been enabled, which is said', async () => {
    const { configuration: _, ...rest } = BEFORE;
    const { checks, stops } = await checkEvent(deleteConfiguration(), rest);
    expect(stops).toBe(true);
    expect(checks[0]?.check.assumptions).toMatchObject([{ code: 'was-enabled' }]);
  });
});

describe('without a case', () => {
  it('the policies before and after tell the deliveries', async () => {
    const both = policyOf(
      inventoryAllow(),
      inventoryAllow({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-web' } } }),
    );
    const report = await checkEvent(putPolicy(OPEN), { policy: both });
    expect(report).toMatchObject({ decision: 'denied', stops: true });
    const answers = report.checks.map(({ check, ...one }) => [check.delivery.sourceBucket, one.stops]);
    expect(answers).toEqual([
      ['acme-lake', false],
      ['acme-web', true],
    ]);
    const added = await checkEvent(putPolicy(both), {});
    expect(added).toMatchObject({ decision: 'allowed', stops: false });
    expect(added.checks).toHaveLength(2);
  });

  it('a configuration in the event is one', async () => {
    const report = await checkEvent(putConfiguration({ IsEnabled: false }), {});
    expect(report).toMatchObject({ decision: 'denied', stops: null, checks: [{ before: null }] });
  });

  it.each([
    ['a key', keyEvent('DisableKey')],
    ['a bucket', bucketEvent('DeleteBucket')],
    ['a policy that names no delivery', putPolicy(policyOf(deny('Tls', { Bool: { 'aws:SecureTransport': 'false' } })))],
    ['a policy that is gone', bucketEvent('DeleteBucketPolicy')],
    ['a configuration that is gone', deleteConfiguration()],
  ])('%s leaves it open, and names --case', async (_, event) => {
    const report = await checkEvent(event, {});
    expect(report).toMatchObject({ decision: 'depends', stops: null, events: [{ concerned: null }] });
    expect(report.summary).toContain('--case');
  });

  it('a key is open for a delivery of which no key is told', async () => {
    const report = await checkEvent(keyEvent('DisableKey'), { policy: OPEN });
    expect(report).toMatchObject({ decision: 'depends', stops: null });
    expect(report.summary).toContain('--case');
  });
});

describe('several events', () => {
  const stop = putPolicy(CLOSED);
  const mend = putPolicy(OPEN);

  it('are taken in the order of their times', async () => {
    const later = { ...mend, eventTime: MINUTE };
    expect(await checkEvent({ Records: [later, stop] }, BEFORE)).toMatchObject({ decision: 'allowed', stops: false });
    const report = await checkEvent({ Records: [{ ...stop, eventTime: MINUTE }, mend] }, BEFORE);
    expect(report).toMatchObject({ stops: true, checks: [{ stoppedBy: stop['eventID'] }] });
  });

  it('of two seconds may have come in the other order', async () => {
    const report = await checkEvent({ Records: [stop, { ...mend, eventTime: SECOND }] }, BEFORE);
    expect(report).toMatchObject({ decision: 'depends', stops: null });
  });

  it('are answered with the worst of the deliveries', async () => {
    const { sourceBucket: _, ...web } = ACME;
    const cases = [ACME, { ...web, sourceBucket: 'acme-web' }];
    const report = await checkEvent(mend, { cases });
    expect(report.checks.map(({ check }) => check.decision)).toEqual(['allowed', 'denied']);
    expect(report.decision).toBe('denied');
  });

  it('that delete a bucket and make it again leave it without a policy', async () => {
    const made = { ...bucketEvent('CreateBucket'), eventTime: MINUTE };
    const policy = { ...mend, eventTime: '2026-02-09T14:02:00Z' };
    expect((await checkEvent({ Records: [bucketEvent('DeleteBucket'), made] }, BEFORE)).decision).toBe('denied');
    expect((await checkEvent({ Records: [bucketEvent('DeleteBucket'), made, policy] }, BEFORE)).decision).toBe(
      'allowed',
    );
  });
});

it('a policy that the event left out leaves the delivery open', async () => {
  const report = await checkEvent({ ...putPolicy(CLOSED), requestParameters: { bucketName: 'acme-reports' } }, BEFORE);
  expect(report).toMatchObject({ decision: 'depends', stops: null });
});

it('a key policy of which none is given before is not said to stop what may have been stopped', async () => {
  const { keyPolicy: _, ...rest } = WITH_KEY;
  const report = await checkEvent(putKeyPolicy(keyPolicyOf()), rest);
  expect(report).toMatchObject({ decision: 'denied', stops: null });
});

it('a policy of an organization is not followed, and said to be open', async () => {
  const attach = trailEvent('AttachPolicy', {
    eventSource: 'organizations.amazonaws.com',
    requestParameters: { policyId: 'p-12345678', targetId: '444455556666' },
  });
  expect(await checkEvent(attach, BEFORE)).toMatchObject({ decision: 'depends', stops: null });
});

it.each([
  ['nothing', '{}'],
  ['a broken text', '{"Records": [{"eventVersion": '],
  ['an event without a time', JSON.stringify({ ...putPolicy(CLOSED), eventTime: 'yesterday' })],
])('%s is no event', async (_, text) => {
  await expect(checkEvent(text, BEFORE)).rejects.toMatchObject({ code: 'unreadable-input' });
});

it('an event that leaves the documents as they are stops nothing', async () => {
  const policies = fc.constantFrom(OPEN, CLOSED, policyOf(), policyOf(inventoryAllow({ Effect: 'Deny' })));
  const keys = fc.constantFrom(keyPolicyOf(), keyPolicyOf(KEY_ALLOW));
  await fc.assert(
    fc.asyncProperty(policies, keys, fc.boolean(), async (policy, keyPolicy, isEnabled) => {
      const given: EventQuestion = {
        cases: [{ ...ACME, encryption: KEY }],
        policy,
        keyPolicy,
        configuration: configurationOf({ IsEnabled: isEnabled }, { SSEKMS: { KeyId: KEY } }),
      };
      const same = putConfiguration({ IsEnabled: isEnabled }, { AccountId: '444455556666', ...SSE_KMS });
      const records = [putPolicy(policy), putKeyPolicy(keyPolicy), same, keyEvent('EnableKey')];
      const report = await checkEvent({ Records: records }, given);
      expect(report.stops).not.toBe(true);
      expect(report.checks[0]?.before).toBe(report.decision);
    }),
    { numRuns: runs(8) },
  );
});
