import { LINKS, type Link, type LinkState } from '../delivery-path/link.ts';
import { deniedLinks } from '../delivery-path/path.ts';
import type { Instant } from '../instant.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Suspect } from './culprit.ts';

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

/** Without a culprit: the link that is denied at a moment; of several, the one denied for longest. */
export function causeAt(timeline: Timeline, time: Instant): Cause | null {
  const step = timeline.path.at(time);
  const since = (link: Link): number => timeline.path.deniedSince(link, time)?.from ?? Number.NEGATIVE_INFINITY;
  const [link] = deniedLinks(step).sort((a, b) => since(a) - since(b) || LINKS.indexOf(a) - LINKS.indexOf(b));
  return link === undefined ? null : causeOf(link, step.links[link]);
}

export function causeOf(link: Link, state: LinkState): Cause {
  return {
    link,
    decision: state.decision === 'allowed' ? 'unknown' : state.decision,
    statement: state.statement,
    conditionKeys: state.state === 'depends' ? state.unknownKeys : state.conditionKeys,
    explanation: state.explanation,
  };
}
