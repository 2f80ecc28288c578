import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { resolveValue, type TemplateScope } from './resolve.ts';

/** A resource of a template, its values as they are written. */
export interface Resource {
  /** Its logical id. */
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** null when it is made in any case. */
  readonly condition: string | null;
}

export function resourcesOf(template: JsonObject): Resource[] {
  const resources = template['Resources'];
  if (!isJsonObject(resources)) return [];
  return Object.entries(resources).flatMap(([id, resource]): Resource[] => {
    if (!isJsonObject(resource) || typeof resource['Type'] !== 'string') return [];
    const properties = isJsonObject(resource['Properties']) ? resource['Properties'] : {};
    const condition = resource['Condition'];
    return [{ id, type: resource['Type'], properties, condition: typeof condition === 'string' ? condition : null }];
  });
}

/** A switch that the template tells; null for one that it leaves open. */
export function switchIn(value: JsonValue | undefined, scope: TemplateScope): boolean | null {
  const resolved = resolveValue(value, scope);
  return resolved.problems.length > 0 ? null : booleanOf(resolved.value);
}

/** A text that the template tells; null for one that it leaves open. */
export function textIn(value: JsonValue | undefined, scope: TemplateScope): string | null {
  const resolved = resolveValue(value, scope);
  return typeof resolved.value === 'string' && resolved.problems.length === 0 ? resolved.value : null;
}

function booleanOf(value: JsonValue | undefined): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === 'yes') return true;
  return word === 'false' || word === 'no' ? false : null;
}
