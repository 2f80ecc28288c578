import { describe, expect, it } from 'vitest';
import { ALLOWED_CALLS } from '../../src/aws/calls.ts';
import type { Fault } from '../aws/world/fault.ts';
import { sampled } from '../property-runs.ts';
import { smallWorld } from './collect-world.ts';
import { collecting } from './collecting.ts';

const suite = collecting();
const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/0c3f0a0e-0000-4000-8000-00000000000a';

/** The small world with a default key and a trail whose files are verified: every call is made. */
function everything() {
  const described = smallWorld();
  const encryption = {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY } }],
  };
  const [trail] = described.trails ?? [];
  if (trail === undefined) throw new Error('a world without a trail');
  return {
    ...described,
    keys: [{ metadata: { Arn: KEY, KeyId: KEY.split('/')[1] ?? '', KeyState: 'Enabled' as const }, policy: '{}' }],
    trails: [{ ...trail, trail: { ...trail.trail, LogFileValidationEnabled: true } }],
    buckets: { ...described.buckets, 'acme-reports': { ...described.buckets?.['acme-reports'], encryption } },
  };
}

function refused(operation: string, how: 'explicit' | 'implicit'): Fault {
  const policy = how === 'explicit' ? 'service control policy' : 'identity-based policy';
  return { operation, effect: { kind: 'denied', how, policy } };
}

/**
 * Calls that a dry run does not come to here: no role is named, the configuration is, and its Region is told; log groups,
 * stacks and AWS Config have tests of their own.
 */
const NOT_MADE = [
  'AssumeRole',
  'ListBucketInventoryConfigurations',
  'HeadBucket',
  'LookupEvents',
  'GetObject',
  'GetResourceConfigHistory',
  'FilterLogEvents',
  'DescribeStackResources',
  'DescribeStackEvents',
];
const CALLS = ALLOWED_CALLS.filter(
  ({ commands, operation }) => commands.includes('collect') && !NOT_MADE.includes(operation),
);

/** How often each is asked for when all is well: what is asked for again after a refusal is asked for in vain. */
const OFTEN: Readonly<Record<string, number>> = {
  GetBucketLocation: 4,
  GetBucketLogging: 2,
  DescribeTrails: 2,
  GetEventSelectors: 2,
  GetTrailStatus: 2,
  ListPublicKeys: 2,
};

/** Of these the answer can do without: a note. */
const CONTEXT = [
  'GetBucketLocation',
  'GetBucketOwnershipControls',
  'GetPublicAccessBlock',
  'ListGrants',
  'GetEventSelectors',
  'GetTrailStatus',
  'ListPublicKeys',
];

describe('each call refused', () => {
  it('counts every call that a collection makes', () => {
    expect(CALLS.map(({ operation }) => operation).length).toBeGreaterThan(15);
  });

  it.each(CALLS.map((call, index) => [call.operation, call, index] as const))(
    '%s: told with its grant, or with none',
    async (operation, call, index) => {
      for (const how of sampled(['implicit', 'explicit'] as const, 2, index)) {
        const { problems, notes } = await suite.collect(everything(), [refused(operation, how)], { directory: null });
        const lines = (CONTEXT.includes(operation) ? notes : problems).filter((line) => line.includes(operation));
        expect(lines.length, `${how}: ${[...problems, ...notes].join('\n')}`).toBeGreaterThan(0);
        for (const line of lines) {
          if (operation !== 'GetCallerIdentity') expect(line.includes('is missing')).toBe(how === 'implicit');
          if (how === 'explicit')
            expect(line).toMatch(/an explicit deny in a service control policy, which no grant lifts/);
          else expect(line).toContain(call.action);
        }
        if (operation !== 'ListObjectsV2')
          expect(suite.world.count(operation)).toBeLessThanOrEqual(OFTEN[operation] ?? 1);
      }
    },
  );

  it.each([
    ['GetBucketPolicy', 'implicit', 's3:GetBucketPolicy is missing'],
    ['DescribeTrails', 'explicit', 'which no grant lifts'],
    ['LookupEvents', 'implicit', 'cloudtrail:LookupEvents is missing'],
    ['LookupEvents', 'explicit', 'which no grant lifts'],
    ['GetBucketLogging', 'implicit', 's3:GetBucketLogging is missing'],
    ['GetObject', 'implicit', 's3:GetObject is missing'],
    ['GetObject', 'explicit', 'which no grant lifts'],
  ] as const)('%s, %s: the rest answers', async (operation, how, words) => {
    const { problems } = await suite.collect(smallWorld(), [refused(operation, how)]);
    expect(problems.join('\n')).toContain(words);
    const { incidents } = await suite.investigate();
    expect(incidents[0]?.culprit).toMatchObject({ change: { eventName: 'PutBucketPolicy' } });
  });
});

describe('callers of the policies that AWS manages', () => {
  /** Actions of these calls that the policies leave out. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SecurityAudit.html */
  const LACKS: Readonly<Record<string, readonly string[]>> = {
    SecurityAudit: ['s3:GetObject', 's3:ListBucket'],
    ViewOnlyAccess: [
      's3:GetObject',
      's3:GetBucketPolicy',
      's3:GetInventoryConfiguration',
      's3:GetEncryptionConfiguration',
      's3:GetBucketLogging',
      's3:GetBucketOwnershipControls',
      's3:GetBucketPublicAccessBlock',
      'cloudtrail:GetEventSelectors',
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:ListGrants',
      'cloudtrail:ListPublicKeys',
    ],
  };

  it.each(Object.entries(LACKS))('%s is answered as far as it reaches', async (_, lacks) => {
    const faults = ALLOWED_CALLS.filter(({ action }) => lacks.includes(action)).map(({ operation }) =>
      refused(operation, 'implicit'),
    );
    const told = {
      sourceBucket: 'acme-lake',
      configurationId: 'daily-full',
      destinationBucket: 'acme-reports',
      destinationPrefix: 'inv',
    };
    const { problems } = await suite.collect(smallWorld(), faults, { case: told });
    // Each thing that is missing is named once for each bucket that it is missing on.
    expect(new Set(problems).size).toBe(problems.length);
    for (const line of problems)
      expect(
        lacks.some((action) => line.includes(action)),
        line,
      ).toBe(true);
    // Event history tells the change all the same.
    const { incidents, timeline } = await suite.investigate();
    expect(JSON.stringify([incidents, timeline])).toContain('PutBucketPolicy');
  });
});

describe('the Deny that locks out whoever investigates', () => {
  it('is named by the event that put it', async () => {
    const locked: Fault = {
      operation: 'GetBucketPolicy',
      effect: { kind: 'denied', how: 'explicit', policy: 'resource-based policy' },
    };
    const { problems, notes } = await suite.collect(smallWorld(), [locked]);
    expect(problems).toEqual([
      expect.stringContaining(
        'denied by an explicit deny in a resource-based policy, which no grant lifts; AWS says: User: ',
      ),
    ]);
    expect(notes).toContain(
      'the policy of acme-reports has a Deny that keeps you from s3:GetBucketPolicy: OfficeOnly in the last policy that the event history holds, put by arn:aws:sts::444455556666:assumed-role/Deploy/deploy at 2026-02-10T09:14:27Z (event 0c3f0a0e-0000-4000-8000-000000000001)',
    );
  });

  it('is told without a name where the history has none', async () => {
    const locked: Fault = {
      operation: 'GetBucketPolicy',
      effect: { kind: 'denied', how: 'explicit', policy: 'resource-based policy' },
    };
    const { notes } = await suite.collect({ ...smallWorld(), events: [] }, [locked]);
    expect(notes.join('\n')).toContain(
      "keeps you from s3:GetBucketPolicy: whoever may change it is the owner's administrator",
    );
  });
});
