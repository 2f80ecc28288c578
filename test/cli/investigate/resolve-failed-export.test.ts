import { describe, expect, it } from 'vitest';
import { resolveFailedExport } from '../../../src/cli/investigate/resolve-failed-export.ts';
import { formatDay } from '../../../src/instant.ts';

const CONSOLE =
  "Access denied Inventory export for 2021-02-19 failed because S3 doesn't have access to the destination bucket or KMS key. Ask the owner of the destination bucket or KMS key to grant the necessary access and then try again.";

describe('resolveFailedExport', () => {
  it.each([
    ['a date', '2021-02-19'],
    ["the console's error", CONSOLE],
    ['the error with a dash and line breaks', CONSOLE.replace('denied ', 'denied —\n').replace('for ', 'for\n')],
    ['the error beside another date', `seen on 2021-02-22: ${CONSOLE}`],
    ['the error in another language', "Accès refusé: l'exportation d'inventaire du 2021-02-19 a échoué"],
    ['the same date twice', '2021-02-19 ... 2021-02-19'],
    ['a time of that day', '2021-02-19T13:00:00Z'],
  ])('finds the day in %s', (_, value) => {
    expect(formatDay(resolveFailedExport(value))).toBe('2021-02-19');
    expect(resolveFailedExport(value) % 86_400_000).toBe(0);
  });

  it.each([
    '2021/02/19',
    '2021/2/19',
    '20210219',
    '19 Feb 2021',
    '19-Feb-2021',
    '19th of February 2021',
    'Feb 19, 2021',
    'Fri Feb 19 2021',
    'February 19th, 2021',
    '02/19/2021',
    '19/02/2021',
    '19.02.2021',
    'Inventory export for February 19, 2021 failed',
  ])('reads %s', (value) => {
    expect(formatDay(resolveFailedExport(value))).toBe('2021-02-19');
  });

  it.each([
    ['no date', 'Access denied'],
    ['nothing', ''],
    ['an impossible date', 'export for 2021-02-31 failed'],
    ['two dates of which neither is named', '2021-02-19, 2021-02-20'],
    ['digits around the date', 'request 12021-02-199'],
    ['a year of two digits', '19/02/21'],
    ['an address', '10.2.19.2021'],
  ])('refuses %s', (_, value) => {
    expect(() => resolveFailedExport(value)).toThrow(/^--failed-export: /);
  });

  it.each(['03/04/2026', '3.4.2026', 'Inventory export for 03/04/2026 failed'])('asks which day %s is', (value) => {
    expect(() => resolveFailedExport(value)).toThrow(/may be 2026-03-04 or 2026-04-03$/);
  });

  it('takes a day that is the same either way', () => {
    expect(formatDay(resolveFailedExport('03/03/2026'))).toBe('2026-03-03');
  });
});
