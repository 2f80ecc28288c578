import type { Condition } from './condition.ts';
import type { ContextEntry } from './context.ts';
import type { Operator } from './operators.ts';
import { printable } from './printable.ts';

/** A list of values for a sentence: at most three, the rest counted. */
export function listValues(values: readonly string[]): string {
  const shown = values.slice(0, MOST_SHOWN).map((value) => (value === '' ? '""' : printable(value)));
  const rest = values.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} or one of ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? 'nothing') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

/** What a condition asks of its key, as a predicate: `is AES256`, `is not in 54.240.143.0/24`, `is missing`. */
export function predicate(condition: Condition, negate = false): string {
  const { operator, values } = condition;
  if (operator === null) return `passes ${condition.operatorName} ${listValues(values)}`;
  if (operator.family === 'null') {
    const missing = values.some((value) => value.toLowerCase() === 'true') !== negate;
    return missing ? 'is missing' : 'is there';
  }
  const isNegative = operator.negated !== negate;
  const words = isNegative ? NEGATIVE[operator.family] : POSITIVE[operator.family];
  return `${quantified(operator)}${COMPARED[operator.comparison] ?? words} ${listValues(values)}`;
}

/** What the request has for a key: `carries no aws:SourceIp`, `has aws:SourceArn arn:aws:s3:::acme-lake`. */
export function ownValue(key: string, entry: ContextEntry): string {
  switch (entry.state) {
    case 'absent':
      return `carries no ${printable(key)}${entry.url === null ? '' : ` (${entry.basis})`}`;
    case 'present':
      return `carries ${printable(key)} ${entry.values.map(printable).join(', ')}`;
    case 'unknown':
      if (entry.like !== undefined) return `carries a ${printable(key)} like ${printable(entry.like)}`;
      return `has a ${printable(key)} that is not known`;
    default:
      return entry satisfies never;
  }
}

function quantified(operator: Operator): string {
  if (operator.qualifier === 'ForAllValues') return 'in all its values ';
  return operator.qualifier === 'ForAnyValue' ? 'in one of its values ' : '';
}

const MOST_SHOWN = 3;

const COMPARED: Readonly<Record<Operator['comparison'], string | undefined>> = {
  equals: undefined,
  less: 'is less than',
  'less-or-equal': 'is at most',
  greater: 'is greater than',
  'greater-or-equal': 'is at least',
};

type Compared = Exclude<Operator['family'], 'null'>;

const POSITIVE: Readonly<Record<Compared, string>> = {
  string: 'is',
  'string-ignore-case': 'is (in any case)',
  'string-like': 'is like',
  numeric: 'is',
  date: 'is',
  bool: 'is',
  binary: 'is',
  ip: 'is in',
  arn: 'is like',
};

const NEGATIVE: Readonly<Record<Compared, string>> = {
  string: 'is not',
  'string-ignore-case': 'is not (in any case)',
  'string-like': 'is not like',
  numeric: 'is not',
  date: 'is not',
  bool: 'is not',
  binary: 'is not',
  ip: 'is not in',
  arn: 'is not like',
};
