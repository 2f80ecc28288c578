import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceInput } from '../../src/sources/input.ts';

/** Files of these contents in a directory, as sources in their order. */
export function writeSources(directory: string, contents: readonly Buffer[]): Promise<EvidenceInput[]> {
  return Promise.all(
    contents.map(async (content, index): Promise<EvidenceInput> => {
      const path = join(directory, `${index}`);
      await writeFile(path, content);
      return { kind: 'file', name: `file-${index}`, path };
    }),
  );
}
