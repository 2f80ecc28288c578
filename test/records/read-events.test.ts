import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CONSOLE_HEADER, consoleRow, event, logTime, lookupEvent } from './evidence-text.ts';
import { places, readWhole, type WholeReading } from './read-whole.ts';

function forms({ items }: WholeReading): (string | null)[] {
  return items.map((item) => (item.kind === 'cloudtrail' ? `${item.record.form} ${item.record.eventID}` : null));
}

const TWO = [event(5), event(3)];
const SPAN = { records: 2, rejected: 0, from: logTime(3), to: logTime(5), failure: null };

describe('reading CloudTrail events', () => {
  it.each([
    ['a log file', JSON.stringify({ Records: TWO })],
    ['a pretty-printed file', JSON.stringify({ Records: TWO }, null, 2)],
    ['several files behind each other', TWO.map((one) => JSON.stringify({ Records: [one] })).join('')],
    ['an array', JSON.stringify(TWO, null, '\t')],
    ['events behind each other, pretty-printed', TWO.map((one) => JSON.stringify(one, null, 2)).join('\n')],
  ])('%s', async (_, text) => {
    for (const source of [text, gzipSync(text), Buffer.from(`\ufeff${text}`)]) {
      const read = await readWhole(source);
      expect(forms(read)).toEqual(['file event-5', 'file event-3']);
      expect(places(read)).toEqual(['cloudtrail 1', 'cloudtrail 2']);
      expect(read.items.map((item) => item.at.line)).toEqual([null, null]);
      expect(read.tally).toMatchObject({ kind: 'cloudtrail', ...SPAN });
    }
  });

  it('reads JSON lines, and goes on behind a broken one', async () => {
    const broken = JSON.stringify(event(1)).slice(0, 60);
    for (const lines of [
      [broken, ...TWO.map((one) => JSON.stringify(one))],
      [JSON.stringify(event(5)), broken, '', JSON.stringify(event(3))],
    ]) {
      const read = await readWhole(`${lines.join('\r\n')}\n`);
      expect(forms(read)).toEqual(['file event-5', 'file event-3']);
      expect(read.tally).toMatchObject({ kind: 'cloudtrail', ...SPAN, rejected: 1 });
      expect(read.tally.rejects).toEqual([{ line: lines.indexOf(broken) + 1, record: null, reason: 'not valid JSON' }]);
      expect(read.items.at(-1)?.at).toMatchObject({ line: lines.length, record: null });
    }
  });

  it('counts elements that are no events and goes on', async () => {
    const text = `{"Records": [null, {"a": 1}, ${JSON.stringify(event(5))}, {"eventName": tru}, {"eventName": "x"}, ${JSON.stringify(event(3))}]}`;
    const read = await readWhole(text);
    expect(places(read)).toEqual(['cloudtrail 3', 'cloudtrail 6']);
    expect(read.tally).toMatchObject({ kind: 'cloudtrail', ...SPAN, rejected: 4 });
    expect(read.tally.rejects.map(({ record }) => record)).toEqual([1, 2, 4, 5]);
  });

  it('gives the whole records of a truncated file, and names the next', async () => {
    const text = JSON.stringify({ Records: [event(5), event(3), event(1)] });
    const cut = await readWhole(text.slice(0, -40));
    expect(cut.tally).toMatchObject({ kind: 'cloudtrail', ...SPAN, rejected: 1 });
    expect(cut.tally.rejects).toEqual([{ line: null, record: 3, reason: 'the source ends within this record' }]);
  });

  it('gives the whole records of truncated gzip', async () => {
    const records = Array.from({ length: 2000 }, (_, index) =>
      event(index % 60, { requestID: String(Math.sin(index)) }),
    );
    const whole = gzipSync(JSON.stringify({ Records: records }));
    const { items, tally } = await readWhole(whole.subarray(0, Math.floor(whole.length / 2)));
    expect(items.length).toBeGreaterThan(300);
    expect(tally).toMatchObject({ kind: 'cloudtrail', records: items.length, rejected: 1, failure: 'truncated gzip' });
    expect(tally.rejects[0]?.record).toBe(items.length + 1);
  });

  it('counts a failure even when the records in front of it are whole', async () => {
    const damaged = Buffer.concat([gzipSync(JSON.stringify({ Records: TWO })), Buffer.from('foreign')]);
    const { tally } = await readWhole(damaged);
    expect(tally).toMatchObject({ kind: 'cloudtrail', records: 2, rejected: 1 });
    expect(tally.rejects[0]?.reason).toContain('corrupt gzip');
  });

  it('counts a record that is too large and goes on', async () => {
    const large = event(1, { requestParameters: { x: 'y'.repeat(5 * 1024 * 1024) } });
    const { tally } = await readWhole(JSON.stringify({ Records: [event(5), large, event(3)] }));
    expect(tally).toMatchObject({ kind: 'cloudtrail', ...SPAN, rejected: 1 });
    expect(tally.rejects[0]).toEqual({ line: null, record: 2, reason: 'larger than 4194304 bytes' });
  });

  it('counts a record that nests too deep', async () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const { tally } = await readWhole(
      `{"Records": [${JSON.stringify(event(5))}, ${deep}, ${JSON.stringify(event(3))}]}`,
    );
    expect(tally).toMatchObject({ kind: 'cloudtrail', ...SPAN, rejected: 1 });
  });

  it('knows an empty file of events', async () => {
    const { items, tally } = await readWhole('{"Records": []}');
    expect(items).toEqual([]);
    expect(tally).toMatchObject({ kind: 'cloudtrail', records: 0, rejected: 0, failure: null });
  });
});

describe('reading LookupEvents answers', () => {
  const answers = [lookupEvent(5), lookupEvent(3)];

  it.each([
    ['the answer', JSON.stringify({ Events: answers, NextToken: 'x' }, null, 4)],
    ['its events as an array', JSON.stringify(answers)],
    ['its events as lines', answers.map((one) => JSON.stringify(one)).join('\n')],
  ])('%s', async (_, text) => {
    const read = await readWhole(text);
    expect(forms(read)).toEqual(['lookup-events event-5', 'lookup-events event-3']);
    expect(read.tally).toMatchObject({ kind: 'lookup-events', ...SPAN });
  });

  it('counts events without a readable CloudTrailEvent', async () => {
    const { CloudTrailEvent: _, ...without } = lookupEvent(1);
    const { tally } = await readWhole(
      JSON.stringify({ Events: [without, { ...without, CloudTrailEvent: '{' }, ...answers] }),
    );
    expect(tally).toMatchObject({ kind: 'lookup-events', ...SPAN, rejected: 2 });
    expect(tally.rejects.map(({ reason }) => reason)).toEqual(['no CloudTrailEvent in this event', 'not valid JSON']);
  });

  it('knows an empty answer', async () => {
    expect((await readWhole('{\n    "Events": []\n}\n')).tally).toMatchObject({ kind: 'lookup-events', records: 0 });
  });
});

describe('reading the event history CSV of the console', () => {
  it('reads rows by the names of the header', async () => {
    const read = await readWhole(`\ufeff${CONSOLE_HEADER}\r\n${consoleRow(5)}\r\n${consoleRow(3)}\r\n`);
    expect(forms(read)).toEqual(['console-csv event-5', 'console-csv event-3']);
    expect(places(read)).toEqual(['cloudtrail 2', 'cloudtrail 3']);
    expect(read.tally).toMatchObject({ kind: 'console-csv', ...SPAN });
  });

  it('lets columns stand in another order and be more', async () => {
    const text = `Added,Event name,Event ID,Event source,Event time\nx,PutBucketPolicy,event-5,s3.amazonaws.com,2026-02-06T00:00:05Z\n`;
    expect(forms(await readWhole(text))).toEqual(['console-csv event-5']);
  });

  it('counts rows that are none and goes on', async () => {
    const text = [CONSOLE_HEADER, 'priya,only', consoleRow(5), 'a,"stray" quote,b', '', consoleRow(3)].join('\n');
    const { tally } = await readWhole(text);
    expect(tally).toMatchObject({ kind: 'console-csv', ...SPAN, rejected: 2 });
    expect(tally.rejects.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('takes no row that the source broke off in', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => consoleRow(index % 60)).join('\n');
    const whole = gzipSync(`${CONSOLE_HEADER}\n${rows}`);
    const { items, tally } = await readWhole(whole.subarray(0, Math.floor(whole.length / 2)));
    expect(items.length).toBeGreaterThan(300);
    expect(tally).toMatchObject({ kind: 'console-csv', records: items.length, rejected: 1, failure: 'truncated gzip' });
  });

  it('knows an event history without events', async () => {
    expect((await readWhole(`${CONSOLE_HEADER}\n`)).tally).toMatchObject({
      kind: 'console-csv',
      records: 0,
      rejected: 0,
    });
  });
});
