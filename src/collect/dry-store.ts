import type { Pieces, Store } from './store.ts';

/** A store for a dry run: documents that later steps build on are kept in memory, nothing is written anywhere. */
export function dryStore(startedAt: string): Store {
  const texts = new Map<string, string>();
  const counts = { files: 0, bytes: 0, resumed: 0 };
  return {
    startedAt,
    counts,
    kept: () => null,
    text: (path) => texts.get(path) ?? '',
    async write(path, pieces) {
      texts.set(path, await textOf(pieces));
    },
    finish: async () => {},
  };
}

async function textOf(pieces: Pieces): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece.toString();
  return text;
}
