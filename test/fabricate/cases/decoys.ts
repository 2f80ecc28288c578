import type { Assessment } from '../../../src/report/contract.ts';
import { iamUser } from '../caller.ts';
import { DESTINATION_ACCOUNT, SOURCE_ACCOUNT, SOURCE_BUCKET } from '../cast.ts';
import { ACCESS_DENIED, type TrailEvent } from '../events/event.ts';
import {
  deleteInventoryConfiguration,
  putBucketPolicy,
  putOwnershipControls,
  putPublicAccessBlock,
} from '../events/s3.ts';
import type { ExpectedChange } from '../expectation.ts';
import { allowInventory, allowReaders, denyAll, denyOutsideOffice, denyPlainHttp, policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import { CHANGE, DANA, ELIF, REFUSED_SIX_TIMES, refusals, SAMI, stage } from './stage.ts';

const WITHOUT_ALLOW = policy(denyPlainHttp(), allowReaders());
const culprit = putBucketPolicy({ time: CHANGE, by: DANA, policy: WITHOUT_ALLOW });
const BREAKS = { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' } as const;

/** What stands beside the culprit and must not be taken for it. */
export const decoys: Scenario[] = theme('decoys', {
  'a-failed-put-that-would-have-denied-is-not-blamed': beside(
    'An intern without permission tries to lock the bucket; an hour later Dana writes a policy without the statement for S3.',
    [
      putBucketPolicy({
        time: '2026-02-13T14:10:02Z',
        by: iamUser(DESTINATION_ACCOUNT, 'intern'),
        policy: policy(denyAll('Lock')),
        error: ACCESS_DENIED,
      }),
    ],
    [{ time: '2026-02-13T14:10:02Z', eventName: 'PutBucketPolicy', assessment: 'failed' }],
  ),

  'a-failed-put-right-after-the-culprit-is-not-blamed': beside(
    'The last call before the refusals is a malformed one.',
    [
      putBucketPolicy({
        time: '2026-02-14T08:31:00Z',
        by: ELIF,
        policy: policy(denyAll('Lock')),
        error: { code: 'MalformedPolicy', message: "Policies must be valid JSON and the first byte must be '{'" },
      }),
    ],
    [{ time: '2026-02-14T08:31:00Z', eventName: 'PutBucketPolicy', assessment: 'failed' }],
  ),

  'a-reordered-policy-later-than-the-culprit-has-no-effect': beside(
    'Elif rewrites the broken policy in another order, hours after Dana broke it: the latest change is not the culprit.',
    [putBucketPolicy({ time: '2026-02-13T19:44:30Z', by: ELIF, policy: policy(allowReaders(), denyPlainHttp()) })],
    [{ time: '2026-02-13T19:44:30Z', eventName: 'PutBucketPolicy', assessment: 'no-effect' }],
  ),

  'a-deny-that-exempts-services-has-no-effect': beside(
    'The office rule spares AWS services, which is why it is harmless.',
    [
      putBucketPolicy({
        time: '2026-02-13T13:20:05Z',
        by: ELIF,
        policy: policy(
          allowInventory(),
          denyAll('OfficeOnly', {
            NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          }),
        ),
      }),
    ],
    [{ time: '2026-02-13T13:20:05Z', eventName: 'PutBucketPolicy', assessment: 'no-effect' }],
  ),

  'a-deny-that-exempts-the-source-bucket-has-no-effect': beside(
    'The office rule spares deliveries of this source bucket.',
    [
      putBucketPolicy({
        time: '2026-02-13T13:20:05Z',
        by: ELIF,
        policy: policy(
          allowInventory(),
          denyAll('OfficeOnly', {
            NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
            ArnNotLike: { 'aws:SourceArn': `arn:aws:s3:::${SOURCE_BUCKET}` },
          }),
        ),
      }),
    ],
    [{ time: '2026-02-13T13:20:05Z', eventName: 'PutBucketPolicy', assessment: 'no-effect' }],
  ),

  'denies-that-do-not-catch-the-delivery-have-no-effect': beside(
    'Plain HTTP, another ACL, a list of bad addresses, a list that spares the service: S3 does none of these.',
    [
      putBucketPolicy({
        time: '2026-02-13T13:20:05Z',
        by: ELIF,
        policy: policy(
          allowInventory(),
          denyPlainHttp(),
          denyAll(
            'OwnerKeepsControl',
            { StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
            's3:PutObject',
          ),
          denyAll('BadAddresses', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
          { ...denyAll('ServicesOnly'), NotPrincipal: { Service: 's3.amazonaws.com' }, Principal: undefined },
        ),
      }),
    ],
    [{ time: '2026-02-13T13:20:05Z', eventName: 'PutBucketPolicy', assessment: 'no-effect' }],
  ),

  'an-allow-for-everybody-allows-the-delivery-too': beside(
    'Elif makes the statement for S3 one for everybody who acts for the source bucket.',
    [
      putBucketPolicy({
        time: '2026-02-13T13:20:05Z',
        by: ELIF,
        policy: policy({ ...allowInventory(), Principal: '*', Action: 's3:Put*' }),
      }),
    ],
    [{ time: '2026-02-13T13:20:05Z', eventName: 'PutBucketPolicy', assessment: 'no-effect' }],
  ),

  'acl-mode-and-public-access-block-have-no-effect': beside(
    'Documented as harmless to deliveries, and shown as context.',
    [
      putOwnershipControls({ time: '2026-02-13T13:00:00Z', by: ELIF }),
      putPublicAccessBlock({ time: '2026-02-13T16:00:00Z', by: ELIF }),
    ],
    [
      { time: '2026-02-13T13:00:00Z', eventName: 'PutBucketOwnershipControls', assessment: 'no-effect' },
      { time: '2026-02-13T16:00:00Z', eventName: 'PutBucketPublicAccessBlock', assessment: 'no-effect' },
    ],
  ),

  'policies-of-other-buckets-are-not-candidates': beside(
    'A scratch bucket and the source bucket get denying policies in the same hour.',
    [
      putBucketPolicy({
        time: '2026-02-13T15:25:00Z',
        by: DANA,
        bucket: 'acme-scratch',
        policy: policy(denyOutsideOffice()),
      }),
      putBucketPolicy({
        time: '2026-02-13T15:26:00Z',
        by: SAMI,
        bucket: SOURCE_BUCKET,
        account: SOURCE_ACCOUNT,
        policy: policy(denyOutsideOffice()),
      }),
    ],
    [],
  ),

  'a-call-for-another-configuration-is-not-a-candidate': beside(
    'Sami deletes the report audit-weekly of the same bucket.',
    [deleteInventoryConfiguration({ time: '2026-02-13T16:30:00Z', by: SAMI, id: 'audit-weekly' })],
    [],
  ),

  'a-change-after-the-first-refusals-is-only-a-suspect': {
    evidence: stage({
      events: [...refusals(), putBucketPolicy({ time: '2026-02-17T15:00:00Z', by: DANA, policy: WITHOUT_ALLOW })],
    }),
    expected: {
      story:
        'Deliveries are refused from the 14th on, and no change explains it. On the 17th, three days too late, Dana drops the statement for S3: she stopped none of the first runs, and may not have stopped the rest.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'possible', time: '2026-02-17T15:00:00Z', eventName: 'PutBucketPolicy' },
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
          candidates: [{ time: '2026-02-17T15:00:00Z', eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
    },
  },
});

function beside(
  story: string,
  others: readonly TrailEvent[],
  shown: readonly (ExpectedChange & { readonly assessment: Assessment })[],
): Omit<Scenario, 'theme' | 'name'> {
  return {
    evidence: stage({ events: [culprit, ...others, ...refusals()] }),
    expected: {
      story,
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: {
            confidence: 'proven',
            time: CHANGE,
            eventName: 'PutBucketPolicy',
            actor: { userName: 'dana.ivers' },
          },
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
          candidates: [BREAKS, ...shown],
        },
      ],
    },
  };
}
