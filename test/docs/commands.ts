import { pageText } from './pages.ts';

/** A command of ours as a page shows it. */
export interface ShownCommand {
  /** As it stands there, on one line. */
  readonly line: string;
  /** As the program gets them, without its name. */
  readonly args: readonly string[];
  /** What stands below it as printed; empty where nothing does. */
  readonly output: readonly string[];
  /** What stands below is a piece of what is printed. */
  readonly isExcerpt: boolean;
  /** As `echo $?` behind it tells, or null. */
  readonly exitCode: number | null;
  /** Within a sentence it may be the mere name of a command. */
  readonly isInText: boolean;
}

/**
 * In the order of the page: in blocks of `sh`, one a line; in blocks of `console`, behind `$ `, with what they print; in
 * text, as code. A block without a language right behind an `sh` block of one command is a piece of what that prints.
 */
export function commandsOf(page: string): readonly ShownCommand[] {
  const code = /^```(\w*)\n(.*?)^```$(?:\n\n```\n(.*?)^```$)?|`([^`]+)`/gms;
  return [...pageText(page).matchAll(code)].flatMap(([, language, block = '', behind, inText]) => {
    if (inText !== undefined) return ours(inText.replace(/\s+/g, ' ')).map((it) => ({ ...it, isInText: true }));
    if (language === 'console') return printed(block);
    if (language !== 'sh') return [];
    const typed = joined(block).split('\n').flatMap(ours);
    return behind === undefined ? typed : typed.map((it) => ({ ...it, output: linesOf(behind), isExcerpt: true }));
  });
}

/** The blocks without a language that show neither commands nor what a command right in front of them prints. */
export function messagesOf(page: string): readonly (readonly string[])[] {
  const blocks = [...pageText(page).matchAll(/^```(\w*)\n(.*?)^```$(?:\n\n```\n.*?^```$)?/gms)];
  return blocks.flatMap(([, language, text = '']) => (language === '' ? [linesOf(text)] : []));
}

/** What stands in a text in short, without the name of the program: `check --live`. */
export function shortFormsOf(page: string): readonly string[] {
  const text = pageText(page).replace(/^```.*?^```$/gms, '');
  return [...text.matchAll(/`([a-z]+(?:-[a-z]+)?\s[^`]*)`/g)].map(([, code = '']) => code.replace(/\s+/g, ' '));
}

function printed(block: string): readonly ShownCommand[] {
  const runs = block.split(/^\$ /m).slice(1).map(joined).map(linesOf);
  return runs.flatMap(([line = '', ...output], at) => {
    const [next = '', code] = runs[at + 1] ?? [];
    return ours(line).map((it) => ({ ...it, output, exitCode: next === 'echo $?' ? Number(code) : null }));
  });
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}

function joined(text: string): string {
  return text.replace(/ \\\n\s*/g, ' ');
}

function ours(line: string): ShownCommand[] {
  const found = /(?<![\w./-])inventory-forensics (?!-- )(?=[a-z-])([^|>)#]*)/g;
  return [...line.matchAll(found)].map(([, rest = '']) => ({
    line,
    args: wordsOf(rest),
    output: [],
    isExcerpt: false,
    exitCode: null,
    isInText: false,
  }));
}

/** Words of a shell: quotes hold together. */
function wordsOf(text: string): readonly string[] {
  return [...(text.split(/ && | \|\| /)[0]?.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [])].map(([word]) =>
    word.replace(/['"]/g, ''),
  );
}
