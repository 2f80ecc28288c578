import type { AwsParty } from '../aws/access.ts';
import { describeS3Failure, NO_LONGER_THERE } from '../aws/objects/describe-failure.ts';
import { inParallel } from '../aws/objects/in-parallel.ts';
import { listAhead } from '../aws/objects/list-ahead.ts';
import { isFolder, type KeyRange, type StoredObject } from '../aws/objects/list-objects.ts';
import { byteSize, counted } from '../display/quantities.ts';
import type { Desk } from './desk.ts';
import type { Amount } from './fetch-cost.ts';
import { AT_ONCE, type FetchWatcher, fetchObject } from './fetch-objects.ts';
import { objectPath } from './file-name.ts';

/** Objects of one kind that are wanted. */
interface Wanted {
  readonly bucket: string;
  readonly ranges: readonly KeyRange[];
  readonly party: AwsParty;
  /** ARN of who fetches; null where it is not known. */
  readonly caller: string | null;
  /** What the objects are, for lines: `access log of acme-reports`. */
  readonly what: string;
}

/** What is wanted, listed; nothing is fetched before all of it is known. */
export interface FetchPlan {
  /**
   * Lists what is wanted. Objects that are there from an earlier run, of the same ETag, will not be fetched again.
   *
   * @returns how many objects there are; null when they could not be listed, which is then a problem of the desk
   */
  add(wanted: Wanted): Promise<number | null>;
  /** Of each kind, in the order in which they were added. */
  readonly amounts: readonly Amount[];
  /** Of which kinds there were objects that could not be read. */
  readonly failed: ReadonlySet<string>;
  /** Brings all of it into the collection, byte for byte. */
  fetch(): Promise<void>;
}

/** Objects that are remembered from their listing; beyond that they are listed again when their turn comes. */
const MOST_REMEMBERED = 50_000;
/** Once it is clear that this is too much, the listing goes on so long, to tell how much too much. */
const PAGES_BEYOND = 200;
const PAGE = 1_000;

export function createFetchPlan(desk: Desk, watcher: FetchWatcher, mostBytes: number): FetchPlan {
  const planned: {
    readonly wanted: Wanted;
    readonly amount: Amount;
    readonly objects: readonly StoredObject[] | null;
  }[] = [];
  const failed = new Set<string>();
  let remembered = 0;
  let bytes = 0;
  let beyond = 0;

  return {
    failed,
    get amounts() {
      return planned.map(({ amount }) => amount);
    },
    async add(wanted) {
      const { bucket, ranges, what } = wanted;
      watcher.onBegin(`the listing of ${what}`);
      const amount = { what, bucket, objects: 0, bytes: 0, isPartial: false, byDay: new Map<string, number>() };
      let objects: StoredObject[] | null = [];
      let found = 0;
      const listed = listAhead(desk.clients.s3(wanted.party, null), { bucket, ranges });
      try {
        for await (const object of listed) {
          if (isFolder(object)) continue;
          found += 1;
          if (isKept(desk, object)) continue;
          amount.objects += 1;
          amount.bytes += object.size;
          bytes += object.size;
          const day = dayIn(object.key);
          if (day !== null) amount.byDay.set(day, (amount.byDay.get(day) ?? 0) + object.size);
          if (remembered < MOST_REMEMBERED) objects?.push(object);
          else objects = null;
          remembered += 1;
          if (bytes <= mostBytes) continue;
          beyond += 1;
          amount.isPartial = beyond > PAGES_BEYOND * PAGE;
          if (amount.isPartial) break;
        }
      } catch (error) {
        desk.problems.add(`${what}: ListObjectsV2 on ${bucket}: ${describeS3Failure(error, 'ListObjectsV2').text}`);
        return null;
      }
      planned.push({ wanted, amount, objects });
      if (desk.isDry) tellListing(desk, wanted, amount);
      return found;
    },
    async fetch() {
      for (const { wanted, amount, objects } of planned) {
        watcher.onBegin(wanted.what);
        watcher.onListed(amount.objects, amount.bytes);
        watcher.onAllListed();
        await fetchAll(wanted, objects);
      }
    },
  };

  async function fetchAll(wanted: Wanted, known: readonly StoredObject[] | null): Promise<void> {
    const { bucket, ranges, party, caller, what } = wanted;
    const client = desk.clients.s3(party, null);
    const failures = new Map<string, { times: number; first: string }>();
    try {
      await inParallel(known ?? listAhead(client, { bucket, ranges }), AT_ONCE, async (object) => {
        if (isFolder(object) || isKept(desk, object)) return;
        const reason = await fetchObject(desk, client, object, caller);
        watcher.onDone(object.size);
        if (reason === null) return;
        const told = failures.get(reason);
        failures.set(reason, { times: (told?.times ?? 0) + 1, first: told?.first ?? object.key });
      });
    } catch (error) {
      desk.problems.add(`${what}: ListObjectsV2 on ${bucket}: ${describeS3Failure(error, 'ListObjectsV2').text}`);
    } finally {
      for (const [reason, { times, first }] of failures) {
        const lines = reason === NO_LONGER_THERE ? desk.notes : desk.problems;
        if (lines === desk.problems) failed.add(what);
        lines.add(`${what}: ${counted(times, 'object')} of ${bucket} could not be read (${first}): ${reason}`);
      }
    }
  }
}

function tellListing(desk: Desk, { bucket, ranges, what }: Wanted, { objects, bytes, isPartial }: Amount): void {
  for (const { prefix, startAfter, endBefore } of ranges) {
    const from = startAfter === null ? '' : ` from ${startAfter.slice(prefix.length)}`;
    const to = endBefore === null ? '' : ` to ${endBefore.slice(prefix.length)}`;
    desk.tell(`ListObjectsV2 s3://${bucket}/${prefix}${from}${to}`);
  }
  desk.tell(`GetObject ${what}: ${isPartial ? 'more than ' : ''}${counted(objects, 'object')}, ${byteSize(bytes)}`);
}

function isKept(desk: Desk, { bucket, key, etag }: StoredObject): boolean {
  return desk.store.kept(objectPath(bucket, key))?.etag === etag;
}

/** The day, UTC, that the key of a log file tells: `2026-02-09`. */
function dayIn(key: string): string | null {
  const [, year, month, day] = /(?:^|[^\d])(20\d\d)[-/](\d\d)[-/](\d\d)(?:[^\d]|$)/.exec(key) ?? [];
  return year === undefined ? null : `${year}-${month}-${day}`;
}
