import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvHeader, csvRow } from '../../src/scan/format-csv.ts';
import { scanRow } from '../../src/scan/row.ts';
import { accessLogItem, cloudTrailItem } from './example-items.ts';

describe('csvRow', () => {
  it('has one cell for each column, and reads back', () => {
    const csv = csvHeader() + csvRow(scanRow(accessLogItem({}, { line: 17 }))) + csvRow(scanRow(cloudTrailItem()));
    const [first, second] = parse(csv, { columns: true }) as Record<string, string>[];
    expect(csv.split('\r\n')).toHaveLength(4);
    expect(first).toMatchObject({
      time: '2019-02-06T00:00:38Z',
      operation: 'REST.PUT.BUCKETPOLICY',
      eventName: 'PutBucketPolicy',
      actorArn: 'arn:aws:iam::444455556666:user/alice',
      status: '200',
      eventId: '',
      line: '17',
    });
    expect(second).toMatchObject({ log: 'cloudtrail', actorUserName: 'alice', actorMfaAuthenticated: '', record: '3' });
  });

  it('gives a spreadsheet no formula, whatever a log holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\t', '\r', '\n', 'a') }), (text) => {
        const row = csvRow(scanRow(accessLogItem({ userAgent: text, requester: text, key: text, operation: text })));
        const records = parse(csvHeader() + row, { columns: true }) as Record<string, string>[];
        expect(records).toHaveLength(1);
        for (const cell of Object.values(records[0] ?? {})) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
