import { iamUser } from '../caller.ts';
import { DESTINATION_ACCOUNT } from '../cast.ts';
import { putObject } from '../events/s3.ts';
import { listObjects } from '../listing.ts';
import { change, OFFICE_ONLY } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import { arrivals, CHANGE, DELIVERIES, objectsOfAll, REFUSED_SIX_TIMES, refusals, stage } from './stage.ts';

/** Reports that somebody copies elsewhere: S3 delivers them to one place all the same. */
export const copies: Scenario[] = theme('copies', {
  'a-listing-of-copies-elsewhere-is-no-move': {
    evidence: stage({
      events: [change, ...refusals()],
      files: [listObjects('listing-zeta-copies.json', objectsOfAll(DELIVERIES), { bucket: 'zeta-copies' })],
    }),
    expected: {
      story: 'The reports are replicated to another bucket, whose listing is in the folder too.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
      noWarnings: ['unseen-change'],
    },
  },

  'copies-of-the-reports-elsewhere-are-no-move': {
    evidence: stage({
      events: [
        change,
        ...arrivals(DELIVERIES),
        ...refusals(),
        ...DELIVERIES.map(({ run, arrived }) =>
          putObject({
            time: arrived,
            by: iamUser(DESTINATION_ACCOUNT, 'replicator'),
            bucket: 'zeta-copies',
            key: `inv/acme-lake/daily-full/${run}/manifest.json`,
          }),
        ),
      ],
    }),
    expected: {
      story: 'Somebody copies every manifest into another bucket; S3 delivers to the usual one until Dana denies it.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
      noWarnings: ['unseen-change'],
    },
  },
});
