import { type Captured, COMPONENTS, type Component, meanTheSame, NO_ANCHORS } from '../delivery-path/anchors.ts';
import { keyIdOf } from '../delivery-path/world.ts';
import { addTo } from '../groups.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import type { CapturedBucket, CapturedKey, CapturedState } from '../records/config/captured-state.ts';
import type { Recorded } from '../records/recorded.ts';
import type { Gathered, Kept } from '../sightings/gather.ts';
import type { Position } from '../sources/tally.ts';
import type { DocumentWarning } from './absent-resources.ts';
import { KEY_STATES } from './anchors.ts';
import type { Scope } from './scope.ts';

/** What AWS Config captured of one resource of the case at one moment, however often it was given. */
export interface CapturedItem extends Captured {
  readonly resource: 'bucket' | 'key';
  /** Bucket name, or key id as in `keyIdOf`. */
  readonly name: string;
  readonly account: string | null;
  readonly at: Position;
}

/** The items on the destinations and keys of the case, in order of time. Of items that contradict each other none counts. */
export function capturedItems(
  { captured }: Pick<Gathered, 'captured'>,
  scope: Scope,
): { readonly items: readonly CapturedItem[]; readonly warnings: readonly DocumentWarning[] } {
  const keys = new Set([...scope.keys, ...captured.flatMap((kept) => keyOfDefault(kept.value, scope))]);
  const groups = new Map<string, Kept<CapturedState>[]>();
  for (const kept of captured) {
    const { resource, capturedAt } = kept.value;
    const name = nameOf(resource);
    if (!(resource.kind === 'bucket' ? scope.buckets : keys).has(name)) continue;
    addTo(groups, `${String(capturedAt).padStart(16, '0')}\n${resource.kind}\n${name}`, kept);
  }
  const warnings: DocumentWarning[] = [];
  const items = [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, [first, ...copies]]) => (first === undefined ? [] : [together(first, copies, warnings)]));
  return { items, warnings };
}

function nameOf(resource: CapturedBucket | CapturedKey): string {
  return resource.kind === 'bucket' ? resource.name : (keyIdOf(resource.name) ?? resource.name);
}

/** The key that a destination is shown to encrypt with by default. */
function keyOfDefault({ resource }: CapturedState, scope: Scope): string[] {
  if (resource.kind !== 'bucket' || !scope.buckets.has(resource.name) || resource.encryption.state !== 'known')
    return [];
  const key = keyIdOf(resource.encryption.value?.keyId ?? '');
  return key === null || key === '' ? [] : [key];
}

function together(
  first: Kept<CapturedState>,
  copies: readonly Kept<CapturedState>[],
  warnings: DocumentWarning[],
): CapturedItem {
  const { capturedAt, account, resource } = first.value;
  const name = nameOf(resource);
  const members = new Map<Component, ReadonlyMap<string, unknown>>();
  for (const component of COMPONENTS) {
    const told = [first, ...copies].flatMap(({ value }) => toldOf(value.resource).get(component) ?? []);
    const [one] = told;
    if (one === undefined) continue;
    if (told.every(({ value }) => meanTheSame(component, one.value, value))) {
      members.set(component, new Map([[name, one.value]]));
    } else warnings.push(differing(resource, capturedAt, first));
  }
  return {
    ...NO_ANCHORS,
    ...(Object.fromEntries(members) as Partial<Captured>),
    capturedAt,
    resource: resource.kind,
    name,
    account,
    at: first.at,
  };
}

function differing({ kind, name }: CapturedBucket | CapturedKey, at: Instant, source: Kept<unknown>): DocumentWarning {
  return {
    code: 'conflicting-documents',
    message: `the items of AWS Config given for ${kind} ${name} ${formatInstant(at)} differ: none of them is used`,
    source,
  };
}

/** What an item tells; with a bucket, its policy and its encryption are deleted. */
function toldOf(resource: CapturedBucket | CapturedKey): ReadonlyMap<Component, { readonly value: unknown }> {
  const found = new Map<Component, { value: unknown }>();
  const take = (component: Component, recorded: Recorded<unknown>): void => {
    if (recorded.state === 'known') found.set(component, { value: recorded.value });
  };
  if (resource.kind === 'bucket') {
    found.set('bucketExists', { value: resource.exists });
    if (!resource.exists) return found.set('bucketPolicies', { value: null }).set('encryptions', { value: null });
    take('bucketPolicies', resource.policy);
    take('encryptions', resource.encryption);
    return found;
  }
  take('keyPolicies', resource.policy);
  const state = resource.isAwsManaged ? 'AwsManaged' : KEY_STATES.get(resource.state ?? '');
  if (state !== undefined) found.set('keyStates', { value: state });
  return found;
}
