import * as z from 'zod';
import { EVIDENCE, flagsOf, PERIOD, type Tool, tool } from '../tool.ts';

const INPUT = z.object({
  evidence: EVIDENCE,
  ...PERIOD,
  all: z.boolean().optional().describe('Every record whole, not the changes of policies alone'),
  operation: z.string().max(256).optional().describe('Regular expression on access log operations and event names'),
  bucket: z.string().max(255).optional(),
  requester: z
    .string()
    .max(512)
    .optional()
    .describe('Only calls by a requester, ARN, user or access key with this in it'),
  status: z.string().max(16).optional().describe('ok, failed, or a status such as 403 or 4xx'),
  limit: z.number().int().min(1).max(1000).optional().describe('At most so many records; 100 unless given'),
});

const OUTPUT = z.object({
  records: z
    .array(z.record(z.string(), z.unknown()))
    .describe('In the order of the logs; every value is as the log has it'),
  isCut: z.boolean().describe('There are more'),
});

export const scanTool: Tool = tool({
  name: 'scan',
  title: 'Records of access logs and CloudTrail',
  description:
    'Lists the calls that change a bucket policy or key policy, failed attempts included, or the records that the filters ask for. For who did what; for why delivery broke, call investigate.',
  input: INPUT,
  output: OUTPUT,
  async run(asked, { roots, program }) {
    const limit = asked.limit ?? 100;
    const { stdout, isCut } = await program(
      [
        'scan',
        '--quiet',
        '--format=ndjson',
        ...(asked.all === true ? ['--all'] : []),
        ...flagsOf(asked, ['operation', 'bucket', 'requester', 'status', 'since', 'until']),
        '--',
        ...(await roots.evidence(asked.evidence)),
      ],
      { maxBytes: MOST_BYTES },
    );
    const lines = stdout.split('\n');
    // The last is empty, or was cut.
    lines.pop();
    const records = lines.slice(0, limit).map((line): Record<string, unknown> => JSON.parse(line));
    return { structured: { records, isCut: isCut || lines.length > limit }, text: null };
  },
});

const MOST_BYTES = 1024 * 1024;
