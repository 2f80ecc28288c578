import { DAY, earliest, latest } from '../instant.ts';
import type { Report } from './contract.ts';

/**
 * The stretch of time that a picture of the timeline shows, as instants: from the first entry to the last, and on to
 * the time of the question unless that lies far behind everything that is known.
 */
export function timelineSpan(report: Report): { readonly from: number; readonly to: number } {
  const asked = Date.parse(report.generatedAt);
  const times = report.timeline.map(({ time }) => Date.parse(time));
  const [from, to] = [earliest(times), latest(times)];
  if (from === null || to === null) return { from: asked, to: asked };
  const isNear = asked - to <= Math.max(NEAR_MS, (to - from) / 4);
  return { from, to: isNear ? Math.max(to, asked) : to };
}

const NEAR_MS = 3 * DAY;
