import { parseIsoInstant } from '../iso-time.ts';
import type { ListingLine } from './read-text-listing.ts';

/**
 * Reads one row of what the AWS CLI prints of a listing with `--output text`, tabs between its cells. Cells come in the order of their names, those that an object lacks are empty or not there: a key
 * stands behind the ETag, or behind whether it is the latest version, and in front of its time. A key with a tab in it
 * tears its row apart, which shows.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
 */
export function parseListingRow(line: string): ListingLine {
  const [name = '', ...cells] = line.split('\t');
  if (line === '') return { kind: 'blank' };
  if (BESIDE.has(name) || line === 'None') return { kind: 'beside' };
  if (name === 'COMMONPREFIXES') return { kind: 'prefix' };
  if (!OBJECTS.has(name)) return FOREIGN;
  const at = cells.findIndex((cell) => TIME.test(cell));
  const [key, time] = [cells[at - 1], parseIsoInstant(cells[at] ?? '')];
  const before = cells[at - 2] ?? '';
  const isLatest = name === 'CONTENTS' ? null : before;
  const isWhole = isLatest === null ? ETAG.test(before) : isLatest === 'True' || isLatest === 'False';
  if (key === undefined || time === null || !isWhole) return FOREIGN;
  const version = name === 'DELETEMARKERS' ? 'delete-marker' : isLatest === 'False' ? 'noncurrent' : 'current';
  return { kind: 'object', key, version, time: { instant: time } };
}

/** Whether a line is a row of an object, and not by chance. */
export function isListingRow(line: string): boolean {
  return parseListingRow(line).kind === 'object';
}

const FOREIGN: ListingLine = { kind: 'foreign' };
const OBJECTS: ReadonlySet<string> = new Set(['CONTENTS', 'VERSIONS', 'DELETEMARKERS']);
const BESIDE: ReadonlySet<string> = new Set(['CHECKSUMALGORITHM', 'OWNER', 'RESTORESTATUS', 'REQUESTCHARGED']);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const ETAG = /^"?[0-9a-f]{32}(?:-\d+)?"?$/;
