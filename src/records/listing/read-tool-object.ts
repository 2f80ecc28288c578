import type { JsonObject, JsonValue } from '../../json.ts';
import type { Reading } from '../documents/reading.ts';
import { parseIsoInstant } from '../iso-time.ts';
import type { ListedObject } from '../item.ts';

/** https://github.com/peak/s5cmd: `s5cmd --json ls` */
export const S5CMD_MEMBERS: readonly string[] = ['key', 'last_modified', 'type'];
/** https://github.com/minio/mc: `mc ls --json`, also of versions. */
export const MC_MEMBERS: readonly string[] = ['status', 'lastModified', 'key', 'url'];

/** An object as other tools list it, one a line; null for anything else. */
export function readToolObject(value: JsonObject): Reading | null {
  if (S5CMD_MEMBERS.every((member) => typeof value[member] === 'string')) {
    const key = /^s3:\/\/[^/]+\/(.+)$/.exec(textOf(value['key']))?.[1];
    return value['type'] === 'file' ? listed(key, value['last_modified'], 'current') : COUNTED;
  }
  if (MC_MEMBERS.every((member) => typeof value[member] === 'string')) {
    const version = value['isDeleteMarker'] === true ? 'delete-marker' : 'current';
    const folder = /^https?:\/\/[^/]+\/[^/]+\/(.*)$/.exec(textOf(value['url']))?.[1];
    const key = folder === undefined ? undefined : `${folder}${textOf(value['key'])}`;
    return value['type'] === 'folder' ? COUNTED : listed(key, value['lastModified'], version);
  }
  return null;
}

function listed(
  key: string | undefined,
  lastModified: JsonValue | undefined,
  version: ListedObject['version'],
): Reading {
  const time = parseIsoInstant(textOf(lastModified));
  if (key === undefined || time === null) {
    return { state: 'unreadable', kind: 'listing', reason: 'no whole key, or no time' };
  }
  const object: ListedObject = { key, version, lastModified: time, timeIsApproximate: false };
  return { state: 'read', kind: 'listing', content: { kind: 'listing-object', object }, time };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

const COUNTED: Reading = { state: 'read', kind: 'listing', content: null, time: null };
