import type { CommandDefinition } from '../command.ts';
import { OUTPUT_OPTIONS } from '../options/option-groups.ts';
import type { Shell } from '../terminal/shell.ts';

export const explainCommand: CommandDefinition = {
  name: 'explain',
  summary: 'what the code of a warning means, and what to do',
  description:
    'Prints the page of a code that stands behind a warning of a report: what it says, why it matters, what to do, and an example. Without a code it lists all of them.',
  argument: {
    name: '[code]',
    description: 'code of a warning, as reports show it in brackets',
    values: async () => Object.keys((await import('../../verdict/warnings/codes.ts')).WARNING_MEANINGS),
  },
  options: OUTPUT_OPTIONS,
  examples: ['inventory-forensics explain unseen-change', 'inventory-forensics explain'],
  run: runExplain,
};

async function runExplain([code]: readonly string[], _flags: unknown, shell: Shell): Promise<number> {
  const [{ WARNING_MEANINGS }, { findingPage }, { writeStream }] = await Promise.all([
    import('../../verdict/warnings/codes.ts'),
    import('../../report/finding-page.ts'),
    import('../terminal/write-stream.ts'),
  ]);
  const codes = Object.entries(WARNING_MEANINGS);
  if (code === undefined) {
    const width = Math.max(...codes.map(([name]) => name.length));
    await writeStream(
      shell.stdout,
      codes.map(([name, meaning]) => `${name.padEnd(width)}  ${meaning}\n`),
    );
    return 0;
  }
  const page = findingPage(code);
  if (page !== null) {
    await writeStream(shell.stdout, [page]);
    return 0;
  }
  const [{ ForensicsError }, { nearestNames }] = await Promise.all([
    import('../../errors.ts'),
    import('../../query/nearest-names.ts'),
  ]);
  const near = nearestNames(
    code,
    codes.map(([name]) => name),
  );
  throw new ForensicsError('usage', `explain: no warning has the code '${code}'`, {
    hint: near.length === 0 ? 'without a code, all are listed' : `did you mean ${near.join(' or ')}?`,
  });
}
