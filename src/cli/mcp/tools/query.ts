import * as z from 'zod';
import { ForensicsError } from '../../../errors.ts';
import { shippedQueries } from '../../../query/catalog.ts';
import { EVIDENCE, flagsOf, PERIOD, type Tool, tool } from '../tool.ts';

const INPUT = z.object({
  query: z
    .string()
    .max(256)
    .optional()
    .describe('Name of a query that comes with the program; without one and without sql, they are listed'),
  sql: z
    .string()
    .max(65_536)
    .optional()
    .describe('SELECT over s3_access_logs and cloudtrail_logs, in the SQL of Athena'),
  evidence: EVIDENCE.optional(),
  params: z
    .record(z.string().max(64), z.string().max(1024))
    .optional()
    .describe('Parameters of the query, bucket and so on'),
  ...PERIOD,
  limit: z.number().int().min(1).max(1000).optional().describe('At most so many rows; 100 unless given'),
});

const OUTPUT = z.object({
  rows: z.array(z.record(z.string(), z.unknown())).describe('Every value is as the log has it'),
  queries: z.string().nullable().describe('The queries that there are, where none was asked'),
});

export const queryTool: Tool = tool({
  name: 'query',
  title: 'SQL over both logs, on this machine',
  description:
    'Runs a shipped query or your own read-only SQL over the evidence, on this machine: nothing outside of the evidence can be read, and nothing written.',
  input: INPUT,
  output: OUTPUT,
  async run(asked, { roots, program }) {
    const { query, sql } = asked;
    if (query === undefined && sql === undefined) {
      const { stdout } = await program(['query', '--list'], { maxBytes: MOST_BYTES });
      return { structured: { rows: [], queries: stdout }, text: null };
    }
    if (query !== undefined && !shippedQueries().some(({ name }) => name === query)) {
      throw new ForensicsError('usage', `there is no query ${query}`, { hint: 'call without one for the list' });
    }
    const evidence = await roots.evidence(asked.evidence ?? ['.']);
    const { stdout } = await program(
      [
        'query',
        '--quiet',
        '--format=json',
        `--limit=${asked.limit ?? 100}`,
        ...evidence.map((path) => `--evidence=${path}`),
        ...Object.entries(asked.params ?? {}).map(([name, value]) => `--param=${name}=${value}`),
        ...flagsOf(asked, ['since', 'until']),
        '--',
        sql === undefined ? (query ?? '') : '-',
      ],
      { maxBytes: MOST_BYTES, ...(sql === undefined ? {} : { stdin: sql }) },
    );
    return { structured: { rows: JSON.parse(stdout), queries: null }, text: null };
  },
});

const MOST_BYTES = 4 * 1024 * 1024;
