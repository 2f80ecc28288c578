import type { Report } from './contract.ts';

/** What `--format` names; `text` is laid out for a terminal and has options of its own. */
export type ReportFormat = 'text' | DocumentFormat;

/** Formats that need nothing but the report: equal reports give equal bytes. All are UTF-8 text. */
export type DocumentFormat = 'json' | 'markdown' | 'html' | 'timesketch' | 'timesketch-csv' | 'ecs' | 'ocsf';

export interface DocumentFormatDefinition {
  readonly name: DocumentFormat;
  /** The ending that readers of the format expect; Timesketch refuses JSON lines not called `.jsonl`. */
  readonly extension: string;
  readonly mediaType: string;
  /** Loads the renderer when it is needed, so that a text report does not pay for the others. */
  readonly load: () => Promise<(report: Report) => string>;
}

const DOCUMENT_FORMATS: Readonly<Record<DocumentFormat, Omit<DocumentFormatDefinition, 'name'>>> = {
  json: {
    extension: '.json',
    mediaType: 'application/json',
    load: async () => (await import('./json.ts')).renderJson,
  },
  markdown: {
    extension: '.md',
    mediaType: 'text/markdown',
    load: async () => (await import('./markdown/render-markdown.ts')).renderMarkdown,
  },
  html: {
    extension: '.html',
    mediaType: 'text/html',
    load: async () => (await import('./html/render-html.ts')).renderHtml,
  },
  timesketch: {
    extension: '.jsonl',
    mediaType: 'application/x-ndjson',
    load: async () => (await import('./timesketch/render-timesketch.ts')).renderTimesketch,
  },
  'timesketch-csv': {
    extension: '.csv',
    mediaType: 'text/csv',
    load: async () => (await import('./timesketch/render-timesketch.ts')).renderTimesketchCsv,
  },
  ecs: {
    extension: '.ndjson',
    mediaType: 'application/x-ndjson',
    load: async () => (await import('./ecs/render-ecs.ts')).renderEcs,
  },
  ocsf: {
    extension: '.ndjson',
    mediaType: 'application/x-ndjson',
    load: async () => (await import('./ocsf/render-ocsf.ts')).renderOcsf,
  },
};

/** Every format of `investigate`, the default first. */
export const REPORT_FORMATS: readonly [ReportFormat, ...ReportFormat[]] = [
  'text',
  ...(Object.keys(DOCUMENT_FORMATS) as DocumentFormat[]),
];

export function documentFormat(name: DocumentFormat): DocumentFormatDefinition {
  return { name, ...DOCUMENT_FORMATS[name] };
}
