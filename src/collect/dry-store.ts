import type { Origin, Store } from './store.ts';
import type { Pieces } from './write-document.ts';

/** A store for a dry run: documents that later steps build on are kept in memory, nothing is written anywhere. */
export function dryStore(startedAt: string): Store {
  const texts = new Map<string, string>();
  const origins = new Map<string, Origin>();
  return {
    startedAt,
    counts: { files: 0, resumed: 0 },
    kept: (path) => origins.get(path) ?? null,
    text: (path) => texts.get(path) ?? '',
    async write(path, pieces, origin) {
      texts.set(path, await textOf(pieces));
      origins.set(path, origin());
    },
    finish: async () => {},
    close() {},
  };
}

async function textOf(pieces: Pieces): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece.toString();
  return text;
}
