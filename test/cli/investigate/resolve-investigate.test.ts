import { describe, expect, it } from 'vitest';
import type { Flags } from '../../../src/cli/command.ts';
import { resolveInvestigate } from '../../../src/cli/investigate/resolve-investigate.ts';
import { ForensicsError } from '../../../src/errors.ts';
import { HOUR } from '../../../src/instant.ts';
import { REPORT_FORMAT_NAMES } from '../../../src/report/formats.ts';

const CLOCK = Date.UTC(2026, 1, 20, 12);

function refusal(raw: Flags): string {
  try {
    resolveInvestigate(raw, CLOCK);
  } catch (error) {
    if (error instanceof ForensicsError) return `${error.code} | ${error.message} | ${error.hint}`;
    throw error;
  }
  return 'accepted';
}

describe('resolveInvestigate', () => {
  it('knows what nothing means', () => {
    expect(resolveInvestigate({}, CLOCK)).toEqual({
      options: {
        case: {},
        clock: CLOCK,
        since: null,
        until: null,
        graceMs: 48 * HOUR,
        listingTimezone: null,
        remedyFile: null,
        failedExports: [],
      },
      outputs: [{ format: 'text', path: null }],
      failOn: null,
    });
  });

  it('reads every flag', () => {
    const raw: Flags = {
      sourceBucket: 'acme-lake',
      sourceAccount: '111122223333',
      destinationBucket: 'acme-reports',
      destinationAccount: '444455556666',
      destinationPrefix: 'inv/',
      configurationId: 'daily-full',
      frequency: 'weekly',
      encryption: 'sse-s3',
      now: '2026-02-19',
      since: '2d',
      until: '2026-02-18',
      grace: '30h',
      listingTimezone: 'Europe/Paris',
      failOn: 'broken',
      remedyOut: 'fix.json',
      failedExport: ['2026-02-12', 'Inventory export for 2026-02-11 failed', '2026-02-12'],
      format: ['json', 'text'],
      output: ['report.json'],
    };
    const endOfDay = Date.UTC(2026, 1, 20) - 1;
    expect(resolveInvestigate(raw, CLOCK)).toEqual({
      options: {
        case: {
          sourceBucket: 'acme-lake',
          sourceAccount: '111122223333',
          destinationBucket: 'acme-reports',
          destinationAccount: '444455556666',
          destinationPrefix: 'inv/',
          configurationId: 'daily-full',
          frequency: 'Weekly',
          encryption: 'SSE-S3',
          now: endOfDay,
        },
        clock: CLOCK,
        since: endOfDay - 48 * HOUR,
        until: Date.UTC(2026, 1, 19) - 1,
        graceMs: 30 * HOUR,
        listingTimezone: 'Europe/Paris',
        remedyFile: 'fix.json',
        failedExports: [Date.UTC(2026, 1, 11), Date.UTC(2026, 1, 12)],
      },
      outputs: [
        { format: 'json', path: 'report.json' },
        { format: 'text', path: null },
      ],
      failOn: 'broken',
    });
  });

  it('takes a KMS key ARN as encryption', () => {
    const encryption = 'arn:aws:kms:eu-west-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(resolveInvestigate({ encryption }, CLOCK).options.case.encryption).toBe(encryption);
  });

  it.each<[string, Flags]>([
    ['a bucket URI', { sourceBucket: 's3://acme-lake' }],
    ['a bucket ARN', { destinationBucket: 'arn:aws:s3:::acme-reports' }],
    ['an account with dashes', { sourceAccount: '1111-2222-3333' }],
    ['an account name', { destinationAccount: 'production' }],
    ['a configuration id with a slash', { configurationId: 'inv/daily' }],
    ['an hourly schedule', { frequency: 'hourly' }],
    ['a key id that is no ARN', { encryption: '1234abcd' }],
    ['a malformed time', { now: 'tomorrow' }],
    ['a malformed grace', { grace: '2 days' }],
    ['a malformed failed export', { failedExport: ['2026-02-12', 'lately'] }],
    ['an unknown time zone', { listingTimezone: 'Mars/Olympus' }],
    ['an unknown outcome', { failOn: 'recovered' }],
    ['an output without format', { format: ['json'], output: ['a.json', 'b.json'] }],
    ['two reports on standard output', { format: ['json', 'text'] }],
    ['two reports on standard output, one by name', { format: ['json', 'text'], output: ['-'] }],
    ['an output without a name', { output: [''] }],
    ['a period that ends before it begins', { since: '2026-02-19', until: '2026-02-18' }],
  ])('refuses %s', (_, raw) => {
    expect(refusal(raw)).toMatchSnapshot();
  });

  it('refuses an unknown format, and names those that there are', () => {
    const wanted = `give one of ${REPORT_FORMAT_NAMES.join(', ')}`;
    expect(refusal({ format: ['yaml'] })).toBe(`usage | --format: "yaml" cannot be used | ${wanted}`);
  });

  it('writes the first output in text when no format is given', () => {
    expect(resolveInvestigate({ output: ['report.txt'] }, CLOCK).outputs).toEqual([
      { format: 'text', path: 'report.txt' },
    ]);
  });
});
