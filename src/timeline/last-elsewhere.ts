import type { Delivery } from '../delivery-path/delivery.ts';
import type { Link } from '../delivery-path/link.ts';
import { isSameFor, type Place, placeName } from '../delivery-path/place.ts';
import { firstAtOrAfter, type Instant } from '../instant.ts';

/**
 * The folder time of the last run, up to a moment, that was delivered, and not to a place, as far as a link minds:
 * copies of a report elsewhere do not count. What came to a place is gone through once.
 */
export function lastElsewhere(
  deliveries: readonly Delivery[],
  placeOfDelivery: (delivery: Delivery) => Place,
): (link: Link, there: Place, moment: Instant) => Instant {
  const arrived = deliveries.map((delivery) => ({ time: delivery.runTime, place: placeOfDelivery(delivery) }));
  const known = new Map<string, readonly Instant[]>();

  function elsewhere(link: Link, there: Place): readonly Instant[] {
    const here = new Set(arrived.filter(({ place }) => isSameFor(link, place, there)).map(({ time }) => time));
    return arrived.flatMap(({ time }) => (here.has(time) ? [] : [time]));
  }

  return (link, there, moment) => {
    const name = `${link} ${placeName(there)}`;
    const times = known.get(name) ?? elsewhere(link, there);
    known.set(name, times);
    return times[firstAtOrAfter(times, moment + 1) - 1] ?? Number.NEGATIVE_INFINITY;
  };
}
