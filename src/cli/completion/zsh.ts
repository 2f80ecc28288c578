import type { Completed, CompletionCommand, CompletionOption, CompletionWords } from './words.ts';

/**
 * A completion script for zsh, to be sourced or to lie in a folder of `fpath` as `_<program>`.
 *
 * @see https://zsh.sourceforge.io/Doc/Release/Completion-System.html
 */
export function zshCompletion({ program, commands }: CompletionWords): string {
  const name = `_${program}`;
  return `#compdef ${program}
# zsh completion for ${program}
${name}() {
  local curcontext="$curcontext" state line
  local -a commands
  typeset -A opt_args
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.summary.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  _arguments -C \\
    '(- *)'{-h,--help}'[print help]' \\
    '(- *)'{-V,--version}'[print the version]' \\
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [ "$funcstack[1]" = ${name} ]; then
  ${name} "$@"
else
  compdef ${name} ${program}
fi
`;
}

function commandCase({ name, options, operand }: CompletionCommand): string {
  const specs = [...options.flatMap(optionSpecs), ...operandSpecs(operand)];
  if (specs.length === 0) return `        ${name}) ;;`;
  return `        ${name})
          _arguments ${specs.map((spec) => `\\\n            ${quoted(spec)}`).join(' ')}
          ;;`;
}

function optionSpecs({ long, short, description, repeatable, value }: CompletionOption): string[] {
  const takes = value.kind !== 'nothing';
  const names = short === null ? [long] : [long, short];
  return names.map((name) => {
    const lead = repeatable ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
    const sign = !takes ? '' : name === long ? '=' : '+';
    return `${lead}${name}${sign}[${escaped(description)}]${takes ? `:${long.slice(2)}:${action(value)}` : ''}`;
  });
}

function operandSpecs(operand: Completed): string[] {
  return operand.kind === 'nothing' ? [] : [`*:argument:${action(operand)}`];
}

function action({ kind, words }: Completed): string {
  switch (kind) {
    case 'nothing':
    case 'text':
      return ' ';
    case 'words':
      return `(${words.join(' ')})`;
    case 'files':
      return '_files';
    case 'directories':
      return '_files -/';
    case 'words-and-files':
      return `_alternative "words\\:name\\:(${words.join(' ')})" "files\\:file\\:_files"`;
    default:
      return kind satisfies never;
  }
}

function escaped(description: string): string {
  return description.replace(/[\\[\]]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
