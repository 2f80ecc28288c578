import { type Block, span } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import { shellOption } from '../../display/shell-word.ts';
import { groupedBy } from '../../groups.ts';
import type { Report } from '../contract.ts';
import { isReadKind } from '../text/evidence.ts';
import { inferredMembers } from '../text/inferred.ts';
import { asOfWords } from '../text/words.ts';
import { type Part, whole } from './fit.ts';
import { command, row } from './rows.ts';

/** What there is of each kind, and the piece that would settle most, with the command that gets it. */
export function checklistParts(report: Report): Part[] {
  const { missing, evidence } = report;
  const kinds = groupedBy(
    evidence.filter(({ kind }) => isReadKind(kind)),
    ({ kind }) => kind,
  );
  const have = [...kinds].map(([kind, entries]) => `${entries.length} ${kind}`).join(', ');
  const wanted = missing[mostWanted(report)];
  const of = missing.length > 1 ? [`1 of ${missing.length}`] : [];
  const need = (said: readonly string[]): Block[] =>
    wanted === undefined ? [] : [row('NEED', `${wanted.what}${said.length === 0 ? '' : ` (${said.join('; ')})`}`, 2)];
  return [
    { worth: [20], versions: [have === '' ? [] : [row('HAVE', have, 2)], []] },
    wanted?.command == null
      ? whole(...need(of))
      : { worth: [54], versions: [[...need(of), command(wanted.command)], need([...of, 'how: --full'])] },
  ];
}

/** What the confidence of the newest incident waits for, before anything else. */
function mostWanted({ incidents }: Report): number {
  const phases = incidents.at(-1)?.phases ?? [];
  return phases.flatMap(({ culprit }) => culprit?.limits.flatMap(({ missing }) => missing) ?? [])[0] ?? 0;
}

/** What nobody gave and the evidence told, and the moment that is asked about. */
export function inferredParts(report: Report): Part[] {
  const members = inferredMembers(report);
  const version = (most: number) =>
    members.map(({ what, why }, index) => row(index === 0 ? 'INFERRED' : '', `${what}: ${why}`, most));
  const names = [row('INFERRED', members.map(({ what }) => what).join(', '), 1)];
  return [
    members.length === 0 ? whole() : { worth: [31, 36], versions: [version(2), version(1), names] },
    whole(row('AS OF', asOfWords(report), 2)),
  ];
}

/** What no evidence says and the reader may know: without it no Allow is judged or drafted for certain. */
export function tellPart({ case: { sourceBucket, sourceAccount }, incidents }: Report): Part {
  if (incidents.length === 0 || sourceBucket === null || sourceAccount !== null) return whole();
  return whole(row('TELL', [span('strong', '--source-account ID'), `: whose ${sourceBucket} is`], 1));
}

/** Where it is not known which bucket is meant: what was seen, and the flag that goes on. */
export function bucketsPart({ policyChanges }: Report): Part {
  const version = (many: number): Block[] => [
    row('SEEN', 'policy changes of these buckets; name the one that the reports go to:'),
    ...policyChanges
      .slice(0, many)
      .map(({ bucket, changes }) =>
        row(
          '',
          [span('strong', shellOption('destination-bucket', bucket).trim()), ` (${counted(changes.length, 'change')})`],
          1,
        ),
      ),
    ...(policyChanges.length > many
      ? [row('', span('dim', `and ${counted(policyChanges.length - many, 'more')}`))]
      : []),
  ];
  return policyChanges.length === 0 ? whole() : { versions: [version(6), version(3)], worth: [37] };
}

/** Where nothing is known to be missing, what speaks against it all the same. */
export function warningsPart({ warnings, incidents }: Report): Part {
  const told = incidents.length > 0 ? [] : warnings.filter(({ code }) => code !== 'not-recognised');
  const version = (many: number, most: number) =>
    told.slice(0, many).map(({ message }) => row('WARNING', span('warn', message), most));
  return { versions: [version(3, 4), version(2, 3)], worth: [53] };
}
