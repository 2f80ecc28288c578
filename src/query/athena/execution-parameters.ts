import { ForensicsError } from '../../errors.ts';
import type { BoundStatement } from '../bind.ts';

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html */
const MAX_CHARACTERS = 1_024;

/**
 * The values of a statement as Athena takes them: numbers bare, text inside of single quotes that are part of the
 * value, with quotes in it doubled. Null when there are none, since an empty list is refused.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements-querying.html
 *
 * @throws ForensicsError `usage` for a value that is too long
 */
export function executionParameters(values: BoundStatement['values']): string[] | null {
  if (values.length === 0) return null;
  return values.map(({ name, value }) => {
    const written = value.type === 'integer' ? String(value.value) : `'${value.value.replaceAll("'", "''")}'`;
    if (written.length <= MAX_CHARACTERS) return written;
    throw new ForensicsError('usage', `--param ${name}: Athena takes no more than ${MAX_CHARACTERS} characters`);
  });
}
