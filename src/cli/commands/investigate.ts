import { ForensicsError } from '../../errors.ts';
import type { Report } from '../../report/contract.ts';
import type { ReportFormat } from '../../report/formats.ts';
import type { TextStyle } from '../../report/text/lay-out.ts';
import type { EvidenceInput } from '../../sources/input.ts';
import { type CommandDefinition, type Flags, switchFlag, textFlag, textFlags } from '../command.ts';
import { diagnosticsOn } from '../diagnostics.ts';
import type { RawInvestigate } from '../resolve-investigate.ts';
import {
  ATHENA_OPTIONS,
  AWS_OPTIONS,
  CASE_OPTIONS,
  caseFlags,
  LISTING_OPTIONS,
  OUTPUT_OPTIONS,
  PERIOD_OPTIONS,
} from '../shared-options.ts';
import type { Shell } from '../shell.ts';

export const investigateCommand: CommandDefinition = {
  name: 'investigate',
  summary: 'when delivery broke, by which change, by whom and why',
  description:
    'Reads the evidence and says when delivery of S3 Inventory reports broke, which change broke it, who made that change and why it denies the delivery.',
  argument: {
    name: '[evidence...]',
    description:
      'files, directories, globs, s3://bucket/prefix, or - for standard input; .gz too; what each holds is told by its content',
  },
  options: [
    {
      flags: '-f, --format <format>',
      description: 'text (default), json, markdown, html, timesketch, timesketch-csv, ecs or ocsf; may be repeated',
      repeatable: true,
      values: ['text', 'json', 'markdown', 'html', 'timesketch', 'timesketch-csv', 'ecs', 'ocsf'],
    },
    {
      flags: '-o, --output <file>',
      description: 'file for the --format of the same position; else standard output',
      repeatable: true,
    },
    { flags: '--live', description: 'collect the evidence from AWS first, reading only; beside any that is named' },
    {
      flags: '--dir <dir>',
      description: 'with --live: keep the collected evidence there, and go on with it next time',
    },
    {
      flags: '--athena',
      description: 'ask Athena for what both logs hold between --since and --until; beside any evidence that is named',
    },
    ...ATHENA_OPTIONS,
    ...PERIOD_OPTIONS,
    { flags: '--grace <duration>', description: 'a report is missed this long after its run (default: 48h)' },
    {
      flags: '--failed-export <date>',
      description: "date of an export that the console calls failed, or the console's error text; may be repeated",
      repeatable: true,
    },
    ...LISTING_OPTIONS,
    ...CASE_OPTIONS,
    ...AWS_OPTIONS,
    {
      flags: '--fail-on <outcome>',
      description: 'broken: exit with 4 while delivery is broken',
      values: ['broken'],
    },
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics investigate evidence/',
    'inventory-forensics investigate --live --source-bucket acme-lake --configuration-id daily-full',
    'inventory-forensics investigate --athena --database logs --since 2026-01-01 documents/',
    'inventory-forensics investigate --format json --output report.json logs/ trail/*.json.gz',
    'inventory-forensics investigate --format html --output report.html evidence/',
    'inventory-forensics investigate s3://acme-logs/AWSLogs/444455556666/CloudTrail/eu-west-1/2026/02/ evidence/',
    'inventory-forensics investigate --failed-export 2026-02-19 --destination-bucket acme-reports logs/',
  ],
  run: runInvestigate,
};

async function runInvestigate(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  if (switchFlag(flags, 'live') && switchFlag(flags, 'athena')) {
    throw new ForensicsError('usage', '--live and --athena are two ways to the same logs: give one of them', {
      hint: 'collect --out DIR, then investigate --athena DIR, takes settings from AWS and logs from Athena',
    });
  }
  if (switchFlag(flags, 'athena')) {
    const { withAthenaEvidence } = await import('../athena-evidence.ts');
    return withAthenaEvidence(flags, shell, operands.length > 0, (answers) =>
      investigateEvidence(operands, answers, flags, shell),
    );
  }
  if (switchFlag(flags, 'live')) {
    const { withLiveEvidence } = await import('../live-evidence.ts');
    return withLiveEvidence(flags, shell, (directory) =>
      investigateEvidence([directory, ...operands], [], flags, shell),
    );
  }
  return investigateEvidence(operands, [], flags, shell);
}

/** @param answers evidence that is no argument: of queries */
async function investigateEvidence(
  operands: readonly string[],
  answers: readonly EvidenceInput[],
  flags: Flags,
  shell: Shell,
): Promise<number> {
  const { resolveInvestigate } = await import('../resolve-investigate.ts');
  const { options, outputs, failOn } = resolveInvestigate(rawOf(flags), shell.now());
  if (operands.length + answers.length === 0) throw noEvidence();
  const diagnostics = diagnosticsOn(shell.stderr, { quiet: switchFlag(flags, 'quiet') });

  const [{ openEvidence }, { investigate }, { exitCodeOf }, { checkOutputs }, { createProgress }, { followReading }] =
    await Promise.all([
      import('../open-evidence.ts'),
      import('../../investigate.ts'),
      import('../../report/exit-code.ts'),
      import('../write-whole.ts'),
      import('../progress.ts'),
      import('../evidence-progress.ts'),
    ]);
  // The period limits what is told, not what is reasoned from: all that is there is read.
  const evidence = operands.length === 0 ? null : await openEvidence(operands, flags, { since: null, until: null });
  const inputs = [...(evidence?.inputs ?? []), ...answers];
  const files = outputs.flatMap(({ path }) => (path === null ? [] : [path]));
  checkOutputs(
    files,
    inputs.flatMap((input) => (input.kind === 'file' ? [input.path] : [])),
  );
  const progress = createProgress(shell, { quiet: switchFlag(flags, 'quiet') });
  const report = await investigate({
    ...options,
    inputs,
    onReading: (tallies) => followReading(progress, inputs, tallies),
  }).finally(() => {
    progress.done();
    evidence?.close();
  });
  const { deliverReport } = await import('../deliver-report.ts');
  await deliverReport(
    { outputs, warnings: report.warnings, render: (format, style) => renderReport(report, format, style) },
    { shell, diagnostics, color: flags['color'] !== false },
  );
  return exitCodeOf(report, { failOn });
}

async function renderReport(report: Report, format: ReportFormat, style: TextStyle): Promise<string> {
  if (format === 'text') {
    const { renderText } = await import('../../report/text.ts');
    return renderText(report, style);
  }
  const { documentFormat } = await import('../../report/formats.ts');
  const renderDocument = await documentFormat(format).load();
  return renderDocument(report);
}

function noEvidence(): ForensicsError {
  return new ForensicsError('no-evidence', 'investigate: no evidence was given', {
    hint: 'usage: inventory-forensics investigate [options] FILE|DIRECTORY|- ...',
  });
}

function rawOf(flags: Flags): RawInvestigate {
  return {
    ...caseFlags(flags),
    since: textFlag(flags, 'since'),
    until: textFlag(flags, 'until'),
    grace: textFlag(flags, 'grace'),
    listingTimezone: textFlag(flags, 'listingTimezone'),
    failOn: textFlag(flags, 'failOn'),
    failedExport: textFlags(flags, 'failedExport'),
    format: textFlags(flags, 'format'),
    output: textFlags(flags, 'output'),
  };
}
