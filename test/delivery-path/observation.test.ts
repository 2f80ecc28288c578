import { expect, it } from 'vitest';
import { configurationHistory } from '../../src/delivery-path/configuration-history.ts';
import { observe } from '../../src/delivery-path/observation.ts';
import type { Place } from '../../src/delivery-path/place.ts';
import { HOUR } from '../../src/instant.ts';
import { delivered, SUBJECT } from '../timeline/made-evidence.ts';

const NOTHING = { nothingArrived: () => false, everyChange: () => false };
const HERE: Place = { bucket: 'acme-reports', prefix: 'inv', encryption: null, format: null };

it('reports show the path in the order in which they came, not that of their runs', () => {
  const deliveries = [
    delivered('2026-02-08T01-00Z', 70),
    delivered('2026-02-09T01-00Z', 30),
    delivered('2026-02-10T01-00Z', 10),
  ];
  const history = configurationHistory(SUBJECT, null, [], deliveries, [], NOTHING);
  const { arrivals } = observe(SUBJECT, deliveries, history, { missedWrites: [], isCovered: () => false });
  const first = deliveries[2]?.deliveredAt ?? 0;
  expect(arrivals('destination-policy', HERE)).toEqual(
    [first, first - 4 * HOUR, first + 12 * HOUR].sort((a, b) => a - b),
  );
  expect(arrivals('configuration', HERE)).toEqual(deliveries.map(({ runTime }) => runTime));
});
