import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { layOut } from '../../../display/lay-out.ts';
import type { Report } from '../../../report/contract.ts';
import { exitCodeOf, exitCodeOfSurvey } from '../../../report/exit-code.ts';
import { screenBlocks } from '../../../report/screen/screen.ts';
import type { Survey } from '../../../report/survey/contract.ts';
import { surveyScreenBlocks } from '../../../report/survey/survey-screen.ts';
import { CASE_OUTLINE, type CaseOutline, outlineOf } from '../outline.ts';
import {
  CASE,
  caseFlags,
  EVIDENCE,
  flag,
  flagsOf,
  PERIOD,
  type Tool,
  type ToolAnswer,
  type ToolHands,
  tool,
} from '../tool.ts';

const INPUT = z.object({
  evidence: EVIDENCE.optional(),
  ...CASE,
  ...PERIOD,
  grace: z.string().max(16).optional().describe('A report is missed this long after its run; 48h unless given'),
  listingTimezone: z.string().max(64).optional().describe('IANA zone of the machine that printed aws s3 ls listings'),
  failedExports: z
    .array(z.string().max(512))
    .max(20)
    .optional()
    .describe('Dates of exports that the console calls failed'),
});

export const INVESTIGATED: z.ZodObject<{
  answered: z.ZodBoolean;
  cases: z.ZodArray<z.ZodType<CaseOutline>>;
  report: z.ZodString;
}> = z.object({
  answered: z.boolean().describe('false: the evidence does not suffice; say so, and what is missing'),
  cases: z.array(CASE_OUTLINE),
  report: z.string().describe('URI of the whole report, a resource: timeline, coverage, evidence with SHA-256'),
});

export const investigateTool: Tool = tool({
  name: 'investigate',
  title: 'When delivery broke, by which change, by whom and why',
  description:
    'Reads S3 access logs, CloudTrail and documents and says when delivery of S3 Inventory reports broke, which change broke it, who made it, why it denies the delivery, what would mend it, and what the evidence does not cover. Name the case where you know it; else it is inferred. Judge by confidence: only proven and probable are findings.',
  input: INPUT,
  output: INVESTIGATED,
  async run(asked, hands) {
    const evidence = await hands.roots.evidence(asked.evidence ?? ['.']);
    const failed = (asked.failedExports ?? []).flatMap((date) => flag('failed-export', date));
    const period = flagsOf(asked, ['since', 'until', 'grace', 'listingTimezone']);
    return investigated([...caseFlags(asked), ...period, ...failed, '--', ...evidence], hands);
  },
});

/** The answer of `investigate`, whose report is kept. */
export async function investigated(
  args: readonly string[],
  { program, reports, scratch }: ToolHands,
): Promise<ToolAnswer<z.infer<typeof INVESTIGATED>>> {
  const file = join(scratch(), 'report.json');
  await program(['investigate', '--quiet', '--format=json', `--output=${file}`, ...args], { maxBytes: 0 });
  const json = readFileSync(file, 'utf8');
  const answer: Report | Survey = JSON.parse(json);
  const code = 'reports' in answer ? exitCodeOfSurvey(answer, { failOn: null }) : exitCodeOf(answer, { failOn: null });
  const report = reports.keep(json);
  return {
    structured: { answered: code === 0, cases: outlineOf(answer), report },
    text: screenOf(answer),
    resource: report,
  };
}

/** The answer on one screen, for a reader, every control character escaped. The rest is in the report itself. */
function screenOf(answer: Report | Survey): string {
  const style = { width: 100, color: false };
  const blocks = 'reports' in answer ? surveyScreenBlocks(answer, style, false) : screenBlocks(answer, style, false);
  return layOut(blocks, style);
}
