import { byteSize, count, counted } from '../../../display/quantities.ts';
import type { AthenaPlace } from '../execute.ts';
import { DEFAULT_WORKGROUP, type Workgroup } from '../workgroup.ts';
import type { Amount, ListedPartitions } from './list-partitions.ts';
import { partitionLines } from './partition-lines.ts';
import type { PlannedTable } from './plan-scan.ts';
import { queryPrice, usd } from './price.ts';

/** A plan as it is shown: text of lines, each of them still to be escaped. */
export function describeScan(
  planned: readonly PlannedTable[] | null,
  workgroup: Workgroup | { readonly why: string },
  place: AthenaPlace & { readonly maxScanBytes: number | null },
): readonly string[] {
  return [
    workgroupLine(workgroup, place),
    ...(planned ?? []).flatMap(tableLines),
    ...totalLines(planned, workgroup, place.maxScanBytes),
    'Nothing was started.',
  ];
}

/** What the workgroup settles. */
function workgroupLine(
  workgroup: Workgroup | { readonly why: string },
  place: Pick<AthenaPlace, 'workgroup' | 'outputLocation'>,
): string {
  if ('why' in workgroup) return `Workgroup ${place.workgroup ?? DEFAULT_WORKGROUP}: not known (${workgroup.why})`;
  const { cutoffBytes, engineVersion, isDisabled } = workgroup;
  const told = [
    ...(isDisabled ? ['DISABLED, no query runs in it'] : []),
    engineVersion ?? 'engine not named',
    resultPlace(workgroup, place.outputLocation),
    cutoffBytes === null
      ? 'no bound on what a query reads'
      : `a query that has read ${byteSize(cutoffBytes)} is stopped`,
  ];
  return `Workgroup ${workgroup.name}: ${told.join('; ')}`;
}

function resultPlace({ outputLocation, hasManagedResults, isEnforced }: Workgroup, given: string | null): string {
  if (hasManagedResults) return 'Athena keeps the results';
  if (isEnforced && outputLocation !== null) {
    const overruled = given !== null && given !== outputLocation ? ', whatever --output-location says' : '';
    return `results go to ${outputLocation} (enforced${overruled})`;
  }
  const location = given ?? outputLocation;
  if (location === null) return 'no place for results: give --output-location s3://BUCKET/PREFIX/';
  return `results go to ${location}`;
}

function tableLines(table: PlannedTable): readonly string[] {
  const { name, times, partitions, listed } = table;
  const head = `Table ${name}${times === 1 ? '' : `, read ${times} times`}`;
  const trouble = listed !== null && 'why' in listed ? `: not listed (${listed.why})` : '';
  switch (partitions.kind) {
    case 'unknown':
      return [`${head}: not known what is read (${partitions.reason})`];
    case 'whole': {
      const { bucket, prefix } = partitions.place;
      const why = partitions.reason === null ? '' : ` (${partitions.reason})`;
      const amount = listed === null || 'why' in listed ? '' : `: ${listedText(listed)}`;
      return [`${head}: all of s3://${bucket}/${prefix}${why}${trouble}${amount}`];
    }
    case 'partitions': {
      const { read, total } = partitions;
      const which =
        read.length === total
          ? `every one of its ${counted(total, 'partition')}`
          : `${count(read.length)} of ${counted(total, 'partition')}`;
      if (listed === null || 'why' in listed) return [`${head}: ${which}${trouble}`];
      return [`${head}: ${which}, ${listedText(listed)}`, ...partitionLines(partitions, listed.amounts)];
    }
    default:
      return partitions satisfies never;
  }
}

/** The sum over all tables, its price, and the bounds that it meets. */
function totalLines(
  planned: readonly PlannedTable[] | null,
  workgroup: Workgroup | { readonly why: string },
  maxScanBytes: number | null,
): readonly string[] {
  if (planned === null) return ['What it reads is not known: the statement is not understood here.'];
  let bytes = 0;
  let objects = 0;
  let isWhole = true;
  for (const { times, partitions, listed } of planned) {
    if (!isListed(listed) || !listed.isComplete) isWhole = false;
    if (partitions.kind === 'whole' && partitions.mayLieElsewhere) isWhole = false;
    const found = isListed(listed) ? sum(listed.amounts) : { bytes: 0, objects: 0 };
    bytes += times * found.bytes;
    objects += times * found.objects;
  }
  if (planned.length === 0) return ['It reads no table.'];
  if (!planned.some(({ listed }) => isListed(listed)))
    return ['What it reads could not be listed, so there is no telling what it costs.'];
  const price = usd(queryPrice(bytes));
  const amount = amountText({ bytes, objects });
  const rate = '5 USD a TB and 10 MB at least in most Regions, https://aws.amazon.com/athena/pricing/';
  const lines = isWhole
    ? [`It reads at most ${amount}, for at most ${price} (${rate}).`, FOOTNOTE]
    : [`It reads ${amount}, for ${price} (${rate}), and what could not be listed besides.`];
  const cutoff = 'why' in workgroup ? null : workgroup.cutoffBytes;
  if (cutoff !== null && bytes > cutoff)
    lines.push(`That is more than the workgroup lets a query read (${byteSize(cutoff)}).`);
  if (maxScanBytes !== null && bytes > maxScanBytes)
    lines.push(`That is more than --max-scan-bytes (${byteSize(maxScanBytes)}).`);
  return lines;
}

const FOOTNOTE = 'Compressed objects count as stored; text formats are read whole, whatever columns are asked for.';

function isListed(listed: PlannedTable['listed']): listed is ListedPartitions {
  return listed !== null && 'amounts' in listed;
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (total, { objects, bytes }) => ({ objects: total.objects + objects, bytes: total.bytes + bytes }),
    { objects: 0, bytes: 0 },
  );
}

function listedText({ amounts, isComplete }: ListedPartitions): string {
  return `${amountText(sum(amounts))}${isComplete ? '' : ' and more, where listing was stopped'}`;
}

function amountText({ objects, bytes }: Amount): string {
  return `${byteSize(bytes)} in ${counted(objects, 'object')}`;
}
