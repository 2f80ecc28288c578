import { logFiles, logLine } from '../access-log.ts';
import { anonymous } from '../caller.ts';
import { CONFIGURATION_ID, HOME_IP, SOURCE_ACCOUNT, SOURCE_BUCKET } from '../cast.ts';
import { dataMarkerKey } from '../delivery.ts';
import { ACCESS_DENIED } from '../events/event.ts';
import { putObject } from '../events/s3.ts';
import { type Scenario, theme } from './scenario.ts';
import { DANA, DELIVERIES, delivered, ELIF, refusals, stage } from './stage.ts';

/** What must not be taken for an outage. */
export const quiet: Scenario[] = theme('quiet', {
  'a-weekly-configuration-has-no-gaps-between-sundays': {
    evidence: stage({
      deliveries: ['2026-01-18', '2026-01-25', '2026-02-01', '2026-02-08', '2026-02-15'].map((day) =>
        delivered(day, '12:20:00'),
      ),
      configuration: { frequency: 'Weekly' },
      case: { frequency: 'Weekly' },
    }),
    expected: {
      story: 'One report each Sunday, looked at on a Friday.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-report-that-arrives-after-its-deadline-has-arrived': {
    evidence: stage({
      now: '2026-02-14T12:00:00Z',
      deliveries: [
        ...DELIVERIES.slice(0, 3),
        { run: '2026-02-11T01-00Z', arrived: '2026-02-13T08:10:00Z' },
        ...DELIVERIES.slice(4),
      ],
    }),
    expected: {
      story: 'The run of the 11th takes 55 hours.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-person-refused-on-the-reports-keys-is-no-denied-delivery': {
    evidence: stage({
      now: '2026-02-14T08:00:00Z',
      events: [
        putObject({
          time: '2026-02-14T07:30:00Z',
          by: DANA,
          key: `inv/${SOURCE_BUCKET}/${CONFIGURATION_ID}/2026-02-14T01-00Z/manifest.json`,
          error: ACCESS_DENIED,
        }),
        putObject({ time: '2026-02-14T07:31:00Z', by: ELIF, key: dataMarkerKey(), error: ACCESS_DENIED }),
        putObject({
          time: '2026-02-14T07:32:00Z',
          by: anonymous(HOME_IP, 'curl/8.7.1'),
          key: dataMarkerKey(),
          error: ACCESS_DENIED,
        }),
      ],
    }),
    expected: {
      story:
        'Two people and a stranger try to upload below the prefix of the reports. The run of that day is not due yet.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'refusals-of-another-report-are-not-those-of-this-one': {
    evidence: stage({
      now: '2026-02-14T18:00:00Z',
      events: [
        ...refusals(['2026-02-14T09:10:00Z'], ACCESS_DENIED, { id: 'audit-weekly' }),
        ...refusals(['2026-02-14T09:20:00Z'], ACCESS_DENIED, { source: 'acme-logs' }),
      ],
    }),
    expected: {
      story: 'Two other reports that go to the same bucket are refused.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-write-that-failed-for-load-is-no-denied-delivery': {
    evidence: stage({
      now: '2026-02-14T18:00:00Z',
      events: refusals(['2026-02-14T10:52:18Z'], { code: 'SlowDown', message: 'Please reduce your request rate.' }),
    }),
    expected: {
      story: 'S3 could not take the write just then; it will try again.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'strangers-and-other-services-refused-are-no-denied-delivery': {
    evidence: stage({
      now: '2026-02-14T08:00:00Z',
      files: logFiles('access-logs', [
        refusedUpload('2026-02-14T07:10:00Z', null, '192.0.2.8'),
        refusedUpload('2026-02-14T07:12:00Z', 'svc:cloudfront.amazonaws.com', null),
        refusedUpload(
          '2026-02-14T07:14:00Z',
          `arn:aws:sts::${SOURCE_ACCOUNT}:assumed-role/loader/batch-17`,
          '192.0.2.9',
        ),
      ]),
    }),
    expected: {
      story: 'The access log holds refused uploads to the data marker by nobody, by another service and by a role.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },
});

function refusedUpload(time: string, requester: string | null, remoteIp: string | null) {
  const key = dataMarkerKey();
  return logLine({
    time,
    requester,
    remoteIp,
    operation: 'REST.PUT.OBJECT',
    key,
    uri: `PUT /${key} HTTP/1.1`,
    status: 403,
    errorCode: 'AccessDenied',
    bytesSent: 243,
    userAgent: requester === null ? 'curl/8.7.1' : null,
  });
}
