import type { JsonObject } from '../../../src/json.ts';
import { roleSession } from '../caller.ts';
import { DESTINATION_ACCOUNT, DESTINATION_BUCKET, KEY_ACCOUNT, KEY_ARN, MANAGEMENT_ACCOUNT } from '../cast.ts';
import { attachPolicy, createResourceControlPolicy } from '../events/organizations.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { type EvidenceFile, jsonFile } from '../evidence-file.ts';
import { lookupEvents } from '../lookup-events.ts';
import { allowInventory, allowInventoryToUseKey, denyAll, keyAdministration, policy } from '../policies.ts';
import { change } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DANA,
  DELIVERIES,
  DESTINATION_TRAIL,
  delivered,
  KEY_TRAIL,
  REFUSALS,
  refusals,
  SOURCE_TRAIL,
  type Stage,
  stage,
} from './stage.ts';

const LATER = ['2026-02-14', '2026-02-15', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'].map((day) =>
  delivered(day, '11:10:30'),
);
const SERVICE_AS_AWS = { Principal: { AWS: 's3.amazonaws.com' } };
const ORGANIZATION = roleSession({
  accountId: MANAGEMENT_ACCOUNT,
  role: 'org-admin',
  sessionName: 'perimeter',
  created: '2026-02-11T14:30:00Z',
});
const TRAIL_STATUS: JsonObject = { IsLogging: true, StartLoggingTime: '2025-01-07T09:00:00Z' };

/** As `get-bucket-policy` and `get-key-policy` print it. */
function printed(path: string, document: JsonObject): EvidenceFile {
  return jsonFile(path, { Policy: JSON.stringify(document) });
}

/** Reports keep coming while something in evidence is worth a word. */
function quiet(
  story: string,
  evidence: Stage,
  warnings: NonNullable<Scenario['expected']['warnings']>,
): Omit<Scenario, 'theme' | 'name'> {
  return {
    evidence: stage({ deliveries: [...DELIVERIES, ...LATER], ...evidence }),
    expected: { story, outcome: 'delivering', exitCode: 0, incidents: [], warnings },
  };
}

/** Dana writes a bucket policy that lets reports through, and in which something is odd. */
function written(
  story: string,
  document: JsonObject,
  warnings: NonNullable<Scenario['expected']['warnings']>,
): Omit<Scenario, 'theme' | 'name'> {
  return quiet(story, { events: [putBucketPolicy({ time: CHANGE, by: DANA, policy: document })] }, warnings);
}

/** What is said beside the verdict, where no other theme shows it. */
export const warnings: Scenario[] = theme('warnings', {
  'a-key-policy-of-no-key-in-use': quiet(
    'A key policy lies among the evidence of reports that no key encrypts.',
    { files: [printed('key-policy.json', policy(keyAdministration(), allowInventoryToUseKey()))] },
    ['key-policy-not-placed'],
  ),

  'a-key-policy-statement-without-resource': quiet(
    'Somebody wrote a key policy statement that names no resource; the one for S3 is whole.',
    {
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, KEY_TRAIL],
      case: { encryption: KEY_ARN },
      configuration: { encryption: KEY_ARN },
      files: [
        printed(
          'key-policy.json',
          policy(keyAdministration(), allowInventoryToUseKey(), {
            Sid: 'Idle',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${KEY_ACCOUNT}:role/audit` },
            Action: 'kms:DescribeKey',
          }),
        ),
      ],
    },
    ['statement-without-effect'],
  ),

  'a-policy-of-another-bucket': quiet(
    'The policy that was saved is that of another bucket.',
    { files: [printed('bucket-policy.json', policy(allowInventory({ bucket: 'acme-scratch' })))] },
    ['policy-of-another-bucket'],
  ),

  'a-policy-that-names-the-service-as-an-account': written(
    'Beside the statement for S3 stands one that names the service under "AWS".',
    policy(allowInventory(), { ...allowInventory({ sid: 'Old' }), ...SERVICE_AS_AWS }),
    ['service-as-aws-principal'],
  ),

  'a-policy-that-lets-in-everybody-of-aws': written(
    'The policy allows {"AWS": "*"}: whether that covers a service, AWS tells in two ways.',
    policy({ ...allowInventory(), Principal: { AWS: '*' } }),
    ['aws-wildcard-principal'],
  ),

  'a-policy-that-rests-on-a-list-of-services': written(
    'A Deny spares callers by a list of service names, of which AWS tells two things.',
    policy(
      allowInventory(),
      denyAll('OneServiceOnly', {
        'ForAnyValue:StringNotEquals': { 'aws:PrincipalServiceNamesList': 's3.amazonaws.com' },
      }),
    ),
    ['contested-context'],
  ),

  'a-policy-of-the-old-version-with-variables': written(
    'A policy of 2008 holds a variable, which then is plain text.',
    {
      ...policy(
        allowInventory(),
        denyAll('HomesOnly', { StringEquals: { 'aws:SourceArn': `arn:aws:s3:::$\{aws:username}` } }),
      ),
      Version: '2008-10-17',
    },
    ['variables-not-resolved'],
  ),

  'a-policy-that-tests-sixteen-unknown-keys': written(
    'A Deny tests sixteen keys of which nothing is known.',
    policy(
      allowInventory(),
      denyAll('Many', {
        StringLike: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`acme:key-${index}`, ['a', 'b']])),
      }),
    ),
    ['too-many-unknowns'],
  ),

  'an-allow-in-a-resource-control-policy': quiet(
    'The organization attaches a policy with an Allow for one service, which narrows nothing down.',
    {
      trails: [
        SOURCE_TRAIL,
        DESTINATION_TRAIL,
        { ...DESTINATION_TRAIL, account: MANAGEMENT_ACCOUNT, region: 'us-east-1' },
      ],
      events: [
        createResourceControlPolicy({
          time: '2026-02-11T14:55:00Z',
          by: ORGANIZATION,
          policyId: 'p-exampleallow',
          name: 'allow-s3',
          content: policy({ Sid: 'S3Only', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }),
        }),
        attachPolicy({
          time: '2026-02-11T15:00:00Z',
          by: ORGANIZATION,
          policyId: 'p-exampleallow',
          targetId: DESTINATION_ACCOUNT,
        }),
      ],
    },
    ['allow-in-resource-control-policy'],
  ),

  'an-answer-that-does-not-name-its-trail': quiet(
    'GetTrailStatus was saved; of which trail it was asked, the answer does not say.',
    { files: [jsonFile('get-trail-status.json', TRAIL_STATUS)] },
    ['trail-not-named'],
  ),

  'an-event-history-that-reaches-back-ninety-days': {
    evidence: stage({
      now: '2026-06-20T12:00:00Z',
      trails: [],
      files: [lookupEvents(`lookup-${DESTINATION_BUCKET}.json`, [change])],
    }),
    expected: {
      story: 'The evidence is looked at in June: the event history no longer reaches back to February.',
      outcome: 'broken',
      warnings: ['ninety-days'],
    },
  },

  'opened-again-and-no-log-shows-by-whom': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      deliveries: [...DELIVERIES, ...LATER.slice(2)],
      events: [change, ...refusals(REFUSALS.slice(0, 2))],
    }),
    expected: {
      story: 'Dana closes the bucket; two runs later reports come again. The trail of the destination is not there.',
      outcome: 'recovered',
      warnings: ['unseen-opening'],
    },
  },
});
