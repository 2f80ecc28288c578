import type { CaseOptions } from '../../case/case.ts';
import type { NamedTemplate } from '../../check/cloudformation/read-template.ts';
import type { NamedText } from '../../check/read-json.ts';
import type { CheckSources } from '../../check/sources.ts';
import { escapeTerminal } from '../../display/escape-terminal.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Shell } from '../terminal/shell.ts';
import type { CheckFiles, ResolvedCheck } from './resolve-check.ts';

/** What a check is asked, read; of several cases `sources` has the first. */
export interface ReadSources {
  readonly sources: CheckSources;
  /** One of each file, or that of the flags; none where neither tells of a delivery. */
  readonly cases: readonly CaseOptions[];
}

export async function readSources(resolved: ResolvedCheck, shell: Shell, progress: Progress): Promise<ReadSources> {
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
  const cases = await casesOf(resolved, await Promise.all(files.cases.map(readOne)));
  const told = cases[0] ?? resolved.case;
  const sources: CheckSources = {
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
  return { sources, cases };
}

async function casesOf({ case: flags }: ResolvedCheck, files: readonly NamedText[]): Promise<readonly CaseOptions[]> {
  const isTold = Object.entries(flags).some(([name, value]) => name !== 'now' && value !== undefined);
  if (files.length === 0) return isTold ? [flags] : [];
  const { readCaseDocument } = await import('../../check/read-case.ts');
  return files.map((file) => readCaseDocument(file, flags));
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

/** The files that are read, by their paths. */
export function namesOf(files: CheckFiles): string[] {
  return Object.values(files)
    .flat()
    .filter((path): path is string => path !== null && path !== '-');
}
