import { blocksOf, pageText } from './pages.ts';

/** A command of ours as a page shows it, and what stands below it where the block is a `console`. */
export interface ShownCommand {
  readonly line: string;
  /** As the program gets them, without its name. */
  readonly args: readonly string[];
  readonly output: readonly string[];
}

/**
 * In blocks of `sh` and of no language, one a line, and in lines as code; in blocks of `console`, behind `$ `, with what they
 * print.
 */
export function commandsOf(page: string): readonly ShownCommand[] {
  const typed = ['sh', ''].flatMap((language) =>
    blocksOf(page, language).flatMap((block) => joined(block).split('\n').flatMap(ours)),
  );
  const inline = [
    ...pageText(page)
      .replace(/^```.*?^```$/gms, '')
      .matchAll(/`([^`]+)`/g),
  ].flatMap(([, code = '']) => ours(code.replace(/\s+/g, ' ')));
  const printed = blocksOf(page, 'console').flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .flatMap((run) => {
        const [line = '', ...output] = joined(run).trimEnd().split('\n');
        return ours(line).map((command) => ({ ...command, output }));
      }),
  );
  return [...typed, ...inline, ...printed];
}

function joined(text: string): string {
  return text.replace(/ \\\n\s*/g, ' ');
}

function ours(line: string): ShownCommand[] {
  return [...line.matchAll(/(?<![\w./-])inventory-forensics (?!-- )(?=[a-z-])([^|>)#]*)/g)].map(([, rest = '']) => ({
    line,
    args: wordsOf(rest),
    output: [],
  }));
}

/** Words of a shell: quotes hold together. */
function wordsOf(text: string): readonly string[] {
  return [...(text.split(/ && | \|\| /)[0]?.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [])].map(([word]) =>
    word.replace(/['"]/g, ''),
  );
}
