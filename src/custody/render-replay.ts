import { escapeTerminal, printJson } from '../display/escape-terminal.ts';
import { counted } from '../display/quantities.ts';
import type { Difference } from './differences.ts';
import type { RunRecord } from './run-record.ts';

/** What a replay says, a line each. */
export function renderReplay(recorded: RunRecord, differences: readonly Difference[]): string {
  const { evidence, report, clock, tool } = recorded;
  const of = `the run of ${clock} by version ${tool.version}`;
  const lines =
    differences.length === 0
      ? [`The same report as ${of}: ${counted(evidence.length, 'source')}, SHA-256 of the JSON report ${report.sha256}`]
      : [
          differences.some(({ kind }) => kind === 'report')
            ? `Not the same report as ${of}:`
            : `The same report as ${of}, but not from the same:`,
          ...differences.slice(0, MOST_LINES).map(lineOf),
          ...(differences.length > MOST_LINES
            ? [`and ${differences.length - MOST_LINES} more: see --format json`]
            : []),
        ];
  return lines.map((line) => `${escapeTerminal(line)}\n`).join('');
}

/** The same as JSON: `replay.schema.json`. */
export function replayJson(differences: readonly Difference[]): string {
  return printJson({ schemaVersion: '1', same: differences.length === 0, differences });
}

const MOST_LINES = 40;

function lineOf(difference: Difference): string {
  switch (difference.kind) {
    case 'evidence-missing':
      return `evidence missing: ${difference.source} (SHA-256 ${difference.recorded ?? UNREAD})`;
    case 'evidence-changed':
      return `evidence changed: ${difference.source}: SHA-256 ${difference.recorded ?? UNREAD} recorded, ${difference.now ?? UNREAD} now`;
    case 'evidence-new':
      return `evidence new: ${difference.source} (SHA-256 ${difference.now ?? UNREAD})`;
    case 'version':
      return `version: ${difference.recorded} recorded, ${difference.now} now`;
    case 'option':
      return `option --${difference.name}: ${wordsOf(difference.recorded)} recorded, ${wordsOf(difference.now)} now`;
    case 'report':
      return `report: differs in ${difference.members.join(', ') || 'its layout alone'}`;
    default:
      return difference satisfies never;
  }
}

const UNREAD = 'not known: it could not be read to its end';

function wordsOf(value: string | readonly string[] | null): string {
  if (value === null) return 'not given';
  return typeof value === 'string' ? `"${value}"` : value.map((one) => `"${one}"`).join(', ');
}
