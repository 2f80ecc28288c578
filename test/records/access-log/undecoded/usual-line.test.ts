import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccessLogLine } from '../../../../src/records/access-log/parse-line.ts';
import { ALL_FIELDS, TIME_FIELD, UsualLine } from '../../../../src/records/access-log/undecoded/usual-line.ts';
import { anyDamagedLine } from '../../../scan/any-logs.ts';

const LINE =
  'owner acme-lake [06/Feb/2019:00:00:38 +0000] 192.0.2.3 arn:aws:iam::111122223333:user/alice 3E57427F3EXAMPLE ' +
  'REST.GET.OBJECT a/b "GET /acme-lake/a/b?x=1 HTTP/1.1" 200 - 12 - 7 6 "-" "aws-cli/2 (x; y)" - host= SigV4 ' +
  'TLS_AES AuthHeader acme-lake.s3.amazonaws.com TLSv1.3 - Yes';

/** The fields as they are found, `-` and all; null when nothing is said of the line. */
function find(text: string): { readonly fields: readonly string[]; readonly time: number } | null {
  const bytes = Buffer.from(`${text}\n`);
  const line = new UsualLine();
  if (!line.find(bytes, 0, bytes.length - 1)) return null;
  const fields = Array.from({ length: line.fields }, (_, field) =>
    field === TIME_FIELD ? '' : bytes.toString('latin1', line.starts[field], line.ends[field]),
  );
  return { fields, time: line.time };
}

/** The fields that the parser finds, in the order of the log. */
function parse(text: string): { readonly fields: readonly string[]; readonly time: number } {
  const parsed = parseAccessLogLine(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { kind: _, extra, ...record } = parsed.record;
  const fields = Object.entries(record).map(([name, value]) => (name === 'time' ? '' : String(value ?? '-')));
  return { fields: [...fields, ...extra], time: record.time };
}

describe('UsualLine', () => {
  it('finds the fields of a line of today, and of one from before there were so many', () => {
    expect(find(LINE)).toEqual({ ...parse(LINE), fields: parse(LINE).fields.slice(0, ALL_FIELDS - 1) });
    expect(find(LINE.split(' ').slice(0, -8).join(' '))?.fields).toHaveLength(ALL_FIELDS - 9);
  });

  it.each([
    ['two spaces', LINE.replace(' 200 ', '  200 ')],
    ['no ASCII', LINE.replace('a/b ', 'caf\u00e9 ')],
    ['a quote in the user agent', LINE.replace('(x;', '("x";')],
    ['a backslash', LINE.replace('(x;', '(\\x;')],
    ['a requester with spaces', LINE.replace('user/alice', 'user/CloudFront Origin Access Identity E1')],
    ['another time zone', LINE.replace('+0000', '+0100')],
    ['no such day', LINE.replace('06/Feb', '31/Feb')],
    ['an operation of no known family', LINE.replace('REST.GET.OBJECT', 'NEW.GET.OBJECT')],
    ['a number with zeros in front', LINE.replace(' 12 ', ' 012 ')],
    ['a number too long to be exact', LINE.replace(' 12 ', ' 1234567890123456 ')],
    ['a status of dashes', LINE.replace(' 200 ', ' - ')],
    ['a referer without quotes', LINE.replace('"-"', '-')],
    ['more fields than there are', `${LINE} eu-west-1 new newer`],
    ['a carriage return', `${LINE}\r`],
    ['half a line', LINE.slice(0, 200)],
  ])('says nothing of a line with %s', (_, line) => {
    expect(find(line)).toBeNull();
  });

  it('finds what the parser finds, in whatever line it finds anything', () => {
    let found = 0;
    fc.assert(
      fc.property(anyDamagedLine, (line) => {
        const fields = find(line);
        if (fields === null) return;
        found++;
        const parsed = parse(line);
        expect(fields).toEqual({ ...parsed, fields: parsed.fields.slice(0, fields.fields.length) });
        expect(parsed.fields.slice(fields.fields.length).every((field) => field === '-')).toBe(true);
      }),
      { numRuns: 10_000 },
    );
    expect(found).toBeGreaterThan(500);
  });
});
