import type { Case } from '../case/case.ts';
import type { Instant } from '../instant.ts';
import type { Interval } from '../interval.ts';
import { compareText } from '../order.ts';
import type { DeliveryKey, DeliveryProfile } from '../profile/profile.ts';
import { keyForms } from '../records/access-log/key-forms.ts';
import type { Call } from '../sightings/call.ts';
import { isService } from '../sightings/writer.ts';
import { isRefusal } from './writes.ts';

/** Writes of another delivery of AWS that were refused in the same bucket. */
export interface OtherRefusals {
  /** What is delivered, `S3 server access logs`; a service that is not known by its own name. */
  readonly delivery: string;
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

interface Refusal extends Pick<OtherRefusals, 'delivery' | 'sourceBucket' | 'configurationId'> {
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
      delivery: key === null ? (DELIVERIES.get(service) ?? service) : profile.words.feature,
      sourceBucket: key?.sourceBucket ?? null,
      configurationId: key?.configurationId ?? null,
    },
  ];
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

/**
 * What services deliver into buckets under their own name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
const DELIVERIES: ReadonlyMap<string, string> = new Map([
  ['s3.amazonaws.com', 'another report of Amazon S3'],
  ['logging.s3.amazonaws.com', 'S3 server access logs'],
  ['cloudtrail.amazonaws.com', 'CloudTrail logs'],
  ['config.amazonaws.com', 'AWS Config'],
  ['delivery.logs.amazonaws.com', 'logs that CloudWatch Logs delivers (flow logs, network load balancers and others)'],
  ['logdelivery.elasticloadbalancing.amazonaws.com', 'load balancer logs'],
  ['billingreports.amazonaws.com', 'Cost and Usage Reports'],
  ['bcm-data-exports.amazonaws.com', 'Data Exports of Billing and Cost Management'],
]);
