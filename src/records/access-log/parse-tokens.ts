/** Where the first character at or behind `from` stands that is no space. */
export function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at++;
  return at;
}

/** Where the token that holds `start` ends: at the next space or the end of the line. */
export function tokenEnd(line: string, start: number): number {
  const end = line.indexOf(' ', start);
  return end === -1 ? line.length : end;
}

const SPACE = 0x20;
