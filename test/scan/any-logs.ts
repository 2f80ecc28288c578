import fc from 'fast-check';

const OPERATIONS = [
  'REST.GET.OBJECT',
  'REST.PUT.OBJECT',
  'REST.PUT.BUCKETPOLICY',
  'REST.DELETE.BUCKETPOLICY',
  'REST.GET.BUCKETPOLICY',
  'rest.put.bucketpolicy',
];

const anyLine = fc
  .record({
    operation: fc.constantFrom(...OPERATIONS),
    bucket: fc.constantFrom('acme-lake', 'acme-reports', 'b'),
    second: fc.integer({ min: 10, max: 59 }),
    key: fc.constantFrom('-', 'a/b', 'POLICY', 'caf%C3%A9'),
    agent: fc.constantFrom('aws-cli/2', 'x REST.PUT.BUCKETPOLICY y', 'na\u00efve "quoted" POLICY'),
    tail: fc.constantFrom(' - host SigV4 - - - TLSv1.2 - -', '', ' -', ' - host SigV4 - - - TLSv1.2 - Yes'),
  })
  .map(
    ({ operation, bucket, second, key, agent, tail }) =>
      `owner ${bucket} [06/Feb/2019:00:00:${second} +0000] 192.0.2.3 arn:aws:iam::111122223333:user/alice 3E57427F3EXAMPLE ` +
      `${operation} ${key} "GET /${bucket}/${key} HTTP/1.1" 200 - 12 12 7 6 "-" "${agent}"${tail}`,
  );

/** Lines as they are, damaged ones, blank ones and lines of something else. */
const anyDamagedLine = fc.oneof(
  { weight: 8, arbitrary: anyLine },
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
      `{"eventVersion":"1.08","eventTime":"2026-02-09T01:00:00Z","eventSource":"s3.amazonaws.com","eventName":${name},` +
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
