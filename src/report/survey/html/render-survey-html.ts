import { counted } from '../../../display/quantities.ts';
import { asSentence } from '../../../display/sentence.ts';
import { roleOf } from '../../culprits.ts';
import { changeDiff } from '../../html/answer.ts';
import { columns } from '../../html/columns.ts';
import { contentsBar } from '../../html/contents.ts';
import { codesSection, evidenceSection, warningSection } from '../../html/evidence.ts';
import { headline } from '../../html/headline.ts';
import { answerSection, incidentDetails } from '../../html/incident.ts';
import { html, type Markup } from '../../html/markup.ts';
import { missingSection } from '../../html/missing.ts';
import { numbers } from '../../html/numbers.ts';
import { wholePage } from '../../html/page.ts';
import { pageScope } from '../../html/page-scope.ts';
import { breakable, moment } from '../../html/parts.ts';
import { badge, subjectOf } from '../../html/render-html.ts';
import { callOf, who } from '../../text/change.ts';
import { causeWords } from '../../text/phase-words.ts';
import { asOfWords, CONFIDENCES } from '../../text/words.ts';
import type { Survey, SurveyGroup } from '../contract.ts';
import { caseName, inOrderOfNeed, oneCommand, roleOfGroup, stoppedBy, surveySentence, warningName } from '../words.ts';
import { matrix } from './matrix.ts';

/** Several cases as one page: all of them over time, each change with all that it stopped, and a section for each. */
export function renderSurveyHtml(survey: Survey): string {
  const { reports, groups, warnings, evidence } = survey;
  const ailing = reports.filter(({ outcome }) => outcome !== 'delivering').length;
  const title =
    ailing === 0
      ? `All ${counted(reports.length, 'inventory', 'inventories')} deliver as scheduled`
      : `${ailing} of ${counted(reports.length, 'inventory', 'inventories')} need a look`;
  const entry = (id: string, name: string, count: number) => ({ id, name, count });
  const cases = inOrderOfNeed(survey);
  const body = html`<header><h1>${title}</h1><p class="dim">As of ${asOfWords(survey)}</p></header>
${contentsBar([
  warnings.length === 0 ? null : entry('warnings', 'Warnings', warnings.length),
  entry('matrix', 'Over time', reports.length),
  groups.length === 0 ? null : entry('group-1', 'Changes', groups.length),
  entry('cases', 'Inventories', reports.length),
  entry('evidence', 'Evidence', evidence.length),
])}
<main><p id="verdict">${surveySentence(survey)}</p>
<p class="tools js" hidden><button type="button" data-copy="verdict">Copy summary</button><button type="button" data-link="verdict">Copy link</button></p>
${warningSection(warnings, pageScope(survey))}
${matrix(survey)}
${groups.map((group, index) => groupSection(survey, group, index + 1))}
<div class="appendix"><h2 id="cases">Each inventory</h2>
${cases.map(({ index }) => caseSection(survey, index))}
${codesSection([...warnings, ...reports.flatMap((report) => report.warnings)])}
${evidenceSection(evidence)}</div>
</main><footer class="dim"><p>${survey.tool.name} ${survey.tool.version}. All times are UTC.</p></footer>`;
  return wholePage(title, body);
}

/** One change, what it did, and every inventory that it stopped. */
function groupSection(survey: Survey, group: SurveyGroup, number: number): Markup {
  const { change } = group;
  const stopped = stoppedBy(survey, group);
  const phase = stopped[0]?.phase;
  const cause = phase?.cause ?? null;
  const lines = stopped.map(
    ({ report, culprit, runs }) =>
      html`<li><a href="#case-${survey.reports.indexOf(report) + 1}">${caseName(report.case)}</a>: ${counted(runs, 'run')}, ${roleOf(culprit)}, ${CONFIDENCES[culprit.confidence].words}</li>`,
  );
  const role = roleOfGroup(survey, group) === 'suspect' ? 'Suspected change' : 'Change';
  return html`<section><h2 id="group-${number}">${role} ${number}: ${breakable(callOf(change))}</h2><p>${moment(change.time)}, by ${breakable(who(change.actor))}</p>${cause === null ? null : html`<p>${breakable(causeWords(cause))}</p>`}${changeDiff(change, phase?.replaced ?? null, cause)}<h3>Stopped by it</h3><ul class="stopped">${lines}</ul></section>`;
}

/** One inventory: what happened and the fix; the proof folded. */
function caseSection(survey: Survey, index: number): Markup | null {
  const report = survey.reports[index];
  if (report === undefined) return null;
  const scope = pageScope(survey, `case-${index + 1}-`);
  const shared = new Set(survey.warnings.map(warningName));
  const own = report.warnings.filter((warning) => !shared.has(warningName(warning)));
  const number = report.incidents.length;
  const newest = report.incidents.at(-1);
  const told =
    newest === undefined
      ? null
      : html`${numbers(report)}${warningSection(own, scope)}${columns(newest, number, scope)}<details><summary>What the change did, who made it, and the other changes</summary>${answerSection(newest, number, scope)}${incidentDetails(newest, number, scope)}${missingSection(report, scope)}<p>This inventory alone, with its timeline:</p><pre tabindex="0">${oneCommand(report.case)}</pre></details>`;
  return html`<section class="case"><h3 id="case-${index + 1}">${badge(report)} ${headline(report)}</h3><p class="dim">${subjectOf(report)}</p><p>${asSentence(report.summary)}</p>${told}</section>`;
}
