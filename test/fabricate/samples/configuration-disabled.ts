import { lineOfEvent, logFiles } from '../access-log.ts';
import { CONSOLE, using } from '../caller.ts';
import { DESTINATION_ACCOUNT, HOME_IP, SOURCE_ACCOUNT, SOURCE_BUCKET, SOURCE_CANONICAL_ID } from '../cast.ts';
import { dailyDeliveries, deliveryOf } from '../delivery.ts';
import { putBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { assumeRoleWithSaml } from '../events/sts.ts';
import { jsonFile } from '../evidence-file.ts';
import { configurationDocument, configurationInEvent } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { nativeTrail } from '../native-trail.ts';
import { allowReaders, policy } from '../policies.ts';
import { busyTrail } from '../trail-traffic.ts';
import type { Sample } from './sample.ts';
import { caseFile, deliveryLines, destinationObjects, lastManifest } from './setting.ts';

const FIRST = '2026-01-26';
const LAST_DAY = '2026-02-19';
const NOW = '2026-02-20T12:00:00Z';

const deliveries = [...dailyDeliveries(FIRST, '2026-02-11'), deliveryOf('2026-02-12', 731)];

const signIn = assumeRoleWithSaml({
  time: '2026-02-12T16:02:18Z',
  account: SOURCE_ACCOUNT,
  role: 'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_FinOps_8d7c6b5a49382716',
  sessionName: 'lea.novak@acme.example',
  subject: 'lea.novak@acme.example',
  provider: 'AWSSSO_1122aabbccddeeff_DO_NOT_DELETE',
  ip: HOME_IP,
  userAgent: CONSOLE,
});
const finOps = using(signIn.session, { ip: HOME_IP, userAgent: CONSOLE });

const otherReport = putInventoryConfiguration({
  time: '2026-02-12T16:11:40Z',
  by: finOps,
  id: 'audit-weekly',
  configuration: configurationInEvent({ id: 'audit-weekly', frequency: 'Weekly', prefix: 'audit' }),
});

const disabled = putInventoryConfiguration({
  time: '2026-02-12T16:20:53Z',
  by: finOps,
  id: 'daily-full',
  configuration: configurationInEvent({ enabled: false }),
});

const sourcePolicy = putBucketPolicy({
  time: '2026-02-12T17:45:09Z',
  by: finOps,
  bucket: SOURCE_BUCKET,
  account: SOURCE_ACCOUNT,
  policy: policy(allowReaders('LakeRead', 'lake-reader')),
});

const changes = [otherReport, disabled, sourcePolicy];

export const configurationDisabled: Sample = {
  name: 'configuration-disabled',
  readme: `# The configuration is disabled

Nothing is denied here. On 12 February 2026 at 16:20:53 UTC Lea Novak of FinOps, looking for savings in
the S3 console, disabled the inventory configuration \`daily-full\` of \`acme-lake\`. The run of that day
had already arrived; none came after it. Ten minutes earlier she had changed another report,
\`audit-weekly\`, and later the policy of the source bucket: neither concerns these deliveries.

What is here: CloudTrail of both accounts, the server access logs of \`acme-lake\` and \`acme-reports\`, a
listing of \`acme-reports\`, the configuration as it is now, the last manifest, \`case.json\`.

What the tool should say: **stopped-by-configuration** since the run of 2026-02-13, six runs missed;
**proven** culprit PutBucketInventoryConfiguration at 2026-02-12T16:20:53Z by the session
\`lea.novak@acme.example\`; cause: the configuration is disabled.
`,
  evidence: [
    caseFile(NOW),
    listObjects('listing-acme-reports.json', destinationObjects(deliveries)),
    jsonFile('inventory-configuration.json', configurationDocument({ enabled: false })),
    lastManifest(deliveries),
    ...nativeTrail([
      ...busyTrail({ account: SOURCE_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...busyTrail({ account: DESTINATION_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...signIn.events,
      ...changes,
    ]),
    ...logFiles('access-logs/acme-reports', [
      ...unrelatedTraffic({ first: FIRST, last: LAST_DAY, requestsPerDay: 10 }),
      ...deliveries.flatMap(deliveryLines),
    ]),
    ...logFiles('access-logs/acme-lake', [
      ...unrelatedTraffic({
        bucket: SOURCE_BUCKET,
        owner: SOURCE_CANONICAL_ID,
        first: FIRST,
        last: LAST_DAY,
        requestsPerDay: 10,
      }),
      ...changes.map((event) => lineOfEvent(event, SOURCE_CANONICAL_ID)),
    ]),
  ],
  expected: {
    story: 'Somebody disables the inventory configuration in the console.',
    outcome: 'stopped-by-configuration',
    exitCode: 0,
    incidents: [
      {
        status: 'ongoing',
        lastDelivery: '2026-02-12T01-00Z',
        firstMissedRun: '2026-02-13T01-00Z',
        lastMissedRun: '2026-02-18T01-00Z',
        missedRuns: 6,
        nextDelivery: null,
        window: { after: deliveries.at(-1)?.arrived ?? null, before: '2026-02-15T01:00:00Z' },
        deniedAttempts: null,
        culprit: {
          confidence: 'proven',
          time: '2026-02-12T16:20:53Z',
          eventName: 'PutBucketInventoryConfiguration',
          eventId: String(disabled['eventID']),
          operation: 'REST.PUT.INVENTORY',
          seenIn: ['cloudtrail', 'access-log'],
          actor: {
            sessionName: 'lea.novak@acme.example',
            tool: 'console',
            via: ['AssumeRoleWithSAML'],
            origin: 'lea.novak@acme.example',
          },
        },
        cause: { link: 'configuration', decision: 'disabled', statement: null, conditionKeys: [] },
        restoredBy: null,
        stillDenied: null,
        candidates: [
          { time: '2026-02-12T16:20:53Z', eventName: 'PutBucketInventoryConfiguration', assessment: 'breaks' },
        ],
      },
    ],
  },
};
