import { join } from 'node:path';
import { escapeTerminal, printJson } from '../../display/escape-terminal.ts';
import type { Collected } from './collect-evidence.ts';

/** What a dry run would do; of a collection there is nothing for standard output. */
export function collectionText({ planned }: Collected): string {
  return planned.map((line) => `${escapeTerminal(line)}\n`).join('');
}

/** What `collect --format json` prints, as `collect.schema.json` has it. */
export function collectionJson(collected: Collected, directory: string | null): string {
  const { cases, files, resumed, problems, notes, planned } = collected;
  return printJson({
    schemaVersion: '1',
    kind: 'collection',
    directory,
    manifest: directory === null ? null : join(directory, 'manifest.json'),
    cases,
    files,
    resumed,
    problems,
    notes,
    planned,
  });
}
