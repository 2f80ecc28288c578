import type { Instant } from '../../instant.ts';
import type { ListingLine } from './read-text-listing.ts';

/** Tools beside the AWS CLI that list buckets. */
type Tool = 's5cmd' | 's3cmd';

/**
 * Reads a line of `s5cmd ls` or `s3cmd ls`.
 * https://github.com/peak/s5cmd, https://github.com/s3tools/s3cmd
 */
export function parseToolLine(tool: Tool): (line: string) => ListingLine {
  const { object, prefix, timeOf } = TOOLS[tool];
  return (line) => {
    if (line.trim() === '') return { kind: 'blank' };
    if (prefix.test(line)) return { kind: 'prefix' };
    const [, year, month, day, clock, key] = object.exec(line) ?? [];
    const time = key === undefined ? null : dated(`${year}-${month}-${day}T${clock}`);
    if (key === undefined || time === null) return { kind: 'foreign' };
    return { kind: 'object', key, version: 'current', time: timeOf(time) };
  };
}

export function isToolLine(tool: Tool): (line: string) => boolean {
  const parse = parseToolLine(tool);
  return (line) => parse(line).kind === 'object';
}

const TOOLS: Readonly<
  Record<
    Tool,
    { object: RegExp; prefix: RegExp; timeOf: (time: Instant) => (ListingLine & { kind: 'object' })['time'] }
  >
> = {
  /** `2026/02/07 13:46:01  STANDARD  <etag>  33  key`; class and ETag only where asked for. No zone is printed. */
  s5cmd: {
    object: /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) +(?:\S+ +){0,2}?\d+(?:\.\d+)?[KMGTP]? +(\S.*)$/,
    prefix: /^ +DIR +\S/,
    timeOf: (wallClock) => ({ wallClock }),
  },
  /** `2026-02-07 13:46   33   s3://bucket/key`, the time as S3 has it, in UTC. */
  s3cmd: {
    object: /^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d) +\d+[kMGT]? +(?:[0-9a-f-]{32,40} +)?s3:\/\/[^/]+\/(.+)$/,
    prefix: /^ +DIR +s3:\/\//,
    timeOf: (instant) => ({ instant, toTheMinute: true }),
  },
};

/** 31 February is parsed as a day in March: only what is written the same again was a real day. */
function dated(iso: string): Instant | null {
  const instant = Date.parse(`${iso}Z`);
  return Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(iso) ? null : instant;
}
