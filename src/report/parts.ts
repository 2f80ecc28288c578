import type { SessionUsed } from '../attribution/trace.ts';
import type { Instant } from '../instant.ts';
import type { Actor } from '../records/actor.ts';
import type { Call } from '../sightings/call.ts';
import type { SourceTally } from '../sources/tally.ts';
import type { Timeline } from '../timeline/build.ts';
import type { Checklist } from '../verdict/checklist/checklist.ts';
import type { Coverage } from '../verdict/coverage.ts';
import type { Verdict } from '../verdict/judged-incident.ts';
import type { Warning } from '../verdict/warnings/warning.ts';

/** Everything a report is made of. */
export interface ReportParts {
  readonly timeline: Timeline;
  readonly verdict: Verdict;
  readonly summary: string;
  readonly coverage: readonly Coverage[];
  readonly checklist: Checklist;
  readonly warnings: readonly Warning[];
  readonly tallies: readonly SourceTally[];
  /** The actor of a call, with its chain. */
  readonly trace: (call: Call) => Actor;
  /** The events that issued the credentials of a call, nearest first. */
  readonly follow: (call: Call) => readonly SessionUsed[];
  readonly version: string;
  /** The file of the first document of a remedy, as its commands name it. */
  readonly remedyFile: string;
  /** Timeline entries and incidents outside are left out; null is open. */
  readonly since: Instant | null;
  readonly until: Instant | null;
}
