import type { CaseOptions } from '../../case/case.ts';
import type { CheckDecision, CheckedReports, CheckNote } from '../../check/contract.ts';
import type { EventReport } from '../../check/event/contract.ts';
import type { CheckSources } from '../../check/sources.ts';
import type { TextStyle } from '../../display/lay-out.ts';
import type { Shell } from '../terminal/shell.ts';
import type { CheckFormat, ResolvedCheck } from './resolve-check.ts';

/** What a check came to, whatever it was asked. */
export interface CheckAnswer {
  readonly decision: CheckDecision;
  readonly warnings: readonly CheckNote[];
  readonly render: (format: CheckFormat, style: TextStyle) => Promise<string>;
}

/** Deliveries judged from documents. */
export async function judgeDocuments(sources: CheckSources, { asked, explain }: ResolvedCheck): Promise<CheckAnswer> {
  const [{ gatherDeliveries }, { checkAll }, { worstDecision }] = await Promise.all([
    import('../../check/gather-deliveries.ts'),
    import('../../check/check-all.ts'),
    import('../../check/contract.ts'),
  ]);
  const checked = checkAll(gatherDeliveries(sources, asked), { explain });
  return {
    decision: worstDecision(checked.reports),
    warnings: checked.reports.flatMap(({ warnings }) => warnings),
    render: (format, style) => renderReports(checked, format, style),
  };
}

/** Deliveries judged before and after events. */
export async function judgeChanges(
  sources: CheckSources,
  cases: readonly CaseOptions[],
  { files, explain }: ResolvedCheck,
  { stdin }: Shell,
): Promise<CheckAnswer> {
  const [{ expandInputs }, { readChangeEvents }, { eventDeliveries }, { judgeEvents }] = await Promise.all([
    import('../../expand-inputs.ts'),
    import('../../check/event/read-change-events.ts'),
    import('../../check/event/event-deliveries.ts'),
    import('../../check/event/judge-events.ts'),
  ]);
  const events = await readChangeEvents(await expandInputs(files.events), { stdin });
  const report = judgeEvents(events, eventDeliveries(sources, cases, events), { explain });
  return {
    decision: report.decision,
    warnings: report.checks.flatMap(({ check }) => check.warnings),
    render: (format, style) => renderEvents(report, format, style),
  };
}

async function renderEvents(report: EventReport, format: CheckFormat, style: TextStyle): Promise<string> {
  switch (format) {
    case 'text': {
      const { renderEventText } = await import('../../check/event/text.ts');
      return renderEventText(report, style);
    }
    case 'json': {
      const { renderEventJson } = await import('../../check/event/contract.ts');
      return renderEventJson(report);
    }
    // What both have a place for are the deliveries that are stopped.
    case 'sarif':
    case 'github':
      return renderReports({ reports: report.checks.map(({ check }) => check), remedies: [] }, format, style);
    default:
      return format satisfies never;
  }
}

async function renderReports(checked: CheckedReports, format: CheckFormat, style: TextStyle): Promise<string> {
  switch (format) {
    case 'text': {
      const { renderCheckText } = await import('../../check/text.ts');
      return renderCheckText(checked.reports, style, checked.remedies);
    }
    case 'json': {
      const { renderCheckJson } = await import('../../check/contract.ts');
      return renderCheckJson(checked.reports, checked.remedies);
    }
    case 'sarif': {
      const [{ renderCheckSarif }, { programVersion }] = await Promise.all([
        import('../../check/sarif.ts'),
        import('../../version.ts'),
      ]);
      return renderCheckSarif(checked.reports, programVersion());
    }
    case 'github': {
      const { renderCheckGithub } = await import('../../check/github.ts');
      return renderCheckGithub(checked.reports);
    }
    default:
      return format satisfies never;
  }
}
