import { lineOfEvent, logFiles } from '../access-log.ts';
import { deleteBucketPolicy, putBucketPolicy } from '../events/s3.ts';
import { ALLOWING, DENYING, withoutParameters } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import { CHANGE, DANA, ELIF, REFUSED_SIX_TIMES, refusals, SILENT_FOR_FIVE_RUNS, stage } from './stage.ts';

function breaks(time: string, by = DANA) {
  return putBucketPolicy({ time, by, policy: DENYING });
}

function restores(time: string, by = DANA) {
  return putBucketPolicy({ time, by, policy: ALLOWING });
}

/** Several changes of one link: which of them the write met. */
export const order: Scenario[] = theme('order', {
  'a-second-break-after-a-restore-leaves-the-write-on-either-side': {
    evidence: stage({
      events: [breaks(CHANGE), restores('2026-02-14T13:00:00Z', ELIF), breaks('2026-02-15T08:00:00Z')],
    }),
    expected: {
      story:
        'Broken, mended and broken again before the deadline, without a refusal that tells when the write was tried. The second break stopped the runs behind it.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { confidence: 'possible', time: '2026-02-15T08:00:00Z', eventName: 'PutBucketPolicy' },
          candidates: [
            { time: '2026-02-15T08:00:00Z', eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-14T13:00:00Z', eventName: 'PutBucketPolicy', assessment: 'restores' },
          ],
        },
      ],
    },
  },

  'two-people-close-the-policy-within-a-second': {
    evidence: stage({ events: [breaks(CHANGE), breaks('2026-02-13T15:20:12Z', ELIF), ...refusals()] }),
    expected: {
      story: 'Dana and Elif put the same policy within a second. It denies either way; whose came first, nobody knows.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: { confidence: 'possible', eventName: 'PutBucketPolicy' } }],
    },
  },

  'the-last-of-two-breaks-before-the-write-is-the-culprit': {
    evidence: stage({
      events: [
        breaks('2026-02-13T12:05:00Z', ELIF),
        restores('2026-02-13T13:30:00Z', ELIF),
        breaks(CHANGE),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'Elif breaks the policy and mends it; two hours later Dana breaks it for good.',
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
          candidates: [
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T12:05:00Z', eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T13:30:00Z', eventName: 'PutBucketPolicy', assessment: 'restores' },
          ],
        },
      ],
    },
  },

  'a-break-mended-before-the-write-is-not-blamed': {
    evidence: stage({
      events: [breaks('2026-02-13T12:05:00Z', ELIF), restores('2026-02-13T13:30:00Z', ELIF), ...refusals()],
    }),
    expected: {
      story: 'The policy was mended 21 hours before the refused write: it is something else.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: null,
          cause: null,
          candidates: [
            { time: '2026-02-13T12:05:00Z', eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T13:30:00Z', eventName: 'PutBucketPolicy', assessment: 'restores' },
          ],
        },
      ],
    },
  },

  'an-unknown-policy-before-the-change-leaves-a-suspicion': {
    evidence: stage({
      events: [
        withoutParameters(putBucketPolicy({ time: '2026-02-13T12:05:00Z', by: ELIF, policy: ALLOWING })),
        breaks(CHANGE),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'What Elif wrote is not on record, so Dana may have rewritten a policy that denied already.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        { ...REFUSED_SIX_TIMES, culprit: { confidence: 'possible', time: CHANGE, eventName: 'PutBucketPolicy' } },
      ],
    },
  },

  'a-suspect-of-the-access-log-after-a-proven-break-stays-beside-it': {
    evidence: stage({
      events: [deleteBucketPolicy({ time: CHANGE, by: DANA }), ...refusals()],
      files: logFiles('access-logs', [
        lineOfEvent(putBucketPolicy({ time: '2026-02-13T18:40:00Z', by: ELIF, policy: DENYING })),
      ]),
    }),
    expected: {
      story: 'Dana deletes the policy. A later write of it is in the access log only: what it wrote is unknown.',
      outcome: 'broken',
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
        },
      ],
    },
  },

  'mended-after-the-usual-hour-but-before-the-deadline-is-probable': {
    evidence: stage({ events: [breaks(CHANGE), restores('2026-02-14T20:00:00Z', ELIF)] }),
    expected: {
      story:
        'Denied at the hour at which the report should have come, mended that evening; no refusal tells when the write was tried. Why no report has come since, nothing explains.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' },
          candidates: [
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-14T20:00:00Z', eventName: 'PutBucketPolicy', assessment: 'restores' },
          ],
        },
      ],
    },
  },

  'mended-before-the-usual-hour-is-not-blamed': {
    evidence: stage({ events: [breaks(CHANGE), restores('2026-02-13T17:00:00Z', ELIF)] }),
    expected: {
      story: 'Mended within two hours, eighteen before the next report was due. None came all the same.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: null,
          cause: null,
          candidates: [
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T17:00:00Z', eventName: 'PutBucketPolicy', assessment: 'restores' },
          ],
        },
      ],
    },
  },
});
