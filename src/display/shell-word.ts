/** A name that may come from a log, made safe to paste into a shell. */
export function shellWord(name: string): string {
  return /^[A-Za-z0-9._:/-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
