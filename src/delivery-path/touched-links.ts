import type { Case } from '../case/case.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import type { ConfigurationState } from './configuration-history.ts';
import type { Link } from './link.ts';
import { keyIdOf, type World } from './world.ts';

/** The links that a call's new values go into. A change of configuration reaches the others through destination and encryption. */
export function touchedLinks(
  call: Call,
  subject: Case,
  world: World,
  next: World,
  configuration: { before: ConfigurationState; after: ConfigurationState } | null,
): ReadonlySet<Link> {
  const links = new Set<Link>(isInUse(call, subject, world, next) ? LINKS_OF[call.action.kind] : []);
  if (call.action.kind === 'create-bucket' && call.action.bucket === subject.sourceBucket) links.add('region');
  if (mayReach(call, subject, world) || mayReach(call, subject, next)) links.add('rcp');
  if (configuration === null) return links;
  const { before, after } = configuration;
  links.add('configuration');
  if (before.destinationBucket !== after.destinationBucket || before.destinationPrefix !== after.destinationPrefix) {
    for (const link of ['destination-bucket', 'destination-policy', 'default-encryption', 'region'] as const)
      links.add(link);
  }
  if (JSON.stringify(before.encryption) !== JSON.stringify(after.encryption)) {
    for (const link of ['destination-policy', 'key-policy', 'key-state', 'default-encryption'] as const)
      links.add(link);
  }
  return links;
}

/** Whether the bucket or key that a call is about was the one that the reports used at that time, as far as that is known. */
function isInUse({ action }: Call, subject: Case, world: World, next: World): boolean {
  const destination = world.configuration.destinationBucket ?? subject.destinationBucket;
  const bucket = bucketOf(action);
  if (bucket !== null) return destination === null || bucket === destination;
  const key = keyIdOf(keyOf(action) ?? '');
  const { encryption } = world.configuration;
  if (key === null || encryption === null) return true;
  if (encryption.type === 'SSE-KMS') return keyIdOf(encryption.keyId) === key;
  const setting = destination === null ? undefined : next.encryptions.get(destination);
  return setting?.state !== 'known' || keyIdOf(setting.value?.keyId ?? '') === key;
}

/**
 * Organization policies do not bind the management account itself, whose trail records them.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function isOutOfReach({ action, recipientAccountId }: Call, subject: Case): boolean {
  return (
    action.kind === 'organization-policy' &&
    recipientAccountId !== null &&
    recipientAccountId === subject.destinationAccount
  );
}

/**
 * An organization policy acts only while it is attached somewhere, and not on accounts that it is not
 * attached to: writing one that is not, or attaching it to other accounts only, touches no link.
 */
function mayReach(call: Call, subject: Case, world: World): boolean {
  const { action } = call;
  if (action.kind !== 'organization-policy' || action.policyId === null) return false;
  if (isOutOfReach(call, subject)) return false;
  const targets = [...(world.rcps.get(action.policyId)?.targets ?? [])];
  return targets.some(
    (target) =>
      subject.destinationAccount === null || target === subject.destinationAccount || !/^\d{12}$/.test(target),
  );
}

const LINKS_OF: Partial<Record<Call['action']['kind'], readonly Link[]>> = {
  'put-bucket-policy': ['destination-policy'],
  'delete-bucket-policy': ['destination-policy'],
  'create-bucket': ['destination-bucket', 'destination-policy', 'default-encryption', 'region'],
  'delete-bucket': ['destination-bucket', 'destination-policy', 'default-encryption'],
  'put-bucket-encryption': ['default-encryption'],
  'delete-bucket-encryption': ['default-encryption'],
  'put-key-policy': ['key-policy', 'default-encryption'],
  'key-state': ['key-state', 'default-encryption'],
  // A grant can let S3 use a key that the key policy does not: revoking it may break what no policy shows.
  'create-grant': ['key-policy'],
  'revoke-grant': ['key-policy'],
};
