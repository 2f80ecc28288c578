import { describe, expect, it } from 'vitest';
import { ForensicsError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import type { ListedObject, ListingScope } from '../../src/records/item.ts';
import { readEvidence } from '../../src/records/read.ts';
import { places, readWhole, type WholeReading } from './read-whole.ts';

const OLD = {
  Key: 'inv/acme-lake/daily-full/2026-02-08T01-00Z/manifest.checksum',
  LastModified: '2026-02-08T20:55:44+00:00',
  Size: 33,
};
const NEW = {
  Key: 'inv/acme-lake/daily-full/2026-02-09T01-00Z/manifest.checksum',
  LastModified: '2026-02-09T20:55:44.000Z',
  Size: 33,
};
const OLD_TIME = Date.UTC(2026, 1, 8, 20, 55, 44);
const NEW_TIME = Date.UTC(2026, 1, 9, 20, 55, 44);

const SCOPE: ListingScope = {
  bucket: null,
  prefix: null,
  delimiter: null,
  startAfter: null,
  continuationToken: null,
  nextContinuationToken: null,
  isTruncated: false,
  newest: NEW_TIME,
  objects: 2,
  incomplete: false,
};

function scopes({ items }: WholeReading): ListingScope[] {
  return items.flatMap((item) => (item.kind === 'listing' ? [item.listing] : []));
}

function objects({ items }: WholeReading): ListedObject[] {
  return items.flatMap((item) => (item.kind === 'listing-object' ? [item.object] : []));
}

async function read(...documents: JsonObject[]): Promise<WholeReading> {
  return readWhole(documents.map((document) => JSON.stringify(document, null, 4)).join('\n'));
}

describe('reading list-objects-v2 output', () => {
  it('gives the objects, then what the listing speaks for', async () => {
    const whole = await read({ Contents: [NEW, OLD], RequestCharged: null, Prefix: 'inv/' });
    expect(places(whole)).toEqual(['listing-object 1', 'listing-object 2', 'listing 2']);
    expect(objects(whole)).toEqual([
      { key: NEW.Key, lastModified: NEW_TIME, version: 'current', timeIsApproximate: false },
      { key: OLD.Key, lastModified: OLD_TIME, version: 'current', timeIsApproximate: false },
    ]);
    expect(scopes(whole)).toEqual([{ ...SCOPE, prefix: 'inv/' }]);
    expect(whole.tally).toMatchObject({ kind: 'listing', records: 2, from: OLD_TIME, to: NEW_TIME, rejected: 0 });
  });

  it('reads the members of a single page', async () => {
    const page = {
      IsTruncated: true,
      Contents: [OLD, NEW],
      Name: 'acme-reports',
      Prefix: 'inv/',
      Delimiter: '/',
      MaxKeys: 1000,
      KeyCount: 2,
      ContinuationToken: 'a',
      NextContinuationToken: 'b',
      StartAfter: 'inv/a',
    };
    expect(scopes(await read(page))).toEqual([
      {
        ...SCOPE,
        bucket: 'acme-reports',
        prefix: 'inv/',
        delimiter: '/',
        startAfter: 'inv/a',
        continuationToken: 'a',
        nextContinuationToken: 'b',
        isTruncated: true,
      },
    ]);
  });

  it('gives each page of several its own listing', async () => {
    const pages = await read(
      { Contents: [OLD], IsTruncated: true, NextContinuationToken: 'b' },
      { Contents: [NEW], IsTruncated: false },
    );
    expect(places(pages)).toEqual(['listing-object 1', 'listing 1', 'listing-object 2', 'listing 2']);
    expect(scopes(pages)).toMatchObject([
      { objects: 1, newest: OLD_TIME, isTruncated: true, nextContinuationToken: 'b' },
      { objects: 1, newest: NEW_TIME, isTruncated: false, nextContinuationToken: null },
    ]);
  });

  it('knows that --max-items stopped early, and that prefixes were grouped', async () => {
    expect(scopes(await read({ Contents: [OLD], NextToken: 'x' }))).toMatchObject([
      { isTruncated: true, nextContinuationToken: 'x' },
    ]);
    expect(scopes(await read({ Contents: [OLD], CommonPrefixes: [{ Prefix: 'inv/' }] }))).toMatchObject([
      { delimiter: '/' },
    ]);
  });

  it.each([
    [{ RequestCharged: null }, {}],
    [{ RequestCharged: null, Prefix: 'inv/' }, { prefix: 'inv/' }],
    [
      { KeyCount: 0, Name: 'acme-reports', Prefix: 'inv/', MaxKeys: 1000, IsTruncated: false },
      { bucket: 'acme-reports', prefix: 'inv/' },
    ],
    [
      { IsTruncated: false, Name: 'acme-reports', Prefix: '' },
      { bucket: 'acme-reports', prefix: '' },
    ],
    [{ Contents: [], RequestCharged: null }, {}],
  ])('%#: an empty listing is a listing', async (document, members) => {
    const empty = await read(document);
    expect(scopes(empty)).toEqual([{ ...SCOPE, objects: 0, newest: null, ...members }]);
    expect(places(empty)).toEqual(['listing 1']);
    expect(empty.tally).toMatchObject({ kind: 'listing', records: 0, rejected: 0, failure: null });
  });

  it('tells versions and delete markers apart', async () => {
    const whole = await read({
      Versions: [
        { ...NEW, IsLatest: true, VersionId: 'b' },
        { ...NEW, LastModified: '2026-02-09T10:00:00Z', IsLatest: false, VersionId: 'a' },
      ],
      DeleteMarkers: [{ Key: OLD.Key, LastModified: OLD.LastModified, IsLatest: true }],
      RequestCharged: null,
    });
    expect(objects(whole).map(({ key, version }) => [key, version])).toEqual([
      [NEW.Key, 'current'],
      [NEW.Key, 'noncurrent'],
      [OLD.Key, 'delete-marker'],
    ]);
    expect(scopes(whole)).toMatchObject([{ objects: 3, newest: NEW_TIME, incomplete: false }]);
    expect(whole.tally).toMatchObject({ kind: 'listing', records: 3 });
  });

  it('reads objects without a listing around them', async () => {
    const lines = `${JSON.stringify(OLD)}\n${JSON.stringify(NEW)}\n`;
    for (const text of [
      JSON.stringify([OLD, NEW], null, 2),
      lines,
      `${JSON.stringify(OLD, null, 2)}\n${JSON.stringify(NEW, null, 2)}`,
    ]) {
      const whole = await readWhole(text);
      expect(objects(whole).length).toBe(2);
      expect(scopes(whole)).toEqual([SCOPE]);
    }
  });

  it('is incomplete when it was cut short or an entry cannot be read', async () => {
    const text = JSON.stringify({ Contents: [OLD, NEW, OLD], Name: 'acme-reports' });
    const cut = await readWhole(text.slice(0, text.lastIndexOf('"Size"')));
    expect(scopes(cut)).toEqual([{ ...SCOPE, incomplete: true }]);
    expect(cut.tally.rejects).toEqual([{ line: null, record: 3, reason: 'the source ends within this record' }]);
    const broken = await read({ Contents: [OLD, { ...NEW, LastModified: 'soon' }, NEW, { Key: 'x' }] });
    expect(scopes(broken)).toEqual([{ ...SCOPE, incomplete: true }]);
    expect(broken.tally).toMatchObject({ records: 2, rejected: 2 });
  });

  it('takes a time without a zone for none', async () => {
    const { tally } = await read({ Contents: [OLD, { ...NEW, LastModified: '2026-02-09T20:55:44' }] });
    expect(tally).toMatchObject({ records: 1, rejected: 1 });
  });
});

describe('reading aws s3 ls', () => {
  const TEXT = `2026-02-08 20:55:44         33 ${OLD.Key}\n2026-02-09 20:55:44         33 ${NEW.Key}\n`;

  it('reads times as UTC and approximate when no zone is given', async () => {
    const whole = await readWhole(TEXT);
    expect(places(whole)).toEqual(['listing-object 1', 'listing-object 2', 'listing 2']);
    expect(objects(whole)).toEqual([
      { key: OLD.Key, lastModified: OLD_TIME, version: 'current', timeIsApproximate: true },
      { key: NEW.Key, lastModified: NEW_TIME, version: 'current', timeIsApproximate: true },
    ]);
    expect(scopes(whole)).toEqual([SCOPE]);
    expect(whole.tally).toMatchObject({ kind: 'listing', records: 2, rejected: 0, from: OLD_TIME, to: NEW_TIME });
  });

  it('reads times in the zone given', async () => {
    const whole = await readWhole(TEXT, { listingTimezone: 'Europe/Berlin' });
    expect(objects(whole)[0]).toEqual({
      key: OLD.Key,
      lastModified: OLD_TIME - 3_600_000,
      version: 'current',
      timeIsApproximate: false,
    });
  });

  it('refuses a zone that does not exist before it reads', () => {
    expect(() => readEvidence([], { listingTimezone: 'Mars/Olympus' })).toThrow(ForensicsError);
  });

  it('reads what --summarize adds, also to nothing', async () => {
    const summed = await readWhole(`${TEXT}\nTotal Objects: 2\n   Total Size: 66\n`);
    expect(scopes(summed)).toEqual([SCOPE]);
    expect(summed.tally).toMatchObject({ records: 2, rejected: 0 });
    const empty = await readWhole('\nTotal Objects: 0\n   Total Size: 0\n');
    expect(scopes(empty)).toEqual([{ ...SCOPE, objects: 0, newest: null }]);
    expect(empty.tally).toMatchObject({ kind: 'listing', records: 0, rejected: 0 });
  });

  it('knows a listing without --recursive', async () => {
    const whole = await readWhole(`                           PRE inv/\n${TEXT}`);
    expect(scopes(whole)).toEqual([{ ...SCOPE, delimiter: '/' }]);
    expect(whole.tally).toMatchObject({ records: 3, rejected: 0 });
  });

  it('is complete behind a heading, incomplete when objects end in something else', async () => {
    const headed = await readWhole(`$ aws s3 ls s3://acme-reports --recursive\n${TEXT}`);
    expect(scopes(headed)).toEqual([SCOPE]);
    expect(headed.tally.rejects).toEqual([{ line: 1, record: null, reason: 'not a line of aws s3 ls' }]);
    const failed = await readWhole(`${TEXT}An error occurred (ExpiredToken)\n`);
    expect(scopes(failed)).toEqual([{ ...SCOPE, incomplete: true }]);
    const short = await readWhole(`${TEXT}\nTotal Objects: 3\n`);
    expect(scopes(short)).toEqual([{ ...SCOPE, incomplete: true }]);
    expect(short.tally.rejected).toBe(1);
  });
});
