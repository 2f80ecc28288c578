import { pageWidth, type TextStyle } from '../../display/lay-out.ts';
import { BLANK, type Block, span } from '../../display/page.ts';
import { counted } from '../../display/quantities.ts';
import type { Report, ReportIncident } from '../contract.ts';
import { answerableFor } from '../culprits.ts';
import { whoBriefly } from '../text/change.ts';
import { shortStripBlocks } from '../text/strip.ts';
import { alsoPart, answerParts } from './answer.ts';
import { bucketsPart, checklistParts, inferredParts, tellPart, warningsPart } from './evidence.ts';
import { fitted, type Part, whole } from './fit.ts';
import { fixParts } from './fix.ts';
import { LABEL, row } from './rows.ts';
import { callWords } from './short-words.ts';
import { caseLine, stateLine, whenRow } from './state.ts';

/**
 * The answer on one screen of 24 lines: what decides comes first, and is told whole while there is room. Nothing is
 * said that the verdict does not carry. Of several incidents it is the newest.
 *
 * @param isAlone nothing follows: the reader is told how to have the rest
 */
export function screenBlocks(report: Report, style: TextStyle, isAlone: boolean): Block[] {
  const incident = report.incidents.at(-1);
  const parts: Part[] = [
    whole(stateLine(report)),
    ...(incident === undefined ? [whole(row('', report.summary, 6))] : incidentParts(report, incident)),
    bucketsPart(report),
    warningsPart(report),
    stripPart(report, style),
    ...checklistParts(report),
    tellPart(report),
    ...inferredParts(report),
    ...(isAlone ? [whole(row('MORE', span('dim', moreWords(report)), 1))] : []),
  ];
  return fitted(parts, style);
}

function incidentParts(report: Report, incident: ReportIncident): Part[] {
  return [
    whole(caseLine(report), whenRow(incident, report)),
    ...answerParts(incident, report.outcome === 'never-delivered'),
    alsoPart(incident),
    ...fixParts(incident),
    earlierPart(report.incidents.slice(0, -1).reverse()),
  ];
}

function earlierPart(earlier: readonly ReportIncident[]): Part {
  const version = (many: number) => [
    ...earlier.slice(0, many).map((one) => {
      const [answer] = answerableFor(one);
      const by =
        answer === undefined
          ? 'nobody named'
          : `${answer.role}: ${callWords(answer.change)} by ${whoBriefly(answer.change.actor)}`;
      return row(
        'EARLIER',
        `${counted(one.missedRuns, 'report')} from run ${one.firstMissedRun?.run ?? 'not known'} on, ${by}`,
        2,
      );
    }),
    ...(earlier.length > many
      ? [row(many === 0 ? 'EARLIER' : '', span('dim', counted(earlier.length - many, 'more incident')))]
      : []),
  ];
  return { versions: [version(2), version(1), version(0)], worth: [38, 55] };
}

function stripPart(report: Report, style: TextStyle): Part {
  const blocks = shortStripBlocks(report, { width: pageWidth(style), unicode: style.unicode ?? true }, LABEL);
  if (blocks === null) return whole();
  const [, ...lanes] = blocks;
  return { versions: [[BLANK, ...blocks, BLANK], blocks, lanes, []], worth: [5, 25, 63] };
}

function moreWords({ warnings, incidents }: Report): string {
  const documents = incidents.at(-1)?.remedy?.edits.some(({ document }) => document !== null) ?? false;
  return [
    `--full: all${warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`}`,
    ...(documents ? ['--remedy-out remedy.json: the document of FIX'] : []),
  ].join('; ');
}
