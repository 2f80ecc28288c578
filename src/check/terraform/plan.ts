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
    throw unreadable(source, 'planned_values.root_module is missing', 'give the output of: terraform show -json PLAN');
  }
  const code = memberOf(memberOf(document, 'configuration'), 'root_module');
  return readModule(root, { name: null, parent: null, code: isJsonObject(code) ? code : {}, address: '' }, source);
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
}

function readModule(value: JsonObject, place: Place, source: string): PlanModule {
  const resources: PlanResource[] = [];
  const children: PlanModule[] = [];
  const module: PlanModule = { resources, children, name: place.name, parent: place.parent, code: place.code };
  for (const resource of listOf(value['resources'])) {
    const { address, type, name, values, mode } = resource;
    if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string') {
      throw unreadable(source, `a resource of ${place.address || 'the root module'} has no address, type or name`);
    }
    if (mode === 'data') continue;
    resources.push({ address, type, name, values: isJsonObject(values) ? values : {}, module });
  }
  for (const child of listOf(value['child_modules'])) {
    const address = textOf(child['address']) ?? '';
    const own =
      place.address !== '' && address.startsWith(`${place.address}.`)
        ? address.slice(place.address.length + 1)
        : address;
    const name = /^module\.([\w-]+)/.exec(own)?.[1] ?? null;
    const call = memberOf(memberOf(memberOf(place.code, 'module_calls'), name ?? ''), 'module');
    const code = isJsonObject(call) ? call : {};
    children.push(readModule(child, { name, parent: module, code, address }, source));
  }
  return module;
}

function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
