import { fieldsMatch, splitFields } from './arn.ts';
import type { ContextEntry } from './context.ts';
import { compileGlob, type GlobPart } from './glob.ts';
import { fixedParts, parseTemplate, resolveTemplate, type Template } from './template.ts';
import type { Tri } from './tri.ts';
import type { PolicyVersion } from './version.ts';

/** One pattern of a Resource or NotResource element. */
export interface ResourcePattern {
  /** As written. */
  readonly text: string;
  readonly template: Template;
  /** Compares an ARN; null while the pattern holds variables. */
  readonly matches: ((arn: string) => Tri) | null;
  /** Why AWS does not document what the pattern means. */
  readonly problem: string | null;
}

/** Reads a resource pattern. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
export function parseResourcePattern(text: string, version: PolicyVersion): ResourcePattern {
  const template = parseTemplate(text, version, true);
  const parts = fixedParts(template);
  return {
    text,
    template,
    matches: parts === null ? null : compileResourcePattern(parts),
    problem: template.problem ?? variablePlaceProblem(template),
  };
}

/**
 * Whether a pattern covers a resource. A variable without a value matches no resource.
 *
 * @param arn null when the ARN is not known: then only a pattern for everything covers it for certain.
 */
export function matchResource(
  pattern: ResourcePattern,
  arn: string | null,
  lookup: (key: string) => ContextEntry,
): Tri {
  if (pattern.problem !== null) return 'unknown';
  if (arn === null) return pattern.text === '*' ? 'yes' : 'unknown';
  if (pattern.matches !== null) return pattern.matches(arn);
  const resolved = resolveTemplate(pattern.template, lookup);
  switch (resolved.state) {
    case 'resolved':
      return compileResourcePattern(resolved.parts)(arn);
    case 'unresolved':
      return 'no';
    case 'unknown':
      return 'unknown';
    default:
      return resolved satisfies never;
  }
}

/**
 * A `*` at the end of a field of the ARN may reach beyond the field's colon (`arn:aws:s3:*`, `*`); whether one
 * inside a field may is not documented. Where only that would make a match, the answer is unknown.
 */
function compileResourcePattern(parts: readonly GlobPart[]): (arn: string) => Tri {
  const whole = compileGlob(parts, { ignoreCase: false });
  if (wildcardsStayInResource(parts) || wildcardsEndFields(parts)) return (arn) => (whole.matches(arn) ? 'yes' : 'no');
  const fields = splitFields(parts)?.map((field) => compileGlob(field, { ignoreCase: false })) ?? null;
  return (arn) => {
    if (!whole.matches(arn)) return 'no';
    return fields !== null && fieldsMatch(fields, arn) ? 'yes' : 'unknown';
  };
}

function wildcardsStayInResource(parts: readonly GlobPart[]): boolean {
  const first = parts[0];
  return first?.kind === 'text' && first.text.split(':').length > FIELDS_BEFORE_RESOURCE;
}

/** Every `*` is the last character of its field, and there is no `?` that could stand for a colon. */
function wildcardsEndFields(parts: readonly GlobPart[]): boolean {
  let colons = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') {
      colons += part.text.split(':').length - 1;
      continue;
    }
    if (colons >= FIELDS_BEFORE_RESOURCE) return true;
    const next = parts[index + 1];
    const endsField = next === undefined || (next.kind === 'text' && next.text.startsWith(':'));
    if (part.kind === 'one' || !endsField) return false;
  }
  return true;
}

/** Variables may stand only in the resource portion, after the fifth colon. */
function variablePlaceProblem(template: Template): string | null {
  let colons = 0;
  for (const piece of template.pieces) {
    if (piece.kind === 'text') colons += piece.text.split(':').length - 1;
    if (piece.kind === 'variable' && colons < FIELDS_BEFORE_RESOURCE) {
      return 'a policy variable stands before the fifth colon of the ARN';
    }
  }
  return null;
}

const FIELDS_BEFORE_RESOURCE = 5;
