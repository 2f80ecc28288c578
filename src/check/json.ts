import { escapeJson } from '../display/escape-terminal.ts';
import type { CheckReport } from './contract.ts';

/** The report as JSON, members in the order of the contract, invisible characters as `\uXXXX`. */
export function renderCheckJson(report: CheckReport): string {
  const requirements = report.requirements.map(({ id, status, statement, conditionKeys, explanation }) => ({
    id,
    status,
    statement,
    conditionKeys,
    explanation,
  }));
  return `${escapeJson(JSON.stringify({ ...report, requirements }, null, 2))}\n`;
}
