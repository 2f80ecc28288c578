import type { CommandDefinition } from '../command.ts';
import type { Shell } from '../terminal/shell.ts';
import type { CompletionWords } from './words.ts';

const SHELLS: ReadonlyMap<string, () => Promise<(words: CompletionWords) => string>> = new Map([
  ['bash', async () => (await import('./bash.ts')).bashCompletion],
  ['zsh', async () => (await import('./zsh.ts')).zshCompletion],
  ['fish', async () => (await import('./fish.ts')).fishCompletion],
]);
const NAMES: readonly string[] = [...SHELLS.keys()];

/** The command that prints completion scripts for all commands, itself included. */
export function completionCommand(commands: () => readonly CommandDefinition[]): CommandDefinition {
  return {
    name: 'completion',
    summary: 'print a script that lets a shell complete commands, options and values',
    description:
      'Prints a completion script for bash, zsh or fish. All words are in it: print it anew after an update of the program.',
    argument: { name: '<shell>', description: 'bash, zsh or fish', values: NAMES },
    options: [],
    examples: [
      'source <(inventory-forensics completion bash)   # in ~/.bashrc',
      'inventory-forensics completion zsh > ~/.zsh/completions/_inventory-forensics   # a folder of fpath',
      'inventory-forensics completion fish > ~/.config/fish/completions/inventory-forensics.fish',
    ],
    run: ([shell = ''], _flags, to) => printScript(shell, commands(), to),
  };
}

async function printScript(name: string, commands: readonly CommandDefinition[], shell: Shell): Promise<number> {
  const [{ badValue }, { completionWords }, { writeStream }] = await Promise.all([
    import('../options/usage-error.ts'),
    import('./words.ts'),
    import('../terminal/write-stream.ts'),
  ]);
  const render = await SHELLS.get(name)?.();
  if (render === undefined) throw badValue('completion', name, `one of ${NAMES.join(', ')}`);
  await writeStream(shell.stdout, [render(await completionWords('inventory-forensics', commands))]);
  return 0;
}
