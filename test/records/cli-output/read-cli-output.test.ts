import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { event, lookupEvent } from '../evidence-text.ts';
import { readWhole } from '../read-whole.ts';

const ANSWER = { Events: [lookupEvent(1), lookupEvent(2)] };

async function idsIn(text: string): Promise<readonly (string | null)[]> {
  const { items, tally } = await readWhole(text);
  expect(tally).toMatchObject({ kind: 'lookup-events', rejected: 0, failure: null });
  return items.flatMap((item) => (item.kind === 'cloudtrail' ? [item.record.eventID] : []));
}

describe('what the AWS CLI prints in place of JSON', () => {
  const ids = [1, 2].map((index) => event(index)['eventID']);

  it.each([
    ['YAML', stringify(ANSWER, { lineWidth: 80 })],
    ['pages of YAML', [ANSWER.Events[0], ANSWER.Events[1]].map((one) => stringify([{ Events: [one] }])).join('')],
    [
      'text',
      ANSWER.Events.map(
        (one) => `EVENTS\t${one['CloudTrailEvent']}\te\tPutBucketPolicy\nRESOURCES\tacme\tAWS::S3::Bucket\n`,
      ).join(''),
    ],
    [
      'text behind a token',
      `eyJOZXh0VG9rZW4iOiBudWxsfQ==\n${ANSWER.Events.map((one) => `EVENTS\tAKIA\t${one['CloudTrailEvent']}\te\n`).join('')}`,
    ],
  ])('is read as JSON is: %s', async (_, text) => {
    expect(await idsIn(text)).toEqual(ids);
  });

  it('holds what documents hold: a listing of several pages, the last without a mark', async () => {
    const page = (key: string, more: object) => [
      { Contents: [{ Key: key, LastModified: '2026-02-09T14:00:01+00:00' }], ...more },
    ];
    const read = await readWhole(stringify(page('a', { NextToken: 'x' })) + stringify(page('b', {})));
    expect(read.tally).toMatchObject({ kind: 'listing', records: 2, rejected: 0 });
    expect(read.items.flatMap((item) => (item.kind === 'listing' ? [item.listing.isTruncated] : []))).toEqual([
      true,
      false,
    ]);
  });

  it('keeps numbers as they are written where they are none', async () => {
    const { items } = await readWhole("Contents:\n- Key: 012345678901\n  LastModified: '2026-02-09T14:00:01+00:00'\n");
    expect(items[0]).toMatchObject({ kind: 'listing-object', object: { key: '012345678901' } });
  });

  it.each([
    ['an alias', 'Events: &a\n- *a\n'],
    ['a tag', 'Events: !!js/function x\n'],
    ['what is no YAML', 'Events: {\n'],
    ['a tower of brackets', `Events: ${'['.repeat(5000)}${']'.repeat(5000)}\n`],
    [
      'a tower of indents',
      `Events:\n${Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')}\n`,
    ],
  ])('is named with the way out where it holds %s', async (_, text) => {
    const { items, tally } = await readWhole(text);
    expect(items).toEqual([]);
    expect(tally).toMatchObject({ kind: 'not-recognised', failure: expect.stringContaining('--output json') });
  });
});
