import * as z from 'zod';
import { CASE, caseFlags, flagsOf, type Tool, tool } from '../tool.ts';
import { INVESTIGATED, investigated } from './investigate.ts';

const ACCESS = {
  profile: z.string().max(128).optional().describe('Profile of the AWS configuration files'),
  sourceProfile: z.string().max(128).optional(),
  destinationProfile: z.string().max(128).optional(),
  logProfile: z.string().max(128).optional(),
  region: z.string().max(32).optional(),
};

function accessFlags(asked: { readonly [Name in keyof typeof ACCESS]?: string | undefined }): string[] {
  return flagsOf(asked, Object.keys(ACCESS) as (keyof typeof ACCESS)[]);
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
    const flags = [...flagsOf(asked, ['since']), ...caseFlags(asked), ...accessFlags(asked)];
    const { stdout } = await program(['collect', '--format=json', `--out=${folder}`, ...flags], {
      maxBytes: MOST_BYTES,
    });
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
  run: (asked, hands) => investigated(['--live', ...caseFlags(asked), ...accessFlags(asked)], hands),
});

/** A line for each problem. */
const MOST_BYTES = 4 * 1024 * 1024;
