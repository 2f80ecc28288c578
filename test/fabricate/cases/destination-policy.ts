import { DESTINATION_BUCKET } from '../cast.ts';
import { deleteBucketPolicy, putBucketPolicy } from '../events/s3.ts';
import { allowInventory, allowReaders, denyAll, denyPlainHttp, policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import { CHANGE, DANA, REFUSED_SIX_TIMES, refusals, SILENT_FOR_FIVE_RUNS, stage } from './stage.ts';

const PUT = { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' } as const;

/** The destination policy stops allowing the delivery, without any Deny. */
export const destinationPolicy: Scenario[] = theme('destination-policy', {
  'the-policy-is-replaced-without-the-allow': {
    evidence: stage({
      events: [
        putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(denyPlainHttp(), allowReaders()) }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'Dana writes a policy that has no statement for S3. The next six runs are refused.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { ...PUT, actor: { type: 'IAMUser', userName: 'dana.ivers', tool: 'aws-cli', via: [] } },
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
          restoredBy: null,
          stillDenied: null,
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
      noWarnings: ['also-broken'],
    },
  },

  'the-policy-is-deleted': {
    evidence: stage({ events: [deleteBucketPolicy({ time: CHANGE, by: DANA })] }),
    expected: {
      story:
        'Dana deletes the policy. The trail has no data events: nothing but the deadlines tells of the missed runs.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { ...PUT, eventName: 'DeleteBucketPolicy' },
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
          candidates: [{ time: CHANGE, eventName: 'DeleteBucketPolicy', assessment: 'breaks' }],
        },
      ],
    },
  },

  'the-allow-names-another-source-bucket': {
    evidence: stage({
      events: [
        putBucketPolicy({
          time: CHANGE,
          by: DANA,
          policy: policy(allowReaders(), allowInventory({ sourceArn: 'arn:aws:s3:::acme-lake-v2' })),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'The source is going to be replaced under another name, and the policy already says so.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: PUT,
          cause: {
            link: 'destination-policy',
            decision: 'implicit-deny',
            statement: { sid: 'InventoryDelivery', index: 1 },
            conditionKeys: ['aws:SourceArn'],
          },
        },
      ],
    },
  },

  'the-allow-names-another-source-account': {
    evidence: stage({
      events: [
        putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(allowInventory({ sourceAccount: '123456789012' })) }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'The account number of an example is pasted into the statement for S3.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: PUT,
          cause: {
            link: 'destination-policy',
            decision: 'implicit-deny',
            statement: { sid: 'InventoryDelivery', index: 0 },
            conditionKeys: ['aws:SourceAccount'],
          },
        },
      ],
    },
  },

  'the-nearest-of-two-allows-is-the-one-to-repair': {
    evidence: stage({
      events: [
        putBucketPolicy({
          time: CHANGE,
          by: DANA,
          policy: policy(
            allowInventory({ sid: 'FarAway', sourceArn: 'arn:aws:s3:::acme-logs', sourceAccount: '123456789012' }),
            allowInventory({ sid: 'Near', sourceArn: 'arn:aws:s3:::acme-lake-*' }),
          ),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story:
        'Two statements allow S3 to deliver, neither of them this delivery: one misses by two keys, the other by one.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: PUT,
          cause: {
            link: 'destination-policy',
            decision: 'implicit-deny',
            statement: { sid: 'Near', index: 1 },
            conditionKeys: ['aws:SourceArn'],
          },
        },
      ],
    },
  },

  'the-allow-covers-another-prefix': {
    evidence: stage({
      events: [
        putBucketPolicy({
          time: CHANGE,
          by: DANA,
          policy: policy({ ...allowInventory(), Resource: `arn:aws:s3:::${DESTINATION_BUCKET}/reports/*` }),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'The statement for S3 is narrowed to a prefix that is not that of the configuration.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: PUT,
          cause: {
            link: 'destination-policy',
            decision: 'implicit-deny',
            statement: { sid: 'InventoryDelivery', index: 0 },
            conditionKeys: [],
          },
        },
      ],
    },
  },

  'the-allow-only-covers-manifests': {
    evidence: stage({
      events: [
        putBucketPolicy({
          time: CHANGE,
          by: DANA,
          policy: policy({ ...allowInventory(), Resource: `arn:aws:s3:::${DESTINATION_BUCKET}/inv/*/manifest.*` }),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'Manifests may still be written, data files may not: one refused key refuses the delivery.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: PUT,
          cause: {
            link: 'destination-policy',
            decision: 'implicit-deny',
            statement: { sid: 'InventoryDelivery', index: 0 },
            conditionKeys: [],
          },
        },
      ],
    },
  },

  'the-policy-of-the-support-article-changes-nothing': {
    evidence: stage({
      events: [
        // S3 as an AWS principal, as the article's corrected policy has it, is taken as the service.
        putBucketPolicy({
          time: '2026-02-13T13:02:00Z',
          by: DANA,
          policy: policy(
            denyAll('IPAllow', {
              NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
              ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' },
            }),
            { ...allowInventory(), Principal: { AWS: ['s3.amazonaws.com'] } },
          ),
        }),
        deleteBucketPolicy({ time: CHANGE, by: DANA }),
        ...refusals(),
      ],
    }),
    expected: {
      story:
        'A policy with the exemption that AWS recommends comes first and lets deliveries through; deleting it breaks them.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { ...PUT, eventName: 'DeleteBucketPolicy' },
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
          candidates: [
            { time: CHANGE, eventName: 'DeleteBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T13:02:00Z', eventName: 'PutBucketPolicy', assessment: 'no-effect' },
          ],
        },
      ],
    },
  },
});
