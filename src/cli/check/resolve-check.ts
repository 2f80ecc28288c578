import type { CaseOptions } from '../../case/case.ts';
import type { AskedDeliveries } from '../../check/gather-deliveries.ts';
import type { ToldByHand } from '../../check/inputs.ts';
import { ForensicsError } from '../../errors.ts';
import type { Instant } from '../../instant.ts';
import { isRegionName, regionOfLocation } from '../../partition.ts';
import { type ContextOverrides, parseContextOverrides } from '../../policy/document/context.ts';
import { type Flags, longName, switchFlag, textFlag, textFlags } from '../command.ts';
import { resolveCase } from '../options/resolve-case.ts';
import { type OutputTarget, resolveOutputs } from '../options/resolve-outputs.ts';
import { badValue } from '../options/usage-error.ts';
import { resolveDeliveries, resolveTold } from './resolve-deliveries.ts';

export type CheckFormat = 'text' | 'json' | 'sarif' | 'github';

const CHECK_FORMATS: readonly [CheckFormat, ...CheckFormat[]] = ['text', 'json', 'sarif', 'github'];

export interface ResolvedCheck {
  /** What the flags say of the case; `case.json` is still to be read. */
  readonly case: CaseOptions;
  readonly files: CheckFiles;
  readonly asked: AskedDeliveries;
  readonly told: ToldByHand;
  readonly noPolicy: boolean;
  readonly parameters: ReadonlyMap<string, string>;
  readonly sourceRegion: string | null;
  readonly destinationRegion: string | null;
  readonly overrides: ContextOverrides;
  readonly explain: boolean;
  readonly outputs: readonly OutputTarget<CheckFormat>[];
}

/** Paths as typed; `-` is standard input. */
export interface CheckFiles {
  readonly policy: string | null;
  readonly keyPolicy: string | null;
  readonly configuration: string | null;
  readonly rcps: readonly string[];
  readonly cases: readonly string[];
  /** Events of changes; their folders and patterns too. */
  readonly events: readonly string[];
  readonly terraformPlans: readonly string[];
  /** Templates, and folders of them. */
  readonly cloudformation: readonly string[];
}

/**
 * What the flags mean.
 *
 * @throws ForensicsError `usage` naming the flag that cannot be used
 */
export function resolveCheck(flags: Flags, clock: Instant): ResolvedCheck {
  const files: CheckFiles = {
    policy: fileIn(flags, 'policy'),
    keyPolicy: fileIn(flags, 'keyPolicy'),
    configuration: fileIn(flags, 'configuration'),
    rcps: filesIn(flags, 'rcp'),
    cases: filesIn(flags, 'case'),
    events: filesIn(flags, 'event'),
    terraformPlans: filesIn(flags, 'terraformPlan'),
    cloudformation: filesIn(flags, 'cloudformation'),
  };
  const isOfTerraform = files.terraformPlans.length > 0;
  const isOfCloudFormation = files.cloudformation.length > 0;
  const isLive = switchFlag(flags, 'live');
  refuseBoth('--terraform-plan', isOfTerraform, '--cloudformation', isOfCloudFormation);
  const fromStdin = Object.values(files)
    .flat()
    .filter((path) => path === '-');
  if (fromStdin.length > 1) throw new ForensicsError('usage', 'only one input can be read from standard input (-)');
  const parameters = textFlags(flags, 'parameter');
  if (parameters.length > 0 && !isOfCloudFormation) {
    throw new ForensicsError('usage', '--parameter is for templates only: give --cloudformation FILE');
  }
  const asked = resolveDeliveries(textFlags(flags, 'delivery'));
  // Events are judged on the documents from before them, which neither AWS has any more nor code that is not applied.
  const isOfEvents = files.events.length > 0;
  refuseBoth('--event', isOfEvents, '--live', isLive);
  refuseBoth('--event', isOfEvents, '--terraform-plan', isOfTerraform);
  refuseBoth('--event', isOfEvents, '--cloudformation', isOfCloudFormation);
  if (isOfEvents && asked.siblings.length > 0) {
    throw new ForensicsError('usage', '--event is judged for S3 Inventory only');
  }
  if (!isOfEvents && files.cases.length > 1) {
    throw new ForensicsError('usage', '--case is taken more than once with --event only');
  }
  if (isLive && (asked.isAll || asked.siblings.length > 0)) {
    throw new ForensicsError('usage', '--live asks for S3 Inventory only', {
      hint: 'save the policy with aws s3api get-bucket-policy and give it with --policy',
    });
  }
  if (files.configuration !== null && !asked.inventory) {
    throw new ForensicsError(
      'usage',
      '--configuration is that of S3 Inventory: name it too, with --delivery s3-inventory',
    );
  }
  return {
    asked,
    told: resolveTold(flags),
    case: resolveCase(flags, clock),
    files,
    // Commander files `--no-policy` under `policy`.
    noPolicy: flags['policy'] === false,
    parameters: parametersOf(parameters),
    sourceRegion: regionOf('--source-region', textFlag(flags, 'sourceRegion')),
    destinationRegion: regionOf('--destination-region', textFlag(flags, 'destinationRegion')),
    overrides: overridesOf(textFlags(flags, 'context')),
    explain: switchFlag(flags, 'explain'),
    outputs: resolveOutputs(flags, CHECK_FORMATS),
  };
}

function fileIn(flags: Flags, name: string): string | null {
  const path = textFlag(flags, name);
  return path === undefined ? null : namedFile(name, path);
}

function filesIn(flags: Flags, name: string): readonly string[] {
  return textFlags(flags, name).map((path) => namedFile(name, path));
}

function namedFile(name: string, path: string): string {
  if (path === '') throw badValue(`--${longName(name)}`, path, 'the name of a file, or - for standard input');
  return path;
}

function refuseBoth(one: string, isOne: boolean, other: string, isOther: boolean): void {
  if (isOne && isOther) throw new ForensicsError('usage', `${one} and ${other} exclude each other`);
}

/** A Region, or what get-bucket-location answers for one: `null` in JSON, `None` in text, for that without a name. */
function regionOf(option: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  const region = regionOfLocation(value === 'null' || value === 'None' ? null : value);
  if (value === '' || !isRegionName(region)) throw badValue(option, value, 'a Region such as eu-west-1');
  return region;
}

function overridesOf(texts: readonly string[]): ContextOverrides {
  const parsed = parseContextOverrides(texts);
  if (!parsed.ok) throw new ForensicsError('usage', `--context: ${parsed.message}`);
  return parsed.overrides;
}

function parametersOf(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text): [string, string] => {
      const equals = text.indexOf('=');
      if (equals < 1) throw badValue('--parameter', text, 'the name and the value of a template parameter, Name=value');
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}
