import { describe, expect, it } from 'vitest';
import { queryPrice, usd } from '../../../../src/query/athena/scan/price.ts';

describe('the price of a query', () => {
  it.each([
    [0, '0.00005 USD'],
    [10_000_000, '0.00005 USD'],
    [10_000_001, '0.00006 USD'],
    [200_000_000, '0.001 USD'],
    [1_999_000_001, '0.01 USD'],
    [1_000_000_000_000, '5.00 USD'],
    [1_000_000_000_001, '5.01 USD'],
    [3_200_000_000_000_000, '16000.00 USD'],
  ])('of %i bytes is %s', (bytes, price) => expect(usd(queryPrice(bytes))).toBe(price));
});
