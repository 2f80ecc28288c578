import type { Report, TimelineEntry } from '../../src/report/contract.ts';
import {
  actor,
  brokenReport,
  change,
  culprit,
  deliveringReport,
  incident,
  ref,
  threePhasesReport,
} from '../report/example-reports.ts';

const DAY = 86_400_000;

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** Reports that strain a page: much in little time, little in much, long names, nothing at all. */
export const EDGE_REPORTS: Readonly<Record<string, () => Report>> = {
  'sixty-events-in-a-minute': sixtyEvents,
  'long-names': longNames,
  'a-year-long': yearLong,
  'nothing-seen': () => ({ ...deliveringReport(), timeline: [], coverage: [], evidence: [], warnings: [] }),
  delivering: () => deliveringReport(),
  'three-phases': () => threePhasesReport(),
  'no-culprit': () => brokenReport({ incidents: [incident({ culprit: null, cause: null, candidates: [] })] }),
};

function sixtyEvents(): Report {
  const start = Date.parse('2026-02-10T14:03:00Z');
  const timeline = Array.from({ length: 60 }, (_, second): TimelineEntry => {
    const time = iso(start + second * 1_000);
    const assessment = second === 11 ? 'breaks' : second % 7 === 0 ? 'failed' : 'no-effect';
    // The change of `incident`, whose time is 14:03:11.
    const one =
      second === 11 ? change() : change({ time, assessment, eventId: `event-${second}`, requestId: `R${second}` });
    return {
      time,
      kind: 'policy-change',
      title: `PutBucketPolicy on acme-reports by alice`,
      change: one,
      evidence: [],
    };
  });
  return brokenReport({ timeline, generatedAt: '2026-02-10T14:05:00Z' });
}

function longNames(): Report {
  const role = `arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_${'VeryLongPermissionSetName'.repeat(3)}_0123456789abcdef/${'somebody.with.a.long.name'.repeat(4)}@subsidiary.of.acme.example`;
  const one = change({
    bucket: `acme-reports-${'x'.repeat(50)}`,
    actor: actor({
      type: 'AssumedRole',
      arn: role,
      userName: null,
      sessionName: role.slice(role.lastIndexOf('/') + 1),
      sessionIssuerArn: role.replace(':sts:', ':iam:').replace('assumed-role', 'role'),
      userAgent: `Mozilla/5.0 ${'(compatible; agent) '.repeat(40)}`,
      chain: [{ time: '2026-02-10T13:58:02Z', eventId: null, arn: role, via: 'AssumeRoleWithSAML' }],
    }),
    diff: [`+ Deny ${'StatementWithoutSpacesInItsSid'.repeat(4)}: s3:* unless aws:PrincipalArn like ${role}`],
  });
  return brokenReport({
    case: {
      ...brokenReport().case,
      destinationBucket: `acme-reports-${'x'.repeat(50)}`,
      configurationId: 'c'.repeat(64),
    },
    incidents: [incident({ culprit: culprit({ change: one }), candidates: [one] })],
    timeline: [
      {
        time: one.time,
        kind: 'policy-change',
        title: `PutBucketPolicy on ${one.bucket ?? ''} by ${role}`,
        change: one,
        evidence: [ref(`${'AWSLogs/444455556666/'.repeat(6)}${'f'.repeat(120)}.json.gz`, { record: 1 })],
      },
    ],
  });
}

function yearLong(): Report {
  const start = Date.parse('2025-02-01T04:12:00Z');
  const broke = change({ time: iso(start + 40 * DAY) });
  const days = Array.from({ length: 400 }, (_, index): TimelineEntry => {
    const time = iso(start + index * DAY);
    return index < 40
      ? { time, kind: 'delivery', title: `run of ${time.slice(0, 10)} delivered`, evidence: [] }
      : { time, kind: 'missed-run', title: `run of ${time.slice(0, 10)} missed`, evidence: [] };
  });
  return brokenReport({
    generatedAt: iso(start + 400 * DAY),
    incidents: [
      incident({
        missedRuns: 360,
        culprit: culprit({ change: broke }),
        candidates: [broke],
        window: { after: iso(start + 39 * DAY), before: iso(start + 41 * DAY) },
      }),
    ],
    timeline: [
      ...days.slice(0, 40),
      { time: broke.time, kind: 'policy-change', title: 'PutBucketPolicy', change: broke, evidence: [] },
      ...days.slice(40),
    ],
  });
}

/** A long history, in which entries of all lanes take turns. */
export function manyEntriesReport(size: number): Report {
  return brokenReport({ timeline: manyEntries(size) });
}

function manyEntries(size: number): TimelineEntry[] {
  return Array.from({ length: size }, (_, index): TimelineEntry => {
    const time = new Date(Date.UTC(2025, 0, 1) + index * 3_000_000).toISOString().replace('.000Z', 'Z');
    const evidence = [ref('evidence/access-logs/2026-02-10-15-01-12-0123456789ABCDEF', { line: index + 1 })];
    if (index % 20 === 0)
      return {
        time,
        kind: 'policy-change',
        title: `PutBucketPolicy number ${index} on acme-reports`,
        change: change({ time, eventId: `event-${index}`, assessment: 'no-effect' }),
        evidence,
      };
    return {
      time,
      kind: index % 3 === 0 ? 'denied-attempt' : 'delivery',
      title: `S3 wrote inv/acme-lake/daily-full number ${index} of a long history`,
      evidence,
    };
  });
}
