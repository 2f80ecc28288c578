import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { unreadable } from '../read-json.ts';

/**
 * One module of a plan with what it is going to hold, and what its code says.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanModule {
  readonly resources: readonly PlanResource[];
  readonly children: readonly PlanModule[];
  /** Name of the call in the parent's code; null for the root. */
  readonly name: string | null;
  readonly parent: PlanModule | null;
  /** The module's part of `configuration`. */
  readonly code: JsonObject;
  readonly plan: WholePlan;
}

/** What is said of a plan as a whole. */
interface WholePlan {
  /** Name of the file. */
  readonly file: string;
  /** Addresses of what the plan makes, which is not there yet. */
  readonly created: ReadonlySet<string>;
  /** `configuration.provider_config`: the providers by the keys that resources name. */
  readonly providers: JsonValue | undefined;
  /** Values of the root module's variables. */
  readonly variables: JsonValue | undefined;
}

export interface PlanResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Values unknown until apply are missing. */
  readonly values: JsonObject;
  readonly module: PlanModule;
}

/** @throws ForensicsError `unreadable-input` when the document is no plan and no state */
export function readPlanModules(document: JsonValue, source: string): PlanModule {
  const root = memberOf(memberOf(document, 'planned_values') ?? memberOf(document, 'values'), 'root_module');
  if (!isJsonObject(root)) {
    throw unreadable(source, otherThanPlan(document) ?? 'planned_values.root_module is missing', MAKE_PLAN);
  }
  const configuration = memberOf(document, 'configuration');
  const code = memberOf(configuration, 'root_module');
  const plan: WholePlan = {
    file: source,
    created: createdIn(document),
    providers: memberOf(configuration, 'provider_config'),
    variables: memberOf(document, 'variables'),
  };
  return readModule(root, { name: null, parent: null, code: isJsonObject(code) ? code : {}, address: '', plan });
}

/** How a plan is made that can be read. */
export const MAKE_PLAN =
  'give the output of: terraform plan -out plan.out && terraform show -json plan.out > plan.json';

/** What a document is that is given for a plan; null for none of these. */
function otherThanPlan(document: JsonValue): string | null {
  if (!isJsonObject(document)) return null;
  if (isJsonObject(document['Resources'])) return 'this is a CloudFormation template: give it with --cloudformation';
  if (document['Statement'] !== undefined) return 'this is a policy: give it with --policy';
  if (isJsonObject(document['deployment'])) {
    return 'this is an export of Pulumi, which is not read; the policy in it can be given with --policy, from: pulumi stack export | jq \'.deployment.resources[] | select(.type == "aws:s3/bucketPolicy:BucketPolicy").outputs.policy\'';
  }
  const isState = document['lineage'] !== undefined || (Array.isArray(document['resources']) && 'version' in document);
  if (isState) return 'this is a state file of Terraform, which says how things were and not what is planned';
  return document['resource'] === undefined ? null : 'this is the code of Terraform in JSON, and not a plan';
}

function createdIn(document: JsonValue): ReadonlySet<string> {
  const changes = memberOf(document, 'resource_changes');
  return new Set(
    listOf(changes).flatMap((resource) => {
      const actions = memberOf(resource['change'], 'actions');
      const isMade = Array.isArray(actions) && actions.includes('create');
      return isMade && typeof resource['address'] === 'string' ? [resource['address']] : [];
    }),
  );
}

/** Every resource of these types that the plan ends with, in the plan's order, child modules included. */
export function resourcesOf(module: PlanModule, types: readonly string[]): readonly PlanResource[] {
  return [
    ...module.resources.filter(({ type }) => types.includes(type)),
    ...module.children.flatMap((child) => resourcesOf(child, types)),
  ];
}

/** A member of a value that may be no object, or the first element of a block that the plan writes as a list. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  const object = Array.isArray(value) ? value[0] : value;
  return isJsonObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A text that is there; null for anything else. */
export function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

interface Place {
  readonly name: string | null;
  readonly parent: PlanModule | null;
  readonly code: JsonObject;
  readonly address: string;
  readonly plan: WholePlan;
}

function readModule(value: JsonObject, place: Place): PlanModule {
  const resources: PlanResource[] = [];
  const children: PlanModule[] = [];
  const { name: call, parent, code: own, plan } = place;
  const module: PlanModule = { resources, children, name: call, parent, code: own, plan };
  for (const resource of listOf(value['resources'])) {
    const { address, type, name, values, mode } = resource;
    if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string') {
      throw unreadable(plan.file, `a resource of ${place.address || 'the root module'} has no address, type or name`);
    }
    if (mode === 'data') continue;
    resources.push({ address, type, name, values: isJsonObject(values) ? values : {}, module });
  }
  for (const child of listOf(value['child_modules'])) {
    const address = textOf(child['address']) ?? '';
    const relative =
      place.address !== '' && address.startsWith(`${place.address}.`)
        ? address.slice(place.address.length + 1)
        : address;
    const name = /^module\.([\w-]+)/.exec(relative)?.[1] ?? null;
    const called = memberOf(memberOf(memberOf(place.code, 'module_calls'), name ?? ''), 'module');
    const code = isJsonObject(called) ? called : {};
    children.push(readModule(child, { name, parent: module, code, address, plan }));
  }
  return module;
}

function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
