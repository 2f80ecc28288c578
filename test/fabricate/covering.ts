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

/** Of cases, so many that every word of the contract that is expected of any is expected of one of them. */
export function ofEveryAnswer<T extends Case>(cases: readonly T[]): readonly T[] {
  return covering(cases, ({ expected }) => new Set(JSON.stringify(expected).match(/"[a-z]+(?:-[a-z]+)*"/g)));
}

/** Those with most first; `EVERY_CELL=1` gives all. */
function covering<T>(cases: readonly T[], signsOf: (one: T) => ReadonlySet<string>): readonly T[] {
  if (process.env['EVERY_CELL'] === '1') return cases;
  const seen = new Set<string>();
  return cases
    .map((one) => ({ one, signs: signsOf(one) }))
    .sort((left, right) => right.signs.size - left.signs.size)
    .filter(({ signs }) => {
      const before = seen.size;
      for (const sign of signs) seen.add(sign);
      return seen.size > before;
    })
    .map(({ one }) => one);
}

const FORMS = [
  /"\w+"(?=\s*:)/g,
  /"(?:eventName|errorCode)"\s*:\s*"[\w.]+"/g,
  /(?<=\s)(?:REST|S3|BATCH)\.[A-Z_.]+(?=\s)/g,
  /(?<=" )(?:\d{3}|-) \w+(?= )/g,
];

function formsIn(folder: string): Set<string> {
  const forms = new Set<string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const text = textOf(readFileSync(join(entry.parentPath, entry.name)));
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
