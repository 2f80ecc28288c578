import type { CaseOptions } from '../../case/case.ts';
import type { AskedDeliveries } from '../../check/gather-deliveries.ts';
import type { ToldByHand } from '../../check/inputs.ts';
import { ForensicsError } from '../../errors.ts';
import type { Instant } from '../../instant.ts';
import { isRegionName, regionOfLocation } from '../../partition.ts';
import { type ContextOverrides, parseContextOverrides } from '../../policy/document/context.ts';
import { type RawCase, resolveCase } from '../options/resolve-case.ts';
import { type OutputTarget, resolveOutputs } from '../options/resolve-outputs.ts';
import { badValue } from '../options/usage-error.ts';
import { type RawDeliveries, resolveDeliveries, resolveTold } from './resolve-deliveries.ts';

/** The flags of `check` as typed. */
export interface RawCheck extends RawCase, RawDeliveries {
  readonly policy?: string | undefined;
  readonly noPolicy: boolean;
  readonly keyPolicy?: string | undefined;
  readonly configuration?: string | undefined;
  readonly rcp: readonly string[];
  readonly case: readonly string[];
  readonly event: readonly string[];
  readonly terraformPlan: readonly string[];
  readonly cloudformation: readonly string[];
  readonly parameter: readonly string[];
  readonly live: boolean;
  readonly sourceRegion?: string | undefined;
  readonly destinationRegion?: string | undefined;
  readonly context: readonly string[];
  readonly explain: boolean;
  readonly format: readonly string[];
  readonly output: readonly string[];
}

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
export function resolveCheck(raw: RawCheck, clock: Instant): ResolvedCheck {
  const files: CheckFiles = {
    policy: fileOf('--policy', raw.policy),
    keyPolicy: fileOf('--key-policy', raw.keyPolicy),
    configuration: fileOf('--configuration', raw.configuration),
    rcps: raw.rcp.map((path) => fileOf('--rcp', path) ?? ''),
    cases: raw.case.map((path) => fileOf('--case', path) ?? ''),
    events: raw.event.map((path) => fileOf('--event', path) ?? ''),
    terraformPlans: raw.terraformPlan.map((path) => fileOf('--terraform-plan', path) ?? ''),
    cloudformation: raw.cloudformation.map((path) => fileOf('--cloudformation', path) ?? ''),
  };
  refuseBoth('--terraform-plan', files.terraformPlans.length > 0, '--cloudformation', files.cloudformation.length > 0);
  const fromStdin = Object.values(files)
    .flat()
    .filter((path) => path === '-');
  if (fromStdin.length > 1) throw new ForensicsError('usage', 'only one input can be read from standard input (-)');
  if (raw.parameter.length > 0 && files.cloudformation.length === 0) {
    throw new ForensicsError('usage', '--parameter is for templates only: give --cloudformation FILE');
  }
  const asked = resolveDeliveries(raw.delivery);
  if (files.events.length > 0) refuseBesideEvents(raw, asked);
  else if (files.cases.length > 1)
    throw new ForensicsError('usage', '--case is taken more than once with --event only');
  if (raw.live && (asked.isAll || asked.siblings.length > 0)) {
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
    told: resolveTold(raw),
    case: resolveCase(raw, clock),
    files,
    noPolicy: raw.noPolicy,
    parameters: parametersOf(raw.parameter),
    sourceRegion: regionOf('--source-region', raw.sourceRegion),
    destinationRegion: regionOf('--destination-region', raw.destinationRegion),
    overrides: overridesOf(raw.context),
    explain: raw.explain,
    outputs: resolveOutputs(raw.format, raw.output, CHECK_FORMATS),
  };
}

/** Events are judged on the documents from before them, which neither AWS has any more nor code that is not applied. */
function refuseBesideEvents(raw: RawCheck, { siblings }: AskedDeliveries): void {
  refuseBoth('--event', true, '--live', raw.live);
  refuseBoth('--event', true, '--terraform-plan', raw.terraformPlan.length > 0);
  refuseBoth('--event', true, '--cloudformation', raw.cloudformation.length > 0);
  if (siblings.length > 0) throw new ForensicsError('usage', '--event is judged for S3 Inventory only');
}

function fileOf(option: string, path: string | undefined): string | null {
  if (path === '') throw badValue(option, path, 'the name of a file, or - for standard input');
  return path ?? null;
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
