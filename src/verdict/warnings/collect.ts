import type { Position } from '../../sources/tally.ts';
import { EVIDENCE_RULES } from './evidence-warnings.ts';
import { INCIDENT_RULES } from './incident-warnings.ts';
import { STATE_RULES } from './state-warnings.ts';
import type { Warning, WarningRule, WarningSubject } from './warning.ts';

const RULES: readonly WarningRule[] = [...INCIDENT_RULES, ...STATE_RULES, ...EVIDENCE_RULES];

/** Everything that the reader must know to judge the verdict, in the order of the rules; what is the same, once. */
export function collectWarnings(subject: WarningSubject): Warning[] {
  const told = new Map<string, { readonly warning: Warning; readonly evidence: Position[]; count: number }>();
  for (const warning of RULES.flatMap((rule) => rule(subject))) {
    const saying = `${warning.code}\n${warning.message}`;
    const same = told.get(saying);
    if (same === undefined) told.set(saying, { warning, evidence: [...warning.evidence], count: 1 });
    else {
      for (const position of warning.evidence) same.evidence.push(position);
      same.count++;
    }
  }
  return [...told.values()].map(({ warning: { code, message }, evidence, count }) => ({
    code,
    message: count === 1 ? message : `${message} (${count} times)`,
    evidence,
  }));
}
