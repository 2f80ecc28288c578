import * as z from 'zod';
import { CASE_MEMBER_NAMES, CASE_MEMBERS, type CaseMember } from '../../case/members.ts';
import { longName } from '../command.ts';
import type { ProgramRun } from './program.ts';
import type { ReportShelf } from './report-shelf.ts';
import type { Roots } from './roots.ts';

/** What an agent may call. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  /** It asks AWS, and writes a folder. */
  readonly collects?: true;
  readonly run: (asked: z.infer<Input>, hands: ToolHands) => Promise<ToolAnswer<z.infer<Output>>>;
}

export interface ToolAnswer<Output> {
  /** Values from logs and documents stand in its texts as they are: whoever reads takes them for data. */
  readonly structured: Output;
  /** For a reader; null where the structure says it all. */
  readonly text: string | null;
  /** A report that was kept, to be read as a resource. */
  readonly resource?: string;
}

/** What a tool works with. */
export interface ToolHands {
  readonly roots: Roots;
  readonly reports: ReportShelf;
  readonly allowAws: boolean;
  /** Runs the program; its failures are thrown as ForensicsError. */
  readonly program: (
    args: readonly string[],
    options: { readonly maxBytes: number; readonly stdin?: string },
  ) => Promise<ProgramRun>;
  /** A folder that is gone when the call is over. */
  readonly scratch: () => string;
}

export function tool<Input extends z.ZodObject, Output extends z.ZodObject>(made: Tool<Input, Output>): Tool {
  return made as unknown as Tool;
}

export const EVIDENCE: z.ZodArray<z.ZodString> = z
  .array(z.string().min(1).max(4096))
  .min(1)
  .max(1000)
  .describe(
    'Files, folders or globs below the root folders, relative to the first: access logs, CloudTrail files or answers of lookup-events, listings, manifests, policies. Kinds are told by content.',
  );

/** The same members as the flags and `case.json`. */
export const CASE: Readonly<Record<CaseMember, z.ZodOptional<z.ZodString>>> = Object.fromEntries(
  CASE_MEMBER_NAMES.map((name) => [
    name,
    z.string().max(1024).optional().describe(`${CASE_MEMBERS[name].description}: ${CASE_MEMBERS[name].wanted}`),
  ]),
) as Record<CaseMember, z.ZodOptional<z.ZodString>>;

export const PERIOD: { readonly since: z.ZodOptional<z.ZodString>; readonly until: z.ZodOptional<z.ZodString> } = {
  since: z.string().max(64).optional().describe('Nothing earlier: ISO 8601, a date, or 90d, 36h ago. UTC.'),
  until: z.string().max(64).optional().describe('Nothing later: ISO 8601, a date, or 90d, 36h ago. UTC.'),
};

/** `--name=value` for what was given, so that no value is taken for an option. */
export function flag(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

/** The same for all that is asked for under the names that the options have in camel case. */
export function flagsOf<Name extends string>(
  asked: { readonly [Given in Name]?: string | undefined },
  names: readonly Name[],
): string[] {
  return names.flatMap((name) => flag(longName(name), asked[name]));
}

export function caseFlags(asked: { readonly [Name in CaseMember]?: string | undefined }): string[] {
  return flagsOf(asked, CASE_MEMBER_NAMES);
}
