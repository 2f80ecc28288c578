import excerpt from './ecs-9.4.0.json' with { type: 'json' };

interface Field {
  readonly type: string;
  /** `array`: always a list, of one value too. */
  readonly normalize: readonly string[];
  readonly required?: boolean;
  /** Each value with the event types that go with it, where there is such a rule. */
  readonly allowed_values?: Readonly<Record<string, readonly string[] | null>>;
}

type Schema = Readonly<Record<string, unknown>>;

/** Fields by the parts of their names. */
interface FieldTree {
  readonly [part: string]: FieldTree | Field;
}

export const ECS_VERSION: string = excerpt.version;

const FIELDS: Readonly<Record<string, Field>> = excerpt.fields;

/**
 * The fields of ECS that are written as a JSON Schema: required ones, types, lists where lists are asked for, closed
 * sets of values, event types that go with their categories. Fields that the excerpt does not have are refused.
 *
 * @param own a field set that is the writer's own, outside of ECS
 */
export function ecsSchema(own: string): Schema {
  const root = treeSchema(treeOf(FIELDS));
  return {
    ...root,
    properties: { ...(root['properties'] as Schema), [own]: { type: 'object' } },
    allOf: typeRules(),
  };
}

function treeOf(fields: Readonly<Record<string, Field>>): FieldTree {
  const tree: Record<string, Record<string, unknown>> = {};
  for (const [name, field] of Object.entries(fields)) {
    const parts = name.split('.');
    const last = parts.pop() ?? name;
    let at: Record<string, unknown> = tree;
    for (const part of parts) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at[last] = field;
  }
  return tree as FieldTree;
}

function treeSchema(tree: FieldTree): Schema {
  const entries = Object.entries(tree);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      entries.map(([name, node]) => [name, isField(node) ? fieldSchema(node) : treeSchema(node)]),
    ),
    required: entries
      .filter(([, node]) => (isField(node) ? node.required === true : hasRequired(node)))
      .map(([name]) => name),
  };
}

function isField(node: FieldTree | Field): node is Field {
  return typeof node['type'] === 'string' && Array.isArray(node['normalize']);
}

function hasRequired(tree: FieldTree): boolean {
  return Object.values(tree).some((node) => (isField(node) ? node.required === true : hasRequired(node)));
}

function fieldSchema({ type, normalize, allowed_values }: Field): Schema {
  const one = {
    ...(TYPES[type] ?? { type }),
    ...(allowed_values === undefined ? {} : { enum: Object.keys(allowed_values) }),
  };
  return normalize.includes('array') ? { type: 'array', minItems: 1, items: one } : one;
}

/** An event has types that its categories expect, and no others. */
function typeRules(): readonly Schema[] {
  const categories = FIELDS['event.category']?.allowed_values ?? {};
  return Object.entries(categories).map(([category, types]) => ({
    anyOf: [
      { not: { properties: { event: { properties: { category: { contains: { const: category } } } } } } },
      { properties: { event: { properties: { type: { items: { enum: types } } } } } },
    ],
  }));
}

/** Elasticsearch refuses a keyword above 32,766 bytes, and the document with it. */
const TEXT: Schema = { type: 'string', maxLength: 32_766 };

const TYPES: Readonly<Record<string, Schema>> = {
  keyword: TEXT,
  match_only_text: { type: 'string' },
  date: { type: 'string', format: 'date-time' },
  ip: { type: 'string', anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] },
  long: { type: 'integer' },
};
