import { printJson } from '../../display/escape-terminal.ts';
import { remedyFiles } from '../../report/assemble-remedy.ts';
import type { Report } from '../../report/contract.ts';
import type { Diagnostics } from '../terminal/diagnostics.ts';
import { checkOutputs, writeWhole } from '../terminal/write-whole.ts';

/**
 * Writes the documents of the newest incident's remedy, each whole: the first to `file`, further ones to `FILE.2.json`
 * and so on, as the commands of the remedy name them. Without a document nothing is written, and that is said.
 *
 * @throws ForensicsError `usage` where one of them would replace evidence or another output
 */
export function writeRemedy(
  report: Report,
  file: string,
  { diagnostics, taken, evidence }: { diagnostics: Diagnostics; taken: readonly string[]; evidence: readonly string[] },
): void {
  const remedy = report.incidents.at(-1)?.remedy ?? null;
  const documents = remedy === null ? [] : remedyFiles(remedy, file);
  if (documents.length === 0) {
    const why =
      remedy === null
        ? (report.incidents.at(-1)?.remedyWithheld.join('; ') ?? 'there is no incident')
        : 'the remedy consists of commands alone';
    diagnostics.warn(`no document of a remedy to write to ${file}: ${why}`);
    return;
  }
  const paths = documents.map(({ path }) => path);
  checkOutputs(paths, evidence, { flag: '--remedy-out', taken });
  for (const { path, document } of documents) {
    writeWhole(path, [printJson(document, 'shown')]);
    diagnostics.progress(`Wrote ${path} (remedy).`);
  }
}
