import type { Link, LinkState } from '../delivery-path/link.ts';
import type { Place } from '../delivery-path/place.ts';
import type { Call } from '../sightings/call.ts';

/** One reason for which a run may be missing. `since` is the change that began it; null where none is seen. */
export type Explanation =
  /** Nothing was due to arrive. `basis` document: that is how it is now, since when nobody knows. */
  | {
      readonly kind: 'not-due';
      readonly decision: 'disabled' | 'deleted' | 'rescheduled';
      readonly since: Call | null;
      readonly basis: 'event' | 'document';
    }
  /** A link of the path denied the write. */
  | {
      readonly kind: 'denied';
      readonly link: Link;
      readonly resource: string;
      readonly place: Place;
      /** The state with which the denial began. */
      readonly state: LinkState;
      readonly since: Call | null;
      /** What the place was before the configuration named it is not known: the denial may be older than `since` tells. */
      readonly isUnsure: boolean;
    }
  /** It went to a place that the case does not name and that nothing in evidence looks at. */
  | { readonly kind: 'elsewhere'; readonly place: Place; readonly since: Call | null }
  /** Changes whose effect is not known. */
  | {
      readonly kind: 'undetermined';
      readonly place: Place;
      readonly links: readonly Link[];
      readonly by: readonly Call[];
    }
  /** The configuration was created, enabled or moved less than two days before: the first report may take that long. */
  | { readonly kind: 'settling' }
  /** All that is seen allows it. */
  | { readonly kind: 'unseen' };

/** What makes two explanations the same: link, resource and the change that began it; the reason may differ. */
export function explanationName(explanation: Explanation): string {
  switch (explanation.kind) {
    case 'not-due':
      return ['1 not-due', explanation.decision, callName(explanation.since), explanation.basis].join('\n');
    case 'denied':
      return ['2 denied', explanation.link, explanation.resource, callName(explanation.since)].join('\n');
    case 'elsewhere':
      return ['3 elsewhere', callName(explanation.since)].join('\n');
    case 'undetermined':
      return ['4 undetermined', ...explanation.by.map(callName)].join('\n');
    case 'settling':
      return '5 settling';
    case 'unseen':
      return '6 unseen';
    default:
      return explanation satisfies never;
  }
}

function callName(call: Call | null): string {
  return call === null ? '' : [call.time, call.eventName, call.eventId ?? '', call.requestId ?? ''].join(' ');
}

/** All that is seen allows it, at every moment. */
export function isUnexplained(explanations: readonly Explanation[]): boolean {
  return explanations.every(({ kind }) => kind === 'unseen');
}

/** A link of the path denied the write. */
export type Denial = Extract<Explanation, { kind: 'denied' }>;
