import { isRegionName } from '../../partition.ts';
import { codeOf } from './follow-reference.ts';
import { memberOf, type PlanResource, textOf } from './plan.ts';

/**
 * The Region that a resource is made in: its own attribute, which newer providers have, else that of its provider, where
 * the code writes it out or takes it from a variable of the root module. null where neither says it.
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function regionOf(resource: PlanResource): string | null {
  const own = textOf(resource.values['region']);
  if (own !== null) return own;
  const { providers, variables } = resource.module.plan;
  const key = textOf(memberOf(codeOf(resource), 'provider_config_key')) ?? 'aws';
  const expression = memberOf(memberOf(memberOf(providers, key), 'expressions'), 'region');
  const written = textOf(memberOf(expression, 'constant_value')) ?? variableIn(expression, variables);
  return written !== null && isRegionName(written) ? written : null;
}

type Value = Parameters<typeof memberOf>[0];

function variableIn(expression: Value, variables: Value): string | null {
  const references = memberOf(expression, 'references');
  const [reference] = Array.isArray(references) ? references : [];
  const name = typeof reference === 'string' ? /^var\.(\w+)$/.exec(reference)?.[1] : undefined;
  return name === undefined ? null : textOf(memberOf(memberOf(variables, name), 'value'));
}
