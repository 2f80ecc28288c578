import { type CommandDefinition, type Flags, switchFlag, textFlag } from '../command.ts';
import { diagnosticsOn } from '../diagnostics.ts';
import { AWS_OPTIONS, awsAccess, CASE_OPTIONS, caseFlags, OUTPUT_OPTIONS } from '../shared-options.ts';
import type { Shell } from '../shell.ts';

export const collectCommand: CommandDefinition = {
  name: 'collect',
  summary: 'pull the evidence of one case from AWS into a directory',
  description:
    'Asks AWS, with your own credentials and reading only, for the configuration, policies, listing and events of one case, and writes them as the AWS CLI prints them, for investigate to read. Log files in buckets are not fetched.',
  argument: null,
  options: [
    { flags: '--out <dir>', description: 'directory for the evidence; made if absent, must be empty' },
    { flags: '--since <time>', description: 'events from here on (default, and at most: 90d)' },
    ...AWS_OPTIONS,
    ...CASE_OPTIONS.filter(({ flags }) => !flags.startsWith('--now ')),
    ...OUTPUT_OPTIONS,
  ],
  examples: ['inventory-forensics collect --out evidence --source-bucket acme-lake --configuration-id daily-full'],
  run: runCollect,
};

/** AWS answers two LookupEvents calls a second for each account and Region. */
const LOOKUP_INTERVAL_MS = 500;

async function runCollect(_operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const { openDirectory, resolveCollect } = await import('../resolve-collect.ts');
  const options = resolveCollect(
    {
      out: textFlag(flags, 'out'),
      since: textFlag(flags, 'since'),
      ...caseFlags(flags),
      access: awsAccess(flags),
    },
    shell.now(),
  );
  openDirectory(options.directory);
  const diagnostics = diagnosticsOn(shell.stderr, { quiet: switchFlag(flags, 'quiet') });
  const [{ collectCase }, { programVersion }] = await Promise.all([
    import('../../collect/collect-case.ts'),
    import('../../version.ts'),
  ]);
  const { files, problems } = await collectCase({
    ...options,
    version: programVersion(),
    progress: (text) => shell.stderr.isTTY && diagnostics.progress(text),
    lookupIntervalMs: LOOKUP_INTERVAL_MS,
  });
  for (const problem of problems) diagnostics.warn(problem);
  diagnostics.progress(
    `collect: ${files.length} files in ${options.directory}, ${problems.length} calls without answer`,
  );
  return problems.length > 0 ? 3 : 0;
}
