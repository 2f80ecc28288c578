import type { Condition } from './condition.ts';
import type { Glob } from './glob.ts';
import { printable } from './printable.ts';
import type { ResourcePattern } from './resource.ts';
import type { PolicyVersion } from './version.ts';

/**
 * What a policy document is attached to. The kinds differ in size limit and in what AWS accepts:
 * a key policy statement without Action or Resource is accepted and has no effect
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html), a resource control
 * policy takes only `"Principal": "*"`
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html).
 */
export type PolicyKind = 'bucket' | 'key' | 'rcp';

/**
 * A policy document, read and compiled once: every pattern, number, date and network in it is ready
 * to be compared. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface Policy {
  readonly kind: PolicyKind;
  readonly version: PolicyVersion;
  /** In the document's order; a single statement object is a list of one. */
  readonly statements: readonly Statement[];
}

export interface Statement {
  /** 0-based position in the document's Statement. */
  readonly index: number;
  /** As written; null when the statement has none. */
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: PrincipalElement;
  readonly action: ActionElement;
  readonly resource: ResourceElement;
  /** One for each operator and key; all must hold. */
  readonly conditions: readonly Condition[];
}

/** `Principal`, or `NotPrincipal` when negated. The lists hold identifiers as written. */
export interface PrincipalElement {
  readonly negated: boolean;
  /** `"*"`. */
  readonly everyone: boolean;
  readonly aws: readonly string[];
  readonly service: readonly string[];
  readonly canonicalUser: readonly string[];
  readonly federated: readonly string[];
  /** Principal types that AWS does not document. */
  readonly otherTypes: readonly string[];
}

/** `Action`, or `NotAction` when negated. An empty list matches nothing, negated or not. */
export interface ActionElement {
  readonly negated: boolean;
  readonly patterns: readonly { readonly text: string; readonly glob: Glob }[];
}

/** `Resource`, or `NotResource` when negated. An empty list matches nothing, negated or not. */
export interface ResourceElement {
  readonly negated: boolean;
  readonly patterns: readonly ResourcePattern[];
}

/** Why a document is no policy: where, as a path from its root (`Statement[2].Effect`, `''` for the root), and what. */
export interface PolicyProblem {
  readonly path: string;
  readonly message: string;
}

/** How a statement is called in sentences: by its Sid, else by its position counted from 1. */
export function statementName(statement: { readonly sid: string | null; readonly index: number }): string {
  return statement.sid === null || statement.sid === ''
    ? `statement ${statement.index + 1}`
    : `"${printable(statement.sid)}"`;
}
