import { logFiles } from '../access-log.ts';
import { BOTO3, iamUser } from '../caller.ts';
import { CI_IP, DESTINATION_ACCOUNT, KEY_ACCOUNT, SOURCE_ACCOUNT } from '../cast.ts';
import { dailyDeliveries } from '../delivery.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { assumeRole } from '../events/sts.ts';
import { jsonFile } from '../evidence-file.ts';
import { configurationDocument } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { nativeTrail } from '../native-trail.ts';
import { allowInventory, denyAll, denyPlainHttp, policy } from '../policies.ts';
import { busyTrail } from '../trail-traffic.ts';
import type { Sample } from './sample.ts';
import { caseFile, deliveryLines, deniedWrites, destinationObjects, lastManifest, linesOf } from './setting.ts';

const FIRST = '2026-03-01';
const LAST_DAY = '2026-03-24';
const NOW = '2026-03-25T10:00:00Z';

/** Here 7777... is the security team's tooling account; no key is involved. */
const TOOLING_ACCOUNT = KEY_ACCOUNT;

const deliveries = dailyDeliveries(FIRST, '2026-03-18');

const engineer = iamUser(TOOLING_ACCOUNT, 'p.okafor');
const hub = assumeRole({
  time: '2026-03-19T07:50:12Z',
  by: engineer,
  account: TOOLING_ACCOUNT,
  role: 'security-hub',
  sessionName: 'okafor-hardening',
  ip: CI_IP,
  userAgent: BOTO3,
});
const guardian = assumeRole({
  time: '2026-03-19T07:50:15Z',
  by: hub.session,
  account: DESTINATION_ACCOUNT,
  role: 'security/bucket-guardian',
  sessionName: 'hardening-run-7',
  ip: CI_IP,
  userAgent: BOTO3,
});

const encryptedOnly = putBucketPolicy({
  time: '2026-03-19T07:52:31Z',
  by: guardian.session,
  policy: policy(
    allowInventory(),
    denyPlainHttp(),
    denyAll('DenyUnencryptedUploads', { Null: { 's3:x-amz-server-side-encryption': 'true' } }, 's3:PutObject'),
  ),
});

const refused = deniedWrites([
  '2026-03-19T13:33:40Z',
  '2026-03-20T15:12:09Z',
  '2026-03-21T16:50:55Z',
  '2026-03-22T12:28:14Z',
  '2026-03-23T18:03:31Z',
  '2026-03-24T14:47:22Z',
]);

export const denyUnencryptedByRoleChain: Sample = {
  name: 'deny-unencrypted-by-role-chain',
  readme: `# Deny of uploads without an encryption header, made through two roles

The inventory configuration of \`acme-lake\` says nothing about encryption, so its deliveries carry no
encryption header; the bucket encrypts them by default. On 19 March 2026 at 07:52:31 UTC a hardening
script of the security team added \`DenyUnencryptedUploads\` to \`acme-reports\` (account 444455556666):
deny \`s3:PutObject\` when \`s3:x-amz-server-side-encryption\` is missing. A policy sees the request, not
the bucket's default encryption, so every delivery since has been refused.

The script's session \`hardening-run-7\` names nobody. It came from role \`security-hub\` of the tooling
account 777788889999, and that session from IAM user \`p.okafor\`. The destination's copy of the second
AssumeRole has neither ARN nor access key: only the shared event id ties it to the tooling account's copy.

What is here: CloudTrail of all three accounts, data events of \`acme-reports\` included; its server access
log; a listing; the configuration; the last manifest; \`case.json\`.

What the tool should say: **broken** since the run of 2026-03-19, six runs missed and six writes refused;
**proven** culprit PutBucketPolicy at 2026-03-19T07:52:31Z with the credentials of
\`arn:aws:iam::777788889999:user/p.okafor\` through two AssumeRole calls; cause: explicit Deny, statement
\`DenyUnencryptedUploads\`, condition key \`s3:x-amz-server-side-encryption\`.
`,
  evidence: [
    caseFile(NOW, { encryption: 'none' }),
    listObjects('listing-acme-reports.json', destinationObjects(deliveries)),
    jsonFile('inventory-configuration.json', configurationDocument({ encryption: 'none' })),
    lastManifest(deliveries),
    ...nativeTrail([
      ...busyTrail({ account: SOURCE_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...busyTrail({ account: DESTINATION_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...busyTrail({ account: TOOLING_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...hub.events,
      ...guardian.events,
      encryptedOnly,
      ...refused,
    ]),
    ...logFiles('access-logs', [
      ...unrelatedTraffic({ first: FIRST, last: LAST_DAY, requestsPerDay: 12 }),
      ...deliveries.flatMap(deliveryLines),
      ...linesOf([encryptedOnly, ...refused]),
    ]),
  ],
  expected: {
    story: 'A hardening script, two AssumeRole hops from a person, denies uploads without an encryption header.',
    outcome: 'broken',
    exitCode: 0,
    incidents: [
      {
        status: 'ongoing',
        lastDelivery: '2026-03-18T01-00Z',
        firstMissedRun: '2026-03-19T01-00Z',
        lastMissedRun: '2026-03-24T01-00Z',
        missedRuns: 6,
        nextDelivery: null,
        window: { after: deliveries.at(-1)?.arrived ?? null, before: '2026-03-19T13:33:40Z' },
        deniedAttempts: { count: 6, first: '2026-03-19T13:33:40Z', last: '2026-03-24T14:47:22Z' },
        culprit: {
          confidence: 'proven',
          time: '2026-03-19T07:52:31Z',
          eventName: 'PutBucketPolicy',
          eventId: String(encryptedOnly['eventID']),
          actor: {
            arn: `arn:aws:sts::${DESTINATION_ACCOUNT}:assumed-role/bucket-guardian/hardening-run-7`,
            sessionName: 'hardening-run-7',
            via: ['AssumeRole', 'AssumeRole'],
            origin: `arn:aws:iam::${TOOLING_ACCOUNT}:user/p.okafor`,
          },
        },
        cause: {
          link: 'destination-policy',
          decision: 'explicit-deny',
          statement: { sid: 'DenyUnencryptedUploads', index: 2 },
          conditionKeys: ['s3:x-amz-server-side-encryption'],
        },
        restoredBy: null,
        stillDenied: null,
        candidates: [{ time: '2026-03-19T07:52:31Z', eventName: 'PutBucketPolicy', assessment: 'breaks' }],
      },
    ],
  },
};
