import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessLogRanges, type LogKeyFormat } from '../../../src/aws/log-keys/access-log-ranges.ts';
import { DAY } from '../../../src/instant.ts';
import { type DeliveredRecord, day, deliveredRecord, isIn, isListed, second, window } from './generated-keys.ts';

const TARGET = { prefix: 'logs/', account: '111122223333', region: 'eu-west-1', bucket: 'acme-lake' };
const FOLDER = 'logs/111122223333/eu-west-1/acme-lake/';

/** The key of the file that a record sits in. */
const KEYS: Readonly<Record<LogKeyFormat, (record: DeliveredRecord) => string>> = {
  simple: ({ delivered }) => `logs/${second(delivered)}-0123456789ABCDEF`,
  'event-time': ({ time }) => `${FOLDER}${day(time)}/${second(time).slice(0, 10)}-00-00-00-0123456789ABCDEF`,
  'delivery-time': ({ delivered }) => `${FOLDER}${day(delivered)}/${second(delivered)}-0123456789ABCDEF`,
};

describe.each(['simple', 'event-time', 'delivery-time'] as const)('accessLogRanges of %s keys', (format) => {
  const target = { ...TARGET, format };

  it('leaves out no file that holds a line of the window', () => {
    fc.assert(
      fc.property(deliveredRecord, window, (record, asked) => {
        fc.pre(isIn(record.time, asked));
        expect(isListed(KEYS[format](record), accessLogRanges(target, asked))).toBe(true);
      }),
    );
  });

  it('lists nothing from two days outside the window or further', () => {
    fc.assert(
      fc.property(deliveredRecord, window, (record, asked) => {
        fc.pre(record.delivered < asked.since - 2 * DAY || record.time > asked.until + 2 * DAY);
        expect(isListed(KEYS[format](record), accessLogRanges(target, asked))).toBe(false);
      }),
    );
  });
});

describe('accessLogRanges', () => {
  const asked = { since: Date.UTC(2026, 1, 9, 8), until: Date.UTC(2026, 1, 11, 8) };

  it('takes just the days of events', () => {
    expect(accessLogRanges({ ...TARGET, format: 'event-time' }, asked)).toEqual([
      { prefix: FOLDER, startAfter: `${FOLDER}2026/02/09`, endBefore: `${FOLDER}2026/02/12` },
    ]);
  });

  it('scans past the end where files are named for their delivery', () => {
    expect(accessLogRanges({ ...TARGET, format: 'simple' }, asked)).toEqual([
      { prefix: 'logs/', startAfter: 'logs/2026-02-09-07-45-00', endBefore: 'logs/2026-02-12-08-00-01' },
    ]);
    expect(accessLogRanges({ ...TARGET, format: 'delivery-time' }, asked)).toEqual([
      { prefix: FOLDER, startAfter: `${FOLDER}2026/02/09`, endBefore: `${FOLDER}2026/02/13` },
    ]);
  });

  it('takes more where account or Region is unknown', () => {
    expect(accessLogRanges({ ...TARGET, format: 'event-time', region: null }, asked)).toEqual([
      { prefix: 'logs/111122223333/', startAfter: null, endBefore: null },
    ]);
    expect(accessLogRanges({ ...TARGET, format: 'delivery-time', account: null }, asked)).toEqual([
      { prefix: 'logs/', startAfter: null, endBefore: null },
    ]);
  });
});
