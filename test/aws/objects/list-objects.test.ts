import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { compareKeys } from '../../../src/aws/objects/key-order.ts';
import { type KeyRange, listObjects } from '../../../src/aws/objects/list-objects.ts';
import { BUCKET, type BucketFault, type BucketRequest, clientOf, startBucket } from './bucket-server.ts';

const ALL: KeyRange = { prefix: '', startAfter: null, endBefore: null };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('listObjects', () => {
  it('gives every object once, in order, a page at a time, with no request beyond the last page', async () => {
    const keys = Array.from({ length: 2_500 }, (_, index) => `k${String(index).padStart(5, '0')}`);
    const { listed, pages, requests } = await list(keys, ALL);
    expect(listed).toEqual(keys);
    expect(pages).toEqual([1000, 1000, 500]);
    expect(requests).toHaveLength(3);
  });

  it('takes size, ETag and time from the listing', async () => {
    const server = await serve(['a']);
    for await (const page of listObjects(server.client, BUCKET, ALL)) {
      expect(page).toEqual([
        {
          bucket: BUCKET,
          key: 'a',
          size: 1,
          etag: '0cc175b9c0f1b6a831c399e269772661',
          lastModified: Date.UTC(2026, 1, 19),
        },
      ]);
    }
  });

  it('stops asking as soon as the range is passed', async () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `k${String(index).padStart(6, '0')}`);
    const { listed, requests } = await list(keys, { prefix: 'k', startAfter: 'k050000', endBefore: 'k051500' });
    expect(listed).toEqual(keys.slice(50_001, 51_500));
    expect(requests).toHaveLength(2);
  });

  it('gives just the keys of the range, whatever characters they hold', async () => {
    const character = fc.constantFrom(
      'a',
      'b',
      '/',
      ' ',
      '+',
      '%',
      '&',
      '<',
      'é',
      '\u{1F600}',
      '\uFFFD',
      '\u0001',
      '2',
    );
    const key = fc.string({ unit: character, minLength: 1, maxLength: 6 });
    const range = fc.record({
      prefix: fc.string({ unit: character, maxLength: 2 }),
      startAfter: fc.option(key),
      endBefore: fc.option(key),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { maxLength: 30 }), range, async (keys, wanted) => {
        const { listed } = await list(keys, wanted);
        const expected = keys.filter(
          (one) =>
            one.startsWith(wanted.prefix) &&
            (wanted.startAfter === null || compareKeys(one, wanted.startAfter) > 0) &&
            (wanted.endBefore === null || compareKeys(one, wanted.endBefore) < 0),
        );
        expect(listed).toEqual(expected.sort(compareKeys));
      }),
      { numRuns: 60 },
    );
  });

  it('goes past pages without keys by their tokens', async () => {
    const { listed } = await list(['a', 'b'], ALL, ({ query }) => {
      const token = query.get('continuation-token');
      if (token === null) return { kind: 'page', xml: emptyPage('one') };
      return token === 'one' ? { kind: 'page', xml: emptyPage(' ') } : null;
    });
    expect(listed).toEqual(['a', 'b']);
  });

  it.each([
    ['a page token repeats', emptyPage('again')],
    ['a page has neither keys nor a token for the next', emptyPage('')],
    [
      'an entry lacks its key, size, ETag or time',
      '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>',
    ],
    ['keys come out of order', `<ListBucketResult>${entry('b')}${entry('a')}</ListBucketResult>`],
    [
      'a key is not encoded as asked for',
      `<ListBucketResult><EncodingType>url</EncodingType>${entry('%E9')}</ListBucketResult>`,
    ],
  ])('never follows a listing that does not go forward: %s', async (why, xml) => {
    await expect(list(['a'], ALL, () => ({ kind: 'page', xml }))).rejects.toThrow(
      `s3://acme-logs: the listing cannot be followed: ${why}`,
    );
  });

  it('hands a refusal on as the SDK tells it', async () => {
    const denied = () => ({ kind: 'refused', status: 403, code: 'AccessDenied' }) as const;
    await expect(list(['a'], ALL, denied)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

function emptyPage(token: string): string {
  const next = token === '' ? '' : `<NextContinuationToken>${token}</NextContinuationToken>`;
  return `<ListBucketResult><IsTruncated>true</IsTruncated>${next}</ListBucketResult>`;
}

function entry(key: string): string {
  return `<Contents><Key>${key}</Key><Size>1</Size><ETag>e</ETag><LastModified>2026-02-19T00:00:00Z</LastModified></Contents>`;
}

async function serve(keys: readonly string[], fault?: (request: BucketRequest) => BucketFault | null) {
  const objects = new Map(keys.map((key) => [key, Buffer.from(key.slice(0, 1))]));
  const server = await startBucket({ objects, ...(fault === undefined ? {} : { fault }) });
  const client = clientOf(server);
  closers.push(server.close, () => client.destroy());
  return { ...server, client };
}

async function list(
  keys: readonly string[],
  range: KeyRange,
  fault?: (request: BucketRequest) => BucketFault | null,
): Promise<{ listed: string[]; pages: number[]; requests: readonly BucketRequest[] }> {
  const { client, requests } = await serve(keys, fault);
  const listed: string[] = [];
  const pages: number[] = [];
  for await (const page of listObjects(client, BUCKET, range)) {
    pages.push(page.length);
    listed.push(...page.map(({ key }) => key));
  }
  return { listed, pages, requests };
}
