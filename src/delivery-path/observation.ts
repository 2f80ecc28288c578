import type { Case } from '../case/case.ts';
import { HOUR, type Instant, MINUTE } from '../instant.ts';
import { type ConfigurationHistory, configurationAt } from './configuration-state.ts';
import type { Delivery } from './delivery.ts';
import type { Link } from './link.ts';
import { isSameFor, type Place, placeOf } from './place.ts';

/** How long a change of policy may take to act everywhere: a delivery sooner than that proves nothing about it. */
export const PROPAGATION: number = 15 * MINUTE;

/**
 * With a Bucket Key, S3 asks KMS for a data key now and then only: a report may still arrive under the old one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
const BUCKET_KEY_LIFE: number = HOUR;

export function propagationOf(link: Link): number {
  return link === 'key-policy' || link === 'key-state' ? BUCKET_KEY_LIFE : PROPAGATION;
}

/** What arrived, and what did not, as it bears on the links of the path. */
export interface Observations {
  /** When reports arrived that show a link open at a place, in order. For the configuration: the folder times of all delivered runs. */
  arrivals(link: Link, place: Place): readonly Instant[];
  /** The earliest moments at which the missed runs may have been written, in order. */
  readonly missedWrites: readonly Instant[];
  /** Whether CloudTrail would show every change of a link at a place between two moments. */
  isCovered(link: Link, place: Place, from: Instant, to: Instant): boolean;
}

/**
 * A delivery shows the configuration as it was at the run's folder time, and bucket, policy and key as they were at
 * its arrival, all of them at the place where the run was written.
 */
export function observe(
  subject: Case,
  deliveries: readonly Delivery[],
  configuration: ConfigurationHistory,
  rest: Pick<Observations, 'missedWrites' | 'isCovered'>,
): Observations {
  const runs = deliveries.map(({ runTime }) => runTime).sort((a, b) => a - b);
  const placed = deliveries.flatMap((delivery): { place: Place; time: Instant }[] => {
    const { deliveredAt, timeIsApproximate } = delivery;
    if (deliveredAt === null || timeIsApproximate) return [];
    return [{ place: placeOfDelivery(delivery, subject, configuration), time: deliveredAt }];
  });
  const known = new Map<string, readonly Instant[]>();
  return {
    ...rest,
    arrivals(link, place) {
      if (link === 'configuration') return runs;
      const name = `${link}\n${JSON.stringify(place)}`;
      const found =
        known.get(name) ??
        placed
          .filter(({ place: there }) => isSameFor(link, there, place))
          .map(({ time }) => time)
          .sort((a, b) => a - b);
      known.set(name, found);
      return found;
    },
  };
}

/** Bucket and prefix are read from the keys of the delivery; what keys do not tell, from the configuration at its folder time. */
export function placeOfDelivery(delivery: Delivery, subject: Case, configuration: ConfigurationHistory): Place {
  const { state } = configurationAt(configuration, delivery.runTime);
  const destinationBucket = delivery.bucket ?? state.destinationBucket;
  const destinationPrefix = delivery.prefix ?? state.destinationPrefix;
  return placeOf({ ...state, destinationBucket, destinationPrefix }, subject);
}
