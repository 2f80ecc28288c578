import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedTables } from '../../src/query/catalog.ts';
import { accessLogRow } from '../../src/query/duckdb/access-log-row.ts';
import { parseAccessLogLine } from '../../src/records/access-log/parse-line.ts';
import { ACCESS_LOG_COLUMNS } from '../../src/records/athena/access-log-columns.ts';

/** The expression of a table definition as Java, and JavaScript, sees it. */
function expressionOf(table: string): RegExp {
  const sql = shippedTables().find(({ name }) => name === table)?.sql ?? '';
  const written = /'input\.regex' = '(.*)'/.exec(sql)?.[1] ?? '';
  return new RegExp(`^${written.replaceAll('\\\\', '\\')}$`);
}

/** A row as RegexSerDe makes it: a group that takes no part is NULL, so is a number that is none. */
function rowOf(expression: RegExp, line: string): Record<string, string | number | null> | null {
  const match = expression.exec(line);
  if (match === null) return null;
  return Object.fromEntries(
    ACCESS_LOG_COLUMNS.map((name, index) => {
      const text = match[index + 1] ?? null;
      if (name !== 'bytessent' && name !== 'objectsize') return [name, text];
      return [name, text === null || text === '-' ? null : Number(text)];
    }),
  );
}

const expression = expressionOf('s3_access_logs');

function sampleLines(): readonly string[] {
  const lines: string[] = [];
  for (const sample of readdirSync('samples')) {
    for (const file of readdirSync(`samples/${sample}/access-logs`, { recursive: true, withFileTypes: true })) {
      if (file.isFile())
        lines.push(...readFileSync(`${file.parentPath}/${file.name}`, 'utf8').split('\n').filter(Boolean));
    }
  }
  return lines;
}

const HEAD =
  '79a5 acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 2 3 4';

describe("the expression of Athena's access log table", () => {
  it('gives what the parser of this program gives, for every line of the samples', () => {
    const lines = sampleLines();
    expect(lines.length).toBeGreaterThan(2_000);
    for (const line of lines) {
      const parsed = parseAccessLogLine(line);
      if (!parsed.ok) throw new Error(`${parsed.reason}: ${line}`);
      const row = rowOf(expression, line);
      // Only a line of an older era has NULLs, where the local table has `-`.
      const filled = Object.fromEntries(
        Object.entries(row ?? {}).map(([name, value]) => {
          return [name, value ?? (name === 'bytessent' || name === 'objectsize' ? null : '-')];
        }),
      );
      expect(filled).toEqual(accessLogRow(parsed.record));
    }
  });

  it.each([
    ['18 fields', `${HEAD} "-" "agent" -`, { useragent: '"agent"', versionid: '-', hostid: null }],
    ['24 fields', `${HEAD} "-" "a" v h SigV4 c AuthHeader e TLSv1.2`, { tlsversion: 'TLSv1.2', accesspointarn: null }],
    ['25 fields', `${HEAD} "-" "a" v h SigV4 c AuthHeader e TLSv1.2 -`, { accesspointarn: '-', aclrequired: null }],
    [
      '26 fields',
      `${HEAD} "-" "a" v h SigV4 c AuthHeader e TLSv1.2 arn Yes`,
      { hostid: 'h', aclrequired: 'Yes', sourceregion: null },
    ],
    [
      '27 fields and a later one',
      `${HEAD} "-" "a" v h SigV4 c AuthHeader e TLSv1.2 arn - eu-west-1 new`,
      { sourceregion: 'eu-west-1' },
    ],
    [
      'a referer with spaces',
      `${HEAD} "http://x/?q="a b"" "agent" v h`,
      { referrer: '"http://x/?q="a b""', useragent: '"agent"', versionid: 'v' },
    ],
    [
      'quotes in the user agent',
      `${HEAD} "-" "a "quoted" agent" v h`,
      { useragent: '"a "quoted" agent"', hostid: 'h' },
    ],
  ])('reads a line with %s', (_, line, wanted) => {
    expect(rowOf(expression, line)).toMatchObject({ bucketowner: '79a5', ...wanted });
  });

  it('reads a requester with spaces, and is the same in both definitions', () => {
    const line = HEAD.replace(
      '192.0.2.3 79a5',
      '192.0.2.3 arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABC',
    );
    expect(rowOf(expression, `${line} "-" "-" -`)?.['requester']).toBe(
      'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABC',
    );
    expect(expressionOf('s3_access_logs_flat').source).toBe(expression.source);
  });
});
