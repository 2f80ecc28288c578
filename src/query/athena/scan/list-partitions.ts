import type { S3Client } from '@aws-sdk/client-s3';
import { inParallel } from '../../../aws/objects/in-parallel.ts';
import { compareKeys } from '../../../aws/objects/key-order.ts';
import { listObjects } from '../../../aws/objects/list-objects.ts';
import type { S3Uri } from '../../../sources/s3-uri.ts';
import type { Partition, ProjectedPartitions } from './table-partitions.ts';

/** What lies in a place. */
export interface Amount {
  readonly objects: number;
  readonly bytes: number;
}

/** The listing of a table's partitions: one amount each, in their order. */
export interface ListedPartitions {
  readonly amounts: readonly Amount[];
  /** False when it was stopped at its bound: there is more. */
  readonly isComplete: boolean;
}

/** Listings at once. */
const AT_ONCE = 8;
/** Objects after which a listing has told enough. */
const MAX_OBJECTS = 2_000_000;

/**
 * Lists partitions with as few requests as can be: neighbours are listed together, by the range of their keys.
 *
 * @param clientFor the client that reaches a bucket
 * @param onObjects told of what was found, as it comes
 * @throws what the SDK throws for a refusal; ForensicsError for a listing that cannot be followed
 */
export async function listPartitions(
  clientFor: (bucket: string) => S3Client,
  { read: partitions, innermost }: Pick<ProjectedPartitions, 'read' | 'innermost'>,
  onObjects: (amount: Amount) => void,
  maxObjects: number = MAX_OBJECTS,
): Promise<ListedPartitions> {
  const amounts = partitions.map(() => ({ objects: 0, bytes: 0 }));
  let listed = 0;
  await inParallel(runsOf(partitions, innermost), AT_ONCE, async ({ bucket, members }) => {
    const [first, last] = [members[0], members.at(-1)];
    if (first === undefined || last === undefined || listed >= maxObjects) return;
    const range = {
      prefix: commonPrefix(first.prefix, last.prefix),
      startAfter: first.prefix === '' ? null : first.prefix,
      endBefore: behind(last.prefix),
    };
    let at = 0;
    for await (const page of listObjects(clientFor(bucket), bucket, range)) {
      for (const { key, size } of page) {
        for (
          let next = members[at + 1];
          next !== undefined && compareKeys(next.prefix, key) <= 0;
          next = members[at + 1]
        ) {
          at += 1;
        }
        const member = members[at];
        const amount = amounts[member?.index ?? -1];
        if (amount === undefined || !key.startsWith(member?.prefix ?? '')) continue;
        amount.objects += 1;
        amount.bytes += size;
      }
      listed += page.length;
      onObjects({ objects: page.length, bytes: page.reduce((sum, { size }) => sum + size, 0) });
      if (listed >= maxObjects) return;
    }
  });
  return { amounts, isComplete: listed < maxObjects };
}

/** Lists everything below a place. */
export async function listWhole(
  clientFor: (bucket: string) => S3Client,
  place: S3Uri,
  onObjects: (amount: Amount) => void,
  maxObjects: number = MAX_OBJECTS,
): Promise<ListedPartitions> {
  const amount = { objects: 0, bytes: 0 };
  const { bucket, prefix } = place;
  for await (const page of listObjects(clientFor(bucket), bucket, { prefix, startAfter: null, endBefore: null })) {
    const bytes = page.reduce((sum, { size }) => sum + size, 0);
    amount.objects += page.length;
    amount.bytes += bytes;
    onObjects({ objects: page.length, bytes });
    if (amount.objects >= maxObjects) return { amounts: [amount], isComplete: false };
  }
  return { amounts: [amount], isComplete: true };
}

interface Member {
  readonly prefix: string;
  /** Among the partitions. */
  readonly index: number;
}

interface Run {
  readonly bucket: string;
  /** In the order of their prefixes. */
  readonly members: Member[];
}

/**
 * Partitions whose keys follow one another: those that differ in the innermost column, by one step. What lies within
 * another is listed for itself, since it counts for both.
 */
function runsOf(partitions: readonly Partition[], innermost: number): readonly Run[] {
  const ordered = partitions
    .map((partition, index) => ({ partition, index, prefix: partition.place.prefix }))
    .sort((a, b) => compareKeys(a.partition.place.bucket, b.partition.place.bucket) || compareKeys(a.prefix, b.prefix));
  const runs: Run[] = [];
  let before: Partition | null = null;
  for (const { partition, index, prefix } of ordered) {
    if (before === null || !areNeighbours(before, partition, innermost))
      runs.push({ bucket: partition.place.bucket, members: [] });
    runs.at(-1)?.members.push({ prefix, index });
    before = partition;
  }
  return runs;
}

function areNeighbours(a: Partition, b: Partition, innermost: number): boolean {
  if (a.place.bucket !== b.place.bucket || b.place.prefix.startsWith(a.place.prefix)) return false;
  return a.steps.every((step, index) => Math.abs((b.steps[index] ?? 0) - step) === (index === innermost ? 1 : 0));
}

function commonPrefix(a: string, b: string): string {
  let end = 0;
  while (end < a.length && a[end] === b[end]) end += 1;
  // A pair of surrogates is not cut in two.
  return /[\ud800-\udbff]$/.test(a.slice(0, end)) ? a.slice(0, end - 1) : a.slice(0, end);
}

/** The first text that sorts behind everything in a folder; null for a whole bucket. */
function behind(prefix: string): string | null {
  return prefix.endsWith('/') ? `${prefix.slice(0, -1)}0` : null;
}
