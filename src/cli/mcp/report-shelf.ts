import type { Report } from '../../report/contract.ts';
import type { Survey } from '../../report/survey/contract.ts';

/** The reports of this session, to be read whole as resources: the last few, the oldest making room. */
export interface ReportShelf {
  /** Keeps a report as it was printed and returns its URI. */
  keep(json: string): string;
  /** The report for a client, or why it is not given; null where it is not there, or no longer. */
  read(uri: string): string | null;
  parsed(uri: string): Report | Survey | null;
  list(): readonly { readonly uri: string; readonly name: string }[];
}

export function createReportShelf(): ReportShelf {
  const kept = new Map<string, string>();
  let count = 0;
  return {
    keep(json) {
      const uri = `${REPORT_URI}${++count}`;
      kept.set(uri, json);
      for (const [oldest] of kept) if (kept.size > MOST_KEPT || bytesOf(kept) > MOST_BYTES) kept.delete(oldest);
      return uri;
    },
    read(uri) {
      const json = kept.get(uri) ?? null;
      return json === null || json.length <= MOST_READ ? json : JSON.stringify({ tooLarge: json.length, hint: NARROW });
    },
    parsed(uri) {
      const json = kept.get(uri);
      return json === undefined ? null : JSON.parse(json);
    },
    list: () => [...kept.keys()].map((uri) => ({ uri, name: `report ${uri.slice(REPORT_URI.length)}` })),
  };
}

function bytesOf(kept: ReadonlyMap<string, string>): number {
  let bytes = 0;
  for (const json of kept.values()) bytes += json.length;
  return bytes;
}

export const REPORT_URI = 'inventory-forensics://reports/';
const MOST_KEPT = 16;
/** A client puts what it reads before a model. */
const MOST_READ = 16 * 1024 * 1024;
const NARROW =
  'narrow the case with its members, since and until; or write the report with --format json --output FILE';
const MOST_BYTES = 256 * 1024 * 1024;
