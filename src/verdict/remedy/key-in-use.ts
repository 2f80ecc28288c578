import type { Link } from '../../delivery-path/link.ts';
import { type KeyState, keyIdOf } from '../../delivery-path/world.ts';
import { isAwsManagedAlias, regionOfKey } from '../../policy/document/key-name.ts';
import { type Plan, regionOf } from './plan.ts';

/** The key with which the reports are encrypted. */
export interface KeyInUse {
  /** As the configuration or the bucket names it. */
  readonly key: string;
  /** Where a denial by it shows. */
  readonly link: Extract<Link, 'key-state' | 'default-encryption'>;
  /** null where it is not known. */
  readonly state: KeyState | null;
  /** Why no edit of the key's own lets S3 use it; null where one may. */
  readonly obstacle: string | null;
}

/** The key that the configuration names, else that of the destination's default encryption; null where none is known. */
export function keyInUse(plan: Plan): KeyInUse | null {
  const { encryption } = plan.place;
  if (encryption?.type === 'SSE-KMS') return described(plan, encryption.keyId, 'key-state');
  const setting = plan.world.encryptions.get(plan.target.destinationBucket);
  if (encryption?.type !== 'none' || setting?.state !== 'known' || setting.value?.keyId == null) return null;
  return setting.value.algorithm.startsWith('aws:kms')
    ? described(plan, setting.value.keyId, 'default-encryption')
    : null;
}

function described(plan: Plan, key: string, link: KeyInUse['link']): KeyInUse {
  const known = plan.world.keyStates.get(keyIdOf(key) ?? key);
  const state = known?.state === 'known' ? known.value : null;
  return { key, link, state, obstacle: obstacleOf(plan, key, state) };
}

function obstacleOf(plan: Plan, key: string, state: KeyState | null): string | null {
  const [own, there] = [regionOfKey(key), regionOf(plan, plan.target.destinationBucket)];
  if (state === 'AwsManaged' || isAwsManagedAlias(key)) {
    return 'nobody can write the policy of such a key: the configuration has to name a customer managed key, or SSE-S3';
  }
  if (own !== null && there !== null && own !== there) {
    return `the key is in ${own} and the destination in ${there}: the configuration has to name a key of ${there}, or SSE-S3`;
  }
  return state === 'Deleted' ? 'nothing undoes that: the configuration has to name another key, or SSE-S3' : null;
}
