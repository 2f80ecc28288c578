import type { S3Client } from '@aws-sdk/client-s3';
import { type KeyRange, listObjects, type StoredObject } from './list-objects.ts';

/** Pages of up to 1,000 objects that wait for whoever reads them: some megabytes at most. */
const PAGES_AHEAD = 50;

export interface ListAheadOptions {
  readonly bucket: string;
  /** Listed one after the other. */
  readonly ranges: readonly KeyRange[];
}

/**
 * The objects of some ranges, in order, with the listing ahead of whoever reads them. A listing that fails does so behind the objects that were listed before.
 *
 * @throws whatever `listObjects` throws
 */
export async function* listAhead(
  client: S3Client,
  { bucket, ranges }: ListAheadOptions,
): AsyncGenerator<StoredObject, void, undefined> {
  let isClosed = false;
  const pages = pagesOf();
  const asked: Promise<IteratorResult<readonly StoredObject[], void>>[] = [];
  try {
    for (;;) {
      while (asked.length < PAGES_AHEAD) {
        const page = pages.next();
        // A failure counts when the page's turn has come.
        page.catch(() => {});
        asked.push(page);
      }
      const page = await asked.shift();
      if (page === undefined || page.done === true) return;
      yield* page.value;
    }
  } finally {
    isClosed = true;
  }

  async function* pagesOf(): AsyncGenerator<readonly StoredObject[], void, undefined> {
    for (const range of ranges) {
      for await (const page of listObjects(client, bucket, range)) {
        if (isClosed) return;
        yield page;
      }
    }
  }
}
