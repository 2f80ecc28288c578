import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CaseOnDisk } from './cases-on-disk.ts';

type Case = Pick<CaseOnDisk, 'folder' | 'expected'>;

/**
 * Of cases, so many that every name of a member, event and error, and every answer to a request, that the evidence of any
 * holds is in that of one of them: for what only depends on the form of records, the others repeat it.
 */
export function ofEveryForm<T extends Case>(cases: readonly T[]): readonly T[] {
  return covering(cases, ({ folder }) => formsIn(folder));
}

/** The same of what logs hold alone. */
export function ofEveryFormOfLogs<T extends Case>(cases: readonly T[]): readonly T[] {
  return covering(cases, ({ folder }) => formsIn(folder, /"eventSource"|\bREST\./));
}

/** Of cases, so many that every word of the contract that is expected of any is expected of one of them. */
export function ofEveryAnswer<T extends Case>(cases: readonly T[]): readonly T[] {
  return covering(cases, ({ expected }) => new Set(JSON.stringify(expected).match(/"[a-z]+(?:-[a-z]+)*"/g)));
}

/** Those with most that is new first; `EVERY_CELL=1` gives all. */
function covering<T>(cases: readonly T[], signsOf: (one: T) => ReadonlySet<string>): readonly T[] {
  if (process.env['EVERY_CELL'] === '1') return cases;
  let left = cases.map((one) => ({ one, fresh: signsOf(one) }));
  const taken: T[] = [];
  for (;;) {
    const most = left.reduce((best, { fresh }) => Math.max(best, fresh.size), 0);
    const next = left.find(({ fresh }) => fresh.size === most);
    if (next === undefined || most === 0) return taken;
    taken.push(next.one);
    left = left.map(({ one, fresh }) => ({ one, fresh: new Set([...fresh].filter((sign) => !next.fresh.has(sign))) }));
  }
}

const FORMS = [
  /"\w+"(?=\s*:)/g,
  /"(?:eventName|errorCode)"\s*:\s*"[\w.]+"/g,
  /(?<=\s)(?:REST|S3|BATCH)\.[A-Z_.]+(?=\s)/g,
  /(?<=" )(?:\d{3}|-) \w+(?= )/g,
];

/** Of files whose text has `sign` in it. */
function formsIn(folder: string, sign = /(?:)/): Set<string> {
  const forms = new Set<string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const text = textOf(readFileSync(join(entry.parentPath, entry.name)));
    if (!sign.test(text)) continue;
    for (const form of FORMS) for (const found of text.match(form) ?? []) forms.add(found);
  }
  return forms;
}

function textOf(bytes: Buffer): string {
  if (bytes[0] !== 0x1f) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return '';
  }
}
