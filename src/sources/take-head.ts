/** The beginning of a stream, taken off it to see what it is. */
export interface Head {
  readonly bytes: Buffer;
  /** The stream ended within the head: `bytes` is all of it. */
  readonly whole: boolean;
}

/**
 * Reads from `chunks` until `enough` says so or they end. The rest stays in `chunks`, whose closing
 * stays with the caller. The head may turn out larger than needed.
 */
export async function takeHead(
  chunks: AsyncGenerator<Buffer, void, undefined>,
  enough: (head: Buffer) => boolean,
): Promise<Head> {
  const parts: Buffer[] = [];
  let size = 0;
  // Looked at only when it has doubled: however small the chunks, each byte is copied a few times.
  let nextLook = 1;
  for (;;) {
    const next = await chunks.next();
    if (next.done) return { bytes: Buffer.concat(parts, size), whole: true };
    parts.push(next.value);
    size += next.value.length;
    if (size < nextLook) continue;
    nextLook = size * 2;
    const bytes = parts.length === 1 ? next.value : Buffer.concat(parts, size);
    if (enough(bytes)) return { bytes, whole: false };
    parts.splice(0, parts.length, bytes);
  }
}
