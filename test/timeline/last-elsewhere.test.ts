import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Delivery } from '../../src/delivery-path/delivery.ts';
import { isSameFor, type Place } from '../../src/delivery-path/place.ts';
import { DAY } from '../../src/instant.ts';
import { runName } from '../../src/profile/inventory/keys.ts';
import { lastElsewhere } from '../../src/timeline/last-elsewhere.ts';
import { delivered } from './made-evidence.ts';

const FIRST = Date.UTC(2026, 1, 1, 1);
const placeOf = ({ bucket }: Delivery): Place => ({ bucket, prefix: 'inv', encryption: null, format: null });

/** Reports of a few days, some of which came to two buckets. */
const histories = fc.uniqueArray(fc.tuple(fc.nat(9), fc.constantFrom('a', 'b', null)), {
  selector: ([day, bucket]) => `${day}${bucket}`,
});

it('is the last run, up to the moment, of which no copy came to the place', () => {
  fc.assert(
    fc.property(histories, fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(10))), (history, questions) => {
      const deliveries = [...history]
        .sort(([a], [b]) => a - b)
        .map(([day, bucket]) => ({ ...delivered(runName(FIRST + day * DAY)), bucket }));
      const last = lastElsewhere(deliveries, placeOf);
      for (const [bucket, day] of questions) {
        const there = { bucket, prefix: 'inv', encryption: null, format: null };
        const moment = FIRST + day * DAY;
        const link = 'destination-policy';
        const isHere = (time: number) =>
          deliveries.some((it) => it.runTime === time && isSameFor(link, placeOf(it), there));
        const away = deliveries.filter(({ runTime }) => runTime <= moment && !isHere(runTime));
        expect(last(link, there, moment)).toBe(away.at(-1)?.runTime ?? Number.NEGATIVE_INFINITY);
      }
    }),
  );
});
