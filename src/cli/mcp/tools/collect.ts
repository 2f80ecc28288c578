import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CASE, caseArguments, flag, type Tool, tool } from '../tool.ts';
import { answerOf, INVESTIGATED } from './investigate.ts';

const ACCESS = {
  profile: z.string().max(128).optional().describe('Profile of the AWS configuration files'),
  sourceProfile: z.string().max(128).optional(),
  destinationProfile: z.string().max(128).optional(),
  logProfile: z.string().max(128).optional(),
  region: z.string().max(32).optional(),
};

function accessArguments(asked: { readonly [Name in keyof typeof ACCESS]?: string | undefined }): string[] {
  return [
    ...flag('profile', asked.profile),
    ...flag('source-profile', asked.sourceProfile),
    ...flag('destination-profile', asked.destinationProfile),
    ...flag('log-profile', asked.logProfile),
    ...flag('region', asked.region),
  ];
}

const { now: _, ...COLLECTED } = CASE;

export const collectTool: Tool = tool({
  name: 'collect',
  title: 'Pull the evidence of a case from AWS',
  description:
    'Reads AWS with the credentials of whoever started this server, and writes the settings, deliveries, event history, access logs and trail files of one case into a new folder, with checksums. Investigate that folder next.',
  input: z.object({
    out: z.string().max(4096).describe('A folder that is not there yet, below a root folder'),
    since: z.string().max(64).optional(),
    ...COLLECTED,
    ...ACCESS,
  }),
  output: z.object({
    folder: z.string(),
    cases: z.number().describe('Configurations'),
    files: z.number(),
    problems: z.array(z.string()).describe('What could not be read, and why'),
  }),
  collects: true,
  async run(asked, { roots, program }) {
    const folder = roots.newFolder(asked.out);
    const { stdout } = await program(
      [
        'collect',
        '--format=json',
        `--out=${folder}`,
        ...flag('since', asked.since),
        ...caseArguments(asked),
        ...accessArguments(asked),
      ],
      { maxBytes: MOST_BYTES },
    );
    const { cases, files, problems } = JSON.parse(stdout);
    return { structured: { folder, cases, files, problems }, text: null };
  },
});

export const investigateLiveTool: Tool = tool({
  name: 'investigate_live',
  title: 'The same from AWS itself',
  description:
    'Collects the evidence from AWS with the credentials of whoever started this server, reading only and keeping nothing, and answers as investigate does.',
  input: z.object({ ...CASE, ...ACCESS }),
  output: INVESTIGATED,
  collects: true,
  async run(asked, { reports, program, scratch }) {
    const file = join(scratch(), 'report.json');
    await program(
      [
        'investigate',
        '--live',
        '--quiet',
        '--format=json',
        `--output=${file}`,
        ...caseArguments(asked),
        ...accessArguments(asked),
      ],
      { maxBytes: 0 },
    );
    return answerOf(readFileSync(file, 'utf8'), reports);
  },
});

/** A line for each problem. */
const MOST_BYTES = 4 * 1024 * 1024;
