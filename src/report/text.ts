import { layOut, pageWidth, type TextStyle } from '../display/lay-out.ts';
import { apart, BLANK, type Block, field, heading, line, row, span } from '../display/page.ts';
import { asSentence } from '../display/sentence.ts';
import type { Report, ReportCase, ReportWarning } from './contract.ts';
import { screenBlocks } from './screen/screen.ts';
import { refLines } from './text/change.ts';
import { coverageBlocks } from './text/coverage.ts';
import { evidenceBlocks } from './text/evidence.ts';
import { incidentBlocks } from './text/incident.ts';
import { inferredMembers } from './text/inferred.ts';
import { missingBlocks } from './text/missing.ts';
import { statusWords } from './text/phase-words.ts';
import { policyChangeBlocks } from './text/policy-changes.ts';
import { timelineBlocks } from './text/timeline.ts';
import { asOfWords, destinationOf } from './text/words.ts';

/**
 * The report for reading: the screen that answers first, then each incident (newest first) with when, what, who and
 * why, then the timeline, what the evidence covers, the evidence itself and the warnings. For a terminal, the screen
 * alone.
 *
 * Everything that came from a log is escaped, so that no line of it can move a cursor, set a colour or end a line.
 */
export function renderText(report: Report, style: TextStyle): string {
  if (style.extent === 'screen') return layOut(screenBlocks(report, style, true), style);
  const incidents = [...report.incidents].reverse();
  const sections: readonly (readonly Block[])[] = [
    screenBlocks(report, style, false),
    caseBlocks(report),
    ...incidents.map((incident, index) =>
      incidentBlocks(incident, {
        number: incidents.length - index,
        of: incidents.length,
        neverWorked: report.outcome === 'never-delivered',
        status: statusWords(incident, report),
      }),
    ),
    ...(report.policyChanges.length === 0 ? [] : [policyChangeBlocks(report)]),
    timelineBlocks(report, { width: pageWidth(style), unicode: style.unicode ?? true }),
    coverageBlocks(report.coverage),
    ...(report.missing.length === 0 ? [] : [missingBlocks(report)]),
    evidenceBlocks(report.evidence),
    ...(report.warnings.length === 0 ? [] : [warningBlocks(report.warnings)]),
  ];
  return layOut(apart(sections), style);
}

function caseBlocks(report: Report): Block[] {
  const { sourceBucket, sourceAccount, destinationAccount } = report.case;
  return [
    heading('THE CASE'),
    ...(report.incidents.length === 0 ? [] : [field('In a sentence', report.summary)]),
    field('Configuration', configurationText(report.case)),
    field('From', placeText(sourceBucket && `s3://${sourceBucket}`, sourceAccount)),
    field('To', placeText(destinationOf(report.case), destinationAccount)),
    ...inferredMembers(report).map(({ what, why }, index) => field(index === 0 ? 'Inferred' : '', `${what}: ${why}`)),
    field('As of', asOfWords(report)),
    ...(isOfNothing(report) ? [BLANK, line(2, OF_NOTHING)] : []),
  ];
}

/** Nothing tells which inventory it is about. */
function isOfNothing({ outcome, case: found }: Report): boolean {
  return outcome === 'indeterminate' && found.sourceBucket === null && found.destinationBucket === null;
}

const OF_NOTHING =
  'Nothing here shows which inventory this is about: add its configuration, a manifest or the access log of the destination, or name it with --source-bucket, --configuration-id and --destination-bucket.';

function configurationText({ configurationId, frequency, encryption }: ReportCase): string {
  const parts = [
    configurationId ?? 'not known',
    ...(frequency === null ? [] : [frequency === 'Daily' ? 'daily' : 'weekly']),
    ...(encryption === null
      ? []
      : [encryption === 'none' ? 'no encryption asked for' : `encrypted with ${encryption}`]),
  ];
  return parts.join(', ');
}

function placeText(place: string | null, account: string | null): string {
  return account === null ? (place ?? 'not known') : `${place ?? 'not known'} (account ${account})`;
}

export function warningBlocks(warnings: readonly ReportWarning[]): Block[] {
  return [
    heading('WARNINGS'),
    ...warnings.flatMap(({ code, message, evidence = [] }) => [
      row(2, [{ width: 2, content: span('warn', '!') }], [asSentence(message), span('dim', ` [${code}]`)]),
      ...refLines(evidence, 4),
    ]),
    line(2, span('dim', 'What a code means, and what to do: inventory-forensics explain CODE')),
  ];
}
