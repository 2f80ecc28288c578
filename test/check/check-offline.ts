import { checkAll as judgeAll } from '../../src/check/check-all.ts';
import type { DeliveryCode } from '../../src/check/code.ts';
import type { CheckedReports, CheckReport, RequirementId } from '../../src/check/contract.ts';
import { type AskedDeliveries, gatherDeliveries } from '../../src/check/gather-deliveries.ts';
import type { ToldByHand } from '../../src/check/inputs.ts';
import type { NamedText } from '../../src/check/read-json.ts';
import type { CheckSources } from '../../src/check/sources.ts';
import { NOTHING_TOLD } from '../../src/check/sources.ts';
import type { Instant } from '../../src/instant.ts';
import type { JsonValue } from '../../src/json.ts';
import { parseContextOverrides } from '../../src/policy/document/context.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { SIBLINGS, type SiblingName } from '../../src/profile/siblings/siblings.ts';

export interface Given {
  readonly case?: CheckSources['case'];
  /** An object, or text for what is no JSON. */
  readonly policy?: JsonValue;
  readonly noPolicy?: boolean;
  readonly keyPolicy?: JsonValue;
  readonly configuration?: JsonValue;
  readonly rcps?: readonly JsonValue[];
  readonly code?: DeliveryCode;
  readonly key?: CheckSources['key'];
  readonly clock?: Instant;
  readonly regions?: readonly [string | null, string | null];
  readonly context?: readonly string[];
  readonly explain?: boolean;
  /** Another delivery than that of S3 Inventory, or all. */
  readonly delivery?: SiblingName | readonly SiblingName[] | 'all';
  readonly told?: Partial<ToldByHand>;
}

export const ACME: CheckSources['case'] = {
  sourceBucket: 'acme-lake',
  sourceAccount: '111122223333',
  destinationBucket: 'acme-reports',
  destinationPrefix: 'inv',
  configurationId: 'daily-full',
};

/** The check of the only delivery, as the command makes it, without files. */
export function checkGiven(given: Given): CheckReport {
  const [report, ...others] = checkAll(given);
  if (report === undefined || others.length > 0) throw new Error(`${others.length + 1} deliveries`);
  return report;
}

/** The checks of all deliveries. */
export function checkAll(given: Given): readonly CheckReport[] {
  return checkTogether(given).reports;
}

/** The same, with what is true of all of them. */
export function checkTogether(given: Given): CheckedReports {
  const overrides = parseContextOverrides(given.context ?? []);
  if (!overrides.ok) throw new Error(overrides.message);
  const sources: CheckSources = {
    name: 's3-inventory',
    profile: INVENTORY_PROFILE,
    case: given.case ?? ACME,
    clock: given.clock ?? null,
    sourceRegion: given.regions?.[0] ?? null,
    destinationRegion: given.regions?.[1] ?? null,
    overrides: overrides.overrides,
    policy: named('policy.json', given.policy),
    destinationIsGone: false,
    noPolicy: given.noPolicy ?? false,
    keyPolicy: named('key.json', given.keyPolicy),
    configuration: named('configuration.json', given.configuration),
    resourceControlPolicies: (given.rcps ?? []).flatMap((rcp, index) => named(`rcp-${index}.json`, rcp) ?? []),
    key: given.key ?? null,
    told: { ...NOTHING_TOLD, ...given.told },
    code: given.code ?? null,
  };
  const all = gatherDeliveries(sources, askedOf(given.delivery));
  return judgeAll(all, { explain: given.explain ?? false });
}

function askedOf(delivery: Given['delivery']): AskedDeliveries {
  if (delivery === undefined) return { inventory: true, siblings: [], isAll: false };
  const isAll = delivery === 'all';
  const names = isAll ? (Object.keys(SIBLINGS) as SiblingName[]) : [delivery].flat();
  return { inventory: isAll, isAll, siblings: names.map((name) => ({ name, profile: SIBLINGS[name] })) };
}

export function statusesOf(report: CheckReport): Readonly<Record<RequirementId, string>> {
  return Object.fromEntries(report.requirements.map(({ id, status }) => [id, status])) as Record<RequirementId, string>;
}

function named(name: string, value: JsonValue | undefined): NamedText | null {
  if (value === undefined) return null;
  return { name, text: typeof value === 'string' ? value : JSON.stringify(value) };
}
