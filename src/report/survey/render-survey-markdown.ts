import { codeBlock, escapeMarkdown } from '../markdown/escape-markdown.ts';
import { evidenceSection, warningSection } from '../markdown/render-markdown.ts';
import { table } from '../markdown/table.ts';
import { callOf, who } from '../text/change.ts';
import { causeWords } from '../text/phase-words.ts';
import { asOfWords } from '../text/words.ts';
import type { Survey, SurveyGroup } from './contract.ts';
import {
  caseName,
  extentWords,
  groupsFor,
  inOrderOfNeed,
  oneCommand,
  STATES,
  stoppedBy,
  stoppedWords,
  surveySentence,
} from './words.ts';

/** Several cases for a ticket: a table of all, then each change with all that it stopped. */
export function renderSurveyMarkdown(survey: Survey): string {
  const cases = inOrderOfNeed(survey);
  const rows = cases.map(({ report, index }) => [
    STATES[report.outcome].word,
    escapeMarkdown(caseName(report.case)),
    escapeMarkdown(report.case.destinationBucket ?? 'not known'),
    escapeMarkdown(extentWords(report)),
    groupsFor(survey, index).join(', '),
  ]);
  const [first] = cases;
  const sections = [
    '# S3 Inventory deliveries',
    escapeMarkdown(surveySentence(survey)),
    `**As of** ${asOfWords(survey)}.`,
    table(['State', 'Inventory', 'Destination', 'Missing', 'Change'], rows),
    ...survey.groups.map((group, index) => groupSection(survey, group, index + 1)),
    ...(first === undefined ? [] : ['## To see one of them whole', codeBlock('sh', [oneCommand(first.report.case)])]),
    evidenceSection(survey.evidence),
    warningSection(survey),
    `Written by ${survey.tool.name} ${escapeMarkdown(survey.tool.version)}. All times are UTC.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function groupSection(survey: Survey, group: SurveyGroup, number: number): string {
  const { change } = group;
  const stopped = stoppedBy(survey, group);
  const cause = stopped[0]?.phase.cause ?? null;
  const lines = stopped.map((one) => `- ${escapeMarkdown(stoppedWords(one))}`);
  return [
    `## Change ${number}: ${escapeMarkdown(callOf(change))} at ${change.time}`,
    `By ${escapeMarkdown(who(change.actor))}.${cause === null ? '' : ` ${escapeMarkdown(causeWords(cause))}.`}`,
    lines.join('\n'),
  ].join('\n\n');
}
