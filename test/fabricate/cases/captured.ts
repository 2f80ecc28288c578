import { lineOfEvent, logFiles } from '../access-log.ts';
import { KEY_ARN } from '../cast.ts';
import { bucketItem, configHistory, configHistoryFile, configNotifications, keyItem } from '../config.ts';
import { putBucketPolicy } from '../events/s3.ts';
import type { EvidenceFile } from '../evidence-file.ts';
import { allowInventoryToUseKey, keyAdministration, policy } from '../policies.ts';
import { trailWithGap } from './confidence.ts';
import { ALLOWING, change, DENYING, OFFICE_ONLY } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DANA,
  DESTINATION_TRAIL,
  ELIF,
  encryptedStage,
  LAST_ARRIVAL,
  REFUSED_SIX_TIMES,
  refusals,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

const MANY_WEEKS_BEFORE = '2026-01-18T10:02:10Z';
/** Three minutes after the change of most stories. */
const SOON_AFTER = '2026-02-13T15:23:40Z';

const wasAllowed = bucketItem(MANY_WEEKS_BEFORE, { policy: ALLOWING, encryption: 'SSE-S3' });
const isDenied = bucketItem(SOON_AFTER, { policy: DENYING, encryption: 'SSE-S3' });

/** Nobody's trail of the destination is there: its states are all that is known of it. */
function withoutTrail(files: readonly EvidenceFile[]): EvidenceFile[] {
  return stage({ trails: [SOURCE_TRAIL], files });
}

/** A call that only the access log of the destination knows, without its text. */
function logged(...calls: Parameters<typeof putBucketPolicy>[0][]): EvidenceFile[] {
  return logFiles(
    'access-logs',
    calls.map((call) => lineOfEvent(putBucketPolicy(call))),
    72,
  );
}

const REPLACES_A_CAPTURED_POLICY =
  'the edit is of the policy as AWS Config captured it 2026-02-13T15:23:40Z: get the one in force first, all of which it replaces';

const FOUND_CLOSED = {
  ...SILENT_FOR_FIVE_RUNS,
  window: { after: LAST_ARRIVAL, before: '2026-02-13T15:23:40Z' },
  culprit: null,
  cause: OFFICE_ONLY,
  candidates: [],
  remedy: {
    edits: [{ kind: 'bucket-policy' }],
    mendsPath: true,
    warnings: [
      'the Deny may be deliberate, for instance to contain an incident: ask its author before the delivery is spared',
      REPLACES_A_CAPTURED_POLICY,
    ],
  },
} as const;

const NOBODY_KNOWN = {
  outcome: 'broken',
  exitCode: 3,
  incidents: [FOUND_CLOSED],
  warnings: ['unseen-change'],
  summarySays: ['AWS Config tells what stood, not who put it there', 'captured it 2026-02-13T15:23:40Z'],
  commands: [
    'aws s3api get-bucket-policy --bucket acme-reports --region REGION --profile PROFILE-OF-444455556666 --output json > get-bucket-policy-acme-reports.json',
  ],
} as const;

/** What AWS Config captured: states with a date, never an author. */
export const captured: Scenario[] = theme('captured', {
  'allowed-then-denied-names-the-cause-and-nobody': {
    evidence: withoutTrail([configHistory('config-history.json', [wasAllowed, isDenied])]),
    expected: {
      story:
        'Two captures, and no log of the destination: the policy lets S3 write in January, and denies in February.',
      ...NOBODY_KNOWN,
    },
  },

  'the-same-in-files-that-are-delivered': {
    evidence: withoutTrail([
      configHistoryFile('ConfigHistory_AWS--S3--Bucket_20260118.json.gz', [wasAllowed]),
      configHistoryFile('ConfigHistory_AWS--S3--Bucket_20260213.json.gz', [isDenied]),
    ]),
    expected: { story: 'The history files in S3 hold the same items as objects instead of texts.', ...NOBODY_KNOWN },
  },

  'the-same-in-notifications': {
    evidence: withoutTrail([configNotifications('notifications.jsonl', [isDenied, wasAllowed, isDenied])]),
    expected: { story: 'Notifications come in any order, some of them twice.', ...NOBODY_KNOWN },
  },

  'runs-before-the-capture-fit-what-it-shows': {
    evidence: withoutTrail([
      configHistory('config-history.json', [
        wasAllowed,
        bucketItem('2026-02-16T20:00:00Z', { policy: DENYING, encryption: 'SSE-S3' }),
      ]),
    ]),
    expected: {
      story: 'Recording was off for a while: when the policy came to deny, the capture does not tell.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: null,
          cause: OFFICE_ONLY,
          phases: [{ runs: { first: '2026-02-14T01-00Z', last: '2026-02-18T01-00Z', count: 5 }, culprit: null }],
        },
      ],
    },
  },

  'a-change-of-the-access-log-gets-its-text': {
    evidence: withoutTrail([
      ...logged({ time: CHANGE, by: DANA, policy: DENYING }),
      configHistory('config-history.json', [wasAllowed, isDenied]),
    ]),
    expected: {
      story: 'The access log knows that Dana wrote the policy, AWS Config what stood three minutes later.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          window: { after: LAST_ARRIVAL, before: '2026-02-13T15:23:40Z' },
          culprit: { confidence: 'probable', time: CHANGE, seenIn: ['access-log'] },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'of-two-changes-before-a-capture-neither-is-more-than-possible': {
    evidence: withoutTrail([
      ...logged(
        { time: '2026-02-13T14:55:00Z', by: ELIF, policy: DENYING },
        { time: CHANGE, by: DANA, policy: DENYING },
      ),
      configHistory('config-history.json', [wasAllowed, isDenied]),
    ]),
    expected: {
      story: 'The capture tells what the later of two calls left; which of the two closed the bucket is not known.',
      outcome: 'broken',
      atMost: { any: 'possible' },
    },
  },

  'a-call-behind-the-capture-is-innocent': {
    evidence: withoutTrail([
      ...logged({ time: '2026-02-13T16:10:00Z', by: DANA, policy: DENYING }),
      configHistory('config-history.json', [
        wasAllowed,
        isDenied,
        bucketItem('2026-02-13T16:14:00Z', { policy: DENYING, encryption: 'SSE-S3' }),
      ]),
    ]),
    expected: {
      story: 'The policy was captured as denying 46 minutes before Dana wrote it again.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...FOUND_CLOSED, remedy: { edits: [{ kind: 'bucket-policy' }], mendsPath: true } }],
      mustNotAccuse: ['PutBucketPolicy@2026-02-13T16:10:00Z'],
    },
  },

  'a-call-seconds-behind-the-capture-is-innocent': {
    evidence: withoutTrail([
      ...logged({ time: '2026-02-13T15:23:43Z', by: DANA, policy: DENYING }),
      configHistory('config-history.json', [wasAllowed, isDenied]),
    ]),
    expected: {
      story: 'Three seconds after the capture of a policy that denies, Dana writes one that no log holds.',
      outcome: 'broken',
      incidents: [{ ...SILENT_FOR_FIVE_RUNS }],
      atMost: { any: 'possible' },
    },
  },

  'mended-again-before-the-missed-run-accuses-nobody': {
    evidence: withoutTrail([
      ...logged(
        { time: CHANGE, by: DANA, policy: DENYING },
        { time: '2026-02-13T17:02:00Z', by: ELIF, policy: ALLOWING },
      ),
      configHistory('config-history.json', [
        wasAllowed,
        isDenied,
        bucketItem('2026-02-13T17:05:10Z', { policy: ALLOWING, encryption: 'SSE-S3' }),
      ]),
    ]),
    expected: {
      story: 'What Dana is shown to have closed was open again by the evening, long before the next report was due.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...SILENT_FOR_FIVE_RUNS, culprit: null, cause: null }],
      mustNotAccuse: [`PutBucketPolicy@${CHANGE}`, 'PutBucketPolicy@2026-02-13T17:02:00Z'],
    },
  },

  'captured-seconds-before-and-after-a-known-change-says-nothing-else': {
    evidence: stage({
      events: [change, ...refusals()],
      files: [
        configHistory('config-history.json', [
          bucketItem('2026-02-13T15:20:09Z', { policy: DENYING, encryption: 'SSE-S3' }),
          bucketItem('2026-02-13T15:20:41Z', { policy: ALLOWING, encryption: 'SSE-S3' }),
          bucketItem('2026-02-13T15:26:02Z', { policy: DENYING, encryption: 'SSE-S3' }),
        ]),
      ],
    }),
    expected: {
      story:
        'Clocks differ by seconds, and a capture may be read before the change shows: the call of the trail stands.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          window: { after: LAST_ARRIVAL, before: '2026-02-13T15:26:02Z' },
          culprit: { confidence: 'proven', time: CHANGE },
          cause: OFFICE_ONLY,
        },
      ],
      noWarnings: ['unseen-change'],
    },
  },

  'a-capture-against-what-the-trail-knows-shows-an-unseen-change': {
    evidence: stage({
      events: [putBucketPolicy({ time: '2026-02-09T09:12:00Z', by: DANA, policy: ALLOWING }), ...refusals()],
      files: [configHistory('config-history.json', [isDenied])],
    }),
    expected: {
      story:
        'The trail knows of one change, which let S3 in; four days later AWS Config captured a policy that denies.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          window: { after: LAST_ARRIVAL, before: '2026-02-13T15:23:40Z' },
          culprit: null,
          cause: OFFICE_ONLY,
        },
      ],
      warnings: ['unseen-change'],
      mustNotAccuse: ['PutBucketPolicy@2026-02-09T09:12:00Z'],
    },
  },

  'a-capture-closes-a-hole-of-the-trail': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      files: [
        trailWithGap('2026-02-13', [
          putBucketPolicy({ time: '2026-02-14T09:20:00Z', by: DANA, policy: DENYING }),
          ...refusals(),
        ]),
        configHistory('config-history.json', [
          bucketItem('2026-02-14T06:10:00Z', { policy: ALLOWING, encryption: 'SSE-S3' }),
        ]),
      ],
    }),
    expected: {
      story: 'The trail has nothing of the 13th, but in the morning behind it the policy still let S3 write.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          window: { after: '2026-02-14T06:10:00Z', before: '2026-02-14T10:52:18Z' },
          culprit: { confidence: 'proven', time: '2026-02-14T09:20:00Z' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'the-destination-was-captured-as-deleted': {
    evidence: withoutTrail([
      configHistory('config-history.json', [
        wasAllowed,
        bucketItem('2026-02-13T16:00:00Z', { status: 'ResourceDeleted' }),
      ]),
    ]),
    expected: {
      story: 'The bucket was deleted: when, within hours, and that is all.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          window: { after: LAST_ARRIVAL, before: '2026-02-13T16:00:00Z' },
          culprit: null,
          cause: { link: 'destination-bucket', decision: 'deleted' },
        },
      ],
    },
  },

  'the-key-was-captured-as-disabled': {
    evidence: encryptedStage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL],
      files: [
        configHistory('config-history.json', [
          keyItem(MANY_WEEKS_BEFORE, 'Enabled', policy(keyAdministration(), allowInventoryToUseKey())),
          keyItem(SOON_AFTER, 'Disabled', policy(keyAdministration(), allowInventoryToUseKey())),
        ]),
      ],
    }),
    expected: {
      story: 'The owner of the key gave the history of AWS Config, and no trail.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          window: { after: LAST_ARRIVAL, before: '2026-02-13T15:23:40Z' },
          culprit: null,
          cause: { link: 'key-state', decision: 'disabled' },
        },
      ],
    },
  },

  'the-default-encryption-was-captured-as-a-key-closed-to-s3': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      case: { encryption: 'none' },
      configuration: { encryption: 'none' },
      files: [
        configHistory('config-history.json', [
          wasAllowed,
          bucketItem(SOON_AFTER, { policy: ALLOWING, encryption: KEY_ARN }),
          keyItem(MANY_WEEKS_BEFORE, 'Enabled', policy(keyAdministration())),
        ]),
      ],
    }),
    expected: {
      story: 'The reports name no encryption, and since that afternoon the bucket names a key that S3 may not use.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          window: { after: LAST_ARRIVAL, before: '2026-02-13T15:23:40Z' },
          culprit: null,
          cause: { link: 'default-encryption', decision: 'unusable-key' },
        },
      ],
    },
  },

  'items-of-one-moment-that-differ-count-for-nothing': {
    evidence: withoutTrail([
      configHistory('config-history.json', [wasAllowed, isDenied]),
      configHistory('another-config-history.json', [bucketItem(SOON_AFTER, { policy: ALLOWING })]),
    ]),
    expected: {
      story: 'Two files tell two policies of the same capture.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...SILENT_FOR_FIVE_RUNS, culprit: null, cause: null }],
      warnings: ['conflicting-documents'],
    },
  },
});
