import type { JsonValue } from '../json.ts';
import { compareText } from '../order.ts';
import { type NamedDelivery, namedDeliveries } from '../policy/delivery/named-deliveries.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Call } from '../sightings/call.ts';
import type { Gathered } from '../sightings/gather.ts';
import { bucketOf } from '../sightings/sighting.ts';

/** A member of the case that nobody gave, and why it is taken for that. */
interface Inferred {
  readonly value: string;
  /** A clause, `the keys of the reports name it`. */
  readonly why: string;
}

interface InferredDestination extends Inferred {
  /** Something beside the change of its policy ties it to the deliveries. */
  readonly isTied: boolean;
}

/** What is known of the case before. */
interface KnownNames {
  readonly sourceBucket: string | null;
  readonly configurationId: string | null;
}

/** A bucket policy of the evidence, and whose it is. */
interface SeenPolicy {
  readonly bucket: string;
  readonly deliveries: readonly NamedDelivery[];
}

/**
 * What the bucket policies and configuration calls of the evidence tell of a delivery whose destination nobody named.
 * Nothing is chosen where several would do.
 */
export interface CaseInference {
  destination(known: KnownNames): InferredDestination | null;
  /** Of the destination, where the statements for the service name just one. */
  source(destination: string): Inferred | null;
  sourceAccount(destination: string, source: string | null): Inferred | null;
  prefix(destination: string, source: string | null): Inferred | null;
}

export function inferenceOf(
  profile: DeliveryProfile,
  gathered: Pick<Gathered, 'bucketPolicies' | 'captured'>,
  calls: readonly Call[],
): CaseInference {
  const writer = profile.writer.name;
  // Most cases are named, and need no policy read for it.
  let seen: readonly SeenPolicy[] | undefined;
  const speaking = (): readonly SeenPolicy[] => {
    seen ??= seenPolicies(profile, gathered, calls).filter(({ deliveries }) => deliveries.length > 0);
    return seen;
  };
  const named = (destination: string): NamedDelivery[] =>
    speaking()
      .filter(({ bucket }) => bucket === destination)
      .flatMap(({ deliveries }) => deliveries);
  const forSource = (destination: string, source: string | null): NamedDelivery[] =>
    named(destination).filter(
      ({ sourceBuckets }) => source === null || sourceBuckets.length === 0 || sourceBuckets.includes(source),
    );
  return {
    destination(known) {
      const configured = onlyOne(configuredDestinations(calls, known));
      if (configured !== null) {
        return { value: configured, why: 'the call that put its configuration names it', isTied: true };
      }
      const { sourceBucket } = known;
      const naming = onlyOne(
        speaking()
          .filter(({ deliveries }) => deliveries.some((it) => it.sourceBuckets.includes(sourceBucket ?? '')))
          .map(({ bucket }) => bucket),
      );
      if (naming !== null && sourceBucket !== null) {
        return { value: naming, why: `its policy lets ${writer} write for ${sourceBucket}`, isTied: true };
      }
      const letting = onlyOne(
        speaking()
          .map(({ bucket }) => bucket)
          .filter((bucket) => bucket !== sourceBucket),
      );
      if (letting !== null) {
        const isForOther = forSource(letting, sourceBucket).length === 0;
        return { value: letting, why: `of all policies seen, only its own lets ${writer} write`, isTied: !isForOther };
      }
      const changed = onlyOne(changedBuckets(calls).filter((bucket) => bucket !== sourceBucket));
      return changed === null
        ? null
        : { value: changed, why: 'it is the only bucket whose policy was seen to change', isTied: false };
    },
    source(destination) {
      const value = onlyOne(named(destination).flatMap(({ sourceBuckets }) => sourceBuckets));
      return value === null ? null : { value, why: `aws:SourceArn in the policy of ${destination} names it` };
    },
    sourceAccount(destination, source) {
      const value = onlyOne(forSource(destination, source).flatMap(({ sourceAccounts }) => sourceAccounts));
      return value === null ? null : { value, why: `aws:SourceAccount in the policy of ${destination} names it` };
    },
    prefix(destination, source) {
      const folders = forSource(destination, source).flatMap((it) => it.folders);
      const value = onlyOne(folders.map((folder) => prefixOf(folder, source)));
      return value === null ? null : { value, why: `Resource in the policy of ${destination} names it` };
    },
  };
}

/** The destinations of configuration calls on this source and id, the latest of each. */
function configuredDestinations(calls: readonly Call[], { sourceBucket, configurationId }: KnownNames): string[] {
  const latest = new Map<string, string>();
  for (const { action, succeeded } of calls) {
    if (!succeeded || action.kind !== 'put-inventory-configuration') continue;
    const configuration = recordedValue(action.configuration);
    if (configuration === null) continue;
    if (sourceBucket !== null && action.bucket !== sourceBucket) continue;
    if (configurationId !== null && action.id !== configurationId) continue;
    latest.set(`${action.bucket}\n${action.id ?? ''}`, configuration.destinationBucket);
  }
  return [...latest.values()];
}

function seenPolicies(
  profile: DeliveryProfile,
  { bucketPolicies: documents, captured }: Pick<Gathered, 'bucketPolicies' | 'captured'>,
  calls: readonly Call[],
): SeenPolicy[] {
  const read = (document: JsonValue) => namedDeliveries(profile, document);
  return [
    ...calls.flatMap(({ action, succeeded }): SeenPolicy[] => {
      const document = succeeded && action.kind === 'put-bucket-policy' ? recordedValue(action.policy) : null;
      return document === null || action.kind !== 'put-bucket-policy'
        ? []
        : [{ bucket: action.bucket, deliveries: read(document) }];
    }),
    ...captured.flatMap(({ value: { resource } }): SeenPolicy[] => {
      const document = resource.kind === 'bucket' ? recordedValue(resource.policy) : null;
      return document === null ? [] : [{ bucket: resource.name, deliveries: read(document) }];
    }),
    ...documents.flatMap(({ value }) => {
      const deliveries = read(value);
      const bucket = onlyOne(deliveries.flatMap(({ buckets }) => buckets));
      return bucket === null ? [] : [{ bucket, deliveries }];
    }),
  ];
}

function changedBuckets(calls: readonly Call[]): string[] {
  return calls.filter(isPolicyChange).flatMap(({ action }) => bucketOf(action) ?? []);
}

/** A bucket has another policy since, or none. */
export function isPolicyChange({ action, succeeded }: Call): boolean {
  return succeeded && (action.kind === 'put-bucket-policy' || action.kind === 'delete-bucket-policy');
}

/** `inv` of `inv/acme-lake` and of `inv/acme-lake/daily`; a folder that does not lead to the source is the prefix itself. */
function prefixOf(folder: string, source: string | null): string {
  const segments = folder.split('/');
  const at = source === null ? -1 : segments.lastIndexOf(source);
  return (at === -1 ? segments : segments.slice(0, at)).join('/');
}

function onlyOne(names: readonly string[]): string | null {
  const [name, ...others] = [...new Set(names)].sort(compareText);
  return others.length === 0 ? (name ?? null) : null;
}
