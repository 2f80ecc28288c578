import type { JsonValue } from '../json.ts';
import type { LinkEvaluation } from '../policy/delivery/delivery.ts';
import type { DeliveryTarget } from '../policy/delivery/delivery-target.ts';
import { looksAtClock } from '../policy/document/clock.ts';

export interface Memory {
  readonly remember: Remember;
  /** Whether any document so far looks at the clock. */
  readonly hasDated: boolean;
}

/** Answers for a document and a target what it evaluated to, evaluating it once. */
export type Remember = (
  kind: string,
  document: JsonValue,
  target: DeliveryTarget,
  evaluate: () => LinkEvaluation,
) => LinkEvaluation;

/** The evaluations of one document, by target; only a document that looks at the clock is judged for each moment. */
interface Evaluations {
  readonly isDated: boolean;
  readonly of: Map<string, LinkEvaluation>;
}

export function createMemory(): Memory {
  const byDocument = new WeakMap<object, Evaluations>();
  // Tools write the same policy over and over: equal texts share their evaluations.
  const byText = new Map<string, Evaluations>();
  let hasDated = false;
  const remember: Remember = (kind, document, target, evaluate) => {
    if (typeof document !== 'object' || document === null) return evaluate();
    let known = byDocument.get(document);
    if (known === undefined) {
      const text = JSON.stringify(document);
      known = byText.get(text) ?? { isDated: looksAtClock(text), of: new Map() };
      hasDated ||= known.isDated;
      byText.set(text, known);
      byDocument.set(document, known);
    }
    // One evaluator judges for one profile.
    const { time, profile: _, ...untimed } = target;
    const key = `${kind}\n${JSON.stringify(known.isDated ? { ...untimed, time } : untimed)}`;
    const evaluation = known.of.get(key) ?? evaluate();
    known.of.set(key, evaluation);
    return evaluation;
  };
  return {
    remember,
    get hasDated() {
      return hasDated;
    },
  };
}
