import type { Completed, CompletionCommand, CompletionOption, CompletionWords } from './words.ts';

/**
 * A completion script for fish 3, to be sourced or to lie in its folder of completions.
 *
 * @see https://fishshell.com/docs/current/completions.html
 */
export function fishCompletion({ program, commands }: CompletionWords): string {
  const complete = `complete -c ${program}`;
  const lines = commands.flatMap((command) => [
    `${complete} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...commandLines(command).map(
      (line) => `${complete} -n ${quoted(`__fish_seen_subcommand_from ${command.name}`)} ${line}`,
    ),
  ]);
  return `# fish completion for ${program}
${complete} -f
${complete} -n __fish_use_subcommand -s h -l help -d 'print help'
${complete} -n __fish_use_subcommand -s V -l version -d 'print the version'
${lines.join('\n')}
`;
}

function commandLines({ options, operand }: CompletionCommand): string[] {
  return [...options.map(optionLine), whatFor(operand)].filter((line) => line !== '');
}

function optionLine({ long, short, description, value }: CompletionOption): string {
  const flags = `${short === null ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  const takes = value.kind === 'nothing' ? '' : value.kind === 'text' ? ' -x' : ` -r ${whatFor(value)}`;
  return `${flags}${takes} -d ${quoted(description)}`;
}

function whatFor({ kind, words }: Completed): string {
  switch (kind) {
    case 'nothing':
    case 'text':
      return '';
    case 'words':
      return `-f -a ${quoted(words.join(' '))}`;
    case 'files':
      return '-F';
    case 'directories':
      return "-f -a '(__fish_complete_directories)'";
    case 'words-and-files':
      return `-F -a ${quoted(words.join(' '))}`;
    default:
      return kind satisfies never;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
