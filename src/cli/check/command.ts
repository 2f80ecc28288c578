import type { CheckSources } from '../../check/sources.ts';
import { type CommandDefinition, type Flags, switchFlag } from '../command.ts';
import { AWS_OPTIONS, CASE_OPTIONS, OUTPUT_OPTIONS, REPORT_FILE_OPTION } from '../options/option-groups.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import type { Shell } from '../terminal/shell.ts';
import type { CheckAnswer } from './answers.ts';
import { DELIVERY_OPTIONS } from './delivery-options.ts';

export const checkCommand: CommandDefinition = {
  name: 'check',
  summary: 'would delivery succeed with these policies, and if not, what mends it',
  description:
    'Judges a delivery of S3 Inventory, or with --delivery of something else, from documents, or with --live from the settings in force: whether the destination policy allows it, whether a Deny applies, Region, key policy and configuration. Exits with 0 when it would succeed, 1 when it would be denied, 2 when the inputs cannot be used, 3 when it depends on what is not known.',
  argument: null,
  options: [
    {
      flags: '--policy <file>',
      description: "the destination's bucket policy, bare or from get-bucket-policy; - for standard input",
    },
    { flags: '--no-policy', description: 'the destination has no bucket policy' },
    { flags: '--key-policy <file>', description: 'policy of the KMS key, bare or from get-key-policy' },
    {
      flags: '--configuration <file>',
      description: 'inventory configuration, from get- or list-bucket-inventory-configurations',
    },
    {
      flags: '--rcp <file>',
      description: 'resource control policy in force on destination and key; may be repeated',
      repeatable: true,
    },
    {
      flags: '--terraform-plan <file>',
      description: 'plan as JSON, from terraform show -json; may be repeated',
      repeatable: true,
    },
    {
      flags: '--cloudformation <file>',
      description: 'CloudFormation template, JSON or YAML, or the cdk.out folder of cdk synth; may be repeated',
      repeatable: true,
    },
    {
      flags: '--parameter <name=value>',
      description: 'template parameter, or the name of a bucket that the template leaves open; may be repeated',
      repeatable: true,
    },
    {
      flags: '--event <file>',
      description:
        'CloudTrail events of a change, in any envelope: do they stop a delivery? The documents are then those before them; - for standard input; may be repeated',
      repeatable: true,
    },
    {
      flags: '--case <file>',
      description: 'case.json; flags win over it; with --event it may be repeated',
      repeatable: true,
    },
    { flags: '--live', group: 'aws', description: 'ask AWS, reading only, for what no file is given for' },
    ...DELIVERY_OPTIONS,
    { flags: '--source-region <region>', description: 'Region of the source bucket' },
    { flags: '--destination-region <region>', description: 'Region of the destination bucket' },
    {
      flags: '--context <key=value>',
      description: 'condition key of the request, aws:SourceOrgID=o-abc; key= for absent; may be repeated',
      repeatable: true,
    },
    { flags: '--explain', group: 'output', description: 'show how each statement and condition was judged' },
    {
      flags: '-f, --format <format>',
      group: 'output',
      description: 'text (default), json, sarif (code scanning) or github (annotations); may be repeated',
      repeatable: true,
      values: ['text', 'json', 'sarif', 'github'],
    },
    REPORT_FILE_OPTION,
    ...CASE_OPTIONS,
    ...AWS_OPTIONS,
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics check --policy policy.json --configuration daily-full.json --source-bucket acme-lake --source-account 111122223333',
    'inventory-forensics check --live --source-bucket acme-lake --configuration-id daily-full',
    'aws s3api get-bucket-policy --bucket acme-reports --output json | inventory-forensics check --policy - --case case.json --explain',
    'inventory-forensics check --event event.json --case case.json --policy before.json',
    'terraform show -json plan.out > plan.json && inventory-forensics check --terraform-plan plan.json --source-account 111122223333',
  ],
  run: runCheck,
};

async function runCheck(_operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const { resolveCheck } = await import('./resolve-check.ts');
  const resolved = resolveCheck(flags, shell.now());
  const [
    { checkOutputs },
    { readSources, namesOf },
    { judgeDocuments, judgeChanges },
    { checkExitCode },
    { openTerminal },
  ] = await Promise.all([
    import('../terminal/write-whole.ts'),
    import('./read-sources.ts'),
    import('./answers.ts'),
    import('../../check/contract.ts'),
    import('../terminal/open-terminal.ts'),
  ]);
  checkOutputs(
    resolved.outputs.flatMap(({ path }) => (path === null ? [] : [path])),
    namesOf(resolved.files),
  );
  const terminal = openTerminal(shell, flags);
  const { diagnostics, progress } = terminal;
  const judge = async (): Promise<CheckAnswer | null> => {
    const { sources, cases } = await readSources(resolved, shell, progress);
    if (resolved.files.events.length > 0) return judgeChanges(sources, cases, resolved, shell);
    const given = switchFlag(flags, 'live') ? await askAws(sources, flags, terminal) : sources;
    return given === null ? null : judgeDocuments(given, resolved);
  };
  const answer = await judge().finally(() => progress.done());
  if (answer === null) return 3;
  const { deliverReport } = await import('../terminal/deliver-report.ts');
  await deliverReport(
    { outputs: resolved.outputs, warnings: answer.warnings, render: answer.render },
    { shell, diagnostics, color: flags['color'] !== false },
  );
  return checkExitCode(answer.decision);
}

/** Null when the policy, on which everything depends, could not be read; why has been told. */
async function askAws(
  given: CheckSources,
  flags: Flags,
  { shell, diagnostics, progress }: Terminal,
): Promise<CheckSources | null> {
  const [{ readLiveSettings }, { withLiveSettings }, { mfaPrompt }, { awsAccess }] = await Promise.all([
    import('../../collect/live-settings.ts'),
    import('../../library/with-live-settings.ts'),
    import('../terminal/ask-mfa.ts'),
    import('../options/resolve-aws.ts'),
  ]);
  progress.start('Asking AWS');
  const live = await readLiveSettings(given.case, {
    access: { ...awsAccess(flags), ...mfaPrompt(shell, progress) },
    now: shell.now(),
  });
  for (const problem of live.problems) diagnostics.warn(problem);
  const sources = withLiveSettings(given, live);
  if (sources.policy !== null || sources.noPolicy) return sources;
  diagnostics.warn('without the bucket policy nothing can be said: grant its reading, or give it with --policy');
  return null;
}
