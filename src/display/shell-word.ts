/** A name that may come from a log, made safe to paste into a shell. */
export function shellWord(name: string): string {
  return /^[A-Za-z0-9._:/-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

/** An option of a command with a value that may come from a log: it is never taken for another option. Empty without a value. */
export function shellOption(name: string, value: string | null | undefined): string {
  if (value === null || value === undefined) return '';
  return value.startsWith('-') ? ` --${name}=${shellWord(value)}` : ` --${name} ${shellWord(value)}`;
}
