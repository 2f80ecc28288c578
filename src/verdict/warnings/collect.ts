import { EVIDENCE_RULES } from './evidence-warnings.ts';
import { INCIDENT_RULES } from './incident-warnings.ts';
import { STATE_RULES } from './state-warnings.ts';
import type { Warning, WarningRule, WarningSubject } from './warning.ts';

const RULES: readonly WarningRule[] = [...INCIDENT_RULES, ...STATE_RULES, ...EVIDENCE_RULES];

/** Everything that the reader must know to judge the verdict, in the order of the rules. */
export function collectWarnings(subject: WarningSubject): Warning[] {
  return RULES.flatMap((rule) => rule(subject));
}
