import type { CommandDefinition } from '../command.ts';
import { OUTPUT_OPTIONS } from '../options/option-groups.ts';
import type { Shell } from '../terminal/shell.ts';

export const explainCommand: CommandDefinition = {
  name: 'explain',
  summary: 'what the code of a warning means, and what to do',
  description:
    'Prints the page of a code that stands behind a warning of a report or a remark of check: what it says, why it matters, what to do, and an example. Without a code it lists all of them.',
  argument: {
    name: '[code]',
    description: 'code of a warning, as reports show it in brackets',
    values: async () => Object.keys(await meanings()),
  },
  options: OUTPUT_OPTIONS,
  examples: ['inventory-forensics explain unseen-change', 'inventory-forensics explain'],
  run: runExplain,
};

/** Every code, those of `check` alone behind the others, with what it says. */
async function meanings(): Promise<Readonly<Record<string, string>>> {
  const [{ WARNING_MEANINGS }, { codeRows }] = await Promise.all([
    import('../../verdict/warnings/codes.ts'),
    import('../../check/code-rows.ts'),
  ]);
  return { ...WARNING_MEANINGS, ...Object.fromEntries(codeRows().map(({ code, meaning }) => [code, meaning])) };
}

async function runExplain([code]: readonly string[], _flags: unknown, shell: Shell): Promise<number> {
  const [{ pageOfCode }, { writeStream }] = await Promise.all([
    import('./page-of-code.ts'),
    import('../terminal/write-stream.ts'),
  ]);
  if (code === undefined) {
    const codes = Object.entries(await meanings());
    const width = Math.max(...codes.map(([name]) => name.length));
    await writeStream(
      shell.stdout,
      codes.map(([name, meaning]) => `${name.padEnd(width)}  ${meaning}\n`),
    );
    return 0;
  }
  const page = pageOfCode(code);
  if (page === null) {
    const [{ ForensicsError }, { nearestHint }] = await Promise.all([
      import('../../errors.ts'),
      import('../../query/nearest-names.ts'),
    ]);
    throw new ForensicsError('usage', `explain: no warning has the code '${code}'`, {
      hint: nearestHint(code, Object.keys(await meanings()), 'without a code, all are listed'),
    });
  }
  await writeStream(shell.stdout, [page]);
  return 0;
}
