import type { Case } from '../case/case.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import { COMPONENTS, type Component, componentName } from './anchors.ts';
import { isConfigurationChange } from './configuration-state.ts';
import { LINKS, type Link } from './link.ts';
import { isSameFor, type Place } from './place.ts';
import { keyIdOf, type World } from './world.ts';

/** The links at a place that a call's new values go into. */
export function touchedLinks(
  call: Call,
  subject: Case,
  place: Place,
  { world, next }: { readonly world: World; readonly next: World },
): ReadonlySet<Link> {
  if (isConfigurationChange(call, subject)) return ON_CONFIGURATION;
  const links = (isInUse(call, place, next) ? LINKS_OF[call.action.kind] : undefined) ?? NONE;
  if (call.action.kind === 'create-bucket' && call.action.bucket === subject.sourceBucket) {
    return new Set([...links, 'region']);
  }
  return mayReach(call, subject, world) || mayReach(call, subject, next) ? new Set([...links, 'rcp']) : links;
}

/** The links at a place that documents and states go into, by `componentName`. */
export function linksOf(components: ReadonlySet<string>, place: Place, world: World): ReadonlySet<Link> {
  if (components.size === 0) return NONE;
  const key = keyAt(place, world) ?? '';
  return new Set(
    COMPONENTS.flatMap((component): readonly Link[] => {
      const name = component === 'keyPolicies' || component === 'keyStates' ? key : (place.bucket ?? '');
      return components.has(componentName(component, name)) ? LINKS_OF_COMPONENT[component] : [];
    }),
  );
}

/** The key that decides at a place: that of the configuration, else that by which the bucket encrypts by default. */
export function keyAt({ bucket, encryption }: Place, world: World): string | null {
  if (encryption?.type === 'SSE-KMS') return keyIdOf(encryption.keyId);
  const setting = world.encryptions.get(bucket ?? '');
  return setting?.state === 'known' ? keyIdOf(setting.value?.keyId ?? '') : null;
}

const NONE: ReadonlySet<Link> = new Set();

const LINKS_OF_COMPONENT: Readonly<Record<Component, readonly Link[]>> = {
  bucketExists: ['destination-bucket'],
  bucketPolicies: ['destination-policy'],
  encryptions: ['default-encryption'],
  keyPolicies: ['key-policy', 'default-encryption'],
  keyStates: ['key-state', 'default-encryption'],
};

const ON_CONFIGURATION: ReadonlySet<Link> = new Set(['configuration']);

/** The links that are judged anew because the configuration went from one place to another. */
export function linksMoved(before: Place, after: Place): Link[] {
  return LINKS.filter((link) => !isSameFor(link, before, after));
}

/** Whether the bucket or key that a call is about is the one that the reports use at a place, as far as that is known. */
function isInUse({ action }: Call, place: Place, next: World): boolean {
  const bucket = bucketOf(action);
  if (bucket !== null) return place.bucket === null || bucket === place.bucket;
  const key = keyIdOf(keyOf(action) ?? '');
  const { encryption } = place;
  if (key === null || encryption === null) return true;
  if (encryption.type === 'SSE-KMS') return keyIdOf(encryption.keyId) === key;
  const setting = place.bucket === null ? undefined : next.encryptions.get(place.bucket);
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

/** The link that a kind of call is about, wherever the reports go; null for one that is about none. */
export function linkOf({ action: { kind } }: Call): Link | null {
  if (kind === 'put-inventory-configuration' || kind === 'delete-inventory-configuration') return 'configuration';
  return kind === 'organization-policy' ? 'rcp' : (LINKS_OF[kind]?.values().next().value ?? null);
}

const LINKS_OF: Partial<Record<Call['action']['kind'], ReadonlySet<Link>>> = {
  'put-bucket-policy': new Set(['destination-policy']),
  'delete-bucket-policy': new Set(['destination-policy']),
  'create-bucket': new Set(['destination-bucket', 'destination-policy', 'default-encryption', 'region']),
  'delete-bucket': new Set(['destination-bucket', 'destination-policy', 'default-encryption']),
  'put-bucket-encryption': new Set(['default-encryption']),
  'delete-bucket-encryption': new Set(['default-encryption']),
  'put-key-policy': new Set(['key-policy', 'default-encryption']),
  'key-state': new Set(['key-state', 'default-encryption']),
  // A grant can let S3 use a key that the key policy does not: revoking it may break what no policy shows.
  'create-grant': new Set(['key-policy']),
  'revoke-grant': new Set(['key-policy']),
};
