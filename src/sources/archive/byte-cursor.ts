/** Takes bytes off a stream, as many as are wanted at a time. */
export interface ByteCursor {
  /** So many bytes; fewer only at the end of the stream. */
  take(count: number): Promise<Buffer>;
  /** The next bytes, at least one and at most so many, as they come; none at the end of the stream. */
  some(most: number): Promise<Buffer>;
}

/** @param chunks whose closing stays with the caller */
export function createByteCursor(chunks: AsyncGenerator<Buffer, void, undefined>): ByteCursor {
  let rest = NOTHING;
  return { take, some };

  async function some(most: number): Promise<Buffer> {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done) return NOTHING;
      rest = next.value;
    }
    const taken = rest.subarray(0, most);
    rest = rest.subarray(taken.length);
    return taken;
  }

  async function take(count: number): Promise<Buffer> {
    const first = await some(count);
    if (first.length === count) return first;
    const parts = [first];
    let size = first.length;
    for (let part = first; part.length > 0 && size < count; size += part.length) {
      part = await some(count - size);
      parts.push(part);
    }
    return Buffer.concat(parts, size);
  }
}

const NOTHING: Buffer = Buffer.alloc(0);
