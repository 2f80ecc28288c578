import type { Secrets } from '../display/mask-secrets.ts';
import type { WantedNames } from '../records/name-search.ts';
import { isPolicyChange, POLICY_CHANGES, type ScanFilter } from './filter.ts';
import { operationExpression, operationTest } from './operation-test.ts';
import type { ScanFormat, ScanOptions } from './scan.ts';

/** What is asked of a scan, as plain data that can be handed to a worker thread. */
export interface ScanRequest extends Omit<ScanFilter, 'operation'> {
  /** An expression on operations, see `operationExpression`; policy changes; null for any operation. */
  readonly operation:
    | { readonly kind: 'policy-changes' }
    | { readonly kind: 'pattern'; readonly pattern: string }
    | null;
  readonly format: ScanFormat;
  readonly all: boolean;
  readonly secrets: Secrets;
}

/** @throws SyntaxError when the pattern is no regular expression */
export function scanOptionsOf({ operation, format, all, secrets, ...filter }: ScanRequest): ScanOptions {
  return { format, all, secrets, filter: { ...filter, operation: testOf(operation) } };
}

/** The names to which the reading can be limited; null when nothing but reading all records will tell. */
export function namesWanted({ operation }: ScanRequest): WantedNames | null {
  return operation?.kind === 'policy-changes' ? POLICY_CHANGES : null;
}

function testOf(operation: ScanRequest['operation']): ScanFilter['operation'] {
  switch (operation?.kind) {
    case undefined:
      return null;
    case 'policy-changes':
      return isPolicyChange;
    case 'pattern':
      return operationTest(operationExpression(operation.pattern));
    default:
      return operation satisfies never;
  }
}
