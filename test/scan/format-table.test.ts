import { describe, expect, it } from 'vitest';
import { tableHeader, tableRow } from '../../src/scan/format-table.ts';
import { scanRow } from '../../src/scan/row.ts';
import { accessLogItem, cloudTrailItem } from './example-items.ts';

describe('the table', () => {
  it('aligns its columns', () => {
    const rows = [
      tableHeader(),
      tableRow(scanRow(accessLogItem({}, { line: 17 }))),
      tableRow(scanRow(cloudTrailItem({ errorCode: 'AccessDenied' }))),
      tableRow(scanRow(cloudTrailItem())),
      tableRow(scanRow(accessLogItem({ httpStatus: null, remoteIp: null, requester: null, operation: null }))),
    ];
    expect(rows.join('')).toMatchInlineSnapshot(`
      "TIME                  OPERATION                 ON                    WHO                         IP               STATUS            SOURCE
      2019-02-06T00:00:38Z  REST.PUT.BUCKETPOLICY     acme-reports          alice                       192.0.2.3        200               logs/access.log:17
      2026-02-10T14:03:11Z  PutBucketPolicy           acme-reports          alice                       203.0.113.7      AccessDenied      trail/a.json.gz:3
      2026-02-10T14:03:11Z  PutBucketPolicy           acme-reports          alice                       203.0.113.7      ok                trail/a.json.gz:3
      2019-02-06T00:00:38Z  -                         acme-reports          anonymous                   -                -                 logs/access.log:1
      "
    `);
  });

  it('pushes a row aside rather than cutting a value', () => {
    const key = `inv/${'x'.repeat(60)}`;
    const row = tableRow(scanRow(accessLogItem({ key })));
    expect(row).toContain(`acme-reports/${key}  alice`);
  });

  it('prints a hostile record on one line, harmless', () => {
    const row = tableRow(
      scanRow(accessLogItem({ operation: 'REST\x1b[2J\n', key: 'a\u202eb\r\nc', remoteIp: '\x9b1m' })),
    );
    expect(row.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(row.endsWith('\n')).toBe(true);
  });
});
