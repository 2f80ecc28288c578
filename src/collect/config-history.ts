import type { AwsParty } from '../aws/access.ts';
import type { Instant } from '../instant.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Call, Desk } from './desk.ts';
import { namedPath } from './file-name.ts';
import type { Settings } from './settings.ts';
import { jsonWithArray } from './write-document.ts';

/** What AWS Config may have recorded. */
interface Resource {
  readonly type: 'AWS::S3::Bucket' | 'AWS::KMS::Key';
  readonly id: string;
  readonly region: string | null;
  readonly party: AwsParty;
}

/** Pages of a hundred items, of one resource. */
const MOST_PAGES = 20;

/**
 * Asks AWS Config for the destinations and keys as it recorded them, from the newest item back to the one that was in
 * force when the period begins. Where it records none, nothing is kept: that is no evidence.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
 */
export async function collectConfigHistory(desk: Desk, cases: readonly Settings[], since: Instant): Promise<void> {
  const resources = cases.flatMap(({ told: { destinationBucket: id }, destinationRegion: region, key }): Resource[] => [
    ...(id === undefined ? [] : [{ type: 'AWS::S3::Bucket', id, region, party: 'destination' } as const]),
    ...(key === null ? [] : [{ type: 'AWS::KMS::Key', id: key.id, region: key.region, party: key.party } as const]),
  ]);
  for (const resource of new Map(resources.map((one) => [`${one.type} ${one.id}`, one])).values()) await ask(resource);

  async function ask(resource: Resource): Promise<void> {
    const { id, region, party } = resource;
    const path = `config/${namedPath([id])}.json`;
    if (desk.store.kept(path) !== null) return;
    const call: Call = {
      service: 'config',
      operation: 'GetResourceConfigHistory',
      on: id,
      party,
      region,
      isContext: true,
    };
    await desk.ask(call, async () => {
      const pages = itemPages(desk, resource, since);
      // Whether there is any is known with the first page: before, nothing is written.
      const first = await pages.next();
      if (first.done === true) return;
      async function* all(): AsyncGenerator<readonly JsonObject[], void, undefined> {
        yield first.value ?? [];
        yield* pages;
      }
      await desk.keep(
        path,
        call,
        jsonWithArray('configurationItems', all(), () => ({})),
      );
    });
  }
}

async function* itemPages(
  desk: Desk,
  { type, id, region, party }: Resource,
  since: Instant,
): AsyncGenerator<readonly JsonObject[], void, undefined> {
  const client = desk.clients.other('config', party, region);
  const asked = { resourceType: type, resourceId: id, limit: 100 };
  let page: JsonObject = {};
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const next = page['nextToken'];
    page = await client.send('GetResourceConfigHistory', next === undefined ? asked : { ...asked, nextToken: next });
    const items = itemsOf(page);
    if (items.length > 0) yield items;
    const oldest = Date.parse(String(items.at(-1)?.['configurationItemCaptureTime']));
    if (page['nextToken'] == null || oldest < since) return;
  }
  desk.notes.add(`AWS Config has more than ${MOST_PAGES} pages of ${id}: older ones were not asked for`);
}

/** With times as the AWS CLI prints them; on the wire they are seconds since 1970. */
function itemsOf({ configurationItems }: JsonObject): readonly JsonObject[] {
  return (Array.isArray(configurationItems) ? configurationItems : []).filter(isJsonObject).map((item) => {
    const times = TIMES.flatMap((name) => {
      const seconds = item[name];
      return typeof seconds === 'number' ? [[name, new Date(seconds * 1000).toISOString()]] : [];
    });
    return { ...item, ...Object.fromEntries(times) };
  });
}

const TIMES = ['configurationItemCaptureTime', 'configurationItemDeliveryTime', 'resourceCreationTime'];
