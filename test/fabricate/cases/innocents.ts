import { iamUser } from '../caller.ts';
import { KEY_ACCOUNT, KEY_ARN, MANAGEMENT_ACCOUNT } from '../cast.ts';
import { disableKey, enableKey, putKeyPolicy } from '../events/kms.ts';
import { attachPolicy, createResourceControlPolicy } from '../events/organizations.ts';
import { createBucket, putBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { configurationInEvent } from '../inventory.ts';
import { keyAdministration, policy } from '../policies.ts';
import { ALLOWING, currentPolicy, DENYING, OFFICE_ONLY, withoutParameters } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DANA,
  DESTINATION_TRAIL,
  ELIF,
  encryptedStage,
  KEYS,
  REFUSED_SIX_TIMES,
  refusals,
  SAMI,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

const OTHER_KEY = KEY_ARN.replace(/[^/]+$/, '9d55f0c7-1b52-4e1a-8b6e-3a0c8e2b7f41');
/** Days before the reports began: whoever repaired it is in no log. */
const LONG_AGO = '2026-02-07T08:00:00Z';

function put(time: string, encryption?: string) {
  const configuration = configurationInEvent(encryption === undefined ? {} : { encryption });
  return putInventoryConfiguration({ time, by: SAMI, id: 'daily-full', configuration });
}

function grantCall(eventName: 'CreateGrant' | 'RevokeGrant') {
  const event = enableKey({ time: CHANGE, by: KEYS });
  const grantee = { granteePrincipal: `arn:aws:iam::${KEY_ACCOUNT}:role/volumes`, operations: ['Decrypt'] };
  const parameters = { keyId: KEY_ARN, grantId: '0c237476b39f8bc44e45212e08498fbe' };
  return {
    ...event,
    eventName,
    requestParameters: eventName === 'CreateGrant' ? { ...parameters, ...grantee } : parameters,
  };
}

/** Changes at the hour of the outage that did not cause it: none of them may be accused. */
export const innocents: Scenario[] = theme('innocents', {
  'a-configuration-written-again-does-not-answer-for-a-policy-changed-unseen': {
    evidence: stage({ trails: [SOURCE_TRAIL], files: [currentPolicy], events: [put(CHANGE)] }),
    expected: {
      story:
        'The policy denies today and no log shows who changed it. Sami wrote the configuration again that afternoon, as it was.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: null,
          cause: OFFICE_ONLY,
          candidates: [{ time: CHANGE, eventName: 'PutBucketInventoryConfiguration', assessment: 'no-effect' }],
        },
      ],
    },
  },

  'a-configuration-written-again-does-not-revive-a-deny-that-deliveries-disproved': {
    evidence: stage({
      events: [putBucketPolicy({ time: LONG_AGO, by: DANA, policy: DENYING }), put(CHANGE), ...refusals()],
    }),
    expected: {
      story:
        'A policy that denies was mended unseen, as six reports show. What refuses them now is not shown; writing the configuration again is not it.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, cause: null }],
      warnings: ['replay-contradicted'],
    },
  },

  'a-grant-made-for-others-takes-nothing-away': {
    evidence: encryptedStage({
      events: [
        putKeyPolicy({ time: LONG_AGO, by: KEYS, policy: policy(keyAdministration()) }),
        grantCall('CreateGrant'),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'By the logs the key policy never let S3 in, and reports came all the same. A grant can only add access.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: null,
          cause: null,
          candidates: [{ time: CHANGE, eventName: 'CreateGrant', assessment: 'no-effect' }],
        },
      ],
    },
  },

  'a-revoked-grant-is-a-suspicion-only': {
    evidence: encryptedStage({
      events: [
        putKeyPolicy({ time: LONG_AGO, by: KEYS, policy: policy(keyAdministration()) }),
        grantCall('RevokeGrant'),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'The same, but a grant is revoked: whether S3 lived by it, nothing says.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'possible', time: CHANGE, eventName: 'RevokeGrant' },
          candidates: [{ time: CHANGE, eventName: 'RevokeGrant', assessment: 'undetermined' }],
        },
      ],
    },
  },

  'the-key-that-the-reports-used-before-does-not-matter': {
    evidence: encryptedStage(
      {
        events: [
          put('2026-02-09T15:00:00Z', KEY_ARN),
          put('2026-02-10T15:00:00Z', OTHER_KEY),
          disableKey({ time: CHANGE, by: KEYS }),
          ...refusals(),
        ],
      },
      OTHER_KEY,
    ),
    expected: {
      story: 'Three days after the reports went over to another key, the old one is disabled.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: null,
          candidates: [{ time: CHANGE, eventName: 'DisableKey', assessment: 'no-effect' }],
        },
      ],
    },
  },

  'an-organization-policy-on-another-account-does-not-matter': {
    evidence: stage({
      trails: [
        SOURCE_TRAIL,
        DESTINATION_TRAIL,
        { ...DESTINATION_TRAIL, account: MANAGEMENT_ACCOUNT, region: 'us-east-1' },
      ],
      events: [
        attachPolicy({
          time: CHANGE,
          by: iamUser(MANAGEMENT_ACCOUNT, 'org.admin'),
          policyId: 'p-exampleother',
          targetId: '123456789012',
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'A policy of unknown type is attached, to an account that has nothing to do with the reports.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: null,
          candidates: [{ time: CHANGE, eventName: 'AttachPolicy', assessment: 'no-effect' }],
        },
      ],
    },
  },

  'an-organization-policy-does-not-bind-the-management-account': {
    evidence: stage({
      case: { destinationAccount: MANAGEMENT_ACCOUNT },
      configuration: { account: MANAGEMENT_ACCOUNT },
      trails: [
        SOURCE_TRAIL,
        { ...DESTINATION_TRAIL, account: MANAGEMENT_ACCOUNT },
        { ...DESTINATION_TRAIL, account: MANAGEMENT_ACCOUNT, region: 'us-east-1' },
      ],
      events: [
        createResourceControlPolicy({
          time: '2026-02-13T14:55:00Z',
          by: iamUser(MANAGEMENT_ACCOUNT, 'org.admin'),
          policyId: 'p-exampleperimeter',
          name: 'deny-all',
          content: policy({ Sid: 'DenyAll', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
        }),
        attachPolicy({
          time: CHANGE,
          by: iamUser(MANAGEMENT_ACCOUNT, 'org.admin'),
          policyId: 'p-exampleperimeter',
          targetId: 'r-exampleroot',
        }),
      ],
    }),
    expected: {
      story: 'A resource control policy is attached to the root; the destination is in the management account.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...SILENT_FOR_FIVE_RUNS, culprit: null, cause: null }],
    },
  },

  'an-unknown-policy-that-was-replaced-by-an-allowing-one-is-not-suspected': {
    evidence: stage({
      events: [
        withoutParameters(putBucketPolicy({ time: CHANGE, by: DANA, policy: DENYING })),
        putBucketPolicy({ time: '2026-02-14T08:00:00Z', by: ELIF, policy: ALLOWING }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'What Dana wrote is not known, but three hours before the refusal Elif wrote a policy that allows.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, cause: null }],
    },
  },

  'create-bucket-on-a-bucket-that-is-there-is-a-suspicion-only': {
    evidence: stage({
      events: [
        putBucketPolicy({ time: LONG_AGO, by: DANA, policy: ALLOWING }),
        { ...createBucket({ time: CHANGE, by: DANA, region: 'us-east-1' }), awsRegion: 'us-east-1' },
        ...refusals(),
      ],
    }),
    expected: {
      story: 'In us-east-1 CreateBucket succeeds on one’s own bucket and leaves its policy alone.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'possible', time: CHANGE, eventName: 'CreateBucket' },
          cause: { link: 'destination-policy', decision: 'unknown' },
        },
      ],
    },
  },
});
