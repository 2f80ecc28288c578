import { groupedBy } from '../../groups.ts';
import type { Completed, CompletionCommand, CompletionWords } from './words.ts';

/**
 * A completion script for bash 3.2 and later, with or without bash-completion. It knows all words itself, so that
 * Tab starts no process. What follows `=` counts as a word of its own there (COMP_WORDBREAKS).
 *
 * @see https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 */
export function bashCompletion({ program, commands }: CompletionWords): string {
  const name = `_${program.replaceAll('-', '_')}`;
  const names = commands.map((command) => command.name);
  return `# bash completion for ${program}
${name}_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

${name}_paths() {
  # Readline itself quotes names and marks directories best; without compopt (bash 3.2), compgen lists them.
  local found
  if [ "$1" = directories ] && compopt -o dirnames 2>/dev/null; then return; fi
  if [ "$1" = files ] && compopt -o default 2>/dev/null; then return; fi
  while IFS= read -r found; do COMPREPLY+=("$found"); done < <(
    if [ "$1" = directories ]; then compgen -d -- "$cur"; else compgen -f -- "$cur"; fi
  )
}

${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command='' i
  if [ "$cur" = '=' ]; then
    cur=''
  elif [ "$prev" = '=' ]; then
    prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${names.join(' | ')})
        command="\${COMP_WORDS[i]}"
        break
        ;;
    esac
  done
  case "$command" in
    '')
      ${name}_words '${[...names, '--help', '--version'].join(' ')}'
      ;;
${commands.map((command) => commandCase(name, command)).join('\n')}
  esac
}

complete -F ${name} ${program}
`;
}

function commandCase(name: string, { name: command, options, operand }: CompletionCommand): string {
  const taking = options.filter(({ value }) => value.kind !== 'nothing');
  // Flags that are answered alike stand together.
  const alike = groupedBy(taking, ({ value }) => replyWith(name, value));
  const cases = [...alike].map(
    ([reply, of]) =>
      `        ${of.flatMap(({ long, short }) => (short === null ? [long] : [short, long])).join(' | ')}) ${reply} ;;`,
  );
  const flags = options.flatMap(({ long, short }) => (short === null ? [long] : [long, short]));
  return `    ${command})
      case "$prev" in
${cases.join('\n')}${cases.length > 0 ? '\n' : ''}        *)
          case "$cur" in
            -*) ${name}_words '${flags.join(' ')}' ;;
            *) ${replyWith(name, operand)} ;;
          esac
          ;;
      esac
      ;;`;
}

function replyWith(name: string, { kind, words }: Completed): string {
  switch (kind) {
    case 'nothing':
    case 'text':
      return ':';
    case 'words':
      return `${name}_words '${words.join(' ')}'`;
    case 'files':
    case 'directories':
      return `${name}_paths ${kind}`;
    case 'words-and-files':
      return `${name}_words '${words.join(' ')}'; [ \${#COMPREPLY[@]} -gt 0 ] || ${name}_paths files`;
    default:
      return kind satisfies never;
  }
}
