/**
 * What Athena asks for a query, in USD: by the terabytes read, rounded up to the next megabyte, with a least amount.
 * Regions differ; statements that define tables cost nothing, and capacity reservations are charged in another way.
 * https://aws.amazon.com/athena/pricing/
 */
const USD_PER_TB = 5;
const LEAST_BYTES = 10_000_000;
/** The page does not say which terabyte it means; the smaller one makes the dearer query. */
const TB = 1_000_000_000_000;
const MB = 1_000_000;

/** The price of reading so many bytes, at most, in USD. */
export function queryPrice(bytes: number): number {
  const charged = Math.max(LEAST_BYTES, Math.ceil(bytes / MB) * MB);
  return (charged / TB) * USD_PER_TB;
}

/** `1.25 USD`, rounded up to the next cent; what is less than one, to the next thousandth of it: `0.00005 USD`. */
export function usd(price: number): string {
  const unit = price < 0.01 ? 100_000 : 100;
  // What arithmetic adds behind the last place is no reason to round up.
  const rounded = Math.ceil(Number((price * unit).toFixed(6))) / unit;
  return `${price < 0.01 ? rounded : rounded.toFixed(2)} USD`;
}
