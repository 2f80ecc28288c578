import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { listWindow } from '../../../src/aws/log-keys/list-window.ts';
import type { LogWindow } from '../../../src/aws/log-keys/log-window.ts';
import { DAY, MINUTE } from '../../../src/instant.ts';
import { BUCKET, clientOf, startBucket } from '../objects/bucket-server.ts';
import { day, deliveredRecord, isIn, minute, second, window } from './generated-keys.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const TRAIL = 'AWSLogs/444455556666/CloudTrail/eu-west-1/';
const LATER_TRAIL = 'AWSLogs/444455556666/CloudTrail/us-east-1/';
const DELIVERY = 'logs/111122223333/eu-west-1/acme-lake/';
const EVENT = 'event/111122223333/eu-west-1/acme-lake/';

/** The keys that the same record may sit under. */
const LAYOUTS: readonly ((record: { time: number; delivered: number }) => string)[] = [
  ({ delivered }) =>
    `${TRAIL}${day(delivered)}/444455556666_CloudTrail_eu-west-1_${minute(delivered)}_abcdefgh.json.gz`,
  ({ delivered }) => `${LATER_TRAIL}${day(delivered)}/x_CloudTrail_us-east-1_${minute(delivered)}_abcdefgh.json.gz`,
  ({ delivered }) => `${DELIVERY}${day(delivered)}/${second(delivered)}-0123456789ABCDEF`,
  ({ time }) => `${EVENT}${day(time)}/${second(time).slice(0, 10)}-00-00-00-0123456789ABCDEF`,
  ({ delivered }) => `simple/${second(delivered)}-0123456789ABCDEF`,
  ({ delivered }) => `${second(delivered)}-0123456789ABCDEF`,
];

describe('listWindow', () => {
  it('leaves out no file that holds a record of the window, and nothing that is no log file', async () => {
    const placed = fc.tuple(deliveredRecord, fc.nat({ max: LAYOUTS.length - 1 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(placed, { maxLength: 40 }),
        window,
        fc.integer({ min: 1, max: 9 }),
        async (records, asked, pageSize) => {
          const others = ['case.json', 'zz/get-bucket-policy.json', 'AWSLogs/notes.txt', '2026.txt', '299912345678/a'];
          const keyed = records.map(([record, layout]) => ({ record, key: LAYOUTS[layout]?.(record) ?? '' }));
          const { listed } = await list([...new Set([...others, ...keyed.map(({ key }) => key)])], asked, pageSize);
          const wanted = keyed.filter(({ record }) => isIn(record.time, asked)).map(({ key }) => key);
          for (const key of [...others, ...wanted]) expect(listed).toContain(key);
          expect(new Set(listed).size).toBe(listed.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['trail files', LAYOUTS[0], 4],
    ['simple keys', LAYOUTS[4], 5],
    ['folders by delivery', LAYOUTS[2], 4],
  ] as const)('of 100,000 %s, asks for the pages of two days and those next to them', async (_, keyAt, pages) => {
    const step = MINUTE * 5;
    const first = Date.UTC(2025, 0, 1);
    const keys = Array.from({ length: 100_000 }, (_none, index) => {
      const time = first + index * step;
      return keyAt?.({ time, delivered: time }) ?? '';
    });
    const asked = { since: Date.UTC(2025, 5, 1), until: Date.UTC(2025, 5, 2, 23, 59) };
    const { listed, requests } = await list(keys, asked);
    // The two days, the day of late deliveries, and at most the day that the quarter of an hour before lies in.
    expect(listed.length).toBeGreaterThanOrEqual((2 * DAY) / step);
    expect(listed.length).toBeLessThanOrEqual((4 * DAY) / step);
    expect(requests).toBeLessThanOrEqual(pages);
  });

  it('takes one day of events for one day asked about', async () => {
    const keys = Array.from(
      { length: 400 },
      (_, index) => LAYOUTS[3]?.({ time: Date.UTC(2025, 0, 1) + index * DAY, delivered: 0 }) ?? '',
    );
    const asked = { since: Date.UTC(2025, 5, 1), until: Date.UTC(2025, 5, 1, 23) };
    expect((await list(keys, asked)).listed).toEqual([`${EVENT}2025/06/01/2025-06-01-00-00-00-0123456789ABCDEF`]);
  });
});

async function list(
  keys: readonly string[],
  asked: LogWindow,
  pageSize = 1_000,
): Promise<{ listed: string[]; requests: number }> {
  const server = await startBucket({ objects: new Map(keys.map((key) => [key, Buffer.alloc(0)])), pageSize });
  const client = clientOf(server, 60_000);
  closers.push(server.close, () => client.destroy());
  const listed: string[] = [];
  for await (const page of listWindow(client, BUCKET, '', asked)) listed.push(...page.map(({ key }) => key));
  return { listed, requests: server.requests.length };
}
