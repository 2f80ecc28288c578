import { iamUser } from '../caller.ts';
import { KEY_ACCOUNT, KEY_ARN } from '../cast.ts';
import type { ApiError, TrailEvent } from '../events/event.ts';
import {
  cancelKeyDeletion,
  deleteExpiredKeyMaterial,
  deleteImportedKeyMaterial,
  disableKey,
  enableKey,
  scheduleKeyDeletion,
} from '../events/kms.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { type EvidenceFile, jsonFile } from '../evidence-file.ts';
import { ALLOWING, change, withoutParameters } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DANA,
  DELIVERIES,
  DESTINATION_TRAIL,
  delivered,
  encryptedStage,
  KEY_TRAIL,
  KEYS,
  REFUSALS,
  REFUSED_SIX_TIMES,
  refusals,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

const OTHER_KEYS = iamUser(KEY_ACCOUNT, 'ray.osei');

const DISABLED: ApiError = { code: 'KMS.DisabledException', message: `${KEY_ARN} is disabled.` };
const PENDING_DELETION: ApiError = { code: 'KMS.KMSInvalidStateException', message: `${KEY_ARN} is pending deletion.` };
const PENDING_IMPORT: ApiError = { code: 'KMS.KMSInvalidStateException', message: `${KEY_ARN} is pending import.` };

const MULTI_REGION_KEY = `arn:aws:kms:eu-west-1:${KEY_ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
const REPLICA = MULTI_REGION_KEY.replace('eu-west-1', 'us-west-2');
const REPLICA_DISABLED: TrailEvent = {
  ...disableKey({ time: CHANGE, by: KEYS }),
  awsRegion: 'us-west-2',
  requestParameters: { keyId: REPLICA },
  resources: [{ accountId: KEY_ACCOUNT, type: 'AWS::KMS::Key', ARN: REPLICA }],
};

/** The key's owner takes the key away. */
export const key: Scenario[] = theme('key', {
  'the-key-is-disabled': {
    evidence: encryptedStage({ events: [disableKey({ time: CHANGE, by: KEYS }), ...refusals(REFUSALS, DISABLED)] }),
    expected: {
      story: 'The key is disabled; writes fail with KMS.DisabledException.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'DisableKey' },
          cause: { link: 'key-state', decision: 'disabled', statement: null, conditionKeys: [] },
          candidates: [{ time: CHANGE, eventName: 'DisableKey', assessment: 'breaks' }],
        },
      ],
    },
  },

  'the-key-is-scheduled-for-deletion': {
    evidence: encryptedStage({
      events: [
        scheduleKeyDeletion({ time: CHANGE, by: KEYS, deletionDate: 'Mar 15, 2026, 3:20:11 PM' }),
        ...refusals(REFUSALS, PENDING_DELETION),
      ],
    }),
    expected: {
      story: 'A key pending deletion cannot be used.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'ScheduleKeyDeletion' },
          cause: { link: 'key-state', decision: 'deleted', statement: null, conditionKeys: [] },
        },
      ],
    },
  },

  'a-cancelled-deletion-leaves-the-key-disabled': {
    evidence: encryptedStage({
      events: [
        scheduleKeyDeletion({ time: CHANGE, by: KEYS, deletionDate: 'Mar 15, 2026, 3:20:11 PM' }),
        cancelKeyDeletion({ time: '2026-02-15T09:00:00Z', by: OTHER_KEYS }),
        ...refusals(REFUSALS.slice(0, 2), PENDING_DELETION),
        ...refusals(REFUSALS.slice(2), DISABLED),
      ],
    }),
    expected: {
      story: 'Somebody cancels the deletion and thinks that all is well. The key stays disabled until it is enabled.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'ScheduleKeyDeletion' },
          cause: { link: 'key-state', decision: 'deleted' },
          restoredBy: null,
          candidates: [{ time: CHANGE, eventName: 'ScheduleKeyDeletion', assessment: 'breaks' }],
        },
      ],
    },
  },

  'imported-key-material-expires': {
    evidence: encryptedStage({
      events: [deleteExpiredKeyMaterial('2026-02-13T18:00:00Z'), ...refusals(REFUSALS, PENDING_IMPORT)],
    }),
    expected: {
      story: 'Imported key material reaches its end. Nobody did it: the event has no caller.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: {
            confidence: 'proven',
            time: '2026-02-13T18:00:00Z',
            eventName: 'DeleteExpiredKeyMaterial',
            actor: { arn: null, userName: null, sessionName: null, via: [] },
          },
          cause: { link: 'key-state', decision: 'unusable-key', statement: null, conditionKeys: [] },
        },
      ],
    },
  },

  'imported-key-material-is-deleted-by-a-person': {
    evidence: encryptedStage({
      events: [deleteImportedKeyMaterial({ time: CHANGE, by: KEYS }), ...refusals(REFUSALS, PENDING_IMPORT)],
    }),
    expected: {
      story: 'The same state of the key, with somebody behind it.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: {
            confidence: 'proven',
            time: CHANGE,
            eventName: 'DeleteImportedKeyMaterial',
            actor: { userName: 'kit.lowe' },
          },
          cause: { link: 'key-state', decision: 'unusable-key', statement: null, conditionKeys: [] },
        },
      ],
    },
  },

  'the-key-is-disabled-and-enabled-by-another-person': {
    evidence: encryptedStage({
      deliveries: [
        ...DELIVERIES,
        ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'].map((day) => delivered(day, '11:10:30')),
      ],
      events: [
        disableKey({ time: CHANGE, by: KEYS }),
        ...refusals(REFUSALS.slice(0, 2), DISABLED),
        enableKey({ time: '2026-02-16T08:00:00Z', by: OTHER_KEYS }),
      ],
    }),
    expected: {
      story: 'Two runs fail before a colleague enables the key again.',
      outcome: 'recovered',
      exitCode: 0,
      incidents: [
        {
          status: 'recovered',
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          lastMissedRun: '2026-02-15T01-00Z',
          missedRuns: 2,
          nextDelivery: '2026-02-16T01-00Z',
          deniedAttempts: { count: 2, first: REFUSALS[0] ?? '', last: REFUSALS[1] ?? '' },
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'DisableKey', actor: { userName: 'kit.lowe' } },
          cause: { link: 'key-state', decision: 'disabled' },
          restoredBy: { time: '2026-02-16T08:00:00Z', eventName: 'EnableKey', actor: { userName: 'ray.osei' } },
        },
      ],
    },
  },

  'the-replica-of-a-multi-region-key-is-another-key': {
    evidence: stage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, KEY_TRAIL],
      case: { encryption: MULTI_REGION_KEY },
      configuration: { encryption: MULTI_REGION_KEY },
      events: [REPLICA_DISABLED, ...refusals()],
    }),
    expected: {
      story: 'A replica in another Region, with the same key id and a state of its own, is disabled.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, cause: null, candidates: [] }],
    },
  },

  'the-key-of-another-report-does-not-matter': {
    evidence: stage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, KEY_TRAIL],
      events: [disableKey({ time: CHANGE, by: KEYS }), ...refusals()],
    }),
    expected: {
      story: 'These reports use no KMS key; that a key is disabled in the same hour explains nothing.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, candidates: [] }],
    },
  },

  'the-key-is-found-disabled-and-no-log-shows-who-did-it': {
    evidence: encryptedStage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL],
      files: [described('Disabled')],
      events: [putBucketPolicy({ time: CHANGE, by: DANA, policy: ALLOWING }), ...refusals(REFUSALS, DISABLED)],
    }),
    expected: {
      story:
        'DescribeKey says that the key is disabled; the trail of its account is not there. Dana wrote the bucket policy again that afternoon, as it was.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        { ...REFUSED_SIX_TIMES, culprit: null, cause: { link: 'key-state', decision: 'disabled', statement: null } },
      ],
    },
  },

  'the-key-is-found-disabled-as-its-trail-says': {
    evidence: encryptedStage({
      files: [described('Disabled')],
      events: [disableKey({ time: CHANGE, by: KEYS }), ...refusals(REFUSALS, DISABLED)],
    }),
    expected: {
      story: 'DescribeKey agrees with the trail.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'DisableKey' },
          cause: { link: 'key-state', decision: 'disabled' },
        },
      ],
      noWarnings: ['unseen-change'],
    },
  },

  'the-key-is-found-enabled-after-it-was-disabled': {
    evidence: encryptedStage({
      files: [described('Enabled')],
      events: [disableKey({ time: CHANGE, by: KEYS }), ...refusals(REFUSALS, DISABLED)],
    }),
    expected: {
      story: 'Somebody enabled the key again, unseen; the next run is still to come.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'DisableKey' },
          cause: { link: 'key-state', decision: 'disabled' },
        },
      ],
    },
  },

  'an-error-of-the-key-speaks-for-a-policy-of-unknown-content': {
    evidence: encryptedStage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL],
      files: [described('Disabled')],
      events: [withoutParameters(change), ...refusals(REFUSALS, DISABLED)],
    }),
    expected: {
      story:
        'Dana wrote a policy that no log holds. S3 was refused by the key, which is asked once the policy has let the write through.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, cause: { link: 'key-state', decision: 'disabled' } }],
    },
  },

  'an-error-of-the-key-speaks-for-a-policy-that-denies': {
    evidence: encryptedStage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL],
      files: [described('Disabled')],
      events: [change, ...refusals(REFUSALS, DISABLED)],
    }),
    expected: {
      story:
        'By the log the policy denies, and yet it was the key that refused: somebody may have mended the policy unseen.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'possible', time: CHANGE, eventName: 'PutBucketPolicy' },
        },
      ],
    },
  },

  'the-key-is-found-disabled-long-after-the-policy-broke': {
    evidence: encryptedStage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL],
      files: [described('Disabled')],
      events: [change, ...refusals()],
    }),
    expected: {
      story: 'The policy broke delivery; that the key is disabled now, unseen, does not excuse it.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          // No trail of the key's account shows that the key was open all along.
          culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: { link: 'destination-policy', decision: 'explicit-deny' },
        },
      ],
      warnings: ['unseen-change'],
    },
  },

  'reports-come-while-the-key-is-found-disabled': {
    evidence: encryptedStage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL],
      deliveries: [
        ...DELIVERIES,
        ...['2026-02-14', '2026-02-15', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'].map((day) =>
          delivered(day, '11:10:30'),
        ),
      ],
      files: [described('Disabled')],
    }),
    expected: {
      story: 'The key was disabled this morning; the next report will not come.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
      warnings: ['denied-now'],
    },
  },

  'descriptions-of-the-key-that-differ-say-nothing': {
    evidence: encryptedStage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL],
      files: [described('Disabled'), described('Enabled'), described('Disabled', 'again')],
      events: refusals(REFUSALS, DISABLED),
    }),
    expected: {
      story: 'Three answers of DescribeKey, from different days: which is of now is not known.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, cause: null }],
      warnings: ['conflicting-documents'],
    },
  },
});

/** The answer of DescribeKey on the key. */
function described(state: string, which = ''): EvidenceFile {
  const metadata = { AWSAccountId: KEY_ACCOUNT, KeyId: KEY_ARN.split('/')[1] ?? '', Arn: KEY_ARN, KeyState: state };
  return jsonFile(`describe-key-${state.toLowerCase()}${which}.json`, { KeyMetadata: metadata });
}
