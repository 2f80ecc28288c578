import { ForensicsError } from '../errors.ts';
import type { ShippedQuery } from './catalog.ts';
import type { ParameterType } from './header.ts';

/**
 * A table definition with its places filled in. No engine binds identifiers and locations, so each type has a closed
 * form, in which no quote, brace or dollar sign can stand.
 *
 * @throws ForensicsError `usage` naming the parameter
 */
export function fillDefinition(table: ShippedQuery, given: ReadonlyMap<string, string>): string {
  const filled = new Map<string, string>();
  for (const { name, type, meaning } of table.header.parameters) {
    const value = given.get(name);
    const option = name === 'since' ? '--since' : `--param ${name}`;
    const refused = (why: string) => new ForensicsError('usage', `${table.name}: ${option} ${why}`);
    if (value === undefined) throw refused(`has no value (${meaning})`);
    if (FORMS[type]?.test(value) !== true) throw refused(`"${value}" is not ${meaning}`);
    filled.set(name, value);
  }
  return table.sql.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => filled.get(name) ?? whole);
}

/**
 * What makes a database, where there is none of that name; null for what is no name for one.
 * https://docs.aws.amazon.com/athena/latest/ug/create-database.html
 */
export function databaseDefinition(name: string): string | null {
  return /^[a-z0-9_]{1,255}$/.test(name) ? `CREATE DATABASE IF NOT EXISTS \`${name}\`` : null;
}

/** Account ids with commas between them. */
export const ACCOUNTS: RegExp = /^\d{12}(?:,\d{12})*$/;

/** null for what is bound and never stands in a definition. */
const FORMS: Readonly<Record<ParameterType, RegExp | null>> = {
  string: null,
  integer: null,
  time: null,
  day: null,
  location: /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(?:[A-Za-z0-9!_.()=+@:-]+\/)*$/,
  accounts: ACCOUNTS,
  regions: /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}(?:,[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2})*$/,
  date: /^\d{4}\/\d{2}\/\d{2}$/,
};
