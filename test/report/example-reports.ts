import type {
  CoverageEntry,
  EvidenceEntry,
  EvidenceRef,
  Report,
  ReportActor,
  ReportChange,
  ReportCulprit,
  ReportIncident,
  ReportMissing,
  ReportPhase,
  ReportRecord,
  ReportRemedy,
  ReportReplacement,
  TimelineEntry,
} from '../../src/report/contract.ts';

const SHA: string = 'a'.repeat(64);

export function ref(source: string, place: { line?: number; record?: number } = {}): EvidenceRef {
  return { source, ...place, sha256: SHA };
}

export function actor(overrides: Partial<ReportActor> = {}): ReportActor {
  return {
    type: 'IAMUser',
    arn: 'arn:aws:iam::444455556666:user/alice',
    accountId: '444455556666',
    principalId: 'AIDAEXAMPLEALICE',
    userName: 'alice',
    sessionName: null,
    sessionIssuerArn: null,
    accessKeyId: 'ASIAEXAMPLEALICE0001',
    mfaAuthenticated: true,
    sourceIdentity: null,
    sourceIp: '203.0.113.7',
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)',
    tool: 'console',
    invokedBy: null,
    chain: [],
    origin: 'arn:aws:iam::444455556666:user/alice',
    ...overrides,
  };
}

/** A person behind single sign-on and a second role, whose session says nothing of MFA. */
export function sessionActor(overrides: Partial<ReportActor> = {}): ReportActor {
  return actor({
    type: 'AssumedRole',
    arn: 'arn:aws:sts::444455556666:assumed-role/PolicyAdmin/bob-session',
    principalId: 'AROAEXAMPLEADMIN:bob-session',
    userName: null,
    sessionName: 'bob-session',
    sessionIssuerArn: 'arn:aws:iam::444455556666:role/PolicyAdmin',
    mfaAuthenticated: false,
    userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5',
    tool: 'terraform',
    chain: [
      {
        time: '2026-02-10T13:58:02Z',
        eventId: '0b8f5c0e-7c1f-4f6e-9c1d-000000000001',
        arn: 'arn:aws:sts::777788889999:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/bob@example.com',
        via: 'AssumeRole',
      },
      { time: '2026-02-10T12:01:44Z', eventId: null, arn: 'bob@example.com', via: 'AssumeRoleWithSAML' },
    ],
    origin: null,
    ...overrides,
  });
}

export function change(overrides: Partial<ReportChange> = {}): ReportChange {
  return {
    time: '2026-02-10T14:03:11Z',
    eventName: 'PutBucketPolicy',
    operation: 'REST.PUT.BUCKETPOLICY',
    bucket: 'acme-reports',
    keyArn: null,
    status: 204,
    errorCode: null,
    assessment: 'breaks',
    link: 'destination-policy',
    reason: 'the policy allowed the delivery before and denies it after, and no log of it has a gap in between',
    eventId: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f405162',
    requestId: '79104EXAMPLEB723',
    seenIn: ['cloudtrail', 'access-log'],
    actor: actor(),
    diff: ['+ Deny OfficeOnly: s3:* on acme-reports and everything in it unless aws:SourceIp in 203.0.113.0/24'],
    evidence: [
      ref('evidence/cloudtrail/444455556666_CloudTrail_eu-west-1_20260210T1405Z_abcdefghijklmnop.json.gz', {
        record: 3,
      }),
      ref('evidence/access-logs/2026-02-10-15-01-12-0123456789ABCDEF', { line: 17 }),
    ],
    ...overrides,
  };
}

export function culprit(overrides: Partial<ReportCulprit> = {}): ReportCulprit {
  return { confidence: 'proven', reasons: [], limits: [], change: change(), ...overrides };
}

/** One phase that tells of the incident what the incident tells of itself, unless phases are given. */
export function incident(overrides: Partial<ReportIncident> = {}): ReportIncident {
  const whole = { ...anIncident(), ...overrides };
  return { ...whole, phases: overrides.phases ?? [phaseOf(whole)] };
}

function phaseOf({ firstMissedRun, lastMissedRun, missedRuns, window, culprit, cause }: Incident): ReportPhase {
  return {
    runs: { first: firstMissedRun?.run ?? '', last: lastMissedRun?.run ?? '', count: missedRuns },
    window,
    culprit,
    cause,
    explanation: cause?.explanation ?? 'nothing in evidence explains it',
    replaced: null,
  };
}

type Incident = Omit<ReportIncident, 'phases'>;

function anIncident(): Incident {
  return {
    status: 'ongoing',
    lastDelivery: {
      run: '2026-02-10T01-00Z',
      deliveredAt: '2026-02-10T04:12:44Z',
      manifestKey: 'inv/acme-lake/daily-full/2026-02-10T01-00Z/manifest.json',
    },
    firstMissedRun: { run: '2026-02-11T01-00Z', deadline: '2026-02-13T01:00:00Z' },
    lastMissedRun: { run: '2026-02-18T01-00Z', deadline: '2026-02-20T01:00:00Z' },
    missedRuns: 8,
    nextDelivery: null,
    deniedAttempts: { count: 16, first: '2026-02-11T04:10:00Z', last: '2026-02-18T04:11:31Z' },
    window: { after: '2026-02-10T04:12:44Z', before: '2026-02-11T04:10:00Z' },
    culprit: culprit(),
    candidates: [
      change(),
      change({
        time: '2026-02-10T09:30:00Z',
        eventName: 'PutBucketPolicy',
        operation: null,
        status: null,
        seenIn: ['cloudtrail'],
        assessment: 'no-effect',
        reason: 'the statements are the same in another order',
        eventId: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f400001',
        requestId: 'NOEFFECT00000001',
        actor: sessionActor(),
        diff: [],
      }),
      change({
        time: '2026-02-10T10:00:00Z',
        eventName: 'DeleteBucketPolicy',
        operation: 'REST.DELETE.BUCKETPOLICY',
        status: 403,
        errorCode: 'AccessDenied',
        assessment: 'failed',
        reason: 'the call was refused and changed nothing',
        eventId: null,
        seenIn: ['access-log'],
        requestId: 'FAILED0000000001',
        diff: [],
      }),
    ],
    cause: {
      link: 'destination-policy',
      decision: 'explicit-deny',
      statement: { sid: 'OfficeOnly', index: 1 },
      conditionKeys: ['aws:SourceIp'],
      explanation:
        'S3 delivers reports without aws:SourceIp in its request, so "NotIpAddress" is true for it and the Deny applies.',
    },
    restoredBy: null,
    stillDenied: null,
    alsoRefused: [],
    remedy: null,
    remedyWithheld: ['the account of the source bucket is not known'],
  };
}

/** Two edits, the second without a document, and something that remains. */
export function remedy(overrides: Partial<ReportRemedy> = {}): ReportRemedy {
  const document = { Version: '2012-10-17', Statement: [{ Sid: 'OfficeOnly', Effect: 'Deny' }] };
  const diff = ['~ OfficeOnly: also unless aws:SourceArn is arn:aws:s3:::acme-lake'];
  return {
    description: 'let the delivery through the Deny; enable the key',
    document,
    diff,
    verified: true,
    warnings: ['Terraform wrote this policy last and will undo a change by hand'],
    edits: [
      {
        kind: 'bucket-policy',
        resource: 'arn:aws:s3:::acme-reports',
        description: 'let the delivery through the Deny',
        document,
        replaces: null,
        diff,
        command: 'aws s3api put-bucket-policy --bucket acme-reports --policy file://remedy.json',
      },
      {
        kind: 'key-state',
        resource: 'arn:aws:kms:eu-west-1:777788889999:key/1',
        description: 'enable the key',
        document: null,
        replaces: null,
        diff: ['~ key state: Disabled -> Enabled'],
        command: 'aws kms enable-key --key-id arn:aws:kms:eu-west-1:777788889999:key/1 --region eu-west-1',
      },
    ],
    mendsPath: false,
    remaining: ['the Regions of source and destination are not both in evidence'],
    ...overrides,
  };
}

const COVERAGE: readonly CoverageEntry[] = [
  {
    source: 'CloudTrail of account 444455556666 in eu-west-1',
    kind: 'cloudtrail',
    from: '2026-01-20T00:01:09Z',
    to: '2026-02-20T11:41:00Z',
    gaps: [{ from: '2026-02-03T00:00:00Z', to: '2026-02-04T00:00:00Z' }],
    links: ['destination-policy', 'destination-bucket', 'default-encryption'],
    note: null,
  },
  {
    source: 'CloudTrail of account 111122223333 in eu-west-1',
    kind: 'cloudtrail',
    from: null,
    to: null,
    gaps: [],
    links: ['configuration'],
    note: null,
  },
  {
    source: 'acme-reports',
    kind: 'access-log',
    from: '2026-01-20T00:00:10Z',
    to: '2026-02-20T10:59:58Z',
    gaps: [],
    links: ['destination-policy', 'destination-bucket', 'default-encryption'],
    note: 'best effort: a missing line proves nothing',
  },
  {
    source: 's3://acme-reports/inv/',
    kind: 'listing',
    from: '2026-01-20T04:10:00Z',
    to: '2026-02-10T04:12:44Z',
    gaps: [],
    links: [],
    note: null,
  },
];

export const MISSING: readonly ReportMissing[] = [
  {
    links: ['configuration'],
    what: 'CloudTrail of account 111122223333 in eu-west-1 from 2026-02-10T04:12:44Z to 2026-02-20T12:00:00Z',
    reason: 'it would show changes of the inventory configuration',
    command:
      'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=acme-lake --start-time 2026-02-10T04:12:44Z --end-time 2026-02-20T12:00:00Z --region eu-west-1 --profile PROFILE-OF-111122223333 --output json > lookup-acme-lake.json',
    file: 'lookup-acme-lake.json',
  },
];

export function evidenceEntry(overrides: Partial<EvidenceEntry> = {}): EvidenceEntry {
  return {
    source: 'evidence/access-logs/2026-02-10-15-01-12-0123456789ABCDEF',
    kind: 'access-log',
    sha256: SHA,
    bytes: 48_212,
    records: 96,
    rejected: 0,
    from: '2026-02-10T14:00:02Z',
    to: '2026-02-10T14:59:41Z',
    rejects: [],
    failure: null,
    ...overrides,
  };
}

function day(number: number): string {
  return `2026-02-${String(number).padStart(2, '0')}`;
}

/** Of the culprit's two places, the one that could be read again. */
const RECORDS: readonly ReportRecord[] = [
  {
    ...ref('evidence/access-logs/2026-02-10-15-01-12-0123456789ABCDEF', { line: 17 }),
    text: 'acme acme-reports [10/Feb/2026:14:03:11 +0000] 203.0.113.7 arn:aws:iam::444455556666:user/alice 79104EXAMPLEB723 REST.PUT.BUCKETPOLICY - "PUT /acme-reports?policy HTTP/1.1" 204',
    isCut: false,
  },
];

/** The policy with the Deny of `incident`, and the one before it. */
const REPLACED: ReportReplacement = {
  before: { Version: '2012-10-17', Statement: [allowS3()] },
  after: {
    Version: '2012-10-17',
    Statement: [
      allowS3(),
      {
        Sid: 'OfficeOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'],
        Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      },
    ],
  },
};

function allowS3(): object {
  return {
    Sid: 'AllowInventory',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::acme-reports/*',
  };
}

/** Open until the culprit's call. */
const PATH: Report['path'] = [
  {
    link: 'configuration',
    states: [{ from: null, state: 'allowed' }],
  },
  {
    link: 'destination-policy',
    states: [
      { from: null, state: 'allowed' },
      { from: '2026-02-10T14:03:11Z', state: 'denied' },
    ],
  },
];

const TIMELINE: readonly TimelineEntry[] = [
  ...[5, 6, 7, 8, 9, 10].map(
    (date): TimelineEntry => ({
      time: `${day(date)}T04:12:44Z`,
      kind: 'delivery',
      title: `run ${day(date)}T01-00Z arrived`,
      run: { name: `${day(date)}T01-00Z`, from: `${day(date)}T01:00:00Z`, to: `${day(date)}T04:12:44Z` },
      evidence: [ref('evidence/listing.json', { record: date })],
    }),
  ),
  {
    time: '2026-02-10T14:03:11Z',
    kind: 'policy-change',
    title: 'PutBucketPolicy on acme-reports by alice',
    change: change(),
    evidence: change().evidence,
  },
  ...[11, 12, 13].map(
    (date): TimelineEntry => ({
      time: `${day(date)}T04:10:00Z`,
      kind: 'denied-attempt',
      title: `S3 was refused inv/acme-lake/daily-full/data/`,
      evidence: [ref('evidence/access-logs/a', { line: date })],
    }),
  ),
  {
    time: '2026-02-13T01:00:00Z',
    kind: 'missed-run',
    title: 'run 2026-02-11T01-00Z is missed',
    run: { name: '2026-02-11T01-00Z', from: '2026-02-11T01:00:00Z', to: '2026-02-13T01:00:00Z' },
    evidence: [],
  },
];

/** A Deny by IP added in the console, proven, still broken. */
export function brokenReport(overrides: Partial<Report> = {}): Report {
  return {
    schemaVersion: '1',
    generatedAt: '2026-02-20T12:00:00Z',
    tool: { name: 'inventory-forensics', version: '0.1.0' },
    case: {
      inferred: {},
      sourceBucket: 'acme-lake',
      sourceAccount: '111122223333',
      destinationBucket: 'acme-reports',
      destinationAccount: '444455556666',
      destinationPrefix: 'inv',
      configurationId: 'daily-full',
      frequency: 'Daily',
      encryption: 'SSE-S3',
      now: '2026-02-20T12:00:00Z',
    },
    asOf: { time: '2026-02-20T12:00:00Z', basis: 'given' },
    outcome: 'broken',
    summary:
      'Delivery to acme-reports stopped after 2026-02-10T04:12:44Z because alice put a bucket policy at 2026-02-10T14:03:11Z whose statement OfficeOnly denies every caller without an office address, Amazon S3 included.',
    incidents: [incident()],
    timeline: TIMELINE,
    path: PATH,
    policyChanges: [],
    coverage: COVERAGE,
    missing: MISSING,
    evidence: [
      evidenceEntry(),
      evidenceEntry({
        source: 'evidence/notes.txt',
        kind: 'not-recognised',
        records: 0,
        from: null,
        to: null,
        bytes: 311,
      }),
    ],
    records: RECORDS,
    warnings: [
      {
        code: 'window-not-covered',
        message: 'The trail of account 444455556666 has a gap on 2026-02-03, before the window.',
        evidence: [ref('evidence/cloudtrail/x.json.gz')],
      },
    ],
    ...overrides,
  };
}

/** Two incidents: an old one, restored by somebody else, and an ongoing one without a culprit. */
export function twoIncidentsReport(): Report {
  return brokenReport({
    summary: 'Delivery stopped after 2026-02-15T04:11:00Z; the evidence does not show which change stopped it.',
    incidents: [
      incident({
        status: 'recovered',
        culprit: culprit({
          confidence: 'probable',
          reasons: ['the policy before it is not known', 'the trail has a gap on 2026-02-10'],
        }),
        nextDelivery: { run: '2026-02-14T01-00Z', deliveredAt: '2026-02-14T04:09:10Z', manifestKey: null },
        restoredBy: change({
          time: '2026-02-13T16:20:00Z',
          assessment: 'restores',
          reason: 'the delivery is allowed again after it',
          actor: sessionActor(),
          diff: ['- Deny OfficeOnly: s3:* unless aws:SourceIp in 203.0.113.0/24'],
          eventId: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f409999',
          requestId: 'RESTORE000000001',
        }),
        remedy: null,
      }),
      incident({
        lastDelivery: { run: '2026-02-15T01-00Z', deliveredAt: null, manifestKey: null },
        firstMissedRun: { run: '2026-02-16T01-00Z', deadline: '2026-02-18T01:00:00Z' },
        lastMissedRun: { run: '2026-02-16T01-00Z', deadline: '2026-02-18T01:00:00Z' },
        missedRuns: 1,
        deniedAttempts: null,
        window: { after: null, before: '2026-02-18T01:00:00Z' },
        culprit: null,
        candidates: [],
        cause: null,
        stillDenied: {
          change: null,
          cause: {
            link: 'key-state',
            decision: 'disabled',
            statement: null,
            conditionKeys: [],
            explanation: 'the key is disabled',
          },
        },
        remedy: remedy(),
        remedyWithheld: [],
      }),
    ],
  });
}

/**
 * One incident of three phases: a proven Deny by IP, a stretch that nothing seen explains, and since then a key policy
 * whose body no log holds, so that whoever wrote it is only suspected.
 */
export function threePhasesReport(): Report {
  const denied = change();
  const suspected = change({
    time: '2026-02-15T09:41:20Z',
    eventName: 'PutKeyPolicy',
    operation: null,
    bucket: null,
    keyArn: 'arn:aws:kms:eu-west-1:444455556666:key/0a1b2c3d-0000-4000-8000-00000000beef',
    status: null,
    seenIn: ['cloudtrail'],
    assessment: 'undetermined',
    link: 'key-policy',
    reason: 'no log holds the policy that it wrote',
    eventId: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f40beef',
    requestId: 'SUSPECTED0000001',
    actor: sessionActor(),
    diff: ['? the policy before is not known'],
    evidence: [ref('evidence/cloudtrail/b.json.gz', { record: 8 })],
  });
  const restored = change({
    time: '2026-02-13T16:20:00Z',
    assessment: 'restores',
    reason: 'the delivery is allowed again after it',
    eventId: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f409999',
    requestId: 'RESTORE000000001',
    actor: actor({ userName: 'carol', arn: 'arn:aws:iam::444455556666:user/carol' }),
    diff: ['- Deny OfficeOnly: s3:* unless aws:SourceIp in 203.0.113.0/24'],
  });
  const keyPolicy = {
    link: 'key-policy',
    decision: 'implicit-deny',
    statement: null,
    conditionKeys: [],
    explanation: 'the key policy in force now has no statement that lets S3 generate data keys',
  } as const;
  const whole = incident();
  const phases: readonly ReportPhase[] = [
    {
      ...phaseOf(whole),
      replaced: REPLACED,
      runs: { first: '2026-02-11T01-00Z', last: '2026-02-13T01-00Z', count: 3 },
    },
    {
      runs: { first: '2026-02-14T01-00Z', last: '2026-02-14T01-00Z', count: 1 },
      window: { after: '2026-02-13T16:20:00Z', before: '2026-02-16T01:00:00Z' },
      culprit: null,
      cause: null,
      explanation: 'nothing in evidence explains it: every link that is known was open',
      replaced: null,
    },
    {
      runs: { first: '2026-02-15T01-00Z', last: '2026-02-18T01-00Z', count: 4 },
      window: { after: '2026-02-14T12:00:00Z', before: '2026-02-16T04:09:50Z' },
      culprit: culprit({
        confidence: 'possible',
        reasons: ['no log holds what this change wrote', 'the change came less than 15 minutes before the write'],
        limits: [
          {
            atMost: 'possible',
            reason: 'no log holds what this change wrote',
            liftedBy: 'AWS Config history of the key',
            missing: [0],
          },
          {
            atMost: 'probable',
            reason: 'the change came less than 15 minutes before the write',
            liftedBy: '',
            missing: [],
          },
        ],
        change: suspected,
      }),
      cause: keyPolicy,
      explanation: 'the key policy does not let S3 generate data keys',
      replaced: null,
    },
  ];
  return brokenReport({
    incidents: [
      {
        ...whole,
        phases,
        candidates: [denied, suspected, ...whole.candidates.slice(1), restored],
        stillDenied: { change: suspected, cause: keyPolicy },
      },
    ],
    path: [
      ...PATH,
      {
        link: 'key-policy',
        states: [
          { from: null, state: 'allowed' },
          { from: suspected.time, state: 'unknown' },
        ],
      },
    ],
    timeline: [
      ...TIMELINE.slice(0, -1),
      { time: restored.time, kind: 'policy-change', title: 'PutBucketPolicy by carol', change: restored, evidence: [] },
      {
        time: '2026-02-14T01:00:00Z',
        kind: 'missed-run',
        title: 'run 2026-02-14T01-00Z missed',
        run: { name: '2026-02-14T01-00Z', from: '2026-02-14T01:00:00Z', to: '2026-02-16T01:00:00Z' },
        evidence: [],
      },
      {
        time: suspected.time,
        kind: 'key-change',
        title: 'PutKeyPolicy by session bob-session',
        change: suspected,
        evidence: suspected.evidence,
      },
      {
        time: '2026-02-16T04:09:50Z',
        kind: 'denied-attempt',
        title: 'S3 was refused inv/acme-lake/daily-full/data/',
        evidence: [ref('evidence/access-logs/b', { line: 2 })],
      },
    ],
  });
}

/** Nothing to complain about, and little known. */
export function deliveringReport(): Report {
  return brokenReport({
    outcome: 'delivering',
    summary: 'Reports arrive as scheduled.',
    case: {
      inferred: {},
      sourceBucket: 'acme-lake',
      sourceAccount: null,
      destinationBucket: null,
      destinationAccount: null,
      destinationPrefix: null,
      configurationId: null,
      frequency: null,
      encryption: null,
      now: '2026-02-20T12:00:00.250Z',
    },
    incidents: [],
    timeline: [],
    coverage: [],
    missing: [],
    evidence: [],
    records: [],
    warnings: [],
  });
}
