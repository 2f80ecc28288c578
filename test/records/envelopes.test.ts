import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { ENVELOPES } from '../../src/records/envelopes.ts';
import { event, logLine, logTime } from './evidence-text.ts';
import { readWhole, ways } from './read-whole.ts';
import { ALL_FORMS, WRAPPINGS } from './wrappings.ts';

const TWO = [event(5), event(3)];
const page = readFileSync('docs/evidence.md', 'utf8').split('\n');

describe.each(Object.entries(ENVELOPES))('the entry %s', (name, { words, get }) => {
  it('has its line in docs/evidence.md, in the words of its entry', () => {
    const rows = page.filter(
      (line) => line.startsWith(`| \`${name}\` | ${words} | `) && line.split(' | ').length === 4,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(get);
  });
});

describe('an envelope around events', () => {
  it.each(ALL_FORMS)('$name', async ({ wrap, way }) => {
    const text = wrap(TWO);
    for (const source of [text, gzipSync(text)]) {
      const read = await readWhole(source);
      expect(read.tally).toMatchObject({ records: 2, rejected: 0, failure: null, from: logTime(3), to: logTime(5) });
      expect(read.items.map((item) => (item.kind === 'cloudtrail' ? item.record.raw : item))).toEqual(TWO);
      expect(ways(read)).toEqual([way(0), way(1)]);
    }
  });

  it.each(ALL_FORMS)('$name, byte by byte', async ({ wrap, way }) => {
    const bytes = Buffer.from(wrap([event(5)]));
    const read = await readWhole(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
    expect(ways(read)).toEqual([way(0)]);
  });
});

describe('a search for names', () => {
  const NAMES = { accessLog: [], cloudTrail: ['PutBucketPolicy'] };
  const three = [event(5, { eventName: 'GetBucketAcl' }), event(3, { eventName: 'GetBucketAcl' }), event(1)];

  it.each(ALL_FORMS)('finds what stands in $name', async ({ wrap, way }) => {
    const read = await readWhole(wrap(three), { names: NAMES });
    const found = read.items.filter(
      (item) => item.kind === 'cloudtrail' && item.record.eventName === 'PutBucketPolicy',
    );
    expect(found.map(({ at }) => at.within ?? null)).toEqual([way(2)]);
  });
});

describe('events and lines of an access log', () => {
  const raw = (text: string) => `${JSON.stringify({ result: { _raw: text } })}\n`;

  it.each([
    ['an event first', [JSON.stringify(event(5)), logLine(3), logLine(1, 'REST.GET.OBJECT'), JSON.stringify(event(1))]],
    ['a line first', [logLine(3), JSON.stringify(event(5)), logLine(1, 'REST.GET.OBJECT'), JSON.stringify(event(1))]],
  ])('may be exported together, %s', async (_, texts) => {
    const source = texts.map(raw).join('');
    expect((await readWhole(source)).tally).toMatchObject({ records: 4, rejected: 0, failure: null });
    const names = { accessLog: ['REST.PUT.BUCKETPOLICY'], cloudTrail: ['PutBucketPolicy'] };
    const { items } = await readWhole(source, { names });
    expect(items.map(({ at }) => at.line)).toEqual(expect.arrayContaining([1, 2, 4]));
  });
});

describe('envelopes in envelopes', () => {
  const wrappers: readonly ((inner: JsonObject) => JsonObject)[] = [
    (inner) => ({ 'detail-type': 'x', detail: inner }),
    (inner) => ({ TopicArn: 'x', Message: JSON.stringify(inner) }),
    (inner) => ({ MessageId: 'm', Body: JSON.stringify(inner) }),
    (inner) => ({ Data: gzipSync(JSON.stringify(inner)).toString('base64') }),
    (inner) => ({ result: { _raw: JSON.stringify(inner) } }),
    (inner) => ({ '@message': inner }),
  ];

  it('are opened, whichever stand in which', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...wrappers), { minLength: 1, maxLength: 4 }), async (chosen) => {
        const wrapped = chosen.reduce((inner, wrap) => wrap(inner), event(5));
        const { items, tally } = await readWhole(JSON.stringify(wrapped));
        expect(items.map((item) => (item.kind === 'cloudtrail' ? [item.record.raw, item.record.form] : null))).toEqual([
          [event(5), 'excerpt'],
        ]);
        expect(tally).toMatchObject({ kind: 'cloudtrail', records: 1, rejected: 0 });
      }),
    );
  });
});

describe('an envelope around something else', () => {
  it.each(Object.values(WRAPPINGS).flatMap((fixture) => ('text' in fixture ? [fixture] : [])))('$text', async (one) => {
    const read = await readWhole(one.text);
    expect(read.tally).toMatchObject({ rejected: 0, failure: null });
    expect(ways(read)).toEqual(one.ways);
  });
});

describe('what is inside of an envelope', () => {
  it('may be a line of an access log', async () => {
    for (const text of [
      JSON.stringify({ events: [{ timestamp: 1, message: `${logLine(5)}\n` }] }),
      `${JSON.stringify({ message: logLine(5) })}\n`,
      `_time,_raw\nx,"${logLine(5).replaceAll('"', '""')}"\n`,
      `2026-02-07T10:00:00.123Z ${logLine(5)}\n`,
    ]) {
      const { items, tally } = await readWhole(text);
      expect(tally).toMatchObject({ kind: 'access-log', records: 1, rejected: 0, from: logTime(5) });
      expect(items).toMatchObject([{ kind: 'access-log', record: { operation: 'REST.PUT.BUCKETPOLICY' } }]);
    }
  });

  it('is rejected with its place where it is no record', async () => {
    const message = (text: string) => ({ timestamp: 1, message: text });
    const { items, tally } = await readWhole(
      JSON.stringify({
        events: [message('hello'), message(JSON.stringify(event(5))), message('{"a":1'), message('{"a":1}')],
      }),
    );
    expect(items).toHaveLength(1);
    expect(tally).toMatchObject({ kind: 'cloudtrail', records: 1, rejected: 3 });
    expect(tally.rejects).toEqual([
      { line: null, record: 1, within: 'events[0].message', reason: 'neither JSON nor a line of an access log' },
      { line: null, record: 3, within: 'events[2].message', reason: 'not valid JSON' },
      { line: null, record: 4, within: 'events[3].message', reason: 'JSON of no known kind of evidence' },
    ]);
  });

  it('is looked for four envelopes deep and no deeper', async () => {
    const nested = (times: number): string =>
      times === 0 ? JSON.stringify(event(5)) : JSON.stringify({ MessageId: 'm', Body: nested(times - 1) });
    expect((await readWhole(nested(4))).items).toHaveLength(1);
    const { items, tally } = await readWhole(`${nested(4)}\n${nested(5)}\n`);
    expect(items).toHaveLength(1);
    expect(tally.rejects).toEqual([
      { line: 2, record: null, within: 'Body › Body › Body › Body', reason: 'wrapped more than 4 times' },
    ]);
  });

  it('is not decompressed without bound', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64');
    const { tally } = await readWhole(
      [event(5), { awslogs: { data: bomb } }].map((value) => `${JSON.stringify(value)}\n`).join(''),
    );
    expect(tally.rejects).toMatchObject(
      [{ line: 2, within: 'awslogs.data', reason: /decompresses to more than/ }].map(({ reason, ...rest }) => ({
        ...rest,
        reason: expect.stringMatching(reason),
      })),
    );
  });

  it('may be nothing, which is no fault', async () => {
    for (const text of [
      '{"events":[],"searchedLogStreams":[]}',
      '{"results":[],"status":"Complete"}',
      '{"Messages":[]}',
    ]) {
      expect((await readWhole(text)).tally).toMatchObject({ kind: 'empty', records: 0, rejected: 0, failure: null });
    }
  });

  it('has to be whole: fields of a record are none', async () => {
    const insights = await readWhole('{"results":[[{"field":"eventName","value":"PutBucketPolicy"}]]}');
    expect(insights.tally).toMatchObject({ kind: 'not-recognised', failure: expect.stringContaining('@message') });
    const lake = await readWhole('{"QueryResultRows":[[{"eventName":"PutBucketPolicy"}]]}');
    expect(lake.tally).toMatchObject({ kind: 'not-recognised', failure: expect.stringContaining('eventJson') });
  });
});

describe('JSON lines', () => {
  it('are read where two stand in one line', async () => {
    const { items, tally } = await readWhole(
      `${JSON.stringify(event(5))}${JSON.stringify(event(3))}\n${JSON.stringify(event(1))}\n`,
    );
    expect(items.map(({ at }) => at.line)).toEqual([1, 1, 2]);
    expect(tally.rejected).toBe(0);
  });

  it('are found behind many lines of something else', async () => {
    const junk = Array.from({ length: 400 }, (_, line) => `starting worker ${line}\n`).join('');
    for (const [text, kind] of [
      [`${JSON.stringify(event(5))}\n`, 'cloudtrail'],
      [`${logLine(5)}\n`, 'access-log'],
    ] as const) {
      expect((await readWhole(junk + text)).tally).toMatchObject({ kind, records: 1 });
    }
  });
});
