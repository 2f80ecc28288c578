/** The functions that take a format of times: whose letters it is in, and whether text is read by it or written. */
export const FORMAT_FUNCTIONS: ReadonlyMap<string, (format: string) => string | null> = new Map([
  ['parse_datetime', (format) => fromJoda(format, 'read')],
  ['format_datetime', (format) => fromJoda(format, 'write')],
  ['date_parse', (format) => fromMySql(format, 'read')],
  ['date_format', (format) => fromMySql(format, 'write')],
]);

type Use = 'read' | 'write';

/**
 * A format of Joda's as the engine has it; null with a letter that means nothing to it.
 * https://www.joda.org/joda-time/apidocs/org/joda/time/format/DateTimeFormat.html
 */
function fromJoda(format: string, use: Use): string | null {
  let spelt = '';
  for (const [part, letter, quoted] of format.matchAll(/([A-Za-z])\1*|'((?:[^']|'')*)'|[^A-Za-z']+|'/g)) {
    if (part === "'") return null;
    if (part === "''") spelt += "'";
    else if (letter === undefined) spelt += escaped(quoted?.replaceAll("''", "'") ?? part);
    else {
      const known = (use === 'write' ? JODA_WRITTEN.get(part) : undefined) ?? JODA.get(part);
      if (known === undefined || (use === 'read' && JODA_WRITTEN_ONLY.has(part))) return null;
      spelt += known;
    }
  }
  return spelt;
}

/**
 * A format of MySQL's as the engine has it; null with a letter that means nothing to it.
 * https://trino.io/docs/current/functions/datetime.html#mysql-date-functions
 */
function fromMySql(format: string, use: Use): string | null {
  let spelt = '';
  for (const [part, letter] of format.matchAll(/%(.)|[^%]+|%/gs)) {
    if (part === '%') return null;
    if (letter === undefined) spelt += part;
    else {
      const known = MYSQL.get(letter);
      if (known === undefined || (use === 'read' && MYSQL_WRITTEN_ONLY.has(letter))) return null;
      spelt += use === 'read' ? known.replaceAll('%-', '%') : known;
    }
  }
  return spelt;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%%');
}

const JODA: ReadonlyMap<string, string> = new Map([
  ['y', '%Y'],
  ['yyyy', '%Y'],
  ['yy', '%y'],
  ['M', '%m'],
  ['MM', '%m'],
  ['MMM', '%b'],
  ['MMMM', '%B'],
  ['d', '%d'],
  ['dd', '%d'],
  ['H', '%H'],
  ['HH', '%H'],
  ['h', '%I'],
  ['hh', '%I'],
  ['m', '%M'],
  ['mm', '%M'],
  ['s', '%S'],
  ['ss', '%S'],
  ['SSS', '%g'],
  ['a', '%p'],
  ['E', '%a'],
  ['EEE', '%a'],
  ['EEEE', '%A'],
  ['Z', '%z'],
  ['DDD', '%j'],
  ['D', '%-j'],
  ['e', '%u'],
  ['ww', '%V'],
  ['xxxx', '%G'],
]);

/** Where writing differs: numbers without zeros in front, and the one zone that there is. */
const JODA_WRITTEN: ReadonlyMap<string, string> = new Map([
  ['M', '%-m'],
  ['d', '%-d'],
  ['H', '%-H'],
  ['h', '%-I'],
  ['m', '%-M'],
  ['s', '%-S'],
  ['Z', '+0000'],
  ['ZZ', '+00:00'],
  ['z', 'UTC'],
]);

const JODA_WRITTEN_ONLY: ReadonlySet<string> = new Set(['D', 'DDD', 'e', 'ww', 'xxxx', 'ZZ', 'z']);

const MYSQL: ReadonlyMap<string, string> = new Map([
  ['Y', '%Y'],
  ['y', '%y'],
  ['m', '%m'],
  ['c', '%-m'],
  ['d', '%d'],
  ['e', '%-d'],
  ['H', '%H'],
  ['k', '%-H'],
  ['h', '%I'],
  ['I', '%I'],
  ['l', '%-I'],
  ['i', '%M'],
  ['s', '%S'],
  ['S', '%S'],
  ['f', '%f'],
  ['p', '%p'],
  ['T', '%H:%M:%S'],
  ['r', '%I:%M:%S %p'],
  ['b', '%b'],
  ['M', '%B'],
  ['a', '%a'],
  ['W', '%A'],
  ['j', '%j'],
  ['v', '%V'],
  ['x', '%G'],
  ['%', '%%'],
]);

const MYSQL_WRITTEN_ONLY: ReadonlySet<string> = new Set(['j', 'v', 'x', 'W', 'a']);
