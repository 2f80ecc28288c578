import { logFiles } from '../access-log.ts';
import { iamUser } from '../caller.ts';
import { DESTINATION_ACCOUNT, KEY_ACCOUNT, KEY_ARN, REGION, SOURCE_ACCOUNT } from '../cast.ts';
import { dailyDeliveries } from '../delivery.ts';
import { describeKey, putKeyPolicy } from '../events/kms.ts';
import { jsonFile } from '../evidence-file.ts';
import { configurationDocument } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { nativeTrail } from '../native-trail.ts';
import { allowInventoryToUseKey, keyAdministration, policy } from '../policies.ts';
import { busyTrail } from '../trail-traffic.ts';
import type { Sample } from './sample.ts';
import { caseFile, deliveryLines, deniedWrites, destinationObjects, lastManifest, linesOf } from './setting.ts';

const FIRST = '2026-01-20';
const LAST_DAY = '2026-02-12';
const NOW = '2026-02-13T09:30:00Z';

const deliveries = dailyDeliveries(FIRST, '2026-02-07');

const keyAdmin = iamUser(KEY_ACCOUNT, 'h.tanaka');

const reportReaders = {
  Sid: 'Report readers',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${DESTINATION_ACCOUNT}:role/analytics` },
  Action: ['kms:Decrypt', 'kms:DescribeKey'],
  Resource: '*',
};

const readersAdded = putKeyPolicy({
  time: '2026-01-22T15:03:11Z',
  by: keyAdmin,
  policy: policy(keyAdministration(), allowInventoryToUseKey(), reportReaders),
});

const tightened = policy(keyAdministration(), reportReaders);

const s3Removed = putKeyPolicy({ time: '2026-02-08T09:47:26Z', by: keyAdmin, policy: tightened });

const refused = deniedWrites([
  '2026-02-08T14:20:16Z',
  '2026-02-09T16:31:52Z',
  '2026-02-10T13:12:29Z',
  '2026-02-11T18:44:07Z',
  '2026-02-12T15:08:34Z',
]);

export const keyPolicyLosesS3: Sample = {
  name: 'key-policy-loses-s3',
  readme: `# The key policy loses Amazon S3

Reports of \`acme-lake\` (account 111122223333) are encrypted with a customer managed key of a third
account, 777788889999, and stored in \`acme-reports\` (account 444455556666). On 8 February 2026 at
09:47:26 UTC the key's administrator, IAM user \`h.tanaka\`, removed the statement that lets Amazon S3
generate data keys: nobody in the key's account knew of the deliveries. Neither the bucket policy nor the
inventory configuration changed, so neither of those accounts' trails shows any change at all.

What is here: CloudTrail of all three accounts, data events of \`acme-reports\` included; its server access
log; a listing; the configuration; the key policy as it is now; the last manifest; \`case.json\`.

What the tool should say: **broken** since the run of 2026-02-08, five runs missed and five writes
refused; **proven** culprit PutKeyPolicy at 2026-02-08T09:47:26Z by \`user/h.tanaka\` of 777788889999;
cause: the key policy has no statement for Amazon S3 (implicit deny).
`,
  evidence: [
    caseFile(NOW, { encryption: KEY_ARN }),
    listObjects('listing-acme-reports.json', destinationObjects(deliveries)),
    jsonFile('inventory-configuration.json', configurationDocument({ encryption: KEY_ARN })),
    jsonFile('key-policy.json', { Policy: JSON.stringify(tightened), PolicyName: 'default' }),
    lastManifest(deliveries),
    ...nativeTrail([
      ...busyTrail({ account: SOURCE_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...busyTrail({ account: DESTINATION_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...busyTrail({ account: KEY_ACCOUNT, region: REGION, first: FIRST, last: LAST_DAY }),
      describeKey({ time: '2026-02-08T09:41:03Z', by: keyAdmin }),
      readersAdded,
      s3Removed,
      ...refused,
    ]),
    ...logFiles('access-logs', [
      ...unrelatedTraffic({ first: FIRST, last: LAST_DAY, requestsPerDay: 12 }),
      ...deliveries.flatMap(deliveryLines),
      ...linesOf(refused),
    ]),
  ],
  expected: {
    story: 'The key owner, in a third account, removes the statement for S3 from the key policy.',
    outcome: 'broken',
    exitCode: 0,
    incidents: [
      {
        status: 'ongoing',
        lastDelivery: '2026-02-07T01-00Z',
        firstMissedRun: '2026-02-08T01-00Z',
        lastMissedRun: '2026-02-12T01-00Z',
        missedRuns: 5,
        nextDelivery: null,
        window: { after: deliveries.at(-1)?.arrived ?? null, before: '2026-02-08T14:20:16Z' },
        deniedAttempts: { count: 5, first: '2026-02-08T14:20:16Z', last: '2026-02-12T15:08:34Z' },
        culprit: {
          confidence: 'proven',
          time: '2026-02-08T09:47:26Z',
          eventName: 'PutKeyPolicy',
          eventId: String(s3Removed['eventID']),
          operation: null,
          status: null,
          seenIn: ['cloudtrail'],
          actor: {
            type: 'IAMUser',
            arn: `arn:aws:iam::${KEY_ACCOUNT}:user/h.tanaka`,
            userName: 'h.tanaka',
            tool: 'aws-cli',
            via: [],
            origin: `arn:aws:iam::${KEY_ACCOUNT}:user/h.tanaka`,
          },
        },
        cause: { link: 'key-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
        restoredBy: null,
        stillDenied: null,
        candidates: [{ time: '2026-02-08T09:47:26Z', eventName: 'PutKeyPolicy', assessment: 'breaks' }],
      },
    ],
  },
};
