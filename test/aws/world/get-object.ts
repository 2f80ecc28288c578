import { type Answer, fail, refuse } from './answer.ts';
import type { Asked } from './asked.ts';
import { bodyOf, etagOf, lastModifiedOf, type StoredObjects } from './stored-keys.ts';

/**
 * An object or one range of it, under `If-Match` and a version if asked.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 *
 * @param changed another object of the same size than the one listed
 */
export function getObject(asked: Asked, stored: StoredObjects, changed: boolean): Answer {
  const object = stored.get(asked.key ?? '');
  if (object === undefined) return fail('s3', 'not-found');
  const version = asked.query.get('versionId');
  if (version !== null && version !== object.versionId) return NO_SUCH_VERSION;
  const etag = `"${etagOf(object)}${changed ? '-changed' : ''}"`;
  const wanted = asked.headers['if-match'];
  if (wanted !== undefined && unquoted(wanted) !== unquoted(etag)) return PRECONDITION_FAILED;

  const held = bodyOf(object);
  const body = changed ? Buffer.alloc(held.length, '#') : held;
  const headers = {
    etag,
    'last-modified': lastModifiedOf(object).toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': 'binary/octet-stream',
    ...(object.versionId === undefined ? {} : { 'x-amz-version-id': object.versionId }),
    ...Object.fromEntries(Object.entries(object.metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
  const range = readRange(asked.headers['range'], body.length);
  if (range === 'whole') return { status: 200, headers, body };
  if (range === 'outside') return INVALID_RANGE;
  const [first, last] = range;
  const contentRange = `bytes ${first}-${last}/${body.length}`;
  return { status: 206, headers: { ...headers, 'content-range': contentRange }, body: body.subarray(first, last + 1) };
}

/** First and last byte of `bytes=a-b`, `bytes=a-` or `bytes=-n`; S3 ignores what is none of these. */
function readRange(header: string | undefined, size: number): 'whole' | 'outside' | readonly [number, number] {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return 'whole';
  const first = from === '' ? Math.max(size - Number(to), 0) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first >= size ? 'outside' : [first, last];
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

const NO_SUCH_VERSION: Answer = refuse('s3', {
  status: 404,
  code: 'NoSuchVersion',
  message: 'The specified version does not exist.',
});
const PRECONDITION_FAILED: Answer = refuse('s3', {
  status: 412,
  code: 'PreconditionFailed',
  message: 'At least one of the pre-conditions you specified did not hold',
  details: { Condition: 'If-Match' },
});
const INVALID_RANGE: Answer = refuse('s3', {
  status: 416,
  code: 'InvalidRange',
  message: 'The requested range is not satisfiable',
});
