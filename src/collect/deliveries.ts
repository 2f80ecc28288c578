import type { S3Client } from '@aws-sdk/client-s3';
import { listObjects } from '../aws/objects/list-objects.ts';
import { counted } from '../display/quantities.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { parseDeliveryKey, runTime } from '../profile/inventory/keys.ts';
import { type Call, type Desk, documentAt } from './desk.ts';
import type { DeliveryPlace } from './former-places.ts';
import type { ArrivedRun } from './log-period.ts';
import type { Settings } from './settings.ts';
import { jsonWithArray } from './write-document.ts';

/**
 * Lists the run folders of the case, all of them, and gives the runs that arrived. Run folders begin with the year:
 * the prefix stops there, so that the data files, of which there may be a million, are not listed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 *
 * @param former places where the configuration sent its reports before; listed where they can be
 * @param folder of the collection, for the listings
 * @returns null when the present place could not be listed
 */
export async function collectDeliveries(
  desk: Desk,
  { told, destinationRegion }: Settings,
  former: readonly DeliveryPlace[],
  folder: string,
): Promise<readonly ArrivedRun[] | null> {
  const { destinationBucket, destinationPrefix = '', sourceBucket, configurationId } = told;
  if (destinationBucket === undefined) return null;
  const runs = await list({ bucket: destinationBucket, prefix: destinationPrefix }, 'list-objects-v2', false);
  for (const [index, place] of former.entries()) {
    const more = await list(place, `list-objects-v2-former-${index + 1}`, true);
    if (runs !== null && more !== null) runs.push(...more);
  }
  return runs;

  async function list(place: DeliveryPlace, name: string, isFormer: boolean): Promise<ArrivedRun[] | null> {
    const { bucket } = place;
    const root = [place.prefix, sourceBucket, configurationId].filter((part) => part !== '').join('/');
    const prefix = `${root}/${CENTURY}`;
    const path = `${folder}/${name}.json`;
    const call: Call = {
      service: 's3',
      operation: 'ListObjectsV2',
      on: bucket,
      party: 'destination',
      isContext: isFormer,
    };
    if (desk.store.kept(path) === null) {
      const client = desk.clients.s3('destination', isFormer ? null : destinationRegion);
      const progress = { isTruncated: false };
      const answer = await desk.ask(call, () =>
        desk.keep(
          path,
          { ...call, on: `${bucket}/${prefix}` },
          jsonWithArray('Contents', contents(client, bucket, prefix, progress), () => ({
            Name: bucket,
            Prefix: prefix,
            IsTruncated: progress.isTruncated,
          })),
        ),
      );
      if (answer.state !== 'answered') return null;
      if (progress.isTruncated) {
        desk.problems.add(
          `s3://${bucket}/${prefix}: more than ${counted(MOST_PAGES, 'page')} of keys where run folders are: later ones were not listed`,
        );
      }
    }
    return arrived(documentAt(desk, path));
  }
}

/** Pages of a thousand keys; a run has about four. */
const MOST_PAGES = 200;

async function* contents(
  client: S3Client,
  bucket: string,
  prefix: string,
  progress: { isTruncated: boolean },
): AsyncGenerator<readonly object[], void, undefined> {
  let pages = 0;
  for await (const page of listObjects(client, bucket, { prefix, startAfter: null, endBefore: null })) {
    pages += 1;
    if (pages > MOST_PAGES) {
      progress.isTruncated = true;
      return;
    }
    yield page.map(({ key, size, etag, lastModified }) => ({
      Key: key,
      LastModified: formatInstant(lastModified),
      ETag: `"${etag}"`,
      Size: size,
    }));
  }
}

/** What every run folder of this age begins with. */
const CENTURY = '2';

function arrived({ Contents: objects }: JsonObject): ArrivedRun[] {
  const runs = new Map<Instant, Instant>();
  for (const object of Array.isArray(objects) ? objects.filter(isJsonObject) : []) {
    const key = parseDeliveryKey(String(object['Key']));
    const run = key?.part === 'marker' ? runTime(key.run ?? '') : null;
    if (run !== null) runs.set(run, Math.max(runs.get(run) ?? 0, Date.parse(String(object['LastModified']))));
  }
  return [...runs].map(([run, arrivedAt]) => ({ run, arrivedAt }));
}
