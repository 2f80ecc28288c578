import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type ObjectHead, type ReadObjectOptions, readObject } from '../../../src/aws/objects/read-object.ts';
import { runs } from '../../property-runs.ts';
import { BUCKET, type BucketFault, type BucketRequest, clientOf, etagOf, startBucket } from './bucket-server.ts';

const KEY = 'logs/2026-02-09 +é%?.gz';
const BODY = randomBytes(300_000);
/** Longer than a test may take. */
const FOREVER_MS = 600_000;
/** A body that stands still so long is given up. */
const STILL_MS = 150;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('readObject', () => {
  it('gives the bytes and what S3 says of the object', async () => {
    const heads: ObjectHead[] = [];
    const { bytes, requests } = await readWith(() => null, { onHead: (head) => heads.push(head) });
    expect(bytes.equals(BODY)).toBe(true);
    expect(requests).toHaveLength(1);
    expect(heads).toEqual([{ versionId: 'v7', etag: etagOf(BODY), metadata: new Map([['signature', 'ab']]) }]);
  });

  it.each(['cut', 'stalled'] as const)(
    'asks for the rest of a body that is %s, from where it stopped',
    async (kind) => {
      const heads: ObjectHead[] = [];
      let troubles = 0;
      const { bytes, requests } = await readWith(
        ({ nth }) => (nth < 3 ? { kind, afterBytes: 70_000 } : null),
        {
          onHead: (head) => heads.push(head),
          onTrouble: () => {
            troubles += 1;
          },
        },
        STILL_MS,
      );
      expect(sha256(bytes)).toBe(sha256(BODY));
      expect(requests.map(({ range }) => range)).toEqual([null, 'bytes=70000-', 'bytes=140000-', 'bytes=210000-']);
      expect(heads).toHaveLength(1);
      expect(troubles).toBe(3);
    },
  );

  it('loses and doubles nothing, wherever bodies break off and whether or not the server knows ranges', async () => {
    const cuts = fc.array(fc.record({ afterBytes: fc.integer({ min: 1, max: 200_000 }), knowsRanges: fc.boolean() }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(cuts, async (breaks) => {
        const { bytes } = await readWith(({ nth }) => {
          const here = breaks[nth];
          if (here !== undefined) return { kind: 'cut', afterBytes: here.afterBytes };
          return breaks[0]?.knowsRanges === false ? { kind: 'no-ranges' } : null;
        });
        expect(sha256(bytes)).toBe(sha256(BODY));
      }),
      { numRuns: runs(6) },
    );
  });

  it('gives up, with the bytes that came, when tries bring nothing more', async () => {
    const { bytes, failure, requests } = await readWith(({ nth }) => ({
      kind: 'cut',
      afterBytes: nth === 0 ? 100_000 : 0,
    }));
    expect(bytes.equals(BODY.subarray(0, 100_000))).toBe(true);
    expect(failure).toMatch(/; 100000 of 300000 bytes came$/);
    expect(requests.length).toBeLessThan(20);
  });

  it('outlasts a server that is busy, and says so', async () => {
    let troubles = 0;
    const { bytes } = await readWith(
      ({ nth }) => (nth < 4 ? { kind: 'refused', status: 503, code: 'SlowDown' } : null),
      {
        onTrouble: () => {
          troubles += 1;
        },
      },
    );
    expect(bytes.equals(BODY)).toBe(true);
    expect(troubles).toBeGreaterThan(0);
  });

  it.each([
    [403, 'AccessDenied', 'Access Denied', 'not permitted; s3:GetObject is missing, see iam-policy'],
    [
      403,
      'AccessDenied',
      'User: x is not authorized to perform: kms:Decrypt on resource y',
      'not permitted; kms:Decrypt is missing',
    ],
    [404, 'NoSuchKey', 'Gone', 'it is no longer there'],
    [412, 'PreconditionFailed', 'Other', 'it changed after it was listed'],
    [403, 'InvalidObjectState', 'Archived', 'it is archived: restore it first'],
    [400, 'ExpiredToken', 'Old', 'the credentials have expired: sign in again (aws sso login)'],
    [403, 'InvalidAccessKeyId', 'Who', 'AWS does not accept the credentials (InvalidAccessKeyId)'],
  ])('says what %i %s means', async (status, code, message, words) => {
    const { failure, requests } = await readWith(() => ({ kind: 'refused', status, code, message }));
    expect(failure).toBe(words);
    expect(requests).toHaveLength(1);
  });

  it('never joins the halves of two versions', async () => {
    const other = randomBytes(BODY.length);
    const { bytes, failure } = await readWith(({ nth }) =>
      nth === 0 ? { kind: 'cut', afterBytes: 50_000 } : { kind: 'replaced', body: other },
    );
    expect(failure).toBe('it changed after it was listed');
    expect(bytes.equals(BODY.subarray(0, 50_000))).toBe(true);
  });

  it.each([1, -1])('notices a length other than the listed one (%i)', async (more) => {
    const body = more > 0 ? Buffer.concat([BODY, Buffer.from('x')]) : BODY.subarray(1);
    const { failure } = await readWith(() => ({ kind: 'replaced', body, etag: etagOf(BODY) }));
    expect(failure).toBe('its length is not that of the listing (300000 bytes)');
  });

  it('ends at once when it is called off, though the body stands still', async () => {
    const off = new AbortController();
    const options = { signal: off.signal, onHead: () => setImmediate(() => off.abort()) };
    const { failure } = await readWith(() => ({ kind: 'stalled', afterBytes: 10 }), options, FOREVER_MS);
    expect(failure).toBe('reading was called off');
  });
});

/** Reads the one object; a failure is told beside what came before it. */
async function readWith(
  fault: (request: BucketRequest) => BucketFault | null,
  options: ReadObjectOptions = {},
  socketTimeoutMs?: number,
): Promise<{ bytes: Buffer; failure: string | null; requests: readonly BucketRequest[] }> {
  const headers = { 'x-amz-version-id': 'v7', 'x-amz-meta-signature': 'ab' };
  const server = await startBucket({ objects: new Map([[KEY, BODY]]), fault, headers });
  const client = clientOf(server, socketTimeoutMs);
  closers.push(server.close, () => client.destroy());
  const chunks: Buffer[] = [];
  let failure: string | null = null;
  try {
    const object = { bucket: BUCKET, key: KEY, size: BODY.length, etag: etagOf(BODY) };
    for await (const chunk of readObject(client, object, { pauseMs: 5, ...options })) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ObjectFailure') throw error;
    failure = error.message;
  }
  return { bytes: Buffer.concat(chunks), failure, requests: server.requests };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
