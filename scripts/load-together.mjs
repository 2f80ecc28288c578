// Modules that a command always loads together, brought into a few files. esbuild puts into one file what the same
// entries reach, and with dozens of modules imported on demand nearly each has entries of its own: `scan` would open
// sixty files. Here, whatever reaches one module of a group reaches all of them.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * `inputs` are those of esbuild's metafile of the same build without this plugin. `starts` says what is loaded together:
 * all that these modules import, group by group, a module being in the first that has it. `others` are entries that must
 * not load what is none of theirs: what any of them reaches is a group of its own.
 */
export function loadTogether({ inputs, entryPoints, starts, others }) {
  const groups = groupsOf(inputs, starts, others);
  const wanted = new Map();
  for (const entry of entriesOf(inputs, entryPoints)) {
    const reached = closureOf(inputs, [entry], isStatic);
    const names = [...groups].flatMap(([name, paths]) => (paths.some((path) => reached.has(path)) ? [name] : []));
    if (names.length > 0) wanted.set(resolve(entry), names);
  }
  return {
    name: 'load-together',
    setup(build) {
      // The package has no side effects, so that nothing comes of these imports but what is looked for: who reaches what.
      build.initialOptions.logOverride = { 'ignored-bare-import': 'silent' };
      build.onResolve({ filter: /^together:/ }, ({ path }) => ({ path, namespace: 'together' }));
      build.onLoad({ filter: /.*/, namespace: 'together' }, ({ path }) => ({
        contents: groups
          .get(path)
          .map((module) => importOf(resolve(module)))
          .join('\n'),
        resolveDir: process.cwd(),
      }));
      build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const names = wanted.get(path);
        if (names === undefined) return undefined;
        const contents = `${readFileSync(path, 'utf8')}\n${names.map(importOf).join('\n')}`;
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}

function groupsOf(inputs, starts, others) {
  const reachedBy = Object.entries(others).map(([name, paths]) => [name, closureOf(inputs, paths, () => true)]);
  const groups = new Map();
  const taken = new Set();
  for (const [start, paths] of Object.entries(starts)) {
    for (const path of closureOf(inputs, paths, isStatic)) {
      if (taken.has(path) || !path.startsWith('src/')) continue;
      taken.add(path);
      const also = reachedBy.flatMap(([name, reached]) => (reached.has(path) ? [name] : []));
      const name = `together:${[start, ...also].join('-')}`;
      groups.set(name, [...(groups.get(name) ?? []), path]);
    }
  }
  return groups;
}

/** Those given, and all that is imported on demand. */
function entriesOf(inputs, given) {
  const onDemand = Object.values(inputs).flatMap(({ imports }) =>
    imports.flatMap((it) => (it.kind === 'dynamic-import' && it.external !== true ? [it.path] : [])),
  );
  return new Set([...given, ...onDemand]);
}

function closureOf(inputs, paths, follows) {
  const reached = new Set(paths);
  for (const path of reached) {
    for (const it of inputs[path].imports) if (it.external !== true && follows(it)) reached.add(it.path);
  }
  return reached;
}

function isStatic({ kind }) {
  return kind === 'import-statement' || kind === 'require-call';
}

function importOf(path) {
  return `import ${JSON.stringify(path)};`;
}
