import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveDay, resolveDuration, resolveTime } from '../../../src/cli/options/resolve-time.ts';
import { ForensicsError } from '../../../src/errors.ts';
import { DAY, formatInstant, HOUR } from '../../../src/instant.ts';

const NOW = Date.UTC(2026, 1, 20, 12);

function time(value: string, edge: 'start' | 'end' = 'start'): string {
  return formatInstant(resolveTime('--since', value, { edge, now: NOW }));
}

describe('resolveTime', () => {
  it.each([
    ['2026-02-19T08:15:30Z', '2026-02-19T08:15:30Z'],
    ['2026-02-19T08:15:30.250Z', '2026-02-19T08:15:30.250Z'],
    ['2026-02-19T08:15Z', '2026-02-19T08:15:00Z'],
    ['2026-02-19T08:15:30+02:00', '2026-02-19T06:15:30Z'],
    ['2026-02-19T08:15:30-0530', '2026-02-19T13:45:30Z'],
    ['2026-02-19T08:15:30', '2026-02-19T08:15:30Z'],
    ['2026-02-19 08:15', '2026-02-19T08:15:00Z'],
    ['2026-02-19t08:15:30z', '2026-02-19T08:15:30Z'],
  ])('reads %s as %s', (value, expected) => {
    expect(time(value)).toBe(expected);
    expect(time(value, 'end')).toBe(expected);
  });

  it('takes a date as the whole UTC day, whose edge is asked for', () => {
    expect(time('2026-02-19', 'start')).toBe('2026-02-19T00:00:00Z');
    expect(time('2026-02-19', 'end')).toBe('2026-02-19T23:59:59.999Z');
    expect(time('2024-02-29', 'start')).toBe('2024-02-29T00:00:00Z');
  });

  it.each([
    ['90d', 90 * DAY],
    ['36h', 36 * HOUR],
    ['2w', 14 * DAY],
    ['30m', HOUR / 2],
    ['36H', 36 * HOUR],
  ])('counts %s back from now', (value, before) => {
    expect(resolveTime('--since', value, { edge: 'end', now: NOW })).toBe(NOW - before);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-02-19T25:00:00Z',
    '19/02/2026',
    '2026',
    '-90d',
    '90',
    '1.5d',
    '90 d',
    '9999999d',
    '2026-02-19T08:15:30Z; rm',
  ])('refuses "%s" as misuse', (value) => {
    expect(() => time(value)).toThrow(ForensicsError);
    expect(() => time(value)).toThrow(/^--since: ".*" cannot be used$/);
  });

  it('does not depend on the time zone of the machine', () => {
    const zone = process.env['TZ'];
    try {
      for (const machine of ['America/Los_Angeles', 'Asia/Kolkata', 'UTC']) {
        process.env['TZ'] = machine;
        expect(time('2026-03-08', 'start')).toBe('2026-03-08T00:00:00Z');
        expect(time('2026-03-08', 'end')).toBe('2026-03-08T23:59:59.999Z');
        expect(time('2026-03-08T02:30')).toBe('2026-03-08T02:30:00Z');
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('reads back every time that reports print', () => {
    const instants = fc.integer({ min: Date.UTC(2006, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(resolveTime('--now', formatInstant(instant), { edge: 'end', now: NOW })).toBe(instant);
      }),
    );
  });
});

describe('resolveDay', () => {
  it('is the midnight of a date, and null for what is no date', () => {
    expect(resolveDay('2026-02-19')).toBe(Date.UTC(2026, 1, 19));
    expect(resolveDay('2026-02-29')).toBeNull();
    expect(resolveDay('2026-02-19T00:00:00Z')).toBeNull();
  });
});

describe('resolveDuration', () => {
  it('is in milliseconds', () => {
    expect(resolveDuration('--grace', '48h')).toBe(48 * HOUR);
    expect(resolveDuration('--grace', '0h')).toBe(0);
  });

  it.each(['48', '2026-02-19', 'h', '-1h'])('refuses "%s"', (value) => {
    expect(() => resolveDuration('--grace', value)).toThrow(`--grace: "${value}" cannot be used`);
  });
});
