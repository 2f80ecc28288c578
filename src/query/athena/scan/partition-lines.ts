import { byteSize, count, counted } from '../../../display/quantities.ts';
import type { Amount } from './list-partitions.ts';
import type { Partition, ProjectedPartitions } from './table-partitions.ts';

/** Lines that can be taken in at a glance. */
const MAX_LINES = 40;

/**
 * What lies in the partitions, a line each, behind one that says what they stand for. Where they are too many they are
 * brought together: by day, by what is no date (account, Region), by month, by year, whichever is the first to give a
 * list that can be read. Those that hold nothing are counted.
 */
export function partitionLines({ read, columns }: ProjectedPartitions, amounts: readonly Amount[]): readonly string[] {
  const filled = read
    .map((partition, index) => ({ partition, amount: amounts[index] ?? { objects: 0, bytes: 0 } }))
    .filter(({ amount }) => amount.objects > 0);
  const date = columns.findIndex(({ isDate }) => isDate);
  const others = columns.flatMap(({ isDate }, index) => (isDate ? [] : [index]));
  const groupings: Grouping[] = [
    { by: columns.map(({ name }) => name).join(', '), of: ({ values }) => values.join(' ') },
  ];
  // Of patterns that begin with the year, as nearly all do.
  if (date !== -1) groupings.push(dateGrouping('day', date, /^\d{4}\D?\d{2}\D?\d{2}/));
  if (others.length > 0) {
    const by = others.map((index) => columns[index]?.name ?? '').join(', ');
    groupings.push({ by, of: ({ values }) => others.map((index) => values[index]).join(' ') });
  }
  if (date !== -1) {
    groupings.push(dateGrouping('month', date, /^\d{4}\D?\d{2}/));
    groupings.push(dateGrouping('year', date, /^\d{4}/));
  }
  const found = groupings
    .map((grouping) => ({ by: grouping.by, lines: grouped(filled, grouping) }))
    .find(({ lines }) => lines.length <= MAX_LINES);
  const empty = read.length - filled.length;
  if (filled.length === 0) return [];
  return [
    ...(found === undefined ? [] : [`  by ${found.by}:`, ...found.lines]),
    ...(empty > 0 ? [`  ${counted(empty, 'partition')} with nothing in ${empty === 1 ? 'it' : 'them'}`] : []),
  ];
}

interface Grouping {
  /** What a line stands for. */
  readonly by: string;
  readonly of: (partition: Partition) => string;
}

interface Filled {
  readonly partition: Partition;
  readonly amount: Amount;
}

function dateGrouping(by: string, column: number, part: RegExp): Grouping {
  return { by, of: ({ values }) => part.exec(values[column] ?? '')?.[0] ?? values[column] ?? '' };
}

function grouped(filled: readonly Filled[], { of }: Grouping): readonly string[] {
  const groups = new Map<string, { objects: number; bytes: number; partitions: number }>();
  for (const { partition, amount } of filled) {
    const name = of(partition);
    const group = groups.get(name) ?? { objects: 0, bytes: 0, partitions: 0 };
    group.objects += amount.objects;
    group.bytes += amount.bytes;
    group.partitions += 1;
    groups.set(name, group);
  }
  const rows = [...groups].map(([name, { objects, bytes, partitions }]) => {
    const more = partitions === 1 ? '' : `  ${counted(partitions, 'partition')}`;
    return [name, byteSize(bytes), `${count(objects)} ${objects === 1 ? 'object' : 'objects'}${more}`];
  });
  const width = (column: number) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0));
  const [first, second] = [width(0), width(1)];
  return rows.map(
    ([name = '', bytes = '', objects = '']) => `    ${name.padEnd(first)}  ${bytes.padStart(second)}  ${objects}`,
  );
}
