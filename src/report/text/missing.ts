import { type Block, heading, line, row, span, verbatim } from '../../display/page.ts';
import { asSentence } from '../../display/sentence.ts';
import { shellWord } from '../../display/shell-word.ts';
import type { Report, ReportCase } from '../contract.ts';

/** What the evidence lacks, numbered as reasons of a confidence refer to it, each with the command that gets it. */
export function missingBlocks({ missing, case: subject }: Report): Block[] {
  const together = collectCommand(subject);
  return [
    heading('WHAT IS MISSING, AND HOW TO GET IT'),
    ...missing.flatMap(({ what, reason, command }, index) => [
      row(2, [{ width: 4, content: `${index + 1}.` }], span('strong', what)),
      line(6, span('dim', asSentence(reason))),
      ...(command === null ? [] : [verbatim(6, command)]),
    ]),
    ...(together === null ? [] : [line(2, TOGETHER), verbatim(6, together)]),
    line(2, span('dim', TO_FILL_IN)),
  ];
}

/** Said above the command of `collect`. */
export const TOGETHER =
  'An answer of event history that is saved by hand does not say what was asked, and vouches for the events in it alone. This gets most of it at once, and keeps what was asked beside the answers:';

/** Said below the commands. */
export const TO_FILL_IN = 'Words in capitals are for you to fill in: names of profiles, Regions, buckets.';

/** The call of `collect` for a case; null where too little of it is known. */
export function collectCommand({
  sourceBucket,
  sourceAccount,
  destinationBucket,
  destinationAccount,
  destinationPrefix,
  configurationId,
}: ReportCase): string | null {
  if (sourceBucket === null && destinationBucket === null) return null;
  const flags = [
    ['--source-bucket', sourceBucket],
    ['--configuration-id', configurationId],
    ['--destination-bucket', destinationBucket],
    ['--destination-prefix', destinationPrefix === '' ? null : destinationPrefix],
    ['--source-profile', `PROFILE-OF-${sourceAccount ?? 'SOURCE-OWNER'}`],
    ['--destination-profile', `PROFILE-OF-${destinationAccount ?? 'DESTINATION-OWNER'}`],
  ] as const;
  const given = flags.flatMap(([flag, value]) => (value === null ? [] : [`${flag} ${shellWord(value)}`]));
  return `inventory-forensics collect --out evidence ${given.join(' ')}`;
}

/** `missing evidence 2`, `missing evidence 2 and 3`: how other parts of a report refer to the list. */
export function missingNames(indexes: readonly number[]): string {
  const numbers = indexes.map((index) => String(index + 1));
  return `missing evidence ${numbers.length < 2 ? numbers.join('') : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`}`;
}
