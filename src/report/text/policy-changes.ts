import { type Block, heading, line, span } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import { shellOption } from '../../display/shell-word.ts';
import type { Report, ReportBucketChanges } from '../contract.ts';
import { callOf, refLines, who } from './change.ts';

/** So many are told of each bucket, and so many buckets; the JSON report has them all. */
const SHOWN_CHANGES = 6;
const SHOWN_BUCKETS = 12;

export const WHICH_OF_THEM =
  'Which of these buckets the reports go to is not known. Name it, to have the changes judged:';

/** What was seen where it is not known which bucket the reports go to, and the flag that goes on. */
export function policyChangeBlocks({ policyChanges }: Report): Block[] {
  const unshown = policyChanges.length - SHOWN_BUCKETS;
  return [
    heading('POLICY CHANGES SEEN, BY BUCKET'),
    line(2, WHICH_OF_THEM),
    ...policyChanges.slice(0, SHOWN_BUCKETS).flatMap(bucketBlocks),
    ...(unshown > 0 ? [line(2, span('dim', `and ${counted(unshown, 'more bucket')}: see the JSON report`))] : []),
  ];
}

function bucketBlocks({ bucket, changes }: ReportBucketChanges): Block[] {
  const unshown = changes.length - SHOWN_CHANGES;
  return [
    line(2, [
      span('strong', bucket),
      `: ${counted(changes.length, 'change')}; go on with${shellOption('destination-bucket', bucket)}`,
    ]),
    // The newest are nearest to the trouble.
    ...(unshown > 0 ? [line(4, span('dim', `${counted(unshown, 'earlier change')}: see the JSON report`))] : []),
    ...changes
      .slice(-SHOWN_CHANGES)
      .flatMap((change) => [
        line(4, `${change.time} ${callOf(change)} by ${who(change.actor)}`),
        ...refLines(change.evidence, 6),
      ]),
  ];
}
