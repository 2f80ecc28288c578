import { type Answer, refuse, xmlAnswer } from './answer.ts';
import type { Asked } from './asked.ts';
import { readToken, type TokenFault, writeToken } from './pages.ts';
import { etagOf, lastModifiedOf, type StoredObjects, sizeOf } from './stored-keys.ts';
import { element, S3_NAMESPACE, type XmlMembers } from './xml.ts';

/** Sorts after every key that begins with what stands before it. */
const LAST = '\u{10ffff}';
const MOST_KEYS = 1000;

/**
 * One page of keys. A token outranks `start-after`; each rolled-up prefix counts as one key.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listObjects(asked: Asked, stored: StoredObjects, fault: TokenFault): Answer {
  const { query, bucket } = asked;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startAfter = query.get('start-after');
  const token = query.get('continuation-token');
  const size = Math.min(Number(query.get('max-keys') ?? MOST_KEYS), MOST_KEYS);
  const encode = query.get('encoding-type') === 'url' ? encodeKey : (text: string) => text;

  const parameters = JSON.stringify([bucket, prefix, delimiter]);
  const after = token === null ? (startAfter ?? '') : readToken(parameters, token);
  if (after === null) return REFUSED_TOKEN;
  const contents: XmlMembers[] = [];
  const prefixes: XmlMembers[] = [];
  let last = after;
  let index = Math.max(stored.firstFrom(after), stored.firstFrom(prefix));
  if (after !== '' && stored.keys[index] === after) index += 1;
  let truncated = false;
  while (index < stored.keys.length) {
    const key = stored.keys[index] ?? '';
    if (!key.startsWith(prefix)) break;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end === -1 ? null : key.slice(0, end + delimiter.length);
    if (common !== null && after.startsWith(common) && token !== null) {
      index = stored.firstFrom(common + LAST);
      continue;
    }
    if (contents.length + prefixes.length >= size) {
      truncated = size > 0;
      break;
    }
    const object = stored.get(key);
    if (common !== null) {
      prefixes.push({ Prefix: encode(common) });
      index = stored.firstFrom(common + LAST);
      last = common;
    } else {
      if (object !== undefined) {
        contents.push({
          Key: encode(key),
          LastModified: lastModifiedOf(object),
          ETag: `"${etagOf(object)}"`,
          Size: sizeOf(object),
          StorageClass: 'STANDARD',
        });
      }
      index += 1;
      last = key;
    }
  }
  return xmlAnswer(
    element(
      'ListBucketResult',
      {
        Name: bucket ?? '',
        Prefix: encode(prefix),
        Delimiter: delimiter === '' ? undefined : encode(delimiter),
        StartAfter: startAfter === null ? undefined : encode(startAfter),
        ContinuationToken: token ?? undefined,
        NextContinuationToken: truncated ? writeToken(parameters, last, fault, after) : undefined,
        KeyCount: contents.length + prefixes.length,
        MaxKeys: size,
        EncodingType: query.get('encoding-type') ?? undefined,
        IsTruncated: truncated,
        Contents: contents,
        CommonPrefixes: prefixes,
      },
      S3_NAMESPACE,
    ),
  );
}

/** As a form is encoded, but for the slash: a space is a plus sign. */
function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

const REFUSED_TOKEN: Answer = refuse('s3', {
  status: 400,
  code: 'InvalidArgument',
  message: 'The continuation token provided is incorrect',
  details: { ArgumentName: 'continuation-token' },
});
