import { describe, expect, it } from 'vitest';
import { parseLsLine } from '../../../src/records/listing/parse-ls-line.ts';

const wallClock = Date.UTC(2026, 1, 9, 20, 55, 44);

describe('parseLsLine', () => {
  it.each([
    ['2026-02-09 20:55:44         33 inv/manifest.checksum', 'inv/manifest.checksum'],
    ['2026-02-09 20:55:44 12345678901 inv/big.csv.gz', 'inv/big.csv.gz'],
    ['2026-02-09 20:55:44         33  two  spaces ', ' two  spaces '],
    ['2026-02-09 20:55:44       1234 KiB report.csv', 'KiB report.csv'],
    ['2026-02-09 20:55:44    1.2 KiB report.csv', 'report.csv'],
    ['2026-02-09 20:55:44   33 Bytes inv/manifest.checksum', 'inv/manifest.checksum'],
    ['2026-02-09 20:55:44    0 Bytes inv/data/', 'inv/data/'],
    ['2026-02-09 20:55:44 33 squeezed.csv', 'squeezed.csv'],
  ])('%j', (line, key) => {
    expect(parseLsLine(line)).toEqual({ kind: 'object', key, version: 'current', time: { wallClock } });
  });

  it('knows the lines around the objects', () => {
    expect(parseLsLine('                           PRE inv/')).toEqual({ kind: 'prefix' });
    expect(parseLsLine('')).toEqual({ kind: 'blank' });
    expect(parseLsLine('Total Objects: 12')).toEqual({ kind: 'total-objects', objects: 12 });
    expect(parseLsLine('   Total Size: 3456')).toEqual({ kind: 'beside' });
    expect(parseLsLine('   Total Size: 3.4 KiB')).toEqual({ kind: 'beside' });
  });

  it.each([
    '2026-02-30 20:55:44         33 a.csv',
    '2026-02-09 25:55:44         33 a.csv',
    '2026-02-09 20:55:44         33',
    '2026-02-09 20:55:44         33 ',
    '2026-02-09 20:55:44         -- a.csv',
    '2026-02-09T20:55:44         33 a.csv',
    '$ aws s3 ls s3://acme-reports --recursive',
  ])('takes %j for no line of it', (line) => {
    expect(parseLsLine(line)).toEqual({ kind: 'foreign' });
  });
});
