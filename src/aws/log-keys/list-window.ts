import type { S3Client } from '@aws-sdk/client-s3';
import { compareKeys } from '../objects/key-order.ts';
import { listObjects, type StoredObject } from '../objects/list-objects.ts';
import { type LogKey, logKeySpan, parseLogKey } from './log-key.ts';
import type { LogWindow } from './log-window.ts';

/**
 * Lists what is below a prefix, and leaves out log files that cannot hold records of the window. How the keys are
 * laid out need not be told: when a page ends on a log file outside the window, the listing goes on where the window
 * begins for files of that kind in that place, or behind the last of them. Other objects are listed, but for those
 * whose names stand among the dates that were passed over.
 *
 * @throws as `listObjects` does
 */
export async function* listWindow(
  client: S3Client,
  bucket: string,
  prefix: string,
  window: LogWindow,
): AsyncGenerator<readonly StoredObject[], void, undefined> {
  const kinds = new Map<string, LogKey['kind']>();
  let startAfter: string | null = null;
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for await (const page of listObjects(client, bucket, { prefix, startAfter, endBefore: null })) {
      const wanted = page.filter(({ key }) => whereIs(key, kinds, window) === 'inside');
      if (wanted.length > 0) yield wanted;
      const last = page.at(-1)?.key ?? '';
      const jump = jumpFrom(last, kinds, window);
      if (jump === null || compareKeys(jump, last) <= 0) continue;
      startAfter = jump;
      isDone = false;
      break;
    }
  }
}

function whereIs(key: string, kinds: Map<string, LogKey['kind']>, window: LogWindow): 'before' | 'inside' | 'behind' {
  const parsed = parseLogKey(key);
  if (parsed === null) return 'inside';
  const { first, last } = logKeySpan(kindOf(parsed, kinds), window);
  if (parsed.time < first) return 'before';
  return parsed.time > last ? 'behind' : 'inside';
}

/** In a folder where one file tells the time of its delivery, all do, those of midnight included. */
function kindOf({ kind, stem }: LogKey, kinds: Map<string, LogKey['kind']>): LogKey['kind'] {
  if (kind === 'delivery-day') kinds.set(stem, kind);
  return kind === 'event-day' ? (kinds.get(stem) ?? kind) : kind;
}

/**
 * The key to list on from, when no log file up to it is inside the window. Names of seconds stand beside others that
 * begin with digits, such as folders of accounts: there no jump leaves the year, which ends in a dash.
 */
function jumpFrom(key: string, kinds: Map<string, LogKey['kind']>, window: LogWindow): string | null {
  const parsed = parseLogKey(key);
  const where = whereIs(key, kinds, window);
  if (parsed === null || where === 'inside') return null;
  const { first } = logKeySpan(kindOf(parsed, kinds), window);
  const year = parsed.time.slice(0, 4);
  if (parsed.kind !== 'second') return parsed.stem + (where === 'before' ? first : '9999/99');
  return parsed.stem + (where === 'before' && first.startsWith(year) ? first : `${year}-~`);
}
