import { logFiles } from '../access-log.ts';
import { CONSOLE, iamUser } from '../caller.ts';
import { DESTINATION_ACCOUNT, HOME_IP, SOURCE_ACCOUNT } from '../cast.ts';
import { dailyDeliveries } from '../delivery.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { assumeRoleWithSaml } from '../events/sts.ts';
import { jsonFile } from '../evidence-file.ts';
import { configurationDocument } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { nativeTrail } from '../native-trail.ts';
import { allowInventory, denyAll, denyPlainHttp, policy } from '../policies.ts';
import { busyTrail } from '../trail-traffic.ts';
import type { Sample } from './sample.ts';
import { caseFile, deliveryLines, deniedWrites, destinationObjects, lastManifest, linesOf } from './setting.ts';

const FIRST = '2026-01-28';
const LAST_DAY = '2026-02-19';
const NOW = '2026-02-20T12:00:00Z';

const before = dailyDeliveries(FIRST, '2026-02-09');
const after = dailyDeliveries('2026-02-13', '2026-02-19', [765, 702, 840, 655, 910, 688, 731]);

const breaker = iamUser(DESTINATION_ACCOUNT, 's.moreau');
const signIn = assumeRoleWithSaml({
  time: '2026-02-13T08:05:37Z',
  account: DESTINATION_ACCOUNT,
  role: 'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Administrator_90ab12cd34ef5678',
  sessionName: 'jonas.lind@acme.example',
  subject: 'jonas.lind@acme.example',
  provider: 'AWSSSO_5a4b3c2d1e0f9a8b_DO_NOT_DELETE',
  ip: HOME_IP,
  userAgent: CONSOLE,
});

const throughEndpoint = { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } };

const endpointOnly = putBucketPolicy({
  time: '2026-02-10T10:03:19Z',
  by: breaker,
  policy: policy(denyPlainHttp(), allowInventory(), denyAll('EndpointOnly', throughEndpoint)),
});

const repaired = policy(
  denyPlainHttp(),
  allowInventory(),
  denyAll('EndpointOnly', { ...throughEndpoint, ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' } }),
);

const exempted = putBucketPolicy({ time: '2026-02-13T08:22:45Z', by: signIn.session, policy: repaired });

const refused = deniedWrites(['2026-02-10T14:02:28Z', '2026-02-11T13:19:51Z', '2026-02-12T16:55:03Z']);

export const brokenAndRestored: Sample = {
  name: 'broken-and-restored',
  readme: `# Broken by one person, restored by another

On 10 February 2026 at 10:03:19 UTC IAM user \`s.moreau\` limited \`acme-reports\` to one VPC endpoint:
\`EndpointOnly\` denies everything unless \`aws:SourceVpce\` is that endpoint, and Amazon S3 delivers
through none. Three runs were refused. On 13 February at 08:22:45 UTC Jonas Lind, signed in through IAM
Identity Center, exempted the deliveries of \`acme-lake\` from the statement. The run of that day arrived
and all later ones did.

What is here: CloudTrail of both accounts, data events of \`acme-reports\` included; its server access
log; a listing; the configuration and the policy as they are now; the last manifest; \`case.json\`.

What the tool should say: **recovered**; one incident of three missed runs, 2026-02-10 to 2026-02-12;
**proven** culprit PutBucketPolicy at 2026-02-10T10:03:19Z by \`user/s.moreau\`; cause: explicit Deny,
statement \`EndpointOnly\`, condition key \`aws:SourceVpce\`; restored by PutBucketPolicy at
2026-02-13T08:22:45Z by the session \`jonas.lind@acme.example\`.
`,
  evidence: [
    caseFile(NOW),
    listObjects('listing-acme-reports.json', destinationObjects([...before, ...after])),
    jsonFile('inventory-configuration.json', configurationDocument()),
    jsonFile('bucket-policy.json', { Policy: JSON.stringify(repaired) }),
    lastManifest(after),
    ...nativeTrail([
      ...busyTrail({ account: SOURCE_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...busyTrail({ account: DESTINATION_ACCOUNT, first: FIRST, last: LAST_DAY }),
      ...signIn.events,
      endpointOnly,
      exempted,
      ...refused,
    ]),
    ...logFiles('access-logs', [
      ...unrelatedTraffic({ first: FIRST, last: LAST_DAY, requestsPerDay: 12 }),
      ...[...before, ...after].flatMap(deliveryLines),
      ...linesOf([endpointOnly, exempted, ...refused]),
    ]),
  ],
  expected: {
    story: 'One person denies everything outside a VPC endpoint; another exempts the deliveries three days later.',
    outcome: 'recovered',
    exitCode: 0,
    incidents: [
      {
        status: 'recovered',
        lastDelivery: '2026-02-09T01-00Z',
        firstMissedRun: '2026-02-10T01-00Z',
        lastMissedRun: '2026-02-12T01-00Z',
        missedRuns: 3,
        nextDelivery: '2026-02-13T01-00Z',
        window: { after: before.at(-1)?.arrived ?? null, before: '2026-02-10T14:02:28Z' },
        deniedAttempts: { count: 3, first: '2026-02-10T14:02:28Z', last: '2026-02-12T16:55:03Z' },
        culprit: {
          confidence: 'proven',
          time: '2026-02-10T10:03:19Z',
          eventName: 'PutBucketPolicy',
          eventId: String(endpointOnly['eventID']),
          actor: {
            arn: `arn:aws:iam::${DESTINATION_ACCOUNT}:user/s.moreau`,
            origin: `arn:aws:iam::${DESTINATION_ACCOUNT}:user/s.moreau`,
            tool: 'aws-cli',
          },
        },
        cause: {
          link: 'destination-policy',
          decision: 'explicit-deny',
          statement: { sid: 'EndpointOnly', index: 2 },
          conditionKeys: ['aws:SourceVpce'],
        },
        restoredBy: {
          time: '2026-02-13T08:22:45Z',
          eventName: 'PutBucketPolicy',
          actor: {
            sessionName: 'jonas.lind@acme.example',
            origin: 'jonas.lind@acme.example',
            via: ['AssumeRoleWithSAML'],
          },
        },
        stillDenied: null,
        candidates: [{ time: '2026-02-10T10:03:19Z', eventName: 'PutBucketPolicy', assessment: 'breaks' }],
      },
    ],
  },
};
