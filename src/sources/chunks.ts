/** A source as it streams by. */
export type Chunks = AsyncGenerator<Buffer, void, undefined>;

/** All bytes; null, and none of them lost to the account, where they are more. */
export async function upTo(chunks: Chunks, most: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size <= most) parts.push(chunk);
    else parts.length = 0;
  }
  return size > most ? null : Buffer.concat(parts, size);
}

export async function drain(chunks: Chunks): Promise<void> {
  for await (const _ of chunks);
}

export async function* once(bytes: Buffer): Chunks {
  yield bytes;
}

/** The same chunks; closing it leaves the rest of them to be taken. */
export async function* kept(chunks: Chunks): Chunks {
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}
