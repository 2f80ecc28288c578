import { logFiles } from '../access-log.ts';
import { CONSOLE, roleSession, TERRAFORM } from '../caller.ts';
import { DESTINATION_ACCOUNT, OFFICE_IP, SOURCE_ACCOUNT } from '../cast.ts';
import { dailyDeliveries } from '../delivery.ts';
import { putBucketPolicy, putOwnershipControls } from '../events/s3.ts';
import { assumeRoleWithSaml } from '../events/sts.ts';
import { jsonFile } from '../evidence-file.ts';
import { configurationDocument } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { nativeTrail } from '../native-trail.ts';
import { allowInventory, allowReaders, denyOutsideOffice, denyPlainHttp, policy } from '../policies.ts';
import { busyTrail } from '../trail-traffic.ts';
import type { Sample } from './sample.ts';
import { caseFile, deliveryLines, deniedWrites, destinationObjects, lastManifest, linesOf } from './setting.ts';

const FIRST = '2026-01-24';
const NOW = '2026-02-20T12:00:00Z';

const deliveries = dailyDeliveries(FIRST, '2026-02-09');

const pipeline = roleSession({
  accountId: DESTINATION_ACCOUNT,
  role: 'infrastructure-pipeline',
  sessionName: 'gitlab-48210',
  created: '2026-01-29T13:40:02Z',
  userAgent: TERRAFORM,
});

const signIn = assumeRoleWithSaml({
  time: '2026-02-10T08:58:41Z',
  account: DESTINATION_ACCOUNT,
  role: 'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_DataPlatformAdmin_3f2a1b0c9d8e7f60',
  sessionName: 'maria.keller@acme.example',
  subject: 'maria.keller@acme.example',
  provider: 'AWSSSO_5a4b3c2d1e0f9a8b_DO_NOT_DELETE',
  ip: OFFICE_IP,
  userAgent: CONSOLE,
  consoleKeys: true,
});

const readersAdmitted = putBucketPolicy({
  time: '2026-01-29T13:41:17Z',
  by: pipeline,
  policy: policy(allowInventory(), allowReaders(), denyPlainHttp()),
});

const malformed = putBucketPolicy({
  time: '2026-02-10T09:12:50Z',
  by: signIn.session,
  policy: { Version: '2012-10-17', Statement: [{ ...denyOutsideOffice(), Principle: '*' }] },
  error: { code: 'MalformedPolicy', message: 'Unknown field Principle' },
});

const officeOnly = putBucketPolicy({
  time: '2026-02-10T09:14:27Z',
  by: signIn.session,
  policy: policy(allowInventory(), allowReaders(), denyPlainHttp(), denyOutsideOffice()),
});

const ownership = putOwnershipControls({ time: '2026-02-10T09:31:05Z', by: signIn.session });

/** One refusal a day, at the hour at which the reports used to arrive. */
const refused = deniedWrites([
  '2026-02-10T15:22:31Z',
  '2026-02-11T17:05:12Z',
  '2026-02-12T13:48:55Z',
  '2026-02-13T19:30:08Z',
  '2026-02-14T16:11:40Z',
  '2026-02-15T14:27:19Z',
  '2026-02-16T18:59:02Z',
  '2026-02-17T15:45:33Z',
  '2026-02-18T12:40:26Z',
  '2026-02-19T17:16:47Z',
]);

const changes = [readersAdmitted, malformed, officeOnly, ownership];

export const denyByIp: Sample = {
  name: 'deny-by-ip',
  readme: `# Deny by IP, added in the console

Reports of \`acme-lake\` (account 111122223333) went to \`acme-reports\` (account 444455556666) every day.
On 10 February 2026 at 09:14:27 UTC Maria Keller, signed in through IAM Identity Center, used the S3
console to add a statement \`OfficeOnly\` to the policy of \`acme-reports\`: deny everything unless
\`aws:SourceIp\` is an office address. Requests that Amazon S3 makes for itself carry no source address,
so the statement catches the deliveries too. None has arrived since the run of 9 February.

What is here, as it would be exported:

- \`AWSLogs/\`: CloudTrail of both accounts in native layout, data events of the destination included;
- \`access-logs/\`: server access log of \`acme-reports\`, with everybody else's traffic;
- \`listing-acme-reports.json\`: \`aws s3api list-objects-v2\` of the destination;
- \`inventory-configuration.json\`: \`aws s3api get-bucket-inventory-configuration\` of the source;
- \`manifests/\`: the manifest of the last delivery;
- \`case.json\`: what is being investigated, and when.

What the tool should say: **broken** since the run of 2026-02-10, ten runs missed and ten writes refused;
**proven** culprit PutBucketPolicy at 2026-02-10T09:14:27Z by the session \`maria.keller@acme.example\`;
cause: explicit Deny, statement \`OfficeOnly\`, condition key \`aws:SourceIp\`. The malformed attempt two
minutes earlier failed, and the ownership change a quarter of an hour later has no effect.
`,
  evidence: [
    caseFile(NOW),
    listObjects('listing-acme-reports.json', destinationObjects(deliveries)),
    jsonFile('inventory-configuration.json', configurationDocument()),
    lastManifest(deliveries),
    ...nativeTrail([
      ...busyTrail({ account: SOURCE_ACCOUNT, first: FIRST, last: '2026-02-19' }),
      ...busyTrail({ account: DESTINATION_ACCOUNT, first: FIRST, last: '2026-02-19' }),
      ...signIn.events,
      ...changes,
      ...refused,
    ]),
    ...logFiles('access-logs', [
      ...unrelatedTraffic({ first: FIRST, last: '2026-02-19', requestsPerDay: 14 }),
      ...deliveries.flatMap(deliveryLines),
      ...linesOf([...changes, ...refused]),
    ]),
  ],
  expected: {
    story: 'A console user denies everything outside the office addresses, deliveries included.',
    outcome: 'broken',
    exitCode: 0,
    incidents: [
      {
        status: 'ongoing',
        lastDelivery: '2026-02-09T01-00Z',
        firstMissedRun: '2026-02-10T01-00Z',
        lastMissedRun: '2026-02-19T01-00Z',
        missedRuns: 10,
        nextDelivery: null,
        window: { after: deliveries.at(-1)?.arrived ?? null, before: '2026-02-10T15:22:31Z' },
        deniedAttempts: { count: 10, first: '2026-02-10T15:22:31Z', last: '2026-02-19T17:16:47Z' },
        culprit: {
          confidence: 'proven',
          time: '2026-02-10T09:14:27Z',
          eventName: 'PutBucketPolicy',
          eventId: String(officeOnly['eventID']),
          operation: 'REST.PUT.BUCKETPOLICY',
          seenIn: ['cloudtrail', 'access-log'],
          actor: {
            type: 'AssumedRole',
            arn: signIn.session.requester,
            userName: null,
            sessionName: 'maria.keller@acme.example',
            tool: 'console',
            via: ['AssumeRoleWithSAML'],
            origin: 'maria.keller@acme.example',
          },
        },
        cause: {
          link: 'destination-policy',
          decision: 'explicit-deny',
          statement: { sid: 'OfficeOnly', index: 3 },
          conditionKeys: ['aws:SourceIp'],
        },
        restoredBy: null,
        stillDenied: null,
        candidates: [
          { time: '2026-02-10T09:14:27Z', eventName: 'PutBucketPolicy', assessment: 'breaks' },
          { time: '2026-02-10T09:31:05Z', eventName: 'PutBucketOwnershipControls', assessment: 'no-effect' },
          { time: '2026-02-10T09:12:50Z', eventName: 'PutBucketPolicy', assessment: 'failed' },
        ],
      },
    ],
  },
};
