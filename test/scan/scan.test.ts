import { describe, expect, it } from 'vitest';
import type { EvidenceItem } from '../../src/records/item.ts';
import { isPolicyChange, type ScanFilter } from '../../src/scan/filter.ts';
import { createScanPen, noCounts, type ScanFormat } from '../../src/scan/scan.ts';
import { nothingRead, scanRemarks, scanSummary } from '../../src/scan/summary.ts';
import { accessLogItem, cloudTrailItem, tally } from './example-items.ts';

const FILTER: ScanFilter = {
  operation: isPolicyChange,
  bucket: null,
  requester: null,
  status: null,
  since: null,
  until: null,
};

const ITEMS: readonly EvidenceItem[] = [
  accessLogItem({ operation: 'REST.GET.OBJECT', key: 'a' }),
  cloudTrailItem({ eventName: 'DeleteBucketPolicy', errorCode: 'AccessDenied' }),
  {
    kind: 'listing-object',
    object: { key: 'inv/a', version: 'current', lastModified: 0, timeIsApproximate: false },
    at: { source: tally(), line: null, record: 1 },
  },
  accessLogItem(),
];

function linesOf(format: ScanFormat, all = false) {
  const counts = noCounts();
  const pen = createScanPen({ filter: all ? { ...FILTER, operation: null } : FILTER, format, all, secrets: 'masked' });
  const lines = ITEMS.flatMap((item) => pen.line(item, counts) ?? []);
  return { header: pen.header(), lines, counts };
}

describe('the pen of a scan', () => {
  it('writes policy changes, failed ones included, and counts everything', () => {
    const { lines, counts } = linesOf('ndjson');
    expect(lines.map((line) => JSON.parse(line)).map((row) => [row.eventName, row.errorCode])).toEqual([
      ['DeleteBucketPolicy', 'AccessDenied'],
      ['PutBucketPolicy', null],
    ]);
    expect(counts).toEqual({ accessLog: 2, cloudTrail: 1, other: 1, matched: 2 });
  });

  it('prints whole records with everything asked for', () => {
    const { lines } = linesOf('ndjson', true);
    expect(lines).toHaveLength(3);
    expect(Object.keys(JSON.parse(lines[0] ?? ''))[0]).toBe('bucketOwner');
    expect(Object.keys(JSON.parse(lines[1] ?? ''))[0]).toBe('eventVersion');
  });

  it('heads tables and CSV', () => {
    expect(linesOf('table').header).toMatch(/^TIME +OPERATION/);
    expect(linesOf('csv').header).toMatch(/^time,log,operation,/);
    expect(linesOf('ndjson').header).toBeNull();
  });
});

describe('the summary', () => {
  const tallies = [
    tally({
      source: 'a.log',
      records: 2_000,
      rejected: 2,
      rejects: [{ line: 4, record: null, reason: 'too few fields' }],
    }),
    tally({ source: 'b.gz', failure: 'the gzip data ends early' }),
    tally({ source: 'c', kind: 'empty' }),
    tally({ source: 'd', kind: 'not-recognised' }),
    tally({ source: 'e', kind: 'unreadable', failure: 'permission denied' }),
    tally({ source: 'f.json', kind: 'manifest', records: 1 }),
    tally({
      source: 'g.json',
      kind: 'cloudtrail',
      rejected: 1,
      rejects: [{ line: null, record: 9, reason: 'no time' }],
    }),
  ];

  it('counts on one line', () => {
    expect(scanSummary(tallies, { accessLog: 2_000, cloudTrail: 10, other: 1, matched: 4 })).toBe(
      'scan: 7 sources, 2,010 log records parsed, 3 rejected, 3 sources not read, 4 matched',
    );
  });

  it('names each source that was not read whole', () => {
    expect(scanRemarks(tallies, noCounts(), FILTER)).toEqual([
      'a.log: 2 records rejected (first: line 4, too few fields)',
      'b.gz: reading stopped early: the gzip data ends early',
      'c: not read: it is empty',
      'd: not read: no known kind of evidence',
      'e: not read: permission denied',
      'g.json: 1 record rejected (record 9, no time)',
    ]);
  });

  it('tells many that fared the same on one line', () => {
    const refused = ['a', 'b', 'c', 'd'].map((key) =>
      tally({ source: `s3://logs/${key}`, kind: 'unreadable', failure: 'GetObject: not permitted' }),
    );
    expect(scanRemarks([...refused, ...tallies.slice(2, 3)], noCounts(), FILTER)).toEqual([
      '4 sources: not read: GetObject: not permitted; the first is s3://logs/a',
      'c: not read: it is empty',
    ]);
  });

  it('says that CloudTrail records cannot match an HTTP status', () => {
    const byStatus: ScanFilter = { ...FILTER, status: { kind: 'http', from: 403, to: 403 } };
    const counts = { ...noCounts(), cloudTrail: 2 };
    expect(scanRemarks([], counts, byStatus)).toEqual([
      '2 CloudTrail records have no HTTP status and cannot match one; use --status failed or --status ok',
    ]);
    expect(scanRemarks([], counts, FILTER)).toEqual([]);
    expect(scanRemarks([], noCounts(), byStatus)).toEqual([]);
  });

  it('takes a source of which every record was rejected for one that was not read, lines passed over aside', () => {
    const [rejected, none] = [2, 0];
    expect(nothingRead([tally({ source: 'a', kind: 'console-csv', rejected, records: none })])).toBe(true);
    expect(nothingRead([tally({ source: 'a', kind: 'console-csv', rejected, records: 1 })])).toBe(false);
    expect(nothingRead([tally({ source: 'a', kind: 'access-log', rejected, records: none })])).toBe(false);
  });

  it('knows when nothing could be read at all', () => {
    expect(nothingRead(tallies)).toBe(false);
    expect(nothingRead(tallies.slice(2, 5))).toBe(true);
    expect(nothingRead([])).toBe(true);
  });
});
