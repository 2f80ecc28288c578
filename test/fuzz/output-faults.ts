import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Answer } from '../../src/investigate.ts';
import type { Report } from '../../src/report/contract.ts';
import { REPORT_FORMAT_NAMES, REPORT_FORMATS, type ReportFormat } from '../../src/report/formats.ts';
import reportSchema from '../../src/report/report.schema.json' with { type: 'json' };
import surveySchema from '../../src/report/survey/survey.schema.json' with { type: 'json' };
import type { Random } from './random.ts';

const ajv = new Ajv2020({ allErrors: false, strict: false });
formats.default(ajv);
ajv.addSchema(reportSchema);
const isValid = {
  report: ajv.getSchema(reportSchema.$id) ?? ajv.compile(reportSchema),
  survey: ajv.compile(surveySchema),
};

export function schemaFaults(answer: Answer): string[] {
  const check = isValid[answer.kind];
  const value = answer.kind === 'report' ? answer.report : answer.survey;
  return check(JSON.parse(JSON.stringify(value))) ? [] : [`schema: ${JSON.stringify(check.errors)}`];
}

/** What a terminal acts upon, or hides: none of it belongs to what the program writes itself. */
const LEAKED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2061-\u2069\ufeff\ud800-\udfff]/u;

/** Beside the text, which is looked at for every input. A page takes the time of all others. */
const OTHERS: readonly ReportFormat[] = REPORT_FORMAT_NAMES.filter((name) => name !== 'text' && name !== 'html');

/** What of the evidence acts in an output, and outputs that are longer than the evidence accounts for. */
export async function outputFaults(answer: Answer, random: Random, mostBytes: number): Promise<string[]> {
  const names: readonly ReportFormat[] = ['text', random.below(20) === 0 ? 'html' : random.pick(OTHERS)];
  const faults: string[] = [];
  for (const format of names) {
    const text = await rendered(answer, format);
    if (text === null) continue;
    const leaked = LEAKED.exec(text);
    if (leaked !== null) {
      const code = leaked[0].codePointAt(0)?.toString(16);
      faults.push(`${format} has U+${code}: ${JSON.stringify(text.slice(leaked.index - 40, leaked.index + 40))}`);
    }
    if (format === 'html' && /<script>alert|<img src=x/i.test(text)) faults.push('html has markup of the evidence');
    if (format === 'timesketch-csv' && /(^|[,\n])"?=cmd/.test(text)) faults.push('csv has a formula of the evidence');
    if (text.length > mostBytes) faults.push(`bound: ${format} is of ${text.length} characters, of ${mostBytes}`);
  }
  return faults;
}

async function rendered(answer: Answer, format: ReportFormat): Promise<string | null> {
  const { ofReport, ofSurvey } = renderers[format] ?? (await loaded(format));
  renderers[format] = { ofReport, ofSurvey };
  const style = { color: false, width: 100 };
  return answer.kind === 'report' ? ofReport(answer.report, style) : (ofSurvey?.(answer.survey, style) ?? null);
}

/** Loaded once: the loader of TypeScript takes longer than a report. */
const renderers: Partial<Record<ReportFormat, Awaited<ReturnType<typeof loaded>>>> = {};

async function loaded(format: ReportFormat) {
  const { load, survey } = REPORT_FORMATS[format];
  return { ofReport: await load(), ofSurvey: await survey?.() };
}

/** Each report of an answer. */
export function reportsOf(answer: Answer): readonly Report[] {
  return answer.kind === 'report' ? [answer.report] : answer.survey.reports;
}
