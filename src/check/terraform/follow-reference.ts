import { isJsonObject, type JsonValue } from '../../json.ts';
import { memberOf, type PlanModule, type PlanResource, textOf } from './plan.ts';

/**
 * The resource of a type that an expression of the code refers to, also through the variables and outputs of modules;
 * null when it refers to none, to several, or to a value made from them. The plan leaves out what is computed on
 * apply (the `id` of a new bucket), while the code still says whose value it is.
 *
 * @param path where the expression stands in the resource, `['destination', 'bucket', 'bucket_arn']`
 */
export function followReference(resource: PlanResource, path: readonly string[], type: string): PlanResource | null {
  const expression = path.reduce<JsonValue | undefined>(memberOf, memberOf(codeOf(resource), 'expressions'));
  return follow(expression, resource.module, type, MOST_STEPS);
}

/** Modules nest; code that refers to itself is no valid code. */
const MOST_STEPS = 20;

function follow(
  expression: JsonValue | undefined,
  module: PlanModule,
  type: string,
  steps: number,
): PlanResource | null {
  if (steps === 0) return null;
  const references = listOf(memberOf(expression, 'references')).filter((reference) => typeof reference === 'string');
  for (const reference of references) {
    const [head = '', name = '', member = ''] = reference.split('.').map((part) => part.replace(/\[.*$/, ''));
    if (head === type) {
      const found = module.resources.filter((resource) => resource.type === type && resource.name === name);
      return found.length === 1 ? (found[0] ?? null) : null;
    }
    if (head === 'var' && module.parent !== null) {
      const call = memberOf(memberOf(module.parent.code, 'module_calls'), module.name ?? '');
      return follow(memberOf(memberOf(call, 'expressions'), name), module.parent, type, steps - 1);
    }
    const child = head === 'module' ? module.children.filter((candidate) => candidate.name === name) : [];
    if (child.length === 1 && child[0] !== undefined) {
      const output = memberOf(memberOf(child[0].code, 'outputs'), member);
      return follow(memberOf(output, 'expression'), child[0], type, steps - 1);
    }
  }
  return null;
}

/** The block of the code that a resource comes from. */
export function codeOf(resource: PlanResource): JsonValue | undefined {
  return listOf(memberOf(resource.module.code, 'resources')).find(
    (code) => memberOf(code, 'type') === resource.type && memberOf(code, 'name') === resource.name,
  );
}

/** The name of the bucket that an attribute holds: its value, else that of the bucket which the code refers to. */
export function bucketNameOf(
  value: JsonValue | undefined,
  resource: PlanResource,
  path: readonly string[],
): string | null {
  const text = textOf(value);
  if (text !== null) return text;
  const bucket = followReference(resource, path, 'aws_s3_bucket');
  return bucket === null ? null : nameOfBucket(bucket);
}

/** A bucket whose name is made up is called by its address. */
export function nameOfBucket(bucket: PlanResource): string {
  return textOf(bucket.values['bucket']) ?? bucket.address;
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? [value] : [];
}
