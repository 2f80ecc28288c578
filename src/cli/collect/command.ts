import { ForensicsError } from '../../errors.ts';
import { type CommandDefinition, type Flags, switchFlag, textFlag } from '../command.ts';
import { AWS_OPTIONS, CASE_OPTIONS, COLLECT_OPTIONS, OUTPUT_OPTIONS } from '../options/option-groups.ts';
import { badValue } from '../options/usage-error.ts';
import type { Shell } from '../terminal/shell.ts';

export const collectCommand: CommandDefinition = {
  name: 'collect',
  summary: 'pull the evidence of one case, or of all of a bucket, from AWS into a directory',
  description:
    'Finds, with your own credentials and reading only, the settings, deliveries, event history, access logs and trail files of one case, and writes them as AWS gives them, with checksums, for investigate to read. Where no configuration is named, it is every one of the source bucket, or every one that delivers to the destination. Run again on the same directory it goes on where it stopped.',
  argument: null,
  options: [
    { flags: '--out <dir>', description: 'directory for the evidence; empty, or of the same collection begun before' },
    {
      flags: '--since <time>',
      description: 'logs and events from here on (default: from the last report in front of the newest gap)',
    },
    { flags: '--dry-run', description: 'print the calls, prefixes, numbers of objects and bytes; write nothing' },
    { flags: '-f, --format <format>', description: 'text (default) or json', values: ['text', 'json'] },
    ...COLLECT_OPTIONS,
    ...AWS_OPTIONS,
    ...CASE_OPTIONS.filter(({ flags }) => !flags.startsWith('--now ')),
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics collect --out evidence --source-bucket acme-lake --configuration-id daily-full',
    'inventory-forensics collect --dry-run --destination-bucket acme-reports',
    'inventory-forensics collect --out evidence --destination-bucket acme-reports --quiet --format json',
  ],
  run: runCollect,
};

async function runCollect(_operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const isDry = switchFlag(flags, 'dryRun');
  const out = textFlag(flags, 'out') ?? '';
  if (out === '' && !isDry) {
    throw new ForensicsError('usage', 'collect: --out is missing', {
      hint: 'usage: inventory-forensics collect --out DIR --source-bucket NAME --configuration-id ID',
    });
  }
  const format = textFlag(flags, 'format') ?? 'text';
  if (format !== 'text' && format !== 'json') throw badValue('--format', format, 'text or json');
  const [
    { resolveCollect },
    { collectEvidence },
    { openTerminal },
    { collectionText, collectionJson },
    { writeStream },
  ] = await Promise.all([
    import('./resolve-collect.ts'),
    import('./collect-evidence.ts'),
    import('../terminal/open-terminal.ts'),
    import('./render-collection.ts'),
    import('../terminal/write-stream.ts'),
  ]);
  const options = resolveCollect(flags, shell.now());
  const terminal = openTerminal(shell, flags);
  const directory = isDry ? null : out;
  const collected = await collectEvidence({ ...options, directory }, terminal);
  const { cases, files, resumed, problems } = collected;
  await writeStream(shell.stdout, [
    format === 'json' ? collectionJson(collected, directory) : collectionText(collected),
  ]);
  if (!isDry) {
    const before = resumed === 0 ? '' : `, ${resumed} of them there before`;
    const of = cases === 1 ? '' : ` of ${cases} configurations`;
    terminal.diagnostics.progress(
      `collect: ${files} files${of} in ${out}${before}; ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
    );
  }
  return problems.length > 0 ? 3 : 0;
}
