import type { TextStyle } from '../display/lay-out.ts';
import type { Report } from './contract.ts';
import type { Survey } from './survey/contract.ts';

/** What `--format` names. */
export type ReportFormat = 'text' | 'json' | 'markdown' | 'html' | 'timesketch' | 'timesketch-csv' | 'ecs' | 'ocsf';

/** A format as it is rendered, and as `docs/reports.md` has it. All are UTF-8 text. */
interface ReportFormatDefinition {
  /** What it is for. */
  readonly use: string;
  /** The ending that readers of the format expect. */
  readonly extension: string;
  readonly mediaType: string;
  /**
   * Loads the renderer when it is needed, so that a text report does not pay for the others. Only `text` goes by
   * the style: of the others, equal reports give equal bytes.
   */
  readonly load: () => Promise<(report: Report, style: TextStyle) => string>;
  /** The same piece by piece, where it may be too long to be held. */
  readonly pieces?: () => Promise<(report: Report) => Iterable<string>>;
  /** The same for several cases; null for a format that tells one incident. */
  readonly survey: (() => Promise<(survey: Survey, style: TextStyle) => string>) | null;
}

/** Every format of `investigate`, the default first. */
export const REPORT_FORMATS: Readonly<Record<ReportFormat, ReportFormatDefinition>> = {
  text: {
    use: 'reading on a terminal; the default',
    extension: '.txt',
    mediaType: 'text/plain',
    load: async () => (await import('./text.ts')).renderText,
    survey: async () => (await import('./survey/render-survey-text.ts')).renderSurveyText,
  },
  json: {
    use: 'machines; the stable contract, see [json-report.md](json-report.md)',
    extension: '.json',
    mediaType: 'application/json',
    load: async () => (await import('./json.ts')).renderJson,
    pieces: async () => (await import('./json.ts')).jsonPieces,
    survey: async () => (await import('./survey/render-survey-json.ts')).renderSurveyJson,
  },
  markdown: {
    use: 'tickets and pull requests, in GitHub and Jira',
    extension: '.md',
    mediaType: 'text/markdown',
    load: async () => (await import('./markdown/render-markdown.ts')).renderMarkdown,
    survey: async () => (await import('./survey/render-survey-markdown.ts')).renderSurveyMarkdown,
  },
  html: {
    use: 'managers, customers, auditors; prints to PDF',
    extension: '.html',
    mediaType: 'text/html',
    load: async () => (await import('./html/render-html.ts')).renderHtml,
    survey: async () => (await import('./survey/html/render-survey-html.ts')).renderSurveyHtml,
  },
  timesketch: {
    use: 'Timesketch, JSON lines; its importer goes by the ending',
    extension: '.jsonl',
    mediaType: 'application/x-ndjson',
    load: async () => (await import('./timesketch/render-timesketch.ts')).renderTimesketch,
    survey: null,
  },
  'timesketch-csv': {
    use: 'Timesketch and spreadsheets',
    extension: '.csv',
    mediaType: 'text/csv',
    load: async () => (await import('./timesketch/render-timesketch.ts')).renderTimesketchCsv,
    survey: null,
  },
  ecs: {
    use: 'Elastic Common Schema 9.4.0, JSON lines',
    extension: '.ndjson',
    mediaType: 'application/x-ndjson',
    load: async () => (await import('./ecs/render-ecs.ts')).renderEcs,
    survey: null,
  },
  ocsf: {
    use: 'OCSF 1.3.0 API Activity (class 6003), JSON lines',
    extension: '.ndjson',
    mediaType: 'application/x-ndjson',
    load: async () => (await import('./ocsf/render-ocsf.ts')).renderOcsf,
    survey: null,
  },
};

/** Their names, in that order. */
export const REPORT_FORMAT_NAMES: readonly [ReportFormat, ...ReportFormat[]] = [
  'text',
  ...(Object.keys(REPORT_FORMATS) as ReportFormat[]).filter((name) => name !== 'text'),
];
