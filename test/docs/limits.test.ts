import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pageText } from './pages.ts';

const ROW = /^\| ([^|]+) \| ([^|]+) \| `([^`]+)` `([A-Z_]+)` \|$/gm;
const rows = [...pageText('docs/limits.md').matchAll(ROW)].map(([, what = '', number = '', file = '', name = '']) => ({
  what,
  number,
  file,
  name,
}));

const UNITS: Readonly<Record<string, number>> = {
  bytes: 1,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  GB: 1000 ** 3,
  days: 86_400_000,
};

describe('a number of the page on limits', () => {
  it('stands in every row', () => {
    expect(rows.length).toBe(pageText('docs/limits.md').match(/^\| .*` \|$/gm)?.length);
  });

  it.each(rows)('$what: $number', ({ number, file, name }) => {
    const [amount = '', unit] = number.split(' ');
    expect(numberOf(file, name)).toBe(
      Number(amount.replaceAll(',', '')) * (unit === undefined ? 1 : (UNITS[unit] ?? NaN)),
    );
  });
});

/** Products and powers of numbers, and of `DAY`, as constants are written here. */
function numberOf(file: string, name: string): number {
  const text = new RegExp(`^(?:export )?const ${name}(?:: number)? = ([^;]+);`, 'm').exec(
    readFileSync(file, 'utf8'),
  )?.[1];
  return (text ?? 'none').split(/ \* /).reduce((product, factor) => {
    const [base = '', power = '1'] = factor
      .split(' ** ')
      .map((word) => word.replaceAll('_', '').replace('DAY', '86400000'));
    return product * Number(base) ** Number(power);
  }, 1);
}
