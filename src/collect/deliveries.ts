import { listObjects } from '../aws/objects/list-objects.ts';
import { parseDeliveryKey, runTime } from '../delivery/keys.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Call, Desk } from './desk.ts';
import type { ArrivedRun } from './log-period.ts';
import type { Settings } from './settings.ts';
import { jsonWithArray } from './write-document.ts';

const PATH = 'listing/list-objects-v2.json';

/**
 * Lists the run folders of the case, all of them, and gives the runs that arrived. Run folders begin with the year:
 * the prefix stops there, so that the data files, of which there may be a million, are not listed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 *
 * @returns null when they could not be listed
 */
export async function collectDeliveries(
  desk: Desk,
  { told, destinationRegion }: Settings,
): Promise<readonly ArrivedRun[] | null> {
  const { destinationBucket: bucket, destinationPrefix, sourceBucket, configurationId } = told;
  if (bucket === undefined || configurationId === undefined) return null;
  const folder = [destinationPrefix ?? '', sourceBucket, configurationId].filter((part) => part !== '').join('/');
  const prefix = `${folder}/${CENTURY}`;
  const call: Call = { service: 's3', operation: 'ListObjectsV2', on: bucket, party: 'destination' };
  if (desk.store.kept(PATH) === null) {
    const client = desk.clients.s3('destination', destinationRegion);
    const answer = await desk.ask(call, () =>
      desk.keep(
        PATH,
        { ...call, on: `${bucket}/${prefix}` },
        jsonWithArray('Contents', contents(), { Name: bucket, Prefix: prefix, IsTruncated: false }),
      ),
    );
    if (answer.state !== 'answered') return null;

    async function* contents(): AsyncGenerator<readonly object[], void, undefined> {
      for await (const page of listObjects(client, bucket ?? '', { prefix, startAfter: null, endBefore: null })) {
        yield page.map(({ key, size, etag, lastModified }) => ({
          Key: key,
          LastModified: formatInstant(lastModified),
          ETag: `"${etag}"`,
          Size: size,
        }));
      }
    }
  }
  return arrived(JSON.parse(desk.store.text(PATH)) as JsonValue);
}

/** What every run folder of this age begins with. */
const CENTURY = '2';

function arrived(listing: JsonValue): ArrivedRun[] {
  const objects = isJsonObject(listing) && Array.isArray(listing['Contents']) ? listing['Contents'] : [];
  const runs = new Map<Instant, Instant>();
  for (const object of objects) {
    if (!isJsonObject(object)) continue;
    const key = parseDeliveryKey(String(object['Key']));
    const run = key?.part === 'manifest' || key?.part === 'checksum' ? runTime(key.run ?? '') : null;
    if (run !== null) runs.set(run, Math.max(runs.get(run) ?? 0, Date.parse(String(object['LastModified']))));
  }
  return [...runs].map(([run, arrivedAt]) => ({ run, arrivedAt }));
}
