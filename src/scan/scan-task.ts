import { type PackedAccounts, packAccounts } from '../reading/account.ts';
import { type Collector, createHands, type Hands } from '../reading/hands.ts';
import { READ_BUFFER_BYTES, type Reading } from '../reading/read-now.ts';
import { RegionReader, readLines } from '../records/access-log/read-regions.ts';
import type { UsualLine } from '../records/access-log/undecoded/usual-line.ts';
import { readContent } from '../records/read.ts';
import { readerFor, readersFor } from '../records/reader-for.ts';
import { createByteText } from './byte-text.ts';
import { copyLines } from './copy-lines.ts';
import { createJsonLineWriter, roomFor } from './json-bytes.ts';
import { type ScanRequest, scanOptionsOf } from './request.ts';
import { createScanPen, noCounts, type ScanCounts } from './scan.ts';

export interface ScanSetup {
  readonly request: ScanRequest;
  readonly listingTimezone: string | null;
}

/** What one piece of a scan found. */
export interface ScanPiece {
  /** Lines of the format, in UTF-8: so they go from thread to thread and to the output without another look. */
  readonly text: Uint8Array;
  readonly counts: ScanCounts;
  readonly read: PackedAccounts;
}

/** Parses every record of its tasks, and writes those that the request wants. */
export function createScanHands({ request, listingTimezone }: ScanSetup): Hands<ScanPiece> {
  const readers = readersFor({ listingTimezone });
  const collector = collectText(request);
  const { take: takeItem, copy: takeUsual } = collector;
  const { secrets } = request;
  const reader = new RegionReader(wantsAllAsJson(request) ? copyLines({ takeItem, takeUsual, secrets }) : readLines);
  const reading: Reading = {
    logReader: (tally, linesBefore) => reader.begin(tally, linesBefore),
    trailReader: null,
    readerFor: (bytes, tally) => readerFor({ bytes, whole: true }, tally, readers),
    hash: null,
    isFrugal: false,
    maxWholeBytes: MAX_WHOLE_BYTES,
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
  };
  return createHands(reading, collector, (content) => readContent(content, readers));
}

/** Whether every record is wanted, with all that its log says: then most lines need no record. */
function wantsAllAsJson({ all, format, operation, bucket, requester, status, since, until }: ScanRequest): boolean {
  const isFiltered = [operation, bucket, requester, status, since, until].some((wanted) => wanted !== null);
  return all && format === 'ndjson' && !isFiltered;
}

interface TextCollector extends Collector<ScanPiece> {
  /** Takes a line as bytes. */
  copy(bytes: DataView, line: UsualLine, lineBytes: number): void;
}

function collectText(request: ScanRequest): TextCollector {
  const pen = createScanPen(scanOptionsOf(request));
  const text = createByteText();
  const writeJsonLine = createJsonLineWriter();
  let counts = noCounts();
  return {
    get isFull(): boolean {
      return text.length > PIECE_BYTES;
    },
    take(item) {
      const line = pen.line(item, counts);
      if (line !== null) text.add(line);
    },
    copy(bytes, line, lineBytes) {
      counts.accessLog += 1;
      counts.matched += 1;
      text.write(roomFor(lineBytes), (out, at) => writeJsonLine(bytes, line, out, at));
    },
    finish(read) {
      const piece = { text: text.take(), counts, read: packAccounts(read) };
      counts = noCounts();
      return piece;
    },
  };
}

const PIECE_BYTES = 256 * 1024;
/** What a file is turned into has to be held as well. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;
