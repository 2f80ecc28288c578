import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvidenceItem } from '../../../src/records/item.ts';
import { createJsonReader } from '../../../src/records/json/read-json.ts';
import { PlainObjects } from '../../../src/records/listing/plain-objects.ts';
import { createTally } from '../../../src/sources/tally.ts';
import { runs } from '../../property-runs.ts';

const WORD = 'manifest';

const anyText = fc.oneof(
  fc.constantFrom('inv/data/1.csv.gz', 'inv/manifest.json', '"etag"', 'a\\b', 'ü', 'mani\nfest', 'STANDARD', '', '🙂'),
  fc.string({ maxLength: 8 }),
);
const anyTime = fc.constantFrom('2026-02-09T01:00:00+00:00', '2026-02-10T01:00:00.000Z', '2026-02-11', 'never');
const anyValue = fc.oneof(
  { weight: 4, arbitrary: anyText },
  fc.constantFrom(0, 17, -3, 1.5, 1e300, true, false, null, {}, [], ['CRC64NVME', 'SHA256'], [1], { ID: 'owner' }),
);
const usual = { Key: 'inv/first', LastModified: '2026-02-01T00:00:00Z', ETag: '"0"', Size: 1 };
const anyObject = fc
  .record(
    { Key: anyText, LastModified: anyTime, ETag: anyValue, Size: anyValue, IsLatest: anyValue },
    { noNullPrototype: true, requiredKeys: [] },
  )
  .map((members) => ({ ...usual, ...members }));
const anyOdd = fc.record(
  { Key: anyValue, LastModified: anyValue, Size: fc.constant(1), Owner: anyValue },
  { noNullPrototype: true, requiredKeys: [] },
);

/** As JSON can be written: letters escaped, members twice, indented or not, and with a byte changed. */
const anyElement = fc
  .record({
    object: fc.oneof({ weight: 6, arbitrary: anyObject }, anyOdd, anyText),
    indent: fc.constantFrom(0, 1, '\t'),
    change: fc.constantFrom(
      (json: string) => json,
      (json: string) => json,
      (json: string) => json.replace('f', '\\u0066'),
      (json: string) => json.replace('{', '{"Key":"twice",'),
      (json: string) => json.replace(':1', ':01'),
      (json: string) => json.replace('"', ''),
      (json: string) => json.replace(',', ',,'),
      (json: string) => json.replace('}', ',}'),
      (json: string) => json.replace('s', '\u0001'),
      (json: string) => json.replace(/}$/, ',"LastModified":"2026-03-01T00:00:00Z"}'),
    ),
  })
  .map(({ object, indent, change }) => change(JSON.stringify(object, null, indent)));

function read(bytes: Buffer, cut: number, listedWord: string | null) {
  const tally = createTally('listing.json');
  const reader = createJsonReader(tally, { names: null, listedWord });
  const items: EvidenceItem[] = [];
  for (let at = 0; at < bytes.length; at += cut) items.push(...reader.push(bytes.subarray(at, at + cut)));
  items.push(...reader.end());
  const wanted = items.filter((item) => item.kind !== 'listing-object' || item.object.key.includes(WORD));
  return { items: wanted.map((item) => ({ ...item, at: { ...item.at, source: null } })), tally };
}

describe('of a listing', () => {
  it('objects without the word are counted as if each were parsed, however it is written and cut', () => {
    const anyList = fc.tuple(
      fc.constantFrom('Contents', 'Versions', 'DeleteMarkers', 'CommonPrefixes'),
      fc.array(anyElement, { maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(anyList, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 400 }), (lists, cut) => {
        const members = lists.map(
          ([name, elements]) => `"${name}": [${[JSON.stringify(usual), ...elements].join(', ')}]`,
        );
        const bytes = Buffer.from(`{${members.join(',')}, "IsTruncated": false}`);
        expect(read(bytes, cut, WORD)).toEqual(read(bytes, cut, null));
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('an object is passed over', () => {
  const of = (rest: string) => `{"Key": "inv/a", "LastModified": "2026-02-09T01:00:00Z"${rest}}`;
  const isPassed = (json: string) => {
    const objects = new PlainObjects(WORD);
    objects.begin(Buffer.from(json));
    return objects.pass(0) === json.length;
  };

  it.each([
    of(''),
    of(', "Size": 0, "ETag": "\\"0\\"", "IsLatest": false'),
    of(',"ChecksumAlgorithm":["CRC64NVME", "SHA256"],"StorageClass":null'),
  ])('that is laid out as usual: %s', (json) => expect(isPassed(json)).toBe(true));

  it.each([
    of(', "Size": 01'),
    of(', "Size": 1.5'),
    of(', "ETag": "\u0001"'),
    of(', "ETag": "\\x"'),
    of(', "ETag": "\\u0066"'),
    of(', "Owner": "somebody"'),
    of(', "IsLatest": maybe'),
    of(','),
    of(', "ChecksumAlgorithm": []'),
    of(', "ETag": "manifest"'),
    of('').slice(0, -1),
    '{"Key": "inv/a"}',
    '{"LastModified": "2026-02-09T01:00:00Z"}',
    '{"Key": 1, "LastModified": "2026-02-09T01:00:00Z"}',
    '{"Key": "inv/a", "LastModified": "yesterday"}',
    '{}',
  ])('and not otherwise: %s', (json) => expect(isPassed(json)).toBe(false));
});
