import { KEY_ACCOUNT } from '../cast.ts';
import { putKeyPolicy } from '../events/kms.ts';
import { allowInventoryToUseKey, keyAdministration, policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import { CHANGE, encryptedStage, KEYS, REFUSED_SIX_TIMES, refusals } from './stage.ts';

/** The key's owner changes who may use it. */
export const keyPolicy: Scenario[] = theme('key-policy', {
  'the-key-policy-loses-the-statement-for-s3': {
    evidence: encryptedStage({
      events: [putKeyPolicy({ time: CHANGE, by: KEYS, policy: policy(keyAdministration()) }), ...refusals()],
    }),
    expected: {
      story: 'The key policy is reset to the default of the console.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: {
            confidence: 'proven',
            time: CHANGE,
            eventName: 'PutKeyPolicy',
            actor: { arn: `arn:aws:iam::${KEY_ACCOUNT}:user/kit.lowe` },
          },
          cause: { link: 'key-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
          candidates: [{ time: CHANGE, eventName: 'PutKeyPolicy', assessment: 'breaks' }],
        },
      ],
    },
  },

  'the-key-policy-names-another-source-account': {
    evidence: encryptedStage({
      events: [
        putKeyPolicy({
          time: CHANGE,
          by: KEYS,
          policy: policy(keyAdministration(), allowInventoryToUseKey('123456789012')),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'The statement for S3 stays, for another source account.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutKeyPolicy' },
          cause: {
            link: 'key-policy',
            decision: 'implicit-deny',
            statement: { sid: 'Allow Amazon S3 use of the KMS key', index: 1 },
            conditionKeys: ['aws:SourceAccount'],
          },
        },
      ],
    },
  },

  'the-key-policy-denies-everybody-outside-the-organization': {
    evidence: encryptedStage({
      events: [
        putKeyPolicy({
          time: CHANGE,
          by: KEYS,
          policy: policy(keyAdministration(), allowInventoryToUseKey(), {
            Sid: 'OrganizationOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 'kms:*',
            Resource: '*',
            Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
          }),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'A Deny for callers outside the organization catches S3, which belongs to none.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutKeyPolicy' },
          cause: {
            link: 'key-policy',
            decision: 'explicit-deny',
            statement: { sid: 'OrganizationOnly', index: 2 },
            conditionKeys: ['aws:PrincipalOrgID'],
          },
        },
      ],
    },
  },
});
