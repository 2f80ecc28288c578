/** The same complaint in Athena's words, with its line and column. */
export function athenaMessage(message: string): string {
  const table = /Table with name (\w+) does not exist/.exec(message)?.[1];
  const [, line = '1', text = '', caret = ''] = /^LINE (\d+): (.*)\n( *)\^/m.exec(message) ?? [];
  const at = `line ${line}:${Math.max(1, caret.length - `LINE ${line}: `.length + 1)}`;
  if (table !== undefined) return `TABLE_NOT_FOUND: ${at}: Table 'awsdatacatalog.logs.${table}' does not exist`;
  const column = /Referenced column "(\w+)" not found/.exec(message)?.[1];
  if (column !== undefined) return `COLUMN_NOT_FOUND: ${at}: Column '${column}' cannot be resolved`;
  const token = /syntax error at or near "([^"]*)"/.exec(message)?.[1];
  return token === undefined || text === '' ? message : `${at}: mismatched input '${token}'. Expecting: <EOF>`;
}

/** Names of Trino's types; its sums of whole numbers are `bigint`. */
export function athenaType(type: string): string {
  return type === 'HUGEINT' ? 'bigint' : type.toLowerCase();
}
