import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { skimTrail } from '../../../src/records/cloudtrail/skim-trail.ts';
import { createTally } from '../../../src/sources/tally.ts';
import { runs } from '../../property-runs.ts';
import { readWhole } from '../read-whole.ts';

const MEMBERS = [
  ['eventName', ['"PutBucketPolicy"', '"GetObject"', '"Decrypt"', '"Get\\u004fbject"', '""', '7', 'null']],
  ['eventSource', ['"s3.amazonaws.com"', '"kms.amazonaws.com"', '"aws:s3"', '"s3.amaz\u00f6n"', 'null']],
  ['eventTime', ['"2026-02-09T01:00:00Z"', '"2026-02-09T01:00:01Z"', '"2026-02-09 01:00:02.000"', '"soon"']],
  ['eventCategory', ['"Management"', '"Data"', '{"a":1}']],
  ['managementEvent', ['true', 'false', '"false"', '0']],
  ['readOnly', ['true', 'false', '"true"', '[false]']],
  ['awsRegion', ['"eu-west-1"', '"us-east-1"', '12345678901234567890']],
  ['recipientAccountId', ['"111122223333"', '"444455556666"', '111122223333']],
  [
    'requestParameters',
    ['{"a":[1,{"eventName":"x"}],"b":"\\"eventName\\":"}', 'null', '{"n":12345678901234567890}', '01'],
  ],
  ['event\\u004eame', ['"PutBucketPolicy"']],
] as const;

/** Usual values come first, and most often. */
const anyMember = fc
  .tuple(
    fc.constantFrom(...MEMBERS),
    fc.oneof({ weight: 5, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(6) }),
  )
  .map(([[name, values], at]) => `"${name}":${values[at % values.length]}`);
const USUAL = MEMBERS.slice(0, 3).map(([name, [value]]) => `"${name}":${value}`);
const anyEvent = fc.array(anyMember, { maxLength: 8 }).map((members) => `{${[...USUAL, ...members].join(',')}}`);
const anyTrail = fc
  .tuple(
    fc.array(anyEvent, { minLength: 1, maxLength: 5 }),
    fc.constantFrom(',', ' ,\n '),
    fc.option(fc.tuple(fc.nat(), fc.nat(2), fc.constantFrom('', '"', '\\', '{', '}', ']', ',', ':', ' ', '\t', '7'))),
  )
  .map(([events, comma, damage]) => {
    const text = `{"Records":[${events.join(comma)}]}`;
    if (damage === null) return text;
    const [number, taken, put] = damage;
    const at = number % text.length;
    return text.slice(0, at) + put + text.slice(at + taken);
  });

/** What is told of each event, in order of time, whether it was parsed or passed over. */
const told = (event: JsonObject, time: number) =>
  JSON.stringify([time, ...MEMBERS.slice(0, 8).map(([name]) => event[name] ?? null)]);

const IDLE = '{"eventTime":"2026-02-09T01:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetBucketAcl","x":[1]}';

describe('skimTrail', () => {
  it('takes and counts what reading every event does, or leaves the file to that', async () => {
    let skimmed = 0;
    await fc.assert(
      fc.asyncProperty(anyTrail, async (text) => {
        const tally = createTally('-');
        const seen: string[] = [];
        const items = skimTrail(Buffer.from(text), tally, (event, time) => seen.push(told(event, time)));
        if (items === null) {
          expect([tally, seen]).toEqual([createTally('-'), []]);
          return;
        }
        skimmed++;
        for (const item of items)
          if (item.kind === 'cloudtrail') seen.push(told(item.record.raw, item.record.eventTime));
        const all = await readWhole(text);
        const { kind, records, rejected, rejects, from, to } = all.tally;
        expect(tally).toMatchObject({ kind, records, rejected, rejects, from, to });
        const expected = all.items.map((item) =>
          item.kind === 'cloudtrail' ? told(item.record.raw, item.record.eventTime) : item.kind,
        );
        expect(seen.sort()).toEqual(expected.sort());
        const place = (item: (typeof items)[number]) => item.at.record;
        const places = new Set(all.items.map(place));
        expect(items.map(place).every((record) => places.has(record))).toBe(true);
      }),
      { numRuns: runs(600) },
    );
    expect(skimmed).toBeGreaterThan(runs(600) / 10);
  });

  it.each([']', ']}{"Records":[]}', '],"Records":[]}', ']} 7', ']}]', '}}', ',]}'])(
    'leaves a list that ends in `%s` to the JSON reader',
    (end) => {
      const skim = (text: string) => skimTrail(Buffer.from(text), createTally('-'), () => {});
      expect(skim(`{"Records":[${IDLE}]} \n`)).toEqual([]);
      expect(skim(`{"Records":[${IDLE}${end}`)).toBe(null);
    },
  );
});
