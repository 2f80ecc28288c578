import { KEY_ACCOUNT, KEY_ARN, KEY_ID } from '../cast.ts';
import type { ApiError } from '../events/event.ts';
import { deleteImportedKeyMaterial, disableKey, putKeyPolicy, scheduleKeyDeletion } from '../events/kms.ts';
import { putBucketEncryption, putBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { type EvidenceFile, jsonFile } from '../evidence-file.ts';
import type { ExpectedIncident } from '../expectation.ts';
import { type Configuration, configurationInEvent } from '../inventory.ts';
import { allowInventoryToUseKey, denyAll, keyAdministration, policy } from '../policies.ts';
import { ALLOWING, change, withoutParameters } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DANA,
  DESTINATION_TRAIL,
  encryptedStage,
  KEY_TRAIL,
  KEYS,
  REFUSALS,
  REFUSED_SIX_TIMES,
  refusals,
  SAMI,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

const PENDING: ApiError = { code: 'KMS.KMSInvalidStateException', message: `${KEY_ARN} is pending deletion.` };
const BEFORE = '2026-02-07T08:00:00Z';
const LATER = '2026-02-13T16:05:40Z';

const CLOSED = policy(keyAdministration());
const OPEN = policy(keyAdministration(), allowInventoryToUseKey());

function put(time: string, configuration: Configuration) {
  return putInventoryConfiguration({
    time,
    by: SAMI,
    id: 'daily-full',
    configuration: configurationInEvent(configuration),
  });
}

function described(manager: string, state: string): EvidenceFile {
  const metadata = { AWSAccountId: KEY_ACCOUNT, KeyId: KEY_ID, Arn: KEY_ARN, KeyState: state, KeyManager: manager };
  return jsonFile('describe-key.json', { KeyMetadata: metadata });
}

const KEY_OPTION = `--key-id ${KEY_ARN} --region eu-west-1`;

/** Policy and key both deny; what the incidents of these stories have in common. */
function broken(incident: ExpectedIncident, exitCode: 0 | 3 = 0) {
  return { outcome: 'broken', exitCode, incidents: [{ ...REFUSED_SIX_TIMES, ...incident }] } as const;
}

/** What mends the path as a whole, and what does not. */
export const remedy: Scenario[] = theme('remedy', {
  'the-policy-and-the-key-both-deny': {
    evidence: encryptedStage({
      events: [change, putKeyPolicy({ time: LATER, by: KEYS, policy: CLOSED }), ...refusals()],
    }),
    expected: {
      story:
        'Dana denies all but the office, and within the hour Kit closes the key: mending one of the two is not enough.',
      ...broken({
        remedy: {
          edits: [
            {
              kind: 'bucket-policy',
              command:
                'aws s3api put-bucket-policy --bucket acme-reports --policy file://remedy.json --region eu-west-1',
            },
            {
              kind: 'key-policy',
              command: `aws kms put-key-policy ${KEY_OPTION} --policy-name default --policy file://remedy.json.2.json`,
            },
          ],
          mendsPath: true,
          remaining: [],
        },
      }),
    },
  },

  'the-policy-denies-and-the-key-awaits-its-deletion': {
    evidence: encryptedStage({
      events: [
        change,
        scheduleKeyDeletion({ time: LATER, by: KEYS, deletionDate: 'Mar 15, 2026, 4:05:40 PM' }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'A cancelled deletion leaves the key disabled, so two commands are needed besides the policy.',
      ...broken({
        remedy: {
          edits: [
            { kind: 'bucket-policy' },
            {
              kind: 'key-state',
              command: `aws kms cancel-key-deletion ${KEY_OPTION} && aws kms enable-key ${KEY_OPTION}`,
            },
          ],
          mendsPath: true,
          warnings: [
            'the Deny may be deliberate, for instance to contain an incident: ask its author before the delivery is spared',
            'the key may have been given up on purpose: ask its owner; nothing brings it back once its waiting period has passed',
          ],
        },
      }),
    },
  },

  'the-policy-denies-and-the-key-material-is-gone': {
    evidence: encryptedStage({
      events: [change, deleteImportedKeyMaterial({ time: LATER, by: KEYS }), ...refusals()],
    }),
    expected: {
      story: 'The policy can be mended, the key only by whoever has its material.',
      ...broken({
        remedy: {
          edits: [{ kind: 'bucket-policy' }],
          mendsPath: false,
          remaining: [
            'the key material of the KMS key is gone, so S3 cannot encrypt the report with it; its owner has to import it again, or the configuration has to name another key',
          ],
        },
      }),
    },
  },

  'the-key-is-one-that-aws-manages': {
    evidence: encryptedStage({
      files: [described('AWS', 'Enabled')],
      events: [putBucketPolicy({ time: BEFORE, by: DANA, policy: ALLOWING })],
    }),
    expected: {
      story:
        'DescribeKey says that AWS manages the key. As who manages a key never changes, the reports of before came with another one, or none: somebody changed the configuration, unseen. Nobody can write the policy of such a key.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: null,
          cause: { link: 'key-state', decision: 'unusable-key', statement: null },
          remedy: {
            edits: [
              {
                kind: 'inventory-configuration',
                description: 'inventory configuration "daily-full": encrypt the reports with SSE-S3',
              },
            ],
            mendsPath: true,
          },
        },
      ],
      warnings: ['unseen-change'],
      says: ['the configuration named another key then, or none'],
    },
  },

  'the-configuration-names-a-key-of-another-region': {
    evidence: stage({
      configuration: { encryption: KEY_ARN.replace('eu-west-1', 'us-east-1') },
      events: [
        putBucketPolicy({ time: BEFORE, by: DANA, policy: ALLOWING }),
        put(BEFORE, {}),
        put(CHANGE, { encryption: KEY_ARN.replace('eu-west-1', 'us-east-1') }),
        ...refusals(REFUSALS, { code: 'KMS.NotFoundException', message: 'Invalid arn us-east-1' }),
      ],
    }),
    expected: {
      story: 'S3 looks for the key in the Region of the bucket, and finds none: no policy of the key would help.',
      ...broken({
        culprit: { eventName: 'PutBucketInventoryConfiguration', time: CHANGE },
        cause: { link: 'region', decision: 'unknown' },
        remedy: { edits: [{ kind: 'inventory-configuration' }], mendsPath: true },
      }),
    },
  },

  'the-account-is-taken-from-the-policy': {
    evidence: encryptedStage({
      case: { encryption: KEY_ARN, sourceAccount: null },
      trails: [DESTINATION_TRAIL, KEY_TRAIL],
      events: [
        putBucketPolicy({ time: BEFORE, by: DANA, policy: ALLOWING }),
        putKeyPolicy({ time: CHANGE, by: KEYS, policy: CLOSED }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'Neither case nor logs tell whose the source bucket is; the bucket policy names its account.',
      ...broken({
        remedy: {
          edits: [{ kind: 'key-policy' }],
          mendsPath: true,
          warnings: [
            'verified for source account 111122223333, which the policy names for this bucket: no other input tells whose it is',
          ],
        },
      }),
    },
  },

  'no-input-names-the-account': {
    evidence: stage({
      case: { sourceAccount: null },
      trails: [DESTINATION_TRAIL],
      events: [
        putBucketPolicy({ time: BEFORE, by: DANA, policy: ALLOWING }),
        putBucketPolicy({
          time: CHANGE,
          by: DANA,
          policy: policy(denyAll('TlsOnly', { Bool: { 'aws:SecureTransport': 'false' } })),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'The policy that named the account was replaced by one that does not.',
      ...broken({
        remedy: null,
        remedyWithheld: [
          'no statement of the bucket policy lets Amazon S3 write the inventory report: it has no Allow for Amazon S3 at all; no edit of it is offered: the account of the source bucket is not known, and an Allow without it would let in whoever makes a bucket of that name: give it with --source-account',
        ],
      }),
    },
  },

  'the-policy-in-force-is-not-in-evidence': {
    evidence: stage({ events: [withoutParameters(change), ...refusals()] }),
    expected: {
      story: 'The log left the policy out, so that there is nothing to edit: the command that gets it is told.',
      ...broken(
        {
          remedy: null,
          remedyWithheld: [
            'nothing in evidence denies the delivery now, so there is nothing to mend in it',
            'what the bucket policy in force says is not known: the log left the new document out (requestParameters too large); to get it: aws s3api get-bucket-policy --bucket acme-reports --region eu-west-1 --output json > bucket-policy.json',
          ],
        },
        3,
      ),
    },
  },

  'the-default-key-is-closed-and-the-configuration-known': {
    evidence: stage({
      case: { encryption: 'none' },
      configuration: { encryption: 'none' },
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, KEY_TRAIL],
      events: [
        putBucketPolicy({ time: BEFORE, by: DANA, policy: ALLOWING }),
        putKeyPolicy({ time: BEFORE, by: KEYS, policy: OPEN }),
        deleteImportedKeyMaterial({ time: '2026-02-07T09:00:00Z', by: KEYS }),
        putBucketEncryption({ time: CHANGE, by: DANA, algorithm: 'aws:kms', keyArn: KEY_ARN }),
        ...refusals(REFUSALS, PENDING),
      ],
    }),
    expected: {
      story:
        'The default encryption of the bucket turns to a key without material: the configuration need only name SSE-S3.',
      ...broken({
        cause: { link: 'default-encryption', decision: 'unusable-key' },
        remedy: {
          edits: [{ kind: 'inventory-configuration' }],
          mendsPath: true,
        },
      }),
    },
  },

  'the-key-is-disabled-and-the-policy-mended-since': {
    evidence: encryptedStage({
      events: [
        putBucketPolicy({ time: BEFORE, by: DANA, policy: ALLOWING }),
        change,
        disableKey({ time: LATER, by: KEYS }),
        ...refusals(),
        putBucketPolicy({ time: '2026-02-19T20:00:00Z', by: DANA, policy: ALLOWING }),
      ],
    }),
    expected: {
      story: 'What broke first is mended; the key still has to be enabled.',
      ...broken({
        remedy: {
          edits: [{ kind: 'key-state', description: 'enable the key', command: `aws kms enable-key ${KEY_OPTION}` }],
          mendsPath: true,
        },
      }),
    },
  },
});
