import type { Report } from './contract.ts';

export interface PathState {
  readonly from: number;
  readonly to: number;
  readonly state: 'allowed' | 'denied' | 'unknown';
}

/**
 * Whether the delivery path let reports through, as stretches of time from the first entry of the timeline to `end`.
 * A delivery shows that it did, a refusal or a captured state that denies that it did not; a judged change says so from its time on. Where the two
 * disagree with no change between them, the stretch between is unknown.
 */
export function pathStates(report: Report, start: number, end: number): PathState[] {
  const states: PathState[] = [];
  let since = start;
  let state = 'unknown' as PathState['state'];
  const close = (at: number, next: PathState['state']) => {
    if (at > since) states.push({ from: since, to: at, state });
    since = at;
    state = next;
  };
  let shownAt = start;
  // What held until it was last shown may have ended at any time after.
  const contradicted = () => {
    if (shownAt > since) close(shownAt, 'unknown');
    else state = 'unknown';
  };
  const held = (): PathState['state'] => state;
  for (const { time, kind, change, denies } of report.timeline) {
    const at = Date.parse(time);
    const effect = change?.assessment;
    const changed =
      effect === 'breaks' ? 'denied' : effect === 'restores' ? 'allowed' : effect === 'undetermined' ? 'unknown' : null;
    const isClosed = kind === 'denied-attempt' || denies === true;
    const observed = kind === 'delivery' ? 'allowed' : isClosed ? 'denied' : null;
    if (changed !== null) close(at, changed);
    else if (observed !== null && observed !== held()) {
      if (held() !== 'unknown') contradicted();
      close(at, observed);
    }
    if (changed !== null || observed !== null) shownAt = at;
  }
  const open = report.incidents.at(-1);
  // Reports are missing and nobody answers for the last of them: what held before says nothing of now.
  if (open?.status === 'ongoing' && open.phases.at(-1)?.culprit == null && held() === 'allowed')
    close(shownAt, 'unknown');
  close(end, 'unknown');
  return states;
}
