import { Command, InvalidArgumentError, Option } from 'commander';
import { programVersion } from '../version.ts';
import { type CommandDefinition, type Flags, OPTION_GROUPS, type OptionDefinition } from './command.ts';
import { COMMANDS } from './commands.ts';
import { describeFailure } from './terminal/describe-failure.ts';
import type { Output, Shell } from './terminal/shell.ts';
import { isReaderGone, writeStream } from './terminal/write-stream.ts';

/**
 * Runs one command line, without the name of the program, and returns the exit code. Whatever goes wrong becomes a
 * line on standard error: this never throws.
 */
export async function run(args: readonly string[], shell: Shell): Promise<number> {
  // A failed write is told to whoever made it. Without a listener the stream would end the process besides.
  for (const output of [shell.stdout, shell.stderr]) output.on('error', () => {});
  try {
    return await runCommandLine(args, shell);
  } catch (error) {
    if (isReaderGone(error)) return 0;
    const failure = describeFailure(error, {
      debug: (shell.env['DEBUG'] ?? '') !== '',
      json: wantsJsonErrors(args),
    });
    if (failure.message !== null) await say(shell.stderr, `${failure.message}\n`);
    return failure.exitCode;
  }
}

/** Looked for in what was typed: an error may be that the rest of it cannot be read. */
function wantsJsonErrors(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  return options.some((arg, index) => arg === '--errors=json' || (arg === '--errors' && options[index + 1] === 'json'));
}

async function runCommandLine(args: readonly string[], shell: Shell): Promise<number> {
  let exitCode = 0;
  const help: string[] = [];
  const program = programOf(shell, help, (code) => {
    exitCode = code;
  });
  await refuseUnknownTopic(args);
  try {
    await program.parseAsync(args, { from: 'user' });
  } finally {
    if (help.length > 0) await writeStream(shell.stdout, help);
  }
  return exitCode;
}

/** `help` of a command that does not exist would print the help of the program, and not say why. */
async function refuseUnknownTopic([command, topic]: readonly string[]): Promise<void> {
  if (command !== 'help' || topic === undefined || topic.startsWith('-')) return;
  const names = COMMANDS.map(({ name }) => name);
  if (names.includes(topic)) return;
  const [{ ForensicsError }, { nearestHint }] = await Promise.all([
    import('../errors.ts'),
    import('../query/nearest-names.ts'),
  ]);
  throw new ForensicsError('usage', `help: unknown command '${topic}'`, {
    hint: nearestHint(topic, names, 'see --help'),
  });
}

/** @param help takes what commander prints: help, and the version */
function programOf(shell: Shell, help: string[], done: (exitCode: number) => void): Command {
  const program = new Command('inventory-forensics')
    .description('Says when Amazon S3 Inventory delivery broke, by which change, by whom and why.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help on a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => help.push(text),
      writeErr: (text) => shell.stderr.write(text),
      // Errors are told once, on one line, by `run`.
      outputError: () => {},
      getOutHelpWidth: () => shell.stdout.columns ?? 100,
      getErrHelpWidth: () => shell.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  for (const definition of COMMANDS) addCommand(program, definition, shell, done);
  program.addHelpText('after', '\nOptions and examples of a command: inventory-forensics help investigate');
  return program;
}

function addCommand(program: Command, definition: CommandDefinition, shell: Shell, done: (code: number) => void): void {
  const command = program
    .command(definition.name)
    .summary(definition.summary)
    .description(definition.description)
    .allowExcessArguments(false);
  if (definition.argument !== null) command.argument(definition.argument.name, definition.argument.description);
  for (const option of inOrderOfGroups(definition.options)) command.addOption(optionOf(option));
  if (definition.examples.length > 0) {
    command.addHelpText('after', `\nExamples:\n${definition.examples.map((example) => `  ${example}`).join('\n')}`);
  }
  command.action(async () => {
    done(await definition.run(command.args, command.opts<Flags>(), shell));
  });
}

/** Headings stand where their first option does. */
function inOrderOfGroups(options: readonly OptionDefinition[]): readonly OptionDefinition[] {
  const order = [undefined, ...Object.keys(OPTION_GROUPS)];
  return options.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}

function optionOf(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, definition.description);
  if (definition.group !== undefined) option.helpGroup(OPTION_GROUPS[definition.group]);
  if (definition.repeatable === true) {
    return option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
  }
  if (!option.required) return option;
  // Whoever gives two values means both: neither is preferred in silence.
  return option.argParser((value: string, previous: unknown) => {
    if (typeof previous !== 'string') return value;
    throw new InvalidArgumentError('it was given more than once, and takes one value');
  });
}

/** Resolves once the text has left, or cannot: there is nobody left to tell. */
function say(output: Output, text: string): Promise<void> {
  return new Promise((resolve) => {
    output.write(text, () => resolve());
  });
}
