import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ndjsonRecord, ndjsonRow } from '../../src/scan/format-ndjson.ts';
import { scanRow } from '../../src/scan/row.ts';
import { accessLogItem, cloudTrailItem } from './example-items.ts';

/** The lists of members that the documentation promises, in its order. */
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'json-report.md'), 'utf8');
const [ROW_MEMBERS, RECORD_MEMBERS] = [...page.matchAll(/^`((?:\w+,\s){15,}\w+)`$/gm)].map(([, list]) =>
  list?.split(/,\s+/),
);

describe('ndjsonRow', () => {
  it('is one line with the members in the documented order', () => {
    const line = ndjsonRow(scanRow(cloudTrailItem()));
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(Object.keys(JSON.parse(line))).toEqual(ROW_MEMBERS);
    expect(ROW_MEMBERS).toHaveLength(20);
  });
});

describe('ndjsonRecord', () => {
  it('has the documented members', () => {
    expect(Object.keys(JSON.parse(ndjsonRecord(accessLogItem())))).toEqual(RECORD_MEMBERS);
    expect(RECORD_MEMBERS).toHaveLength(28);
  });

  it('has every field of an access log line, in the order of the log', () => {
    const line = ndjsonRecord(accessLogItem({ extra: ['new', '-'] }));
    expect(line.trimEnd()).toBe(
      '{"bucketOwner":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be","bucket":"acme-reports",' +
        '"time":"2019-02-06T00:00:38Z","remoteIp":"192.0.2.3","requester":"arn:aws:iam::444455556666:user/alice",' +
        '"requestId":"891CE47D2EXAMPLE","operation":"REST.PUT.BUCKETPOLICY","key":null,' +
        '"requestUri":"GET /acme-reports?logging HTTP/1.1","httpStatus":200,"errorCode":null,"bytesSent":242,' +
        '"objectSize":null,"totalTimeMs":11,"turnAroundTimeMs":null,"referer":null,"userAgent":"S3Console/0.4",' +
        '"versionId":null,"hostId":"9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev+Hf+7tpT6sxDwDty4LHBUOZJG96N1234=",' +
        '"signatureVersion":"SigV2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","authenticationType":"AuthHeader",' +
        '"hostHeader":"acme-reports.s3.us-west-1.amazonaws.com","tlsVersion":"TLSV1.1","accessPointArn":null,' +
        '"aclRequired":null,"sourceRegion":null,"extra":["new","-"]}',
    );
  });

  it('is a CloudTrail event as CloudTrail wrote it, with hidden characters made visible', () => {
    const line = ndjsonRecord(cloudTrailItem());
    expect(line).toBe('{"eventVersion":"1.11","eventName":"PutBucketPolicy","zeta":1,"alpha":["\\u009bx"]}\n');
    expect(JSON.parse(line)).toEqual(cloudTrailItem().record.raw);
  });
});
