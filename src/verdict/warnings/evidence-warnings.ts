import { DAY, formatDay, formatInstant } from '../../instant.ts';
import type { Position } from '../../sources/tally.ts';
import { type Warning, type WarningRule, type WarningSubject, warn } from './warning.ts';

/** What the reader must know of the evidence itself: nothing is dropped unsaid. The order of the list is the order of the report. */
export const EVIDENCE_RULES: readonly WarningRule[] = [deliveryTimes, weakJoins, documents, sources];

function deliveryTimes({ timeline, verdict }: WarningSubject): Warning[] {
  const warnings: Warning[] = [];
  if (timeline.listings.approximate) {
    warnings.push(
      warn(
        'listing-times-approximate',
        'a listing gives local times without a zone, read as UTC: give --listing-timezone; nothing that rests on them is proven',
      ),
    );
  }
  for (const { incident } of verdict.incidents) {
    const last = incident.lastDelivery;
    if (last !== null && last.deliveredAt === null) {
      warnings.push(
        warn(
          'arrival-unknown',
          `when run ${last.run} arrived is not in evidence: the window starts at its folder time, up to a day too early`,
          last.evidence,
        ),
      );
    }
  }
  return warnings;
}

function weakJoins({ timeline }: WarningSubject): Warning[] {
  return timeline.changes
    .filter(({ joinedWeakly }) => joinedWeakly)
    .map((call) =>
      warn(
        'weak-join',
        `${call.eventName} at ${formatInstant(call.time)} was joined across the two logs by bucket, operation, principal and second only`,
        call.evidence,
      ),
    );
}

function documents({ timeline }: WarningSubject): Warning[] {
  return timeline.documentWarnings.map(({ code, message, source }) => warn(code, message, [source.at]));
}

/** Nothing is dropped unsaid: every source that was not read whole is named. */
function sources({ tallies, timeline }: WarningSubject): Warning[] {
  const warnings = tallies.flatMap((tally): Warning[] => {
    const at: Position = {
      source: tally,
      line: tally.rejects[0]?.line ?? null,
      record: tally.rejects[0]?.record ?? null,
    };
    const why = tally.failure === null ? '' : `: ${tally.failure}`;
    switch (tally.kind) {
      case 'empty':
        return [warn('empty-source', `${tally.source} is empty`, [{ ...at, line: null, record: null }])];
      case 'not-recognised':
        return [
          warn('not-recognised', `${tally.source} was not used${why === '' ? ': no known kind of evidence' : why}`, [
            { ...at, line: null, record: null },
          ]),
        ];
      case 'unreadable':
        return [warn('unreadable-source', `${tally.source} could not be read${why}`)];
      default: {
        const found: Warning[] = [];
        if (tally.failure !== null)
          found.push(warn('incomplete-source', `${tally.source} was not read to its end${why}`, [at]));
        if (tally.rejected > 0) {
          const reason = tally.rejects[0]?.reason ?? 'unreadable';
          found.push(
            warn(
              'rejected-records',
              `${tally.rejected === 1 ? 'one record' : `${tally.rejected} records`} of ${tally.source} could not be read, the first because: ${reason}`,
              [at],
            ),
          );
        }
        return found;
      }
    }
  });
  const oldest = timeline.runs[0]?.time;
  if (
    oldest !== undefined &&
    timeline.case.now - oldest > 90 * DAY &&
    tallies.some(({ kind }) => kind === 'lookup-events' || kind === 'console-csv')
  ) {
    warnings.push(
      warn(
        'ninety-days',
        `CloudTrail event history reaches back 90 days only, to ${formatDay(timeline.case.now - 90 * DAY)}: earlier changes are in the trail's own files`,
      ),
    );
  }
  return warnings;
}
