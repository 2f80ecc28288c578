/**
 * The condition operators of the policy language, told apart by name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Operator {
  /** With qualifier and suffix in AWS's spelling: `ForAllValues:StringNotLikeIfExists`. */
  readonly name: string;
  /** Without them: `StringNotLike`. */
  readonly base: string;
  readonly family: OperatorFamily;
  readonly comparison: Comparison;
  /** The `Not` operators: true where no value matches, and true where the request lacks the key. */
  readonly negated: boolean;
  /** For keys that may hold several values. */
  readonly qualifier: 'ForAllValues' | 'ForAnyValue' | null;
  /** True where the request lacks the key, whatever the operator. */
  readonly ifExists: boolean;
}

export type OperatorFamily =
  | 'string'
  | 'string-ignore-case'
  | 'string-like'
  | 'numeric'
  | 'date'
  | 'bool'
  | 'binary'
  | 'ip'
  | 'arn'
  | 'null';

export type Comparison = 'equals' | 'less' | 'less-or-equal' | 'greater' | 'greater-or-equal';

/** Reads an operator name, in any case; null for one that AWS does not document (`NullIfExists` among them). */
export function parseOperator(text: string): Operator | null {
  return BY_NAME.get(text.toLowerCase()) ?? null;
}

const BASES: readonly (readonly [string, OperatorFamily, Comparison, boolean])[] = [
  ['StringEquals', 'string', 'equals', false],
  ['StringNotEquals', 'string', 'equals', true],
  ['StringEqualsIgnoreCase', 'string-ignore-case', 'equals', false],
  ['StringNotEqualsIgnoreCase', 'string-ignore-case', 'equals', true],
  ['StringLike', 'string-like', 'equals', false],
  ['StringNotLike', 'string-like', 'equals', true],
  ['NumericEquals', 'numeric', 'equals', false],
  ['NumericNotEquals', 'numeric', 'equals', true],
  ['NumericLessThan', 'numeric', 'less', false],
  ['NumericLessThanEquals', 'numeric', 'less-or-equal', false],
  ['NumericGreaterThan', 'numeric', 'greater', false],
  ['NumericGreaterThanEquals', 'numeric', 'greater-or-equal', false],
  ['DateEquals', 'date', 'equals', false],
  ['DateNotEquals', 'date', 'equals', true],
  ['DateLessThan', 'date', 'less', false],
  ['DateLessThanEquals', 'date', 'less-or-equal', false],
  ['DateGreaterThan', 'date', 'greater', false],
  ['DateGreaterThanEquals', 'date', 'greater-or-equal', false],
  ['Bool', 'bool', 'equals', false],
  ['BinaryEquals', 'binary', 'equals', false],
  ['IpAddress', 'ip', 'equals', false],
  ['NotIpAddress', 'ip', 'equals', true],
  ['ArnEquals', 'arn', 'equals', false],
  ['ArnNotEquals', 'arn', 'equals', true],
  ['ArnLike', 'arn', 'equals', false],
  ['ArnNotLike', 'arn', 'equals', true],
  ['Null', 'null', 'equals', false],
];

const BY_NAME: ReadonlyMap<string, Operator> = new Map(
  BASES.flatMap(([base, family, comparison, negated]) =>
    ([null, 'ForAllValues', 'ForAnyValue'] as const).flatMap((qualifier) =>
      (family === 'null' ? [false] : [false, true]).map((ifExists): [string, Operator] => {
        const name = `${qualifier === null ? '' : `${qualifier}:`}${base}${ifExists ? 'IfExists' : ''}`;
        return [name.toLowerCase(), { name, base, family, comparison, negated, qualifier, ifExists }];
      }),
    ),
  ),
);
