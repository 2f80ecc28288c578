import type { CheckDecision } from './contract.ts';

/** The exit code of a finished check. What cannot be read or is missing ends with 2 before there is a decision. */
export function checkExitCode(decision: CheckDecision): 0 | 1 | 3 {
  switch (decision) {
    case 'allowed':
      return 0;
    case 'denied':
      return 1;
    case 'depends':
      return 3;
    default:
      return decision satisfies never;
  }
}
