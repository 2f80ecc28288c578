import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CASE, caseFlags, flag, flagsOf, type Tool, type ToolHands, tool } from '../tool.ts';

const DOCUMENT = z.union([z.record(z.string(), z.unknown()), z.string().max(4096)]).optional();

const INPUT = z.object({
  policy: DOCUMENT.describe('Bucket policy of the destination: the document itself, or a path below the root folders'),
  noPolicy: z.boolean().optional().describe('The destination has no bucket policy'),
  keyPolicy: DOCUMENT.describe('Policy of the KMS key, likewise'),
  configuration: DOCUMENT.describe('Inventory configuration, likewise'),
  event: DOCUMENT.describe(
    'CloudTrail event of a change that was made, in any envelope, or the path of some: does it stop a delivery? The documents are then those before it; what is not given of them is not known',
  ),
  terraformPlan: z.string().max(4096).optional().describe('Path of a plan as JSON, from terraform show -json'),
  cloudformation: z.string().max(4096).optional().describe('Path of a template, or of a cdk.out folder'),
  sourceRegion: z.string().max(32).optional(),
  destinationRegion: z.string().max(32).optional(),
  context: z
    .record(z.string().max(128), z.string().max(1024))
    .optional()
    .describe('Condition keys of the request, aws:SourceOrgID and so on; an empty value means absent'),
  ...CASE,
});

const REQUIREMENT = z.object({
  id: z.string(),
  status: z.enum(['pass', 'fail', 'unknown', 'not-applicable']),
  conditionKeys: z.array(z.string()),
  explanation: z.string(),
});

const CHECK = z.object({
  decision: z.enum(['allowed', 'denied', 'depends']),
  summary: z.string(),
  requirements: z.array(REQUIREMENT),
  unknownKeys: z.array(z.string()),
  remedy: z
    .object({ replaces: z.string(), description: z.string(), document: z.unknown(), diff: z.array(z.string()) })
    .nullable(),
});

const OUTPUT = z.object({
  decision: z.enum(['allowed', 'denied', 'depends']).describe('The worst of the checks; depends is no yes'),
  stops: z
    .boolean()
    .nullable()
    .optional()
    .describe('Of events: whether they stop a delivery that was let in before; null where that is not known'),
  events: z
    .array(
      z.object({
        time: z.string(),
        eventName: z.string(),
        eventId: z.string().nullable(),
        actor: z.string().nullable(),
        concerned: z.boolean().nullable(),
        reason: z.string(),
      }),
    )
    .optional(),
  checks: z.array(CHECK),
});

export const checkTool: Tool = tool({
  name: 'check',
  title: 'Would delivery succeed with these policies',
  description:
    'Judges a delivery of S3 Inventory from documents: whether the bucket policy lets S3 write, whether a Deny applies, Region, key policy and configuration; with a remedy that was evaluated. Use it before a policy is changed, and on a policy that you are about to propose.',
  input: INPUT,
  output: OUTPUT,
  async run(asked, hands) {
    // A folder is what all of its files are.
    const templates = asked.cloudformation === undefined ? [] : await hands.roots.evidence([asked.cloudformation]);
    const { stdout } = await hands.program(
      [
        'check',
        '--quiet',
        '--format=json',
        ...documentFlag('policy', asked.policy, hands),
        ...(asked.noPolicy === true ? ['--no-policy'] : []),
        ...documentFlag('key-policy', asked.keyPolicy, hands),
        ...documentFlag('configuration', asked.configuration, hands),
        ...documentFlag('event', asked.event, hands),
        ...documentFlag('terraform-plan', asked.terraformPlan, hands),
        ...flag('cloudformation', templates[0]),
        ...flagsOf(asked, ['sourceRegion', 'destinationRegion']),
        ...Object.entries(asked.context ?? {}).map(([key, value]) => `--context=${key}=${value}`),
        ...caseFlags(asked),
      ],
      { maxBytes: MOST_BYTES },
    );
    const answer = JSON.parse(stdout);
    return { structured: OUTPUT.parse(structureOf(answer)), text: null };
  },
});

/** One check, several, or those of events. */
function structureOf(answer: { readonly [member: string]: unknown }): object {
  if (answer['kind'] !== 'event') return { decision: answer['decision'], checks: answer['checks'] ?? [answer] };
  const checks = (answer['checks'] as readonly { readonly check: unknown }[]).map(({ check }) => check);
  return { ...answer, checks };
}

/** A path is held to the roots; a document itself is put into a file for the program. */
function documentFlag(name: string, given: z.infer<typeof DOCUMENT>, { roots, scratch }: ToolHands): string[] {
  if (given === undefined) return [];
  if (typeof given === 'string') return flag(name, roots.file(given));
  const file = join(scratch(), `${name}.json`);
  writeFileSync(file, JSON.stringify(given));
  return flag(name, file);
}

const MOST_BYTES = 16 * 1024 * 1024;
