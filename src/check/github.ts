import { escapeTerminal } from '../display/escape-terminal.ts';
import { asSentence } from '../display/sentence.ts';
import { type CheckReport, deliveryTitle, type ReportPlace } from './contract.ts';

/**
 * The answer as workflow commands of GitHub Actions, which show it beside the changed files: an error for each requirement
 * that fails, a warning for each that a delivery depends on, a notice for a delivery that is allowed.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderCheckGithub(reports: readonly CheckReport[]): string {
  return reports.flatMap(commandsOf).join('');
}

function commandsOf(report: CheckReport): string[] {
  const { decision, summary, requirements, decidedBy } = report;
  const title = deliveryTitle(report);
  if (decision === 'allowed') return [command('notice', null, title, summary)];
  return requirements
    .filter(({ id }) => decidedBy.includes(id))
    .map(({ id, explanation, place }) =>
      command(
        decision === 'denied' ? 'error' : 'warning',
        place,
        `${title}: ${id}`,
        resourceIn(place) + asSentence(explanation),
      ),
    );
}

function resourceIn(place: ReportPlace | null): string {
  return place?.address == null ? '' : `${place.address}: `;
}

function command(kind: 'error' | 'warning' | 'notice', place: ReportPlace | null, title: string, text: string): string {
  const where = place === null ? '' : `file=${property(place.file)},line=${place.line},`;
  return `::${kind} ${where}title=${property(title)}::${data(text)}\n`;
}

/** A line break in foreign text would begin a command of its own. */
function data(text: string): string {
  return escapeTerminal(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
