import type { Link } from '../../delivery-path/link.ts';
import { type Knowledge, keyIdOf } from '../../delivery-path/world.ts';
import { formatInstant } from '../../instant.ts';
import type { JsonValue } from '../../json.ts';
import { evaluateKeyUse } from '../../policy/delivery/delivery.ts';
import { destinationArn } from '../../policy/delivery/delivery-target.ts';
import { mendBucketPolicy, mendKeyPolicy } from '../../policy/remedy/remedy.ts';
import type { RemedyAttempt } from '../../policy/remedy/remedy-result.ts';
import { putBucketPolicy, putKeyPolicy } from './commands.ts';
import type { Edit } from './edit.ts';
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
  return withPolicy(plan, mendBucketPolicy(policy.value, target), {
    link,
    kind: 'bucket-policy',
    replaces: policy.value,
    resource: destinationArn(target),
    command: (file) => putBucketPolicy({ bucket, region: regionOf(plan, bucket) }, file),
    worldWith: (value) => ({
      ...world,
      bucketPolicies: new Map(world.bucketPolicies).set(bucket, { state: 'known', value, basis: 'event' }),
    }),
    cautions: [...captureCaution(policy), ...writerCaution(plan, link, 'policy')],
  });
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
  return withPolicy(plan, mendKeyPolicy(policy.value, target), {
    link,
    kind: 'key-policy',
    replaces: policy.value,
    resource: used.key,
    command: (file) => putKeyPolicy({ key: used.key, region: regionOf(plan, target.destinationBucket) }, file),
    worldWith: (value) => ({
      ...world,
      keyPolicies: new Map(world.keyPolicies).set(name, { state: 'known', value, basis: 'event' }),
    }),
    cautions: [...captureCaution(policy), ...writerCaution(plan, 'key-policy', 'key policy')],
  });
}

/** A policy, and where it stands once it is mended. */
interface PolicyInPlace extends Pick<Edit, 'kind' | 'resource' | 'replaces' | 'command'> {
  readonly link: Link;
  readonly worldWith: (document: JsonValue) => Plan['world'];
  readonly cautions: readonly string[];
}

function withPolicy(
  plan: Plan,
  attempt: RemedyAttempt,
  { link, kind, resource, replaces, command, worldWith, cautions }: PolicyInPlace,
): Plan {
  if (!attempt.ok) return refuse(plan, link, notOffered(attempt.reason));
  const { description, document, diff, warnings } = attempt.remedy;
  return withEdit(
    plan,
    { kind, resource, description, document, replaces, diff, command },
    { world: worldWith(document), touched: [link], cautions: [...cautions, ...warnings.map(({ message }) => message)] },
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
