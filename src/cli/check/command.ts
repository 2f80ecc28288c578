import type { NamedTemplate } from '../../check/cloudformation/read-template.ts';
import type { CheckedReports } from '../../check/contract.ts';
import type { NamedText } from '../../check/read-json.ts';
import type { CheckSources } from '../../check/sources.ts';
import { escapeTerminal } from '../../display/escape-terminal.ts';
import type { TextStyle } from '../../display/lay-out.ts';
import { type CommandDefinition, type Flags, switchFlag, textFlag, textFlags } from '../command.ts';
import { AWS_OPTIONS, CASE_OPTIONS, caseFlags, OUTPUT_OPTIONS } from '../options/option-groups.ts';
import { type Diagnostics, diagnosticsOn } from '../terminal/diagnostics.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import { DELIVERY_OPTIONS, deliveryFlags } from './delivery-options.ts';
import type { CheckFiles, CheckFormat, RawCheck, ResolvedCheck } from './resolve-check.ts';

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
    { flags: '--case <file>', description: 'case.json; flags win over it' },
    { flags: '--live', description: 'ask AWS, reading only, for what no file is given for' },
    ...DELIVERY_OPTIONS,
    { flags: '--source-region <region>', description: 'Region of the source bucket' },
    { flags: '--destination-region <region>', description: 'Region of the destination bucket' },
    {
      flags: '--context <key=value>',
      description: 'condition key of the request, aws:SourceOrgID=o-abc; key= for absent; may be repeated',
      repeatable: true,
    },
    { flags: '--explain', description: 'show how each statement and condition was judged' },
    {
      flags: '-f, --format <format>',
      description: 'text (default), json, sarif (code scanning) or github (annotations); may be repeated',
      repeatable: true,
      values: ['text', 'json', 'sarif', 'github'],
    },
    {
      flags: '-o, --output <file>',
      description: 'file for the --format of the same position; else standard output',
      repeatable: true,
    },
    ...CASE_OPTIONS,
    ...AWS_OPTIONS,
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics check --policy policy.json --configuration daily-full.json --source-bucket acme-lake --source-account 111122223333',
    'inventory-forensics check --live --source-bucket acme-lake --configuration-id daily-full',
    'aws s3api get-bucket-policy --bucket acme-reports --output json | inventory-forensics check --policy - --case case.json --explain',
    'terraform show -json plan.out > plan.json && inventory-forensics check --terraform-plan plan.json --source-account 111122223333',
  ],
  run: runCheck,
};

async function runCheck(_operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const { resolveCheck } = await import('./resolve-check.ts');
  const resolved = resolveCheck(rawOf(flags), shell.now());
  const [{ checkOutputs }, { gatherDeliveries }, { checkAll }, { checkExitCode, worstDecision }, { createProgress }] =
    await Promise.all([
      import('../terminal/write-whole.ts'),
      import('../../check/gather-deliveries.ts'),
      import('../../check/check-all.ts'),
      import('../../check/contract.ts'),
      import('../terminal/progress.ts'),
    ]);
  checkOutputs(
    resolved.outputs.flatMap(({ path }) => (path === null ? [] : [path])),
    namesOf(resolved.files),
  );
  const quiet = switchFlag(flags, 'quiet');
  const progress = createProgress(shell, { quiet });
  const diagnostics = diagnosticsOn(shell.stderr, { quiet, progress });
  const checked = await sourcesOf(resolved, shell, progress)
    .then((given) => (switchFlag(flags, 'live') ? askAws(given, flags, shell, { diagnostics, progress }) : given))
    .then((sources) =>
      sources === null ? null : checkAll(gatherDeliveries(sources, resolved.asked), { explain: resolved.explain }),
    )
    .finally(() => progress.done());
  if (checked === null) return 3;
  const { deliverReport } = await import('../terminal/deliver-report.ts');
  await deliverReport(
    {
      outputs: resolved.outputs,
      warnings: checked.reports.flatMap(({ warnings }) => warnings),
      render: (format, style) => renderReports(checked, format, style),
    },
    { shell, diagnostics, color: flags['color'] !== false },
  );
  return checkExitCode(worstDecision(checked.reports));
}

/** Null when the policy, on which everything depends, could not be read; why has been told. */
async function askAws(
  given: CheckSources,
  flags: Flags,
  shell: Shell,
  { diagnostics, progress }: { readonly diagnostics: Diagnostics; readonly progress: Progress },
): Promise<CheckSources | null> {
  const [{ readLiveSettings }, { withLiveSettings }, { mfaPrompt }, { awsAccess }] = await Promise.all([
    import('../../collect/live-settings.ts'),
    import('./live-check.ts'),
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

function namesOf(files: CheckFiles): string[] {
  return Object.values(files)
    .flat()
    .filter((path): path is string => path !== null && path !== '-');
}

async function sourcesOf(resolved: ResolvedCheck, shell: Shell, progress: Progress): Promise<CheckSources> {
  const { files } = resolved;
  const [{ readText }, { readTemplates }, { PROFILES }] = await Promise.all([
    import('../../check/read-text.ts'),
    import('./read-templates.ts'),
    import('../../profile/profiles.ts'),
  ]);
  progress.start('Reading');
  const readOne = (path: string): Promise<NamedText> => {
    let before = 0;
    const onBytes = (bytes: number): void => {
      progress.advance({ bytes: bytes - before });
      before = bytes;
    };
    return readText(path, { stdin: shell.stdin, onBytes });
  };
  const read = (path: string | null): Promise<NamedText | null> =>
    path === null ? Promise.resolve(null) : readOne(path);
  const told = await caseOf(resolved, await read(files.case));
  return {
    name: 's3-inventory',
    profile: PROFILES['s3-inventory'],
    case: told,
    clock: shell.now(),
    sourceRegion: resolved.sourceRegion,
    destinationRegion: resolved.destinationRegion,
    overrides: resolved.overrides,
    destinationIsGone: false,
    policy: await read(files.policy),
    noPolicy: resolved.noPolicy,
    keyPolicy: await read(files.keyPolicy),
    configuration: await read(files.configuration),
    resourceControlPolicies: await Promise.all(files.rcps.map(readOne)),
    key: null,
    told: resolved.told,
    code: await codeOf(resolved, told, progress, {
      plans: await Promise.all(files.terraformPlans.map(readOne)),
      templates: await readTemplates(files.cloudformation, readOne),
    }),
  };
}

async function caseOf(resolved: ResolvedCheck, file: NamedText | null): Promise<CheckSources['case']> {
  if (file === null) return resolved.case;
  const { readCaseDocument } = await import('../../check/read-case.ts');
  return readCaseDocument(file, resolved.case);
}

async function codeOf(
  resolved: ResolvedCheck,
  told: CheckSources['case'],
  progress: Progress,
  { plans, templates }: { readonly plans: readonly NamedText[]; readonly templates: readonly NamedTemplate[] },
): Promise<CheckSources['code']> {
  const long = [...plans, ...templates].find(({ text }) => text.length > LONG_TEXT);
  if (long !== undefined) await progress.announce(`Judging ${escapeTerminal(long.name)}`);
  if (plans.length > 0) {
    const [{ readTerraformPlan }, { mergeCode }] = await Promise.all([
      import('../../check/terraform/read-plan.ts'),
      import('../../check/code.ts'),
    ]);
    return mergeCode(plans.map(readTerraformPlan));
  }
  if (templates.length === 0) return null;
  const { readCloudFormationTemplates } = await import('../../check/cloudformation/read-template.ts');
  return readCloudFormationTemplates(templates, {
    parameters: resolved.parameters,
    region: resolved.destinationRegion ?? resolved.sourceRegion,
    account: told.destinationAccount ?? null,
  });
}

/** Plans are parsed in one go: this one for about half a second. */
const LONG_TEXT = 32 * 1024 * 1024;

async function renderReports(checked: CheckedReports, format: CheckFormat, style: TextStyle): Promise<string> {
  switch (format) {
    case 'text': {
      const { renderCheckText } = await import('../../check/text.ts');
      return renderCheckText(checked.reports, style, checked.remedies);
    }
    case 'json': {
      const { renderCheckJson } = await import('../../check/contract.ts');
      return renderCheckJson(checked.reports, checked.remedies);
    }
    case 'sarif': {
      const [{ renderCheckSarif }, { programVersion }] = await Promise.all([
        import('../../check/sarif.ts'),
        import('../../version.ts'),
      ]);
      return renderCheckSarif(checked.reports, programVersion());
    }
    case 'github': {
      const { renderCheckGithub } = await import('../../check/github.ts');
      return renderCheckGithub(checked.reports);
    }
    default:
      return format satisfies never;
  }
}

function rawOf(flags: Flags): RawCheck {
  return {
    ...caseFlags(flags),
    policy: textFlag(flags, 'policy'),
    // Commander files `--no-policy` under `policy`.
    noPolicy: flags['policy'] === false,
    keyPolicy: textFlag(flags, 'keyPolicy'),
    configuration: textFlag(flags, 'configuration'),
    rcp: textFlags(flags, 'rcp'),
    case: textFlag(flags, 'case'),
    terraformPlan: textFlags(flags, 'terraformPlan'),
    cloudformation: textFlags(flags, 'cloudformation'),
    parameter: textFlags(flags, 'parameter'),
    ...deliveryFlags(flags),
    live: switchFlag(flags, 'live'),
    sourceRegion: textFlag(flags, 'sourceRegion'),
    destinationRegion: textFlag(flags, 'destinationRegion'),
    context: textFlags(flags, 'context'),
    explain: switchFlag(flags, 'explain'),
    format: textFlags(flags, 'format'),
    output: textFlags(flags, 'output'),
  };
}
