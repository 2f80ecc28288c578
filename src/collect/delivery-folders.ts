import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { inParallel } from '../aws/objects/in-parallel.ts';
import { takeMember } from '../case/members.ts';
import { counted } from '../display/quantities.ts';
import type { Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import { parseDeliveryKey, runTime } from '../profile/inventory/keys.ts';
import type { Call, Desk } from './desk.ts';

/** A folder of reports of one configuration, as its name and those of its runs tell. */
export interface DeliveryFolder {
  readonly sourceBucket: string;
  readonly configurationId: string;
  readonly destinationPrefix: string;
  /** The newest run that is seen in it. */
  readonly lastRun: Instant;
}

/** How deep a prefix may be that nobody names. */
const DEEPEST_PREFIX = 3;
/** Requests at once, and in all: a bucket may hold anything besides. */
const AT_ONCE = 8;
const MOST_REQUESTS = 5_000;
/** Pages of one folder: one of a hundred thousand objects is none of reports. */
const MOST_PAGES = 5;

/**
 * The folders of reports in a destination, `<prefix>/<source>/<id>/<run>/`, read off the first levels of its keys: what
 * lies in a folder of reports is not listed, and no object at all. Below a prefix that is named, or below any of three
 * levels at most. Where the bucket holds more folders than can be looked into, that is a problem of the desk.
 */
export async function deliveryFolders(
  desk: Desk,
  bucket: string,
  destinationPrefix: string | undefined,
  mostRequests: number = MOST_REQUESTS,
): Promise<readonly DeliveryFolder[]> {
  const base = destinationPrefix ?? '';
  const root = base === '' || base.endsWith('/') ? base : `${base}/`;
  const found: DeliveryFolder[] = [];
  const levels = 2 + (destinationPrefix === undefined ? DEEPEST_PREFIX : 0);
  const budget: Budget = { left: mostRequests, isSpent: false };
  let folders: readonly string[] = [root];
  for (let level = 0; level <= levels && folders.length > 0; level += 1) {
    const below: string[] = [];
    await inParallel(folders, AT_ONCE, async (folder) => {
      const inside = await foldersIn(
        desk,
        { bucket, folder, mostPages: level === 0 ? mostRequests : MOST_PAGES },
        budget,
      );
      const reports = level < 2 ? null : reportsIn(folder, inside);
      if (reports !== null) found.push(reports);
      else if (level < levels) below.push(...inside.slice(0, Math.max(0, mostRequests + 1 - below.length)));
    });
    folders = below.sort(compareText);
  }
  if (budget.isSpent) {
    desk.problems.add(
      `s3://${bucket}/${root}: looked for reports with ${counted(mostRequests, 'request')}, not in every folder: name --destination-prefix`,
    );
  }
  return found.sort((a, b) => compareText(nameOf(a), nameOf(b)));
}

function nameOf({ sourceBucket, configurationId, destinationPrefix }: DeliveryFolder): string {
  return [sourceBucket, configurationId, destinationPrefix].join('\n');
}

/** Null for a folder without runs. */
function reportsIn(folder: string, inside: readonly string[]): DeliveryFolder | null {
  let last: DeliveryFolder | null = null;
  for (const run of inside) {
    const key = parseDeliveryKey(`${run}manifest.json`);
    const lastRun = runTime(key?.run ?? '');
    if (key === null || lastRun === null || !run.startsWith(folder) || lastRun < (last?.lastRun ?? lastRun)) continue;
    const { sourceBucket, configurationId, prefix } = key;
    // Anybody who may write there can make folders of any names.
    if (takeMember('sourceBucket', sourceBucket) === null) continue;
    if (takeMember('configurationId', configurationId) === null) continue;
    last = { sourceBucket, configurationId, destinationPrefix: prefix, lastRun };
  }
  return last;
}

interface Budget {
  left: number;
  /** There was more to ask. */
  isSpent: boolean;
}

/** The folders directly below one, in order, as far as the pages and the budget go. */
async function foldersIn(
  desk: Desk,
  { bucket, folder, mostPages }: { readonly bucket: string; readonly folder: string; readonly mostPages: number },
  budget: Budget,
): Promise<string[]> {
  const call: Call = { service: 's3', operation: 'ListObjectsV2', on: bucket, party: 'destination' };
  const found: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    if (budget.left === 0) {
      budget.isSpent = true;
      return found;
    }
    budget.left -= 1;
    const answer = await desk.ask(call, () =>
      desk.clients
        .s3('destination', null)
        .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folder, Delimiter: '/', ContinuationToken: token })),
    );
    if (answer.state !== 'answered') return found;
    found.push(...(answer.value.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []));
    token = answer.value.IsTruncated === true ? answer.value.NextContinuationToken : undefined;
    if (token === undefined) return found;
  }
  desk.notes.add(
    `s3://${bucket}/${folder}: more than ${counted(mostPages, 'page')} of keys: looked for reports in these only`,
  );
  return found;
}
