import { describe, expect, it } from 'vitest';
import type { ListedObject, ListingScope } from '../../src/records/item.ts';
import { readWhole } from './read-whole.ts';

const KEY = 'inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.json';
const ETAG = '"6ff58bea0d94a7f25ec878964ef2cb94"';
const TIME = Date.UTC(2026, 1, 9, 14, 0, 1);
const OBJECT: ListedObject = { key: KEY, version: 'current', lastModified: TIME, timeIsApproximate: false };

async function listingOf(text: string, listingTimezone: string | null = null) {
  const { items, tally } = await readWhole(text, { listingTimezone });
  expect(tally).toMatchObject({ kind: 'listing', failure: null });
  const scopes = items.flatMap((item): ListingScope[] => (item.kind === 'listing' ? [item.listing] : []));
  const objects = items.flatMap((item) => (item.kind === 'listing-object' ? [item.object] : []));
  return { objects, scopes, rejected: tally.rejected };
}

describe('a listing as the AWS CLI prints it as text', () => {
  const row = ['CONTENTS', ETAG, KEY, '2026-02-09T14:00:01+00:00', '530', 'STANDARD'].join('\t');

  it.each([
    ['with the columns of today', row],
    ['with a checksum', `CONTENTS\tFULL_OBJECT\t${row.slice('CONTENTS\t'.length)}\nCHECKSUMALGORITHM\tCRC64NVME`],
    ['with what a page has beside', `None\n${row}\r\n\n`],
  ])('is read %s', async (_, text) => {
    expect(await listingOf(text)).toMatchObject({ objects: [OBJECT], scopes: [{ incomplete: false }], rejected: 0 });
  });

  it('tells versions and delete markers', async () => {
    const versions = [
      ['VERSIONS', ETAG, 'False', KEY, '2026-02-09T14:00:01+00:00', '530', 'STANDARD', 'v1'],
      ['DELETEMARKERS', 'True', KEY, '2026-02-10T08:00:00+00:00', 'v2'],
    ];
    const { objects } = await listingOf(versions.map((cells) => cells.join('\t')).join('\n'));
    expect(objects).toMatchObject([
      { ...OBJECT, version: 'noncurrent' },
      { key: KEY, version: 'delete-marker' },
    ]);
  });

  it.each([
    ['a token', `eyJDb250aW51YXRpb25Ub2tlbiI6IG51bGx9\n${row}`],
    ['a key with a tab in it', `${row}\nCONTENTS\t${ETAG}\ta\tb\t2026-02-09T14:00:01+00:00\t530\tSTANDARD`],
  ])('is not whole where there is %s', async (_, text) => {
    expect(await listingOf(text)).toMatchObject({ objects: [OBJECT], scopes: [{ incomplete: true }], rejected: 1 });
  });
});

describe('what a query of the AWS CLI leaves of a listing', () => {
  it.each([
    ['text', `${KEY}\t2026-02-09T14:00:01+00:00\n`],
    ['text, the time first', `2026-02-09T14:00:01+00:00\t${KEY}\n`],
    ['JSON', JSON.stringify([[KEY, '2026-02-09T14:00:01+00:00']], null, 2)],
  ])('shows what is there, and not whether that is all: %s', async (_, text) => {
    expect(await listingOf(text)).toMatchObject({ objects: [OBJECT], scopes: [{ incomplete: true }], rejected: 0 });
  });

  it('is none where it is not plain which is the key', async () => {
    const { tally } = await readWhole('2026-02-09T14:00:01Z\t2026-02-09T14:00:01Z\n');
    expect(tally.kind).toBe('not-recognised');
  });
});

describe('a listing of another tool', () => {
  it.each([
    [
      's5cmd --json ls',
      { key: `s3://acme-reports/${KEY}`, etag: 'a', last_modified: '2026-02-09T14:00:01Z', type: 'file', size: 530 },
    ],
    [
      'mc ls --json',
      {
        status: 'success',
        type: 'file',
        lastModified: '2026-02-09T15:00:01+01:00',
        size: 530,
        key: 'manifest.json',
        url: `https://s3.amazonaws.com/acme-reports/${KEY.replace('manifest.json', '')}`,
      },
    ],
  ])('is read: %s', async (_, object) => {
    expect(await listingOf(`${JSON.stringify(object)}\n`)).toMatchObject({
      objects: [OBJECT],
      scopes: [{ incomplete: false }],
    });
  });

  it('may hide a whole key: that of s5cmd is cut off at what was asked for, and its time has no zone', async () => {
    const text = `                                  DIR  data/\n2026/02/09 14:00:01               530  ${KEY}\n`;
    expect(await listingOf(text)).toMatchObject({
      objects: [{ ...OBJECT, timeIsApproximate: true }],
      scopes: [{ incomplete: true, delimiter: '/' }],
    });
    expect(await listingOf(text, 'UTC')).toMatchObject({ objects: [OBJECT] });
    const detailed = `2026/02/09 14:00:01  STANDARD 6ff58bea0d94a7f25ec878964ef2cb94 530 ${KEY}\n`;
    expect(await listingOf(detailed, 'UTC')).toMatchObject({ objects: [OBJECT] });
  });

  it('may tell minutes only: s3cmd', async () => {
    expect(await listingOf(`2026-02-09 14:00       530   s3://acme-reports/${KEY}\n`)).toMatchObject({
      objects: [{ ...OBJECT, lastModified: Date.UTC(2026, 1, 9, 14), timeIsApproximate: true }],
    });
  });
});
