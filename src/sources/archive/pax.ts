/**
 * The records of a pax extended header, `LENGTH KEYWORD=VALUE\n` each; what is no such record ends them.
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_03
 */
export function parsePax(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = blank === -1 ? Number.NaN : Number(bytes.toString('latin1', at, blank));
    const end = at + length;
    if (!Number.isSafeInteger(length) || end <= blank || end > bytes.length) break;
    const record = bytes.toString('utf8', blank + 1, end - 1);
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}
