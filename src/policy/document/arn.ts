import { compileGlob, type Glob, type GlobPart } from './glob.ts';
import type { Tri } from './tri.ts';

/**
 * Compiles a pattern of `ArnEquals`, `ArnLike` and their negations, which behave alike: six parts divided by
 * colons, compared one by one, wildcards inside each.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 *
 * The guide says nothing of a pattern with fewer than six parts. Where not even a free reading of such a
 * pattern matches, the answer is no; where it would, it is unknown.
 */
export function compileArnPattern(parts: readonly GlobPart[]): (value: string) => Tri {
  const fields = splitFields(parts);
  if (fields === null) {
    const whole = compileGlob(parts, { ignoreCase: false });
    return (value) => (whole.matches(value) ? 'unknown' : 'no');
  }
  const globs = fields.map((field) => compileGlob(field, { ignoreCase: false }));
  return (value) => (fieldsMatch(globs, value) ? 'yes' : 'no');
}

/** Splits a pattern at its first five colons; null when it has fewer. Wildcards never stand for a dividing colon. */
export function splitFields(parts: readonly GlobPart[]): readonly (readonly GlobPart[])[] | null {
  const fields: GlobPart[][] = [[]];
  for (const part of parts) {
    if (part.kind !== 'text') {
      fields.at(-1)?.push(part);
      continue;
    }
    let rest = part.text;
    while (fields.length < ARN_FIELDS) {
      const colon = rest.indexOf(':');
      if (colon === -1) break;
      if (colon > 0) fields.at(-1)?.push({ kind: 'text', text: rest.slice(0, colon) });
      fields.push([]);
      rest = rest.slice(colon + 1);
    }
    if (rest !== '') fields.at(-1)?.push({ kind: 'text', text: rest });
  }
  return fields.length === ARN_FIELDS ? fields : null;
}

/** Whether each of the six fields of an ARN matches its pattern; text that is no ARN matches nothing. */
export function fieldsMatch(globs: readonly Glob[], value: string): boolean {
  let start = 0;
  for (let field = 0; field < ARN_FIELDS - 1; field += 1) {
    const colon = value.indexOf(':', start);
    if (colon === -1 || globs[field]?.matches(value.slice(start, colon)) !== true) return false;
    start = colon + 1;
  }
  return globs[ARN_FIELDS - 1]?.matches(value.slice(start)) === true;
}

/** arn, partition, service, region, account, resource (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). */
const ARN_FIELDS = 6;
