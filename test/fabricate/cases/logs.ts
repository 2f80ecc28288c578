import type { JsonObject } from '../../../src/json.ts';
import { lineOfEvent, logFiles } from '../access-log.ts';
import { SOURCE_ACCOUNT } from '../cast.ts';
import { ACCESS_DENIED, copyFor, type TrailEvent } from '../events/event.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { recordsFile } from '../evidence-file.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { change, currentPolicy, DENYING, OFFICE_ONLY } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import { CHANGE, ELIF, REFUSED_SIX_TIMES, refusals, SILENT_FOR_FIVE_RUNS, stage } from './stage.ts';

const TRAFFIC = unrelatedTraffic({ first: '2026-02-07', last: '2026-02-19', requestsPerDay: 4 });

const SHARED = '0b1c2d3e-4f50-4a61-8b72-9c83ad94be05';

function withoutIds(event: TrailEvent): string {
  const line = lineOfEvent(event).text;
  const additional = event['additionalEventData'] as JsonObject;
  return line.replace(` ${String(event['requestID'])} `, ' - ').replace(` ${String(additional['x-amz-id-2'])} `, ' - ');
}

/** The two logs, alone and together. */
export const logs: Scenario[] = theme('logs', {
  'only-the-access-log-and-no-policy-is-a-suspicion': {
    evidence: stage({ trails: [], files: logFiles('access-logs', [...TRAFFIC, lineOfEvent(change)], 72) }),
    expected: {
      story: 'The access log shows that Dana wrote a policy, but no log line holds a policy.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: {
            confidence: 'possible',
            time: CHANGE,
            eventName: 'PutBucketPolicy',
            eventId: null,
            operation: 'REST.PUT.BUCKETPOLICY',
            status: 204,
            seenIn: ['access-log'],
            actor: { type: 'IAMUser', userName: 'dana.ivers', tool: 'aws-cli' },
          },
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'undetermined' }],
        },
      ],
    },
  },

  'only-the-access-log-and-the-current-policy-is-probable': {
    evidence: stage({
      trails: [],
      files: [...logFiles('access-logs', [...TRAFFIC, lineOfEvent(change)], 72), currentPolicy],
    }),
    expected: {
      story: 'The policy as it is now denies, and no later change is seen: so this one wrote it, probably.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: {
            confidence: 'probable',
            time: CHANGE,
            eventName: 'PutBucketPolicy',
            eventId: null,
            seenIn: ['access-log'],
          },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'the-same-request-in-both-logs-is-one-change': {
    evidence: stage({
      events: [change, ...refusals()],
      files: logFiles(
        'access-logs',
        [...TRAFFIC, lineOfEvent(change), ...refusals().map((event) => lineOfEvent(event))],
        72,
      ),
    }),
    expected: {
      story: 'CloudTrail and the access log both have the change and each refusal.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: {
            confidence: 'proven',
            time: CHANGE,
            eventName: 'PutBucketPolicy',
            eventId: String(change['eventID']),
            operation: 'REST.PUT.BUCKETPOLICY',
            status: 204,
            seenIn: ['cloudtrail', 'access-log'],
          },
          cause: OFFICE_ONLY,
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
    },
  },

  'one-request-has-the-time-of-cloudtrail': {
    evidence: stage({
      events: [change, ...refusals()],
      files: logFiles('access-logs', [...TRAFFIC, lineOfEvent({ ...change, eventTime: '2026-02-13T15:20:08Z' })], 72),
    }),
    expected: {
      story: 'The access log tells when the request came in, CloudTrail when it was done, three seconds later.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, seenIn: ['cloudtrail', 'access-log'] },
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
    },
  },

  'a-log-line-without-request-id-joins-by-host-id': {
    evidence: stage({
      events: [change, ...refusals()],
      files: logFiles(
        'access-logs',
        [
          ...TRAFFIC,
          { time: CHANGE, text: lineOfEvent(change).text.replace(` ${String(change['requestID'])} `, ' - ') },
        ],
        72,
      ),
    }),
    expected: {
      story: 'The line has lost its request id; x-amz-id-2 is the same in both logs.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, status: 204, seenIn: ['cloudtrail', 'access-log'] },
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
    },
  },

  'a-log-line-without-any-id-joins-by-its-second': {
    evidence: stage({
      events: [change, ...refusals()],
      files: logFiles('access-logs', [...TRAFFIC, { time: CHANGE, text: withoutIds(change) }], 72),
    }),
    expected: {
      story: 'Neither id is left; bucket, operation, person and second agree.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { time: CHANGE, eventName: 'PutBucketPolicy', status: 204, seenIn: ['cloudtrail', 'access-log'] },
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
      warnings: ['weak-join'],
    },
  },

  'a-failed-put-in-the-access-log-is-not-blamed': {
    evidence: stage({
      events: [change, ...refusals()],
      files: logFiles(
        'access-logs',
        [
          ...TRAFFIC,
          lineOfEvent(
            putBucketPolicy({ time: '2026-02-13T18:02:00Z', by: ELIF, policy: DENYING, error: ACCESS_DENIED }),
          ),
        ],
        72,
      ),
    }),
    expected: {
      story: 'A later write of the policy was refused itself.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          candidates: [
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T18:02:00Z', eventName: 'PutBucketPolicy', status: 403, assessment: 'failed' },
          ],
        },
      ],
    },
  },

  'copies-of-one-call-are-one-change': {
    evidence: stage({
      events: [
        { ...change, sharedEventID: SHARED },
        copyFor({ ...change, sharedEventID: SHARED }, SOURCE_ACCOUNT),
        ...refusals(),
      ],
      files: [recordsFile('organization-trail.json', [{ ...change, sharedEventID: SHARED }, ...refusals()])],
    }),
    expected: {
      story: 'An organization trail repeats every event, and another account has its own copy of the change.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
    },
  },
});
