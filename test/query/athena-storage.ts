import type { IncomingMessage } from 'node:http';
import { type Answer, refuse } from '../aws/world/answer.ts';
import { readAsked } from '../aws/world/asked.ts';
import { getObject } from '../aws/world/get-object.ts';
import { listObjects } from '../aws/world/list-objects.ts';
import { type StoredObjects, storeObjects } from '../aws/world/stored-keys.ts';
import type { WorldObject } from '../aws/world/world.ts';

/** The buckets beside Athena: logs to be listed, results to be read. */
export class AthenaStorage {
  readonly #buckets = new Map<string, { readonly objects: Map<string, WorldObject>; stored: StoredObjects | null }>();

  put(bucket: string, object: WorldObject): void {
    const known = this.#buckets.get(bucket) ?? { objects: new Map(), stored: null };
    known.objects.set(object.key, object);
    known.stored = null;
    this.#buckets.set(bucket, known);
  }

  /** The operation of a request, and its answer. */
  async answer(
    request: IncomingMessage,
  ): Promise<{ readonly operation: string; readonly answer: Answer; key: string }> {
    const asked = await readAsked(request);
    const bucket = this.#buckets.get(asked.bucket ?? '');
    const { operation } = asked;
    const key = `${asked.bucket}/${asked.key ?? ''}`;
    if (bucket === undefined) {
      const message = 'The specified bucket does not exist';
      return { operation, key, answer: refuse('s3', { status: 404, code: 'NoSuchBucket', message }) };
    }
    bucket.stored ??= storeObjects(bucket.objects.values());
    if (operation === 'GetObject') return { operation, key, answer: getObject(asked, bucket.stored, false) };
    if (operation === 'ListObjectsV2') return { operation, key, answer: listObjects(asked, bucket.stored, null) };
    return { operation, key, answer: refuse('s3', { status: 501, code: 'NotImplemented', message: operation }) };
  }
}

/**
 * Rows as Athena leaves them in S3: every value quoted, NULL nothing between commas.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 */
export function resultCsv(columns: readonly string[], rows: Iterable<readonly (string | null)[]>): Buffer {
  const lines: string[] = [];
  const line = (cells: readonly (string | null)[]) =>
    lines.push(`${cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`);
  line(columns);
  for (const row of rows) line(row);
  return Buffer.from(lines.join(''));
}
