import excerpt from './ocsf-api-activity-1.3.0.json' with { type: 'json' };

interface Attribute {
  readonly type: string;
  readonly object_type?: string;
  readonly is_array?: boolean;
  readonly requirement: string;
  /** The attribute that says this one in words. */
  readonly sibling?: string;
  readonly enum?: Readonly<Record<string, string>>;
  readonly deprecated?: boolean;
}

interface OcsfObject {
  readonly constraints?: { readonly at_least_one?: readonly string[] };
  readonly attributes: Readonly<Record<string, Attribute>>;
}

interface OcsfType {
  readonly type?: string;
  readonly regex?: string;
  readonly max_len?: number;
}

type Schema = Readonly<Record<string, unknown>>;

export const OCSF_VERSION: string = excerpt.version;

const OBJECTS: Readonly<Record<string, OcsfObject>> = excerpt.objects;
const TYPES: Readonly<Record<string, OcsfType>> = excerpt.types;

/**
 * API Activity as a JSON Schema: required attributes, at-least-one rules, types, closed sets of values, words that fit
 * their number. Attributes that the excerpt does not have, and those called deprecated, are refused.
 */
export function ocsfSchema(): Schema {
  return {
    $ref: '#/$defs/api_activity',
    $defs: Object.fromEntries(Object.entries(OBJECTS).map(([name, object]) => [name, objectSchema(object)])),
  };
}

function objectSchema({ attributes, constraints }: OcsfObject): Schema {
  const names = Object.keys(attributes);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      names.flatMap((name) => {
        const attribute = attributes[name];
        return attribute === undefined || attribute.deprecated ? [] : [[name, attributeSchema(attribute)]];
      }),
    ),
    required: names.filter((name) => attributes[name]?.requirement === 'required'),
    ...(constraints?.at_least_one === undefined
      ? {}
      : { anyOf: constraints.at_least_one.map((name) => ({ required: [name] })) }),
    allOf: Object.entries(attributes).flatMap(([name, attribute]) => siblingRules(name, attribute, attributes)),
  };
}

function attributeSchema({ type, object_type, is_array, enum: values }: Attribute): Schema {
  const one = { ...typeSchema(type, object_type), ...(values === undefined ? {} : { enum: valuesOf(type, values) }) };
  return is_array ? { type: 'array', items: one } : one;
}

function typeSchema(name: string, objectType: string | undefined): Schema {
  if (name === 'object_t') return objectType === 'object' ? { type: 'object' } : { $ref: `#/$defs/${objectType}` };
  const { type, regex, max_len } = TYPES[name] ?? {};
  return {
    ...(type === undefined ? { type: PRIMITIVES[name] ?? name } : typeSchema(type, undefined)),
    ...(regex === undefined ? {} : { pattern: regex }),
    ...(max_len === undefined ? {} : { maxLength: max_len }),
  };
}

function valuesOf(type: string, values: Readonly<Record<string, string>>): readonly (string | number)[] {
  return Object.keys(values).map((value) => (type === 'string_t' ? value : Number(value)));
}

/** Beside a number of the set, its word is the caption; beside 99, `Other`, it is the source's own; alone it means nothing. */
function siblingRules(
  name: string,
  { sibling, enum: values = {} }: Attribute,
  attributes: Readonly<Record<string, Attribute>>,
): readonly Schema[] {
  if (sibling === undefined || attributes[sibling] === undefined) return [];
  return [
    implies({ required: [sibling] }, { required: [name] }),
    ...Object.entries(values)
      .filter(([value]) => value !== OTHER)
      .map(([value, caption]) =>
        implies(
          { required: [name], properties: { [name]: { const: Number(value) } } },
          { properties: { [sibling]: { const: caption } } },
        ),
      ),
  ];
}

function implies(condition: Schema, consequence: Schema): Schema {
  return { anyOf: [{ not: condition }, consequence] };
}

const OTHER = '99';

const PRIMITIVES: Readonly<Record<string, string>> = {
  string_t: 'string',
  integer_t: 'integer',
  long_t: 'integer',
  boolean_t: 'boolean',
};
