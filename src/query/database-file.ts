/**
 * Whether the value of `--database` names a file here rather than a database of Athena, whose names have no special
 * characters but the underscore.
 * https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
 */
export function isDatabaseFile(database: string): boolean {
  return /[./\\]/.test(database);
}
