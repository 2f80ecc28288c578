import type { Case } from '../case/case.ts';
import type { Instant } from '../instant.ts';
import type { Interval } from '../interval.ts';
import { compareText } from '../order.ts';
import type { DeliveryKey, DeliveryProfile } from '../profile/profile.ts';
import { siblingOfWrite } from '../profile/siblings/sibling-of-write.ts';
import { keyForms } from '../records/access-log/key-forms.ts';
import type { Call } from '../sightings/call.ts';
import { isService } from '../sightings/writer.ts';
import { isRefusal } from './writes.ts';

/** Writes of another delivery of AWS that were refused in the same bucket. */
export interface OtherRefusals {
  /** What is delivered, `AWS CloudTrail`; a service that is not known by its own name. */
  readonly delivery: string;
  /** The name by which `check --delivery` takes it; null for a report of the same kind, and for what is not told apart. */
  readonly profile: string | null;
  /** Of a report of the same kind; null otherwise. */
  readonly sourceBucket: string | null;
  readonly configurationId: string | null;
  readonly count: number;
  readonly first: Instant;
  readonly last: Instant;
}

/**
 * Who else was refused in a bucket: an AWS service that writes for itself, for whatever it delivers. A change that
 * stops one delivery seldom stops it alone.
 */
export function otherRefusals(
  calls: readonly Call[],
  subject: Pick<Case, 'profile' | 'sourceBucket' | 'configurationId'>,
): (bucket: string, interval: Interval) => readonly OtherRefusals[] {
  // Each incident asks, and refusals are few among the calls.
  const refused = calls.flatMap((call) => refusalOf(call, subject));
  return (bucket, { from, to }) =>
    counted(refused.filter((it) => it.bucket === bucket && it.time >= from && it.time <= to));
}

interface Refusal extends Pick<OtherRefusals, 'delivery' | 'profile' | 'sourceBucket' | 'configurationId'> {
  readonly bucket: string;
  readonly time: Instant;
}

function refusalOf(
  call: Call,
  { profile, sourceBucket, configurationId }: Parameters<typeof otherRefusals>[1],
): Refusal[] {
  const { action, actor, time } = call;
  if (action.kind !== 'put-object' || call.succeeded || !isService(actor) || !isRefusal(call)) return [];
  const service = actor.invokedBy;
  if (service === null) return [];
  const key = deliveryKey(action.key, service, profile);
  if (key !== null && key.sourceBucket === sourceBucket && key.configurationId === configurationId) return [];
  return [
    {
      bucket: action.bucket,
      time,
      ...(key === null ? nameOf(action.key, service, profile) : { delivery: profile.words.feature, profile: null }),
      sourceBucket: key?.sourceBucket ?? null,
      configurationId: key?.configurationId ?? null,
    },
  ];
}

/** By the service that wrote, and the key where the service delivers several things. */
function nameOf(key: string, service: string, { writer }: DeliveryProfile): Pick<Refusal, 'delivery' | 'profile'> {
  const sibling = siblingOfWrite(service, keyForms(key));
  if (sibling !== null) return { delivery: sibling.profile.words.feature, profile: sibling.name };
  const isSame = writer.kind === 'service' && writer.service === service;
  return { delivery: isSame ? `another report of ${writer.name}` : service, profile: null };
}

function counted(refused: readonly Refusal[]): readonly OtherRefusals[] {
  const found = new Map<string, { -readonly [Name in keyof OtherRefusals]: OtherRefusals[Name] }>();
  for (const { bucket: _, time, ...of } of refused) {
    const name = [of.delivery, of.sourceBucket, of.configurationId].join('\n');
    const known = found.get(name);
    if (known === undefined) found.set(name, { ...of, count: 1, first: time, last: time });
    else {
      known.count += 1;
      known.first = Math.min(known.first, time);
      known.last = Math.max(known.last, time);
    }
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, refusals]) => refusals);
}

/** The key of a delivery of the same kind, which only its own writer writes. */
function deliveryKey(key: string, service: string, { keys, writer }: DeliveryProfile): DeliveryKey | null {
  if (writer.kind !== 'service' || writer.service !== service) return null;
  return keyForms(key).reduce<DeliveryKey | null>((found, form) => found ?? keys.parse(form), null);
}
