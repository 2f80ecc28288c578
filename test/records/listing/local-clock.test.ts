import { describe, expect, it } from 'vitest';
import { ForensicsError } from '../../../src/errors.ts';
import { createLocalClock } from '../../../src/records/listing/local-clock.ts';

function read(zone: string | null, wallClock: string): string {
  const { instant, isApproximate } = createLocalClock(zone)(Date.parse(`${wallClock}Z`));
  return `${new Date(instant).toISOString().slice(0, 19)}${isApproximate ? ' or so' : ''}`;
}

describe('createLocalClock', () => {
  it('reads times as UTC without a zone, and says that this is a guess', () => {
    expect(read(null, '2026-02-09T20:55:44')).toBe('2026-02-09T20:55:44 or so');
  });

  it('reads times in a zone, summer and winter', () => {
    expect(read('UTC', '2026-02-09T20:55:44')).toBe('2026-02-09T20:55:44');
    expect(read('Europe/Berlin', '2026-02-09T20:55:44')).toBe('2026-02-09T19:55:44');
    expect(read('Europe/Berlin', '2026-07-09T20:55:44')).toBe('2026-07-09T18:55:44');
    expect(read('America/New_York', '2026-02-09T20:55:44')).toBe('2026-02-10T01:55:44');
    expect(read('Asia/Kathmandu', '2026-02-09T05:45:00')).toBe('2026-02-09T00:00:00');
  });

  it('is exact up to the change of the clocks, and not within it', () => {
    expect(read('Europe/Berlin', '2026-03-29T01:59:59')).toBe('2026-03-29T00:59:59');
    expect(read('Europe/Berlin', '2026-03-29T02:30:00')).toMatch(/or so$/);
    expect(read('Europe/Berlin', '2026-03-29T03:00:00')).toBe('2026-03-29T01:00:00');
    expect(read('Europe/Berlin', '2026-10-25T01:59:59')).toBe('2026-10-24T23:59:59');
    expect(read('Europe/Berlin', '2026-10-25T02:00:00')).toBe('2026-10-25T00:00:00 or so');
    expect(read('Europe/Berlin', '2026-10-25T03:00:00')).toBe('2026-10-25T02:00:00');
  });

  it('refuses a zone that does not exist', () => {
    expect(() => createLocalClock('Mars/Olympus')).toThrow(ForensicsError);
    expect(() => createLocalClock('')).toThrow(ForensicsError);
  });
});
