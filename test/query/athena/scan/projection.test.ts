import { describe, expect, it } from 'vitest';
import { type ProjectedColumn, projectColumn } from '../../../../src/query/athena/scan/projection.ts';

const NOW = Date.UTC(2026, 1, 20, 12, 30);

function project(properties: Readonly<Record<string, string>>): ProjectedColumn {
  return projectColumn(
    'c',
    new Map(Object.entries(properties).map(([name, value]) => [`projection.c.${name}`, value])),
    NOW,
  );
}

function valuesOf(properties: Readonly<Record<string, string>>): readonly string[] | null {
  const projected = project(properties);
  return projected.kind === 'values' ? projected.values : null;
}

describe('a projected column', () => {
  it('has the values of its enum as they are written, spaces included', () => {
    expect(valuesOf({ type: ' Enum ', values: 'eu-west-1, us-east-1,' })).toEqual(['eu-west-1', ' us-east-1', '']);
  });

  it('counts integers by interval and digits', () => {
    expect(valuesOf({ type: 'integer', range: '0,10', interval: '5', digits: '2' })).toEqual(['00', '05', '10']);
    expect(valuesOf({ type: 'integer', range: ' -1 , 1 ' })).toEqual(['-1', '0', '1']);
  });

  it.each([
    [{ range: '2026/02/18,NOW' }, ['2026/02/18', '2026/02/19', '2026/02/20']],
    [{ range: 'NOW-2DAYS,NOW+1DAY' }, ['2026/02/18', '2026/02/19', '2026/02/20', '2026/02/21']],
    [{ range: '2026/02/01,NOW', interval: '1', 'interval.unit': 'WEEKS' }, ['2026/02/01', '2026/02/08', '2026/02/15']],
    [{ range: '2025/12/31,NOW', interval: '1', 'interval.unit': 'months' }, ['2025/12/31', '2026/01/31']],
    [{ range: 'NOW-1MONTH,2026/01/21' }, ['2026/01/20', '2026/01/21']],
    [{ range: '2026/02/19,2026/02/19', interval: '6', 'interval.unit': 'HOURS' }, ['2026/02/19']],
    [{ range: '2026/02/21,NOW' }, []],
  ])('steps through dates: %j', (properties, values) => {
    expect(valuesOf({ type: 'date', format: 'yyyy/MM/dd', ...properties })).toEqual(values);
  });

  it('steps by what the format is precise to', () => {
    expect(valuesOf({ type: 'date', format: 'yyyy-MM', range: '2025-11,NOW' })).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
    ]);
    expect(valuesOf({ type: 'date', format: 'yyyyMMddHH', range: '2026022010,NOW' })).toHaveLength(3);
  });

  it('leaves injected values to the statement', () => {
    expect(project({ type: 'injected' })).toEqual({ kind: 'injected' });
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [{}, 'projection.c.type'],
    [{ type: 'enum' }, 'projection.c.values'],
    [{ type: 'integer', range: '1-5' }, 'projection.c.range'],
    [{ type: 'integer', range: '1,5', interval: '0' }, 'projection.c.interval'],
    [{ type: 'integer', range: '0,999999999999' }, 'more than 100000 values'],
    [{ type: 'date', range: '2026/02/01,NOW' }, 'projection.c.format'],
    [{ type: 'date', format: 'yyyy/MM/dd', range: 'NOW-1FORTNIGHT,NOW' }, 'projection.c.range'],
    [{ type: 'date', format: 'yyyy/MM/dd', range: '2026/02/01' }, 'projection.c.range'],
    [{ type: 'date', format: 'yyyy/MM/dd', range: '2026/02/01,NOW', 'interval.unit': 'AGES' }, 'projection.c.interval'],
    [{ type: 'date', format: 'yyyyMMddHHmmss', range: '20200101000000,NOW' }, 'more than 100000 values'],
    [{ type: '__proto__' }, 'projection.c.type'],
  ])('says what of %j is not understood', (properties, reason) => {
    expect(project(properties)).toEqual({ kind: 'unknown', reason: expect.stringContaining(reason) });
  });
});
