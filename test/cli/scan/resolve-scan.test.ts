import { describe, expect, it } from 'vitest';
import type { Flags } from '../../../src/cli/command.ts';
import { resolveScan } from '../../../src/cli/scan/resolve-scan.ts';
import { ForensicsError } from '../../../src/errors.ts';

const CLOCK = Date.UTC(2026, 1, 20, 12);

function resolved(raw: Flags = {}) {
  return resolveScan(raw, CLOCK).options;
}

describe('resolveScan', () => {
  it('wants policy changes as a table unless told otherwise', () => {
    const { filter, format, all } = resolved();
    expect([format, all]).toEqual(['table', false]);
    expect({ ...filter, operation: null }).toEqual({
      operation: null,
      bucket: null,
      requester: null,
      status: null,
      since: null,
      until: null,
    });
    const wanted = (name: string) => filter.operation?.(name);
    expect(
      [
        'PutBucketPolicy',
        'DeleteBucketPolicy',
        'PutKeyPolicy',
        'REST.PUT.BUCKETPOLICY',
        'REST.DELETE.BUCKETPOLICY',
      ].map(wanted),
    ).toEqual([true, true, true, true, true]);
    expect(['GetBucketPolicy', 'REST.GET.BUCKETPOLICY', 'PutObject', ''].map(wanted)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('wants every record with --all, and those of --operation with both', () => {
    expect(resolved({ all: true }).filter.operation).toBeNull();
    expect(resolved({ all: true, operation: 'put' }).filter.operation?.('REST.PUT.OBJECT')).toBe(true);
    expect(resolved({ all: true, operation: 'put' }).filter.operation?.('REST.GET.OBJECT')).toBe(false);
  });

  it('matches operations without regard to case, anywhere in the name', () => {
    const test = resolved({ operation: 'inventory|^put.*policy$' }).filter.operation;
    expect(['REST.PUT.INVENTORY', 'PutKeyPolicy', 'XPutKeyPolicy'].map((name) => test?.(name))).toEqual([
      true,
      true,
      false,
    ]);
    expect(test?.('REST.PUT.INVENTORY')).toBe(true);
  });

  it('lets an expression see only so much of a name that somebody else wrote', () => {
    const test = resolved({ operation: 'tail' }).filter.operation;
    expect(test?.(`${'x'.repeat(60)}tail`)).toBe(true);
    expect(test?.(`${'x'.repeat(61)}tail`)).toBe(false);
  });

  it('remembers no more than it should of names without end', () => {
    const test = resolved({ operation: '7$' }).filter.operation;
    const answers = Array.from({ length: 3_000 }, (_, index) => test?.(`op${index}`));
    expect(answers.filter(Boolean)).toHaveLength(300);
    expect(test?.('op2997')).toBe(true);
  });

  it.each([
    ['200', { kind: 'http', from: 200, to: 200 }],
    ['4xx', { kind: 'http', from: 400, to: 499 }],
    ['5XX', { kind: 'http', from: 500, to: 599 }],
    ['ok', { kind: 'ok' }],
    ['Failed', { kind: 'failed' }],
  ])('reads the status %s', (status, expected) => {
    expect(resolved({ status }).filter.status).toEqual(expected);
  });

  it.each<[string, Flags]>([
    ['an invalid expression', { operation: '(PUT' }],
    ['a status that is none', { status: '40' }],
    ['an unknown format', { format: 'json' }],
    ['a malformed time', { since: '90' }],
    ['an unknown time zone', { listingTimezone: '' }],
  ])('refuses %s', (_, raw) => {
    let refusal = 'accepted';
    try {
      resolved(raw);
    } catch (error) {
      if (!(error instanceof ForensicsError)) throw error;
      refusal = `${error.code} | ${error.message} | ${error.hint}`;
    }
    expect(refusal).toMatchSnapshot();
  });
});
