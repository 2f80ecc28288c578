import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { asSentence } from '../../../display/sentence.ts';
import { ForensicsError } from '../../../errors.ts';
import type { Report, ReportChange } from '../../../report/contract.ts';
import { pageOfCode } from '../../explain/page-of-code.ts';
import { change } from '../outline.ts';
import { type Tool, type ToolHands, tool } from '../tool.ts';

const INPUT = z.object({
  report: z.string().max(4096).optional().describe('URI that investigate gave, or the path of a saved JSON report'),
  change: z.string().max(256).optional().describe('eventID or request ID of a change of the report'),
  run: z.string().max(32).optional().describe('Folder name of a run of the report, 2026-02-10T01-00Z'),
  code: z.string().max(64).optional().describe('Code of a warning, replay-contradicted'),
});

const OUTPUT = z.object({
  explanation: z.string(),
  change: z.unknown().describe('The change with its whole difference and its evidence, where one was asked for'),
});

export const explainTool: Tool = tool({
  name: 'explain',
  title: 'One change, run or code of a report, in words',
  description:
    'Explains a report of investigate, or one change, one missed run or one warning code of it: what it means, what it rests on and what would settle it.',
  input: INPUT,
  output: OUTPUT,
  async run({ report: named, change: id, run, code }, hands) {
    if (code !== undefined) return told(pageOf(code));
    if (named === undefined) {
      throw new ForensicsError('usage', 'explain: name a report, or a code', { hint: 'investigate gives the URI' });
    }
    const reports = reportsOf(named, hands);
    if (id !== undefined) return explainChange(id, reports);
    if (run !== undefined) return told(explainRun(run, reports));
    return told(reports.map(({ summary, missing }) => [summary, ...missing.map(lacking)].join('\n')).join('\n\n'));
  },
});

function told(explanation: string, of: unknown = null) {
  return { structured: { explanation, change: of }, text: null };
}

function lacking({ what, reason, command }: Report['missing'][number]): string {
  return `Missing: ${what}: ${reason}.${command === null ? '' : ` ${command}`}`;
}

function pageOf(code: string): string {
  const page = pageOfCode(code);
  if (page !== null) return page;
  throw new ForensicsError('usage', `no warning has the code ${code}`);
}

function reportsOf(named: string, { reports, roots }: ToolHands): readonly Report[] {
  const answer = reports.parsed(named) ?? parsed(readFileSync(roots.file(named), 'utf8'), named);
  return 'reports' in answer ? answer.reports : [answer];
}

function parsed(json: string, name: string): ReturnType<ToolHands['reports']['parsed']> & object {
  try {
    const value = JSON.parse(json);
    if (value?.tool?.name === 'inventory-forensics') return value;
  } catch {
    // Said below.
  }
  throw new ForensicsError('usage', `${name} is no JSON report of this program`);
}

function explainChange(id: string, reports: readonly Report[]) {
  for (const report of reports) {
    const found = changesOf(report).find(({ eventId, requestId }) => eventId === id || requestId === id);
    if (found === undefined) continue;
    const is = (other: ReportChange | undefined): boolean =>
      other?.time === found.time && other.eventId === found.eventId && other.requestId === found.requestId;
    const roles = report.incidents.flatMap(({ culprit, restoredBy }, index) => [
      ...(culprit !== null && is(culprit.change) ? [`${culprit.confidence} culprit of incident ${index + 1}`] : []),
      ...(restoredBy !== null && is(restoredBy) ? [`let reports through again after incident ${index + 1}`] : []),
    ]);
    const words = [`${found.eventName} at ${found.time}: ${found.assessment}`, found.reason, ...roles]
      .map(asSentence)
      .join(' ');
    return told(words, { ...change(found), diff: found.diff, chain: found.actor.chain, evidence: found.evidence });
  }
  throw new ForensicsError('usage', `no change of the report has the id ${id}`);
}

function changesOf({ incidents, timeline }: Report): readonly ReportChange[] {
  return [...incidents.flatMap(({ candidates }) => candidates), ...timeline.flatMap(({ change: of }) => of ?? [])];
}

function explainRun(run: string, reports: readonly Report[]): string {
  const at = momentOf(run);
  for (const { incidents, timeline } of reports) {
    for (const { phases } of incidents) {
      const phase = phases.find(({ runs }) => runs.first <= at && at <= runs.last);
      if (phase === undefined) continue;
      const reasons = (phase.culprit?.limits ?? []).map(({ reason, liftedBy }) => `${reason} (lifted by ${liftedBy})`);
      return ['Missed', phase.explanation, ...reasons].map(asSentence).join(' ');
    }
    const entry = timeline.find(({ title }) => title.includes(at));
    if (entry !== undefined) return `${entry.time}: ${entry.title}`;
  }
  throw new ForensicsError('usage', `the report says nothing of a run ${run}`);
}

function momentOf(run: string): string {
  if (/^\d{4}-\d{2}-\d{2}(?:T\d{2}-\d{2}Z)?$/.test(run)) return run;
  throw new ForensicsError('usage', `${run} is no run`, { hint: 'as folders are named: 2026-02-10T01-00Z' });
}
