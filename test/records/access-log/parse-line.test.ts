import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccessLogLine } from '../../../src/records/access-log/parse-line.ts';
import type { AccessLogRecord } from '../../../src/records/access-log/record.ts';

const OWNER = '5f2c1e0a9b8d7c6f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0f9e8d';
const CANONICAL_USER = 'b7a6958473625140f3e2d1c0bfae9d8c7b6a59483726150493827160504f3e2d';
const HOST_ID = '9Qm2VtXr7Lk0pZ+JYw4sC8dHfBnTuGiE1oAaKx3cRvM5WjSyqO6lPzDhUeNbIg/Ft=';
const TIME = '[06/Feb/2026:00:00:38 +0000]';

function parse(line: string): AccessLogRecord {
  const parsed = parseAccessLogLine(line);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.record;
}

function reasonFor(line: string): string | null {
  const parsed = parseAccessLogLine(line);
  return parsed.ok ? null : parsed.reason;
}

/** A line whose parts can be replaced one by one. */
function line(
  parts: Partial<
    Record<'requester' | 'id' | 'operation' | 'key' | 'uri' | 'numbers' | 'referer' | 'agent' | 'end', string>
  > = {},
): string {
  const {
    requester = 'arn:aws:iam::444455556666:user/priya',
    id = '7B4A0FABBEXAMPLE',
    operation = 'REST.GET.OBJECT',
    key = 'inv/report.csv',
    uri = '"GET /inv/report.csv HTTP/1.1"',
    numbers = '200 - 113 2048 33 12',
    referer = '"-"',
    agent = '"aws-cli/2.15.0"',
    end = `- ${HOST_ID} SigV4 TLS_AES_128_GCM_SHA256 AuthHeader acme-reports.s3.eu-west-1.amazonaws.com TLSv1.3 - - eu-west-1`,
  } = parts;
  return `${OWNER} acme-reports ${TIME} 192.0.2.3 ${requester} ${id} ${operation} ${key} ${uri} ${numbers} ${referer} ${agent} ${end}`;
}

describe('parseAccessLogLine, eras', () => {
  it('reads a policy change of 24 fields, whatever its URI says', () => {
    const record = parse(
      `${OWNER} acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 ${CANONICAL_USER} 891CE47D2EXAMPLE REST.PUT.BUCKETPOLICY - "GET /acme-reports?logging HTTP/1.1" 200 - 242 - 11 - "-" "S3Console/0.4" - ${HOST_ID} SigV2 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-reports.s3.us-west-1.amazonaws.com TLSV1.1`,
    );
    expect(record).toEqual({
      kind: 'access-log',
      bucketOwner: OWNER,
      bucket: 'acme-reports',
      time: Date.UTC(2019, 1, 6, 0, 0, 38),
      remoteIp: '192.0.2.3',
      requester: CANONICAL_USER,
      requestId: '891CE47D2EXAMPLE',
      operation: 'REST.PUT.BUCKETPOLICY',
      key: null,
      requestUri: 'GET /acme-reports?logging HTTP/1.1',
      httpStatus: 200,
      errorCode: null,
      bytesSent: 242,
      objectSize: null,
      totalTimeMs: 11,
      turnAroundTimeMs: null,
      referer: null,
      userAgent: 'S3Console/0.4',
      versionId: null,
      hostId: HOST_ID,
      signatureVersion: 'SigV2',
      cipherSuite: 'ECDHE-RSA-AES128-GCM-SHA256',
      authenticationType: 'AuthHeader',
      hostHeader: 'acme-reports.s3.us-west-1.amazonaws.com',
      tlsVersion: 'TLSV1.1',
      accessPointArn: null,
      aclRequired: null,
      sourceRegion: null,
      extra: [],
    });
  });

  it('reads a line of 18 fields', () => {
    const record = parse(
      line({ operation: 'REST.GET.BUCKET', key: '-', uri: '"GET /acme-reports?prefix=inv/ HTTP/1.1"', end: '-' }),
    );
    expect(record).toMatchObject({
      operation: 'REST.GET.BUCKET',
      userAgent: 'aws-cli/2.15.0',
      versionId: null,
      hostId: null,
    });
  });

  it('reads a line that ends at the user agent', () => {
    expect(parse(line({ end: '' }))).toMatchObject({ userAgent: 'aws-cli/2.15.0', versionId: null });
    expect(parse(line({ end: '' }).trimEnd())).toMatchObject({ userAgent: 'aws-cli/2.15.0', versionId: null });
  });

  it('puts every field of 24 to 30 into its place', () => {
    const trailing = [
      'v1',
      HOST_ID,
      'SigV4',
      'AES',
      'QueryString',
      'host.example',
      'TLSv1.2',
      'arn:aws:s3:eu-west-1:444455556666:accesspoint/ap',
      'Yes',
      'eu-west-1',
      'new1',
      '-',
      'new3',
    ];
    for (let fields = 24; fields <= 30; fields++) {
      const given = trailing.slice(0, fields - 17);
      const record = parse(line({ end: given.join(' ') }));
      expect([
        record.versionId,
        record.hostId,
        record.signatureVersion,
        record.cipherSuite,
        record.authenticationType,
        record.hostHeader,
        record.tlsVersion,
        record.accessPointArn,
        record.aclRequired,
        record.sourceRegion,
      ]).toEqual([...given, ...Array(10).fill(null)].slice(0, 10));
      expect(record.extra).toEqual(given.slice(10));
    }
  });
});

describe('parseAccessLogLine, requesters and operations', () => {
  it('reads a delivery by the service', () => {
    const record = parse(
      line({
        requester: 'svc:s3.amazonaws.com',
        operation: 'REST.PUT.OBJECT',
        agent: '"-"',
        numbers: '403 AccessDenied 243 - 8 -',
      }),
    );
    expect(record).toMatchObject({
      requester: 'svc:s3.amazonaws.com',
      userAgent: null,
      httpStatus: 403,
      errorCode: 'AccessDenied',
    });
  });

  it('reads an expiry, which has no request', () => {
    const expiry = `${OWNER} acme-reports ${TIME} - AmazonS3 5D45EC56A0B0DA71 S3.EXPIRE.OBJECT inv/acme-lake/old.csv "-" - - - 1865 - - "-" "-" Y7ufX4ilpyCWWkwfu ${HOST_ID} - - - - - - -`;
    expect(parse(expiry)).toMatchObject({
      remoteIp: null,
      requester: 'AmazonS3',
      operation: 'S3.EXPIRE.OBJECT',
      key: 'inv/acme-lake/old.csv',
      requestUri: null,
      httpStatus: null,
      objectSize: 1865,
      referer: null,
      userAgent: null,
      versionId: 'Y7ufX4ilpyCWWkwfu',
      hostId: HOST_ID,
    });
  });

  it('reads operations of four parts with a job id and bare dashes', () => {
    const checksum = `${OWNER} acme-reports ${TIME} - ${CANONICAL_USER} e5042925-b524-4b3b-a869-f3881e78ff3a S3.COMPUTE.OBJECT.CHECKSUM example-object - - - - 1048576 - - - - - ${HOST_ID} - - - - - - - -`;
    expect(parse(checksum)).toMatchObject({
      requestId: 'e5042925-b524-4b3b-a869-f3881e78ff3a',
      operation: 'S3.COMPUTE.OBJECT.CHECKSUM',
      key: 'example-object',
      requestUri: null,
      httpStatus: null,
      objectSize: 1048576,
      turnAroundTimeMs: null,
      userAgent: null,
      versionId: null,
      hostId: HOST_ID,
      sourceRegion: null,
      extra: [],
    });
    const restore = `${OWNER} acme-reports ${TIME} - ${CANONICAL_USER} 0b6c1f4e-92d7-4c1e-8c55-0a4f2f6f6a11 S3.RESTORE.OBJECT.EXPEDITED a/b.bin "-" - - - 77 - - "-" "-" - ${HOST_ID}`;
    expect(parse(restore)).toMatchObject({
      operation: 'S3.RESTORE.OBJECT.EXPEDITED',
      key: 'a/b.bin',
      objectSize: 77,
      hostId: HOST_ID,
    });
  });

  it('reads a requester with spaces', () => {
    const requester = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABCDEF2GHIJK';
    expect(parse(line({ requester }))).toMatchObject({
      requester,
      requestId: '7B4A0FABBEXAMPLE',
      operation: 'REST.GET.OBJECT',
    });
  });

  it('takes the operation field for it, not a key that looks like one', () => {
    expect(parse(line({ key: 'REST.PUT.BUCKETPOLICY' }))).toMatchObject({
      operation: 'REST.GET.OBJECT',
      key: 'REST.PUT.BUCKETPOLICY',
    });
  });

  it('reads a family of operations that is not known, and none, by position', () => {
    expect(parse(line({ operation: 'VECTORS.PUT.INDEX' }))).toMatchObject({
      operation: 'VECTORS.PUT.INDEX',
      key: 'inv/report.csv',
    });
    expect(parse(line({ operation: '-' }))).toMatchObject({ operation: null, key: 'inv/report.csv' });
  });

  it('passes over double spaces', () => {
    const record = parse(line().replaceAll(' ', '  ').replace('  +0000', ' +0000'));
    expect(record).toEqual({ ...parse(line()), requestUri: 'GET  /inv/report.csv  HTTP/1.1' });
  });
});

describe('parseAccessLogLine, quotes', () => {
  it('keeps quotes and spaces in the URI, with the key encoded twice', () => {
    expect(
      parse(
        line({
          key: '%2522',
          uri: '"GET /" HTTP/1.1"',
          numbers: '403 AccessDenied 243 - 8 -',
          referer: '"referer test"',
        }),
      ),
    ).toMatchObject({
      key: '%2522',
      requestUri: 'GET /" HTTP/1.1',
      httpStatus: 403,
      referer: 'referer test',
    });
  });

  it('keeps quotes at either end of the user agent', () => {
    expect(parse(line({ agent: '""Mozilla/5.0 (X11)"' })).userAgent).toBe('"Mozilla/5.0 (X11)');
    expect(parse(line({ agent: '"Mozilla/5.0 (X11)""' })).userAgent).toBe('Mozilla/5.0 (X11)"');
    expect(parse(line({ agent: '"a "quoted" word"' })).userAgent).toBe('a "quoted" word');
    expect(parse(line({ agent: '""' })).userAgent).toBe('');
  });

  it('keeps code in URI and referer', () => {
    const code = '/?s=<?php$password%20=%20"x";$ch%20=%20explode(".","a.b");?>';
    const record = parse(
      line({
        uri: `"GET ${code} HTTP/1.1"`,
        numbers: '404 NoSuchKey 272 - 9 -',
        referer: `"https://x.example${code}"`,
      }),
    );
    expect(record).toMatchObject({
      requestUri: `GET ${code} HTTP/1.1`,
      referer: `https://x.example${code}`,
      userAgent: 'aws-cli/2.15.0',
    });
  });

  it('is not deceived by a referer or user agent that imitates a line', () => {
    const fake = `x" 200 - 1 1 1 1 "-" "y" - FAKE SigV4`;
    expect(parse(line({ numbers: '403 AccessDenied 243 - 8 -', agent: `"${fake}"` }))).toMatchObject({
      httpStatus: 403,
      requestUri: 'GET /inv/report.csv HTTP/1.1',
      userAgent: fake,
      hostId: HOST_ID,
    });
    expect(parse(line({ numbers: '403 AccessDenied 243 - 8 -', referer: `"${fake}"` }))).toMatchObject({
      httpStatus: 403,
      hostId: HOST_ID,
    });
  });

  it('reads bare dashes for referer and user agent', () => {
    expect(parse(line({ referer: '-' }))).toMatchObject({
      referer: null,
      userAgent: 'aws-cli/2.15.0',
      hostId: HOST_ID,
    });
    expect(parse(line({ agent: '-' }))).toMatchObject({ referer: null, userAgent: null, hostId: HOST_ID });
    expect(parse(line({ referer: '"http://x"', agent: '-' }))).toMatchObject({
      referer: 'http://x',
      userAgent: null,
      hostId: HOST_ID,
    });
  });

  it('lets a key hold spaces', () => {
    expect(parse(line({ key: 'my own file.csv' }))).toMatchObject({
      key: 'my own file.csv',
      requestUri: 'GET /inv/report.csv HTTP/1.1',
    });
  });

  it('gives null for a number that is none', () => {
    expect(parse(line({ numbers: '200 - many 2048 33 12' }))).toMatchObject({
      httpStatus: 200,
      bytesSent: null,
      objectSize: 2048,
      totalTimeMs: 33,
    });
    expect(parse(line({ numbers: '200 - 9999999999999999 2048 33 12' }))).toMatchObject({
      bytesSent: null,
      objectSize: 2048,
    });
  });
});

describe('parseAccessLogLine, rejects', () => {
  it.each([
    ['', 'no time field'],
    ['not a log line', 'no time field'],
    [`${OWNER} acme-reports 06/Feb/2026 -`, 'no time field'],
    [line().replace('06/Feb', '31/Feb'), 'the time is not a valid moment'],
    [line().replace('06/Feb', '06/Fev'), 'the time is not a valid moment'],
    [line({ operation: 'nothing' }), 'no operation field'],
    [line().slice(0, 120), 'no operation field'],
    [line({ numbers: 'OK - 113 2048 33 12' }), 'no status and size fields behind the request URI'],
    [line().slice(0, line().indexOf(' HTTP/1.1')), 'no status and size fields behind the request URI'],
    [line().slice(0, line().indexOf('"aws-cli') + 5), 'the line ends before the end of the user agent'],
    [line().slice(0, line().indexOf(' "-"')), 'the line ends before the end of the user agent'],
  ])('%#: says what is missing', (broken, reason) => {
    expect(reasonFor(broken)).toBe(reason);
  });

  it('survives any cut and any byte without throwing, and quotes nothing', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(500),
        fc.constantFrom('"', ' ', '-', '[', '\u0000', 'é'),
        (end, at, character) => {
          const damaged = `${line().slice(0, at)}${character}${line().slice(at + 1, end)}`;
          const reason = reasonFor(damaged);
          expect(reason ?? 'read').toMatch(/^[a-zA-Z ]+$/);
        },
      ),
    );
  });

  it('takes linear time on hostile lines', () => {
    const start = line().slice(0, line().indexOf('"GET') + 1);
    const hostile = ['" ', '"', ' ', '" 200 ', '" 200 - ', '" 200 - 1 1 1 1 "', '- ', '"  "'].map((part) =>
      part.repeat((1024 * 1024) / part.length),
    );
    for (const text of [...hostile, ...hostile.map((tail) => start + tail)]) {
      expect(typeof parseAccessLogLine(text).ok).toBe('boolean');
    }
  });
});
