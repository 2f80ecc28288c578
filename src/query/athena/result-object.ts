import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CsvError, parse } from 'csv-parse';
import { describeS3Failure } from '../../aws/objects/describe-failure.ts';
import { readObject } from '../../aws/objects/read-object.ts';
import { ForensicsError, ObjectFailure } from '../../errors.ts';
import { parseS3Uri } from '../../sources/s3-uri.ts';

/** The result of a query where Athena has left it. */
export interface ResultObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

/**
 * Looks for a result with a request for its first byte, which needs no other permission than reading it. What cannot
 * be read is told in words.
 *
 * @throws what is no answer of S3, of the network or of the credentials
 */
export async function findResultObject(
  client: S3Client,
  uri: string,
): Promise<ResultObject | { readonly why: string }> {
  const { bucket, prefix: key } = parseS3Uri(uri);
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' }));
    const size = /^bytes 0-0\/(\d{1,15})$/.exec(answer.ContentRange ?? '')?.[1];
    const { Body: body } = answer;
    if (body instanceof Readable) body.destroy();
    if (size === undefined || answer.ETag === undefined) return { why: 'S3 does not tell its size' };
    return { bucket, key, size: Number(size), etag: answer.ETag.replaceAll('"', '') };
  } catch (error) {
    return { why: describeS3Failure(error, 'GetObject').text };
  }
}

/**
 * The rows of a result, read as they come, without its header. Athena quotes every value and writes nothing at all for
 * NULL, so that it stays apart from an empty text.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 *
 * @param skipped rows that are known already
 * @throws ForensicsError `failed` when the object cannot be read to its end, or is no CSV
 */
export async function* resultObjectRows(
  client: S3Client,
  object: ResultObject,
  skipped: number,
): AsyncGenerator<readonly (string | null)[], void, undefined> {
  const bytes = Readable.from(readObject(client, object), { objectMode: false });
  const rows = parse({
    record_delimiter: '\n',
    max_record_size: MAX_ROW_CHARACTERS,
    // The first record is the header.
    from: skipped + 2,
    cast: (text, { quoting }) => (quoting || text !== '' ? text : null),
  });
  bytes.on('error', (error) => rows.destroy(error));
  try {
    for await (const row of bytes.pipe(rows)) yield row as readonly (string | null)[];
  } catch (error) {
    if (!(error instanceof ObjectFailure || error instanceof CsvError)) throw error;
    throw new ForensicsError('failed', `the result s3://${object.bucket}/${object.key}: ${error.message}`, {
      cause: error,
    });
  } finally {
    bytes.destroy();
    rows.destroy();
  }
}

/** A row of Athena may have 32 MB. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const MAX_ROW_CHARACTERS = 64 * 1024 ** 2;
