import { configurationWords } from '../delivery-path/configuration-words.ts';
import { LINKS, type Link, type LinkState } from '../delivery-path/link.ts';
import { deniedLinks } from '../delivery-path/path.ts';
import { formatInstant, type Instant } from '../instant.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Explanation } from '../timeline/explanation.ts';
import type { Suspect } from './culprit.ts';
import type { Phase } from './phases.ts';

/** Which link denies the delivery, and by what. */
export interface Cause {
  readonly link: Link;
  readonly decision: Exclude<LinkState['decision'], 'allowed'>;
  readonly statement: LinkState['statement'];
  /** AWS spelling. */
  readonly conditionKeys: readonly string[];
  readonly explanation: string;
}

/** The link that the culprit denied, as it was right after the change. */
export function causeOfSuspect(suspect: Suspect): Cause {
  return causeOf(suspect.explanation.link, suspect.explanation.state);
}

/** Without a culprit: the link that all explanations of a phase name; null where they name several, or none. */
export function causeOfPhase({ answer, runs }: Phase, profile: DeliveryProfile): Cause | null {
  const all = answer === null ? runs.flatMap(({ explanations }) => explanations) : [answer];
  const named = all.filter(({ kind }) => kind !== 'unseen' && kind !== 'settling');
  const causes = named.map((explanation) => causeOfExplanation(explanation, profile));
  const [first] = causes;
  if (first == null || (answer === null && named.length < all.length && !named.every(isToldByDocument))) return null;
  return causes.every((cause) => cause?.link === first.link && cause.decision === first.decision) ? first : null;
}

function isToldByDocument(explanation: Explanation): boolean {
  return explanation.kind === 'not-due' && explanation.basis === 'document';
}

function causeOfExplanation(explanation: Explanation, profile: DeliveryProfile): Cause | null {
  const words = configurationWords(profile);
  switch (explanation.kind) {
    case 'denied':
      return causeOf(explanation.link, explanation.state);
    case 'not-due':
      return {
        ...CONFIGURATION,
        decision: explanation.decision,
        explanation:
          explanation.decision === 'deleted' && explanation.basis === 'document'
            ? words.absent
            : words[explanation.decision],
      };
    case 'elsewhere':
      return {
        ...CONFIGURATION,
        decision: 'moved',
        explanation: words.moved,
      };
    case 'undetermined':
    case 'settling':
    case 'unseen':
      return null;
    default:
      return explanation satisfies never;
  }
}

const CONFIGURATION = { link: 'configuration', statement: null, conditionKeys: [] } as const;

/** The link that is denied at a moment; of several, the one denied for longest. */
export function causeAt(timeline: Timeline, time: Instant): Cause | null {
  const step = timeline.path.at(time);
  const since = (link: Link): number => timeline.path.deniedSince(link, time)?.step.from ?? Number.NEGATIVE_INFINITY;
  const [link] = deniedLinks(step).sort((a, b) => since(a) - since(b) || LINKS.indexOf(a) - LINKS.indexOf(b));
  return link === undefined ? null : causeOf(link, step.links[link]);
}

export function causeOf(link: Link, state: LinkState): Cause {
  return {
    link,
    decision: state.decision === 'allowed' ? 'unknown' : state.decision,
    statement: state.statement,
    conditionKeys: state.state === 'depends' ? state.unknownKeys : state.conditionKeys,
    explanation:
      state.capturedAt === null
        ? state.explanation
        : `${state.explanation} (as AWS Config captured it ${formatInstant(state.capturedAt)})`,
  };
}
