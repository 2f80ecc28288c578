import type { Shell } from './terminal/shell.ts';

/**
 * One command of the program: how it is called and what runs it. This part is loaded for `--help`; everything that
 * the command needs beyond it is imported when `run` is called.
 */
export interface CommandDefinition {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Shown above the options of `<command> --help`. */
  readonly description: string;
  /** Positional arguments in commander's notation, `[evidence...]`. */
  readonly argument: {
    readonly name: string;
    readonly description: string;
    /** What it may be, for completion; files may be meant besides. */
    readonly values?: Values;
  } | null;
  readonly options: readonly OptionDefinition[];
  /** Shown below the options of `<command> --help`. */
  readonly examples: readonly string[];
  /** Returns the exit code. Throws ForensicsError for what the user can mend. */
  readonly run: (operands: readonly string[], flags: Flags, shell: Shell) => Promise<number>;
}

export interface OptionDefinition {
  /** In commander's notation, `--since <time>`. */
  readonly flags: string;
  readonly description: string;
  /** Its heading in `--help`; without one it is among the first, which are of the command itself. */
  readonly group?: OptionGroup;
  /** Collected in order when given more than once; else the last one counts. */
  readonly repeatable?: boolean;
  /** What its value may be, for completion. Paths need none: their placeholder, `<file>`, says it. */
  readonly values?: Values;
}

/** The headings of `--help`, in its order. */
export const OPTION_GROUPS = { case: 'Case:', aws: 'AWS:', athena: 'Athena:', output: 'Output:' } as const;

export type OptionGroup = keyof typeof OPTION_GROUPS;

/** The options under one heading. */
export function grouped(group: OptionGroup, options: readonly OptionDefinition[]): readonly OptionDefinition[] {
  return options.map((option) => ({ ...option, group }));
}

/** Fixed words, or words that are looked up when they are asked for. */
export type Values = readonly string[] | (() => Promise<readonly string[]>);

/** Options as typed, by camel-cased name: text, lists of text for repeatable ones, booleans for switches. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Text of an option that takes a value and was given. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** All values of a repeatable option, in order. */
export function textFlags(flags: Flags, name: string): readonly string[] {
  const value = flags[name];
  return Array.isArray(value) ? value : [];
}

export function switchFlag(flags: Flags, name: string): boolean {
  return flags[name] === true;
}

/** How an option is typed, without its dashes: `source-bucket` of `sourceBucket`. */
export function longName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
