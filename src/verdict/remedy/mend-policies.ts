import { type Knowledge, keyIdOf } from '../../delivery-path/world.ts';
import { formatInstant } from '../../instant.ts';
import { evaluateKeyUse } from '../../policy/delivery/delivery.ts';
import { destinationArn } from '../../policy/delivery/delivery-target.ts';
import { mendBucketPolicy, mendKeyPolicy } from '../../policy/remedy/remedy.ts';
import { putBucketPolicy, putKeyPolicy } from './commands.ts';
import { keyInUse } from './key-in-use.ts';
import { type Plan, refuse, regionOf, statesOf, withEdit, writerCaution } from './plan.ts';

/** The destination policy, where it denies. */
export function mendDestinationPolicy(plan: Plan): Plan {
  const link = 'destination-policy';
  if (statesOf(plan)[link].state !== 'denied') return plan;
  const { target, world } = plan;
  const bucket = target.destinationBucket;
  const policy = world.bucketPolicies.get(bucket);
  if (policy?.state !== 'known' || isContested(plan, ({ bucketPolicies }) => bucketPolicies.get(bucket))) {
    return refuse(plan, link, notOffered(CONTESTED));
  }
  const attempt = mendBucketPolicy(policy.value, target);
  if (!attempt.ok) return refuse(plan, link, notOffered(attempt.reason));
  const { description, document, diff, warnings } = attempt.remedy;
  return withEdit(
    plan,
    {
      kind: 'bucket-policy',
      resource: destinationArn(target),
      description,
      document,
      diff,
      command: (file) => putBucketPolicy({ bucket, region: regionOf(plan, bucket) }, file),
    },
    {
      world: {
        ...world,
        bucketPolicies: new Map(world.bucketPolicies).set(bucket, { state: 'known', value: document, basis: 'event' }),
      },
      touched: [link],
      cautions: [
        ...captureCaution(policy),
        ...writerCaution(plan, link, 'policy'),
        ...warnings.map(({ message }) => message),
      ],
    },
  );
}

/** The policy of the key that the reports use, by name or by default, where it denies and somebody can write it. */
export function mendPolicyOfKey(plan: Plan): Plan {
  const used = keyInUse(plan);
  if (used === null) return plan;
  const link = used.link === 'default-encryption' ? used.link : 'key-policy';
  if (statesOf(plan)[link].state !== 'denied') return plan;
  if (used.obstacle !== null) return refuse(plan, link, used.obstacle);
  // Another encryption will take its place.
  if (link === 'default-encryption' && used.state === 'Unusable') return plan;
  const { world } = plan;
  const name = keyIdOf(used.key) ?? used.key;
  const policy = world.keyPolicies.get(name);
  const target = { ...plan.target, keyArn: used.key };
  if (policy?.state !== 'known') return plan;
  if (evaluateKeyUse(policy.value, target).state === 'allowed') return plan;
  if (isContested(plan, ({ keyPolicies }) => keyPolicies.get(name))) return refuse(plan, link, notOffered(CONTESTED));
  const attempt = mendKeyPolicy(policy.value, target);
  if (!attempt.ok) return refuse(plan, link, notOffered(attempt.reason));
  const { description, document, diff, warnings } = attempt.remedy;
  return withEdit(
    plan,
    {
      kind: 'key-policy',
      resource: used.key,
      description,
      document,
      diff,
      command: (file) => putKeyPolicy({ key: used.key, region: regionOf(plan, target.destinationBucket) }, file),
    },
    {
      world: {
        ...world,
        keyPolicies: new Map(world.keyPolicies).set(name, { state: 'known', value: document, basis: 'event' }),
      },
      touched: [link],
      cautions: [
        ...captureCaution(policy),
        ...writerCaution(plan, 'key-policy', 'key policy'),
        ...warnings.map(({ message }) => message),
      ],
    },
  );
}

/** The edit replaces the whole policy, which may have been changed since. */
function captureCaution(policy: Knowledge<unknown>): string[] {
  return policy.state === 'known' && policy.basis === 'capture'
    ? [
        `the edit is of the policy as AWS Config captured it ${formatInstant(policy.capturedAt)}: get the one in force first, all of which it replaces`,
      ]
    : [];
}

function notOffered(reason: string | null): string | null {
  return reason === null ? null : `no edit of it is offered: ${reason}`;
}

const CONTESTED = 'which of two changes made within seconds came last, and so which text is in force, is not known';

/** Two changes came so close together that either text may be the one in force. */
function isContested({ timeline }: Plan, of: (world: Plan['world']) => unknown): boolean {
  const { worldAtNow, otherWorldAtNow } = timeline;
  return otherWorldAtNow !== null && JSON.stringify(of(worldAtNow)) !== JSON.stringify(of(otherWorldAtNow));
}
