import { escapeTerminal } from '../display/escape-terminal.ts';
import type { BoundStatement } from './bind.ts';
import type { ShippedQuery } from './catalog.ts';

/** The list of queries: name, question, and the parameters that must be given. */
export function describeCatalog(queries: readonly ShippedQuery[]): string {
  const width = Math.max(0, ...queries.map(({ name }) => name.length));
  const lines = queries.map(({ name, header }) => {
    const needed = header.parameters.filter((parameter) => parameter.default === null);
    const wants = needed.length === 0 ? '' : `  [${needed.map((parameter) => parameter.name).join(', ')}]`;
    return `${name.padEnd(width)}  ${header.question ?? header.title ?? ''}${wants}`;
  });
  return `${lines.join('\n')}\n`;
}

/** A statement as it would be sent, and what each of its question marks stands for. */
export function describeStatement({ sql, values }: BoundStatement): string {
  const text = sql
    .trimStart()
    .split(/\r?\n/)
    .map((line) => escapeTerminal(line, 'shown'))
    .join('\n');
  const list = values.map(({ name, value }, index) => {
    const shown = value.type === 'integer' ? String(value.value) : JSON.stringify(value.value);
    return escapeTerminal(`-- ?${index + 1} ${name} = ${shown}`);
  });
  return `${[text, ...list].join('\n')}\n`;
}
