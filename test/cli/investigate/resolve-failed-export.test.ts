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
  ])('finds the day in %s', (_, value) => {
    expect(formatDay(resolveFailedExport(value))).toBe('2021-02-19');
    expect(resolveFailedExport(value) % 86_400_000).toBe(0);
  });

  it.each([
    ['no date', 'Access denied'],
    ['nothing', ''],
    ['an impossible date', 'export for 2021-02-31 failed'],
    ['two dates of which neither is named', '2021-02-19, 2021-02-20'],
    ['digits around the date', 'request 12021-02-199'],
  ])('refuses %s', (_, value) => {
    expect(() => resolveFailedExport(value)).toThrow(/^--failed-export: /);
  });
});
