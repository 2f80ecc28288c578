/**
 * The order in which S3 lists keys: by the bytes of their UTF-8 form. It is not that of JavaScript's text, which
 * puts characters beyond U+FFFF in front of U+E000 to U+FFFF.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html
 */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
