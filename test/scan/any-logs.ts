import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

const OPERATIONS = [
  'REST.DELETE.OBJECT',
  'S3.EXPIRE.OBJECT',
  'REST.PUT.PART',
  'REST.PUT.NEW_THING',
  'REST.GET.OBJECT',
  'REST.PUT.OBJECT',
  'REST.PUT.BUCKETPOLICY',
  'REST.DELETE.BUCKETPOLICY',
  'REST.GET.BUCKETPOLICY',
  'rest.put.bucketpolicy',
];

const RUN = 'inv/acme-lake/daily/2026-02-09T01-00Z';

const anyLine = fc
  .record({
    operation: fc.constantFrom(...OPERATIONS),
    bucket: fc.constantFrom('acme-lake', 'acme-lake', 'acme-reports', 'b', '-'),
    second: fc.integer({ min: 10, max: 59 }),
    requester: fc.constantFrom(
      'arn:aws:iam::111122223333:user/alice',
      'svc:s3.amazonaws.com',
      '-',
      'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1',
      '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
    ),
    key: fc.constantFrom(
      '-',
      'a/b',
      'POLICY',
      'caf%C3%A9',
      'dt%3D1/x.parquet',
      `${RUN}/manifest.json`,
      `${RUN}/%6Danifest.json`,
      `${RUN.replaceAll('/', '%2F')}%2Fmanifest.checksum`,
      `${RUN}/%256Danifest.json`,
      'inv/acme-lake/daily/data/x.csv.gz',
      'inv/acme-lake/daily/da%74a/x.csv.gz',
    ),
    numbers: fc.constantFrom(
      '200 - 12 12 7 6',
      '403 AccessDenied 243 - 9 -',
      '- - - - - -',
      '204 - - - x -',
      '20 - 1 2 3 4',
    ),
    referer: fc.constantFrom('"-"', '-', '"http://a/"', '"a" b"', '""'),
    agent: fc.constantFrom('aws-cli/2', 'x REST.PUT.BUCKETPOLICY y', 'na\u00efve "quoted" POLICY', ''),
    tail: fc.constantFrom(' - host SigV4 - - - TLSv1.2 - -', '', ' -', ' - host SigV4 - - - TLSv1.2 - Yes'),
  })
  .map(
    ({ operation, bucket, second, requester, key, numbers, referer, agent, tail }) =>
      `owner ${bucket} [06/Feb/2019:00:00:${second} +0000] 192.0.2.3 ${requester} 3E57427F3EXAMPLE ` +
      `${operation} ${key} "GET /${bucket}/${key} HTTP/1.1" ${numbers} ${referer} "${agent}"${tail}`,
  );

/** One byte of a line turned into one that means something in it. */
const anyBentLine = fc
  .tuple(anyLine, fc.nat(), fc.constantFrom(' ', '"', '-', '%', '[', '7', '\t', 'e'))
  .map(([line, at, byte]) => line.slice(0, at % line.length) + byte + line.slice((at % line.length) + 1));

/** Lines as they are, damaged ones, blank ones and lines of something else. */
export const anyDamagedLine: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: anyLine },
  { weight: 4, arbitrary: anyBentLine },
  { weight: 1, arbitrary: fc.tuple(anyLine, fc.nat(300)).map(([line, length]) => line.slice(0, length)) },
  { weight: 1, arbitrary: fc.constantFrom('', '   ', 'REST.PUT.BUCKETPOLICY', 'junk \u0000 and \ufffd', '\u2028') },
);

export const anyLogText: fc.Arbitrary<string> = fc
  .tuple(anyLine, fc.array(anyDamagedLine, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([first, lines, ending, isEnded]) => [first, ...lines].join(ending) + (isEnded ? ending : ''));

/** Also written as JSON may write it: with letters escaped. */
const anyName = fc
  .tuple(
    fc.constantFrom('PutBucketPolicy', 'DeleteBucketPolicy', 'PutKeyPolicy', 'GetBucketPolicy', 'AssumeRole'),
    fc.option(fc.nat(11)),
  )
  .map(([name, at]) => {
    if (at === null) return `"${name}"`;
    const code = name.charCodeAt(at).toString(16).padStart(4, '0');
    return `"${name.slice(0, at)}\\u${code}${name.slice(at + 1)}"`;
  });

const anyEvent = fc
  .tuple(anyName, fc.constantFrom('"a"', '"PutBucketPolicy"', '"s3:PutBucketPolicy"', '"\\u003c"', '{"b":[1,{}]}'))
  .map(
    ([name, value]) =>
      `{"eventVersion":"1.08","recipientAccountId":"111122223333","eventTime":"2026-02-09T01:00:00Z","eventSource":"s3.amazonaws.com","eventName":${name},` +
      `"requestParameters":{"bucketName":"acme-lake","x":${value}},"eventID":"e"}`,
  );

const anyElement = fc.oneof(
  { weight: 10, arbitrary: anyEvent },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{}',
      '7',
      '{"eventName":"PutBucketPolicy"}',
      '{"eventSource":"aws:s3"}',
      '{"eventName" "PutBucketPolicy"}',
    ),
  },
);

export const anyTrailText: fc.Arbitrary<string> = fc
  .tuple(fc.array(anyElement, { maxLength: 6 }), fc.constantFrom('records', 'pretty', 'lines', 'cut', 'twice'))
  .map(([events, form]) => {
    const file = `{"Records":[${events.join(',')}]}`;
    switch (form) {
      case 'records':
        return file;
      case 'pretty':
        return `\n{ "Records" : [ ${events.join(' ,\n')} ] }\n`;
      case 'lines':
        return events.join('\n');
      case 'cut':
        return file.slice(0, -3);
      case 'twice':
        return file + file;
      default:
        return form satisfies never;
    }
  });

/** A text as it is, or as gzip: sound, cut off, with something behind it, or with a byte that is another. */
export function anyPacked(anyText: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  return fc
    .tuple(anyText, fc.constantFrom('plain', 'plain', 'gzip', 'gzip', 'tail', 'cut', 'bent'), anyTail, fc.nat())
    .map(([text, form, tail, number]) => {
      if (form === 'plain') return Buffer.from(text);
      const gzip = gzipSync(text);
      const at = number % gzip.length;
      if (form === 'tail') return Buffer.concat([gzip, tail]);
      if (form === 'cut') return gzip.subarray(0, at);
      if (form === 'bent') gzip[at] = (gzip[at] ?? 0) ^ 0x55;
      return gzip;
    });
}

const MEMBER = gzipSync('one more line\n');
const anyTail = fc.constantFrom(
  ...[
    'no gzip',
    'n',
    '\x1f',
    '\x1f\x8b',
    '\x1f\x8b\x07',
    '\x1f\x8b\x08\xff',
    '\0\0',
    '\0more',
    '\x1f\x8b\x08more than a head',
  ].map((text) => Buffer.from(text, 'latin1')),
  MEMBER,
  MEMBER.subarray(0, -4),
  Buffer.concat([MEMBER, Buffer.from('no gzip')]),
);
