import type { Collection, CollectOptions } from '../../collect/collect-case.ts';
import type { FetchWatcher } from '../../collect/fetch-objects.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import type { resolveCollect } from './resolve-collect.ts';

/** What came of a collection; `planned` are the lines of a dry run, as AWS and the user named things. */
export interface Collected extends Collection {
  readonly planned: readonly string[];
}

/** Collects with progress and warnings on standard error. */
export async function collectEvidence(
  options: Pick<CollectOptions, keyof ReturnType<typeof resolveCollect> | 'directory'>,
  { shell, diagnostics, progress }: Terminal,
): Promise<Collected> {
  const [{ collectCase }, { LOOKUP_INTERVAL_MS }, { programVersion }, { mfaPrompt }] = await Promise.all([
    import('../../collect/collect-case.ts'),
    import('../../collect/look-up.ts'),
    import('../../version.ts'),
    import('../terminal/ask-mfa.ts'),
  ]);
  const planned: string[] = [];
  progress.start('Collecting settings');
  const collection = await collectCase({
    ...options,
    access: { ...options.access, ...mfaPrompt(shell, progress) },
    version: programVersion(),
    tell: (line) => planned.push(line),
    watcher: progressOf({ progress, diagnostics }),
    lookupIntervalMs: shell.lookupIntervalMs ?? LOOKUP_INTERVAL_MS,
  }).finally(() => progress.done());
  for (const note of collection.notes) diagnostics.progress(`note: ${note}`);
  for (const problem of collection.problems) diagnostics.warn(problem);
  return { ...collection, planned };
}

/** A line for each kind of objects. How much there is of it, and so the time left, is known once all are listed. */
function progressOf({ progress, diagnostics }: Pick<Terminal, 'progress' | 'diagnostics'>): FetchWatcher {
  let listed = { files: 0, bytes: 0 };
  let isAllListed = false;
  return {
    onBegin(what, noun = 'object') {
      listed = { files: 0, bytes: 0 };
      isAllListed = false;
      progress.start(`Collecting ${what}`, {
        noun,
        get total() {
          return isAllListed ? listed : {};
        },
      });
    },
    onEvents: (files) => progress.advance({ files, bytes: 0 }),
    onPlanned: (line) => diagnostics.progress(line),
    onListed(objects, bytes) {
      listed = { files: listed.files + objects, bytes: listed.bytes + bytes };
    },
    onAllListed() {
      isAllListed = true;
    },
    onDone: (bytes) => progress.advance({ files: 1, bytes }),
  };
}
