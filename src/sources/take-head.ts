/** The beginning of a stream, taken off it to see what it is. */
export interface Head {
  readonly bytes: Buffer;
  /** The stream ended within the head: `bytes` is all of it. */
  readonly whole: boolean;
}

/**
 * Reads from `chunks` until `enough` says so or they end. The rest stays in `chunks`, whose closing
 * stays with the caller.
 */
export async function takeHead(
  chunks: AsyncGenerator<Buffer, void, undefined>,
  enough: (head: Buffer) => boolean,
): Promise<Head> {
  let bytes: Buffer = Buffer.alloc(0);
  while (!enough(bytes)) {
    const next = await chunks.next();
    if (next.done) return { bytes, whole: true };
    bytes = bytes.length === 0 ? next.value : Buffer.concat([bytes, next.value]);
  }
  return { bytes, whole: false };
}
