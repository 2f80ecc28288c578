import { lineOfEvent, logFiles } from '../access-log.ts';
import { TERRAFORM } from '../caller.ts';
import { DESTINATION_ACCOUNT, SOURCE_ACCOUNT } from '../cast.ts';
import { dailyDeliveries } from '../delivery.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { assumeRoleWithWebIdentity } from '../events/sts.ts';
import { jsonFile } from '../evidence-file.ts';
import { configurationDocument } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { nativeTrail } from '../native-trail.ts';
import { allowInventory, allowReaders, denyPlainHttp, policy } from '../policies.ts';
import { busyTrail } from '../trail-traffic.ts';
import type { Sample } from './sample.ts';
import { caseFile, deliveryLines, deniedWrites, destinationObjects, lastManifest } from './setting.ts';

const FIRST = '2026-02-08';
const LAST_DAY = '2026-03-05';
const NOW = '2026-03-06T08:00:00Z';
const SUBJECT = 'repo:acme/infrastructure:ref:refs/heads/main';

const deliveries = dailyDeliveries(FIRST, '2026-02-26');

function pipelineRun(time: string, runId: string) {
  return assumeRoleWithWebIdentity({
    time,
    account: DESTINATION_ACCOUNT,
    role: 'github-deploy',
    sessionName: `GitHubActions-${runId}`,
    subject: SUBJECT,
    provider: 'token.actions.githubusercontent.com',
    userAgent: TERRAFORM,
  });
}

const tidyingRun = pipelineRun('2026-02-27T10:11:20Z', '13551200417');
const replacingRun = pipelineRun('2026-02-27T14:04:02Z', '13554873906');

/** The same statements in another order, and a scalar where a list was. */
const reordered = putBucketPolicy({
  time: '2026-02-27T10:12:44Z',
  by: tidyingRun.session,
  policy: policy(denyPlainHttp(), allowReaders(), { ...allowInventory(), Action: ['s3:PutObject'] }),
});

/** The bucket moved into a module that knows nothing of the statement which the console once wrote. */
const replaced = putBucketPolicy({
  time: '2026-02-27T14:05:33Z',
  by: replacingRun.session,
  policy: policy(denyPlainHttp(), allowReaders(), allowReaders('FinanceRead', 'finance')),
});

/** The trail has no data events, so only the access log shows the refusals. */
const refused = deniedWrites([
  '2026-02-27T18:20:51Z',
  '2026-02-28T16:02:37Z',
  '2026-03-01T13:44:10Z',
  '2026-03-02T19:21:29Z',
  '2026-03-03T15:58:03Z',
  '2026-03-04T14:36:45Z',
  '2026-03-05T17:09:18Z',
]);

export const terraformReplacesPolicy: Sample = {
  name: 'terraform-replaces-policy',
  readme: `# Terraform replaces the policy

The statement that lets Amazon S3 deliver into \`acme-reports\` was once written by the S3 console. On
27 February 2026 the bucket moved into a Terraform module that does not know it: at 14:05:33 UTC the
GitHub Actions workflow of \`acme/infrastructure\` (role \`github-deploy\`, session
\`GitHubActions-13554873906\`) wrote a policy without any Allow for \`s3.amazonaws.com\`. That morning the
same workflow had already rewritten the policy, but only in another order.

What is here: CloudTrail of both accounts (management events only, so the refused writes are not in it),
the server access log of \`acme-reports\` (which has them), a listing, the configuration, the last
manifest, \`case.json\`.

What the tool should say: **broken** since the run of 2026-02-27, seven runs missed; **proven** culprit
PutBucketPolicy at 2026-02-27T14:05:33Z, made with Terraform by the GitHub subject
\`${SUBJECT}\`; cause: no statement allows the delivery any more
(implicit deny). The rewrite at 10:12:44Z has no effect.
`,
  evidence: [
    caseFile(NOW),
    listObjects('listing-acme-reports.json', destinationObjects(deliveries)),
    jsonFile('inventory-configuration.json', configurationDocument()),
    lastManifest(deliveries),
    ...nativeTrail([
      ...busyTrail({ account: SOURCE_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...busyTrail({ account: DESTINATION_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...tidyingRun.events,
      ...replacingRun.events,
      reordered,
      replaced,
    ]),
    ...logFiles('access-logs', [
      ...unrelatedTraffic({ first: FIRST, last: LAST_DAY, requestsPerDay: 12 }),
      ...deliveries.flatMap(deliveryLines),
      ...[reordered, replaced, ...refused].map((event) => lineOfEvent(event)),
    ]),
  ],
  expected: {
    story: 'A Terraform run replaces the destination policy and forgets the statement for S3.',
    outcome: 'broken',
    exitCode: 0,
    warnings: ['managed-by-tool'],
    incidents: [
      {
        status: 'ongoing',
        lastDelivery: '2026-02-26T01-00Z',
        firstMissedRun: '2026-02-27T01-00Z',
        lastMissedRun: '2026-03-05T01-00Z',
        missedRuns: 7,
        nextDelivery: null,
        window: { after: deliveries.at(-1)?.arrived ?? null, before: '2026-02-27T18:20:51Z' },
        deniedAttempts: { count: 7, first: '2026-02-27T18:20:51Z', last: '2026-03-05T17:09:18Z' },
        culprit: {
          confidence: 'proven',
          time: '2026-02-27T14:05:33Z',
          eventName: 'PutBucketPolicy',
          eventId: String(replaced['eventID']),
          operation: 'REST.PUT.BUCKETPOLICY',
          seenIn: ['cloudtrail', 'access-log'],
          actor: {
            arn: replacingRun.session.requester,
            sessionName: 'GitHubActions-13554873906',
            tool: 'terraform',
            via: ['AssumeRoleWithWebIdentity'],
            origin: SUBJECT,
          },
        },
        cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
        restoredBy: null,
        stillDenied: null,
        candidates: [
          { time: '2026-02-27T14:05:33Z', eventName: 'PutBucketPolicy', assessment: 'breaks' },
          { time: '2026-02-27T10:12:44Z', eventName: 'PutBucketPolicy', assessment: 'no-effect' },
        ],
      },
    ],
  },
};
