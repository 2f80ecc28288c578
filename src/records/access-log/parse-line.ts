import { findNumbers, type Numbers, readNumbers, skipSpaces, tokenEnd } from './parse-numbers.ts';
import { parseAccessLogTime, TIME_LENGTH } from './parse-time.ts';
import type { AccessLogRecord } from './record.ts';

export type ParsedAccessLogLine =
  | { readonly ok: true; readonly record: AccessLogRecord }
  /** `reason` in a few words, without any of the line's text. */
  | { readonly ok: false; readonly reason: string };

/**
 * Reads one line of an S3 server access log, without its line ending, of any era: fields that the
 * line is too old for are null, fields that are newer than this program go to `extra`.
 *
 * S3 escapes neither quotes nor spaces in the request URI, the referer and the user agent, so the
 * line is read from both ends: what stands in front of the URI by position, the operation by its
 * form (a requester may hold spaces); the URI ends at the first quote that the status and the five
 * fields behind it follow, the user agent at the last quote. Neither can be forged from inside a
 * request: targets hold no spaces, and behind the user agent stands nothing that a client writes.
 *
 * A field that should be a number and is not becomes null. Takes time linear in the line's length.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export function parseAccessLogLine(line: string): ParsedAccessLogLine {
  const ownerEnd = tokenEnd(line, 0);
  const bucketStart = skipSpaces(line, ownerEnd);
  const bucketEnd = tokenEnd(line, bucketStart);
  const timeStart = skipSpaces(line, bucketEnd) + 1;
  const timeEnd = timeStart + TIME_LENGTH;
  if (ownerEnd === 0 || line[timeStart - 1] !== '[' || line[timeEnd] !== ']') return NO_TIME;
  const time = parseAccessLogTime(line, timeStart);
  if (time === null) return BAD_TIME;

  const ipStart = skipSpaces(line, timeEnd + 1);
  const ipEnd = tokenEnd(line, ipStart);
  const requesterStart = skipSpaces(line, ipEnd);
  const call = findOperation(line, requesterStart);
  if (call === null) return NO_OPERATION;
  const keyStart = skipSpaces(line, call.operationEnd);
  const uri = findUri(line, keyStart);
  if (uri === null) return NO_STATUS;
  const { numbers } = uri;
  const agents = findAgents(line, skipSpaces(line, numbers.end));
  if (agents === null) return NO_USER_AGENT;
  const trailing = tokensFrom(line, agents.end);

  return {
    ok: true,
    record: {
      kind: 'access-log',
      bucketOwner: field(line, 0, ownerEnd),
      bucket: field(line, bucketStart, bucketEnd),
      time,
      remoteIp: field(line, ipStart, ipEnd),
      requester: field(line, requesterStart, call.requesterEnd),
      requestId: field(line, call.requestIdStart, call.requestIdEnd),
      operation: field(line, call.operationStart, call.operationEnd),
      key: field(line, keyStart, uri.keyEnd),
      requestUri: field(line, uri.start, uri.end),
      httpStatus: numbers.httpStatus,
      errorCode: field(line, numbers.errorStart, numbers.errorEnd),
      bytesSent: numbers.bytesSent,
      objectSize: numbers.objectSize,
      totalTimeMs: numbers.totalTimeMs,
      turnAroundTimeMs: numbers.turnAroundTimeMs,
      referer: agents.referer,
      userAgent: agents.userAgent,
      versionId: trailing[0] ?? null,
      hostId: trailing[1] ?? null,
      signatureVersion: trailing[2] ?? null,
      cipherSuite: trailing[3] ?? null,
      authenticationType: trailing[4] ?? null,
      hostHeader: trailing[5] ?? null,
      tlsVersion: trailing[6] ?? null,
      accessPointArn: trailing[7] ?? null,
      aclRequired: trailing[8] ?? null,
      sourceRegion: trailing[9] ?? null,
      extra: trailing.length > 10 ? trailing.slice(10).map((text) => text ?? '-') : NO_EXTRA,
    },
  };
}

interface Call {
  readonly requesterEnd: number;
  readonly requestIdStart: number;
  readonly requestIdEnd: number;
  readonly operationStart: number;
  readonly operationEnd: number;
}

/**
 * Requester, request id, operation: three tokens, unless the requester holds spaces
 * (`... user/CloudFront Origin Access Identity E1ABC`), when the operation's form tells where it ends.
 */
function findOperation(line: string, requesterStart: number): Call | null {
  let requesterEnd = tokenEnd(line, requesterStart);
  let requestIdStart = skipSpaces(line, requesterEnd);
  let requestIdEnd = tokenEnd(line, requestIdStart);
  let positional: Call | null = null;
  for (let tokens = 0; tokens < MAX_REQUESTER_TOKENS; tokens++) {
    const operationStart = skipSpaces(line, requestIdEnd);
    const operationEnd = tokenEnd(line, operationStart);
    if (operationStart === operationEnd || line[operationStart] === '"') break;
    const call = { requesterEnd, requestIdStart, requestIdEnd, operationStart, operationEnd };
    const operation = line.slice(operationStart, operationEnd);
    if (OPERATION_FORM.test(operation)) return call;
    // A family of operations that is newer than this program, or none at all: by position.
    if (tokens === 0 && (operation === '-' || DOTTED.test(operation))) positional = call;
    requesterEnd = requestIdEnd;
    requestIdStart = operationStart;
    requestIdEnd = operationEnd;
  }
  return positional;
}

interface Uri {
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
  readonly numbers: Numbers;
}

/** Key and request URI: they end where the status begins. */
function findUri(line: string, keyStart: number): Uri | null {
  let keyEnd = tokenEnd(line, keyStart);
  let start = skipSpaces(line, keyEnd);
  if (line[start] === '-' && line[start + 1] === ' ') {
    const numbers = readNumbers(line, start + 1);
    if (numbers !== null) return { keyEnd, start, end: start + 1, numbers };
  }
  if (line[start] !== '"') {
    // Keys are logged encoded, but should one hold a space, the URI's quote ends it.
    start = line.indexOf(' "', keyEnd) + 1;
    if (start === 0) return null;
    keyEnd = start - 1;
  }
  const found = findNumbers(line, start + 1);
  return found === null ? null : { keyEnd, start: start + 1, end: found.quote, numbers: found.numbers };
}

interface Agents {
  readonly referer: string | null;
  readonly userAgent: string | null;
  /** Where the fields behind the user agent begin. */
  readonly end: number;
}

/** Referer and user agent, each quoted or a bare `-`. */
function findAgents(line: string, start: number): Agents | null {
  if (line[start] !== '"') return isDash(line, start) ? findUserAgent(line, start + 1, null) : null;
  for (let quote = line.indexOf('"', start + 1); quote !== -1; quote = line.indexOf('"', quote + 1)) {
    if (line[quote + 1] !== ' ') continue;
    if (line[skipSpaces(line, quote + 1)] === '"') return findUserAgent(line, quote + 1, field(line, start + 1, quote));
  }
  const quote = lastClosingQuote(line);
  return quote > start ? findUserAgent(line, quote + 1, field(line, start + 1, quote)) : null;
}

function findUserAgent(line: string, from: number, referer: string | null): Agents | null {
  const start = skipSpaces(line, from);
  if (isDash(line, start)) return { referer, userAgent: null, end: start + 1 };
  const quote = lastClosingQuote(line);
  if (line[start] !== '"' || quote <= start) return null;
  return { referer, userAgent: field(line, start + 1, quote), end: quote + 1 };
}

/** The last quote that a field could end with; -1 when there is none. */
function lastClosingQuote(line: string): number {
  let quote = line.lastIndexOf('"');
  while (quote > 0 && quote + 1 < line.length && line[quote + 1] !== ' ') quote = line.lastIndexOf('"', quote - 1);
  return quote;
}

function tokensFrom(line: string, from: number): (string | null)[] {
  const tokens: (string | null)[] = [];
  for (let start = skipSpaces(line, from); start < line.length; ) {
    const end = tokenEnd(line, start);
    tokens.push(field(line, start, end));
    start = skipSpaces(line, end);
  }
  return tokens;
}

function field(line: string, start: number, end: number): string | null {
  return end - start === 1 && line[start] === '-' ? null : line.slice(start, end);
}

function isDash(line: string, start: number): boolean {
  return line[start] === '-' && (start + 1 === line.length || line[start + 1] === ' ');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html, "Operation". */
export const OPERATION_FORM: RegExp = /^(?:REST|SOAP|WEBSITE|BATCH|S3)\.[A-Za-z0-9_.]+$/;
const DOTTED = /^[A-Z][A-Z0-9_]*\.[A-Z0-9_.]+$/;
const MAX_REQUESTER_TOKENS = 64;
const NO_EXTRA: readonly string[] = [];

const NO_TIME: ParsedAccessLogLine = { ok: false, reason: 'no time field' };
const BAD_TIME: ParsedAccessLogLine = { ok: false, reason: 'the time is not a valid moment' };
const NO_OPERATION: ParsedAccessLogLine = { ok: false, reason: 'no operation field' };
const NO_STATUS: ParsedAccessLogLine = { ok: false, reason: 'no status and size fields behind the request URI' };
const NO_USER_AGENT: ParsedAccessLogLine = { ok: false, reason: 'the line ends before the end of the user agent' };
