// Makes the program a few files that start fast and need no other package, the AWS SDK and its like being in them. Only
// DuckDB, which weighs more than all the rest, is installed by those who want it. The compiled modules beside them are
// for tests and benchmarks, and are not published.
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { loadTogether } from './load-together.mjs';

/** The library, the program, and the modules that threads are started with. */
const ENTRIES = ['index', 'cli/main', 'scan/scan-worker', 'scan/search-worker', 'sightings/sift-worker'];

/** What a command loads together, as few files. */
const TOGETHER = {
  // Not main.ts itself, which waits for all that is loaded later.
  start: ['src/cli/run.ts'],
  scan: ['src/cli/scan/run-scan.ts', 'src/sources/expand-inputs.ts'],
  investigate: ['src/cli/investigate/run-investigate.ts'],
};
/** What is to load nothing of the command line. */
const APART = {
  library: ['src/index.ts'],
  thread: ['src/scan/search-worker.ts', 'src/scan/scan-worker.ts', 'src/sightings/sift-worker.ts'],
};
/** Packages of which `default` is meant. */
const TAKEN_WHOLE = new Set(['node_modules/yauzl/index.js']);
/** Says whether this process may open so few files that it has to be sparing. */
const PROBE = 'dist/bundle/descriptors.js';
const DESCRIPTORS = `import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
export let isFew = false;
const open = [];
try {
  while (open.length < 160) open.push(openSync(fileURLToPath(import.meta.url)));
} catch {
  isFew = true;
}
open.forEach(closeSync);
`;
/** So many files are opened at a time. */
const STAGE = 8;
/** Loaded as they are: few files, and the library, which may be taken by `require`. */
const UNSTAGED = new Set(['dist/cli/main.js', 'dist/index.js']);

rmSync('dist/bundle', { recursive: true, force: true });
// The compiler leaves what it made of modules that are there no more, and all of `dist` is published.
for (const file of readdirSync('dist', { recursive: true })) {
  const source = file.replace(/(?:\.d)?\.[jt]s$/, '.ts');
  if (source !== file && !existsSync(join('src', source))) rmSync(join('dist', file));
}

const OPTIONS = {
  entryPoints: ENTRIES.map((entry) => ({ in: `src/${entry}.ts`, out: entry })),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'bundle/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  // The SDK's clients say in this field where their modules are, of which only the calls that are made are taken.
  mainFields: ['module', 'main'],
  target: 'node20',
  // What the SDK would take if it were there is not there either.
  external: ['@duckdb/*', '@modelcontextprotocol/*', '@aws-sdk/signature-v4-crt', '@aws-sdk/signature-v4a'],
  minify: true,
  // Some packages are CommonJS inside, and ask for modules of Node in its way. Others have a `createRequire` themselves.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};
/**
 * To import `node:process` as a module is to make all that it exports, the streams among it, where the global makes what
 * is asked for. commander asks for `node:child_process`, and with it for sockets, to start commands that are programs
 * of their own, of which there are none here.
 */
const LIGHT_BUILTINS = {
  name: 'light-builtins',
  setup({ onResolve, onLoad }) {
    const contents = { process: 'module.exports = process;', 'no-programs': 'module.exports = {};' };
    const light = (path) => ({ path, namespace: 'light' });
    onResolve({ filter: /^(?:node:)?process$/ }, () => light('process'));
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? light('no-programs') : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'light' }, ({ path }) => ({ contents: contents[path] }));
  },
};
const { inputs } = (await build({ ...OPTIONS, write: false })).metafile;
const together = loadTogether({
  inputs,
  entryPoints: ENTRIES.map((entry) => `src/${entry}.ts`),
  starts: TOGETHER,
  others: APART,
});
const { metafile } = await build({ ...OPTIONS, plugins: [together, LIGHT_BUILTINS] });

dropUnreached(metafile.outputs);
refuseNamelessPackages(metafile.outputs);
loadInStages(metafile.outputs);
chmodSync('dist/cli/main.js', 0o755);
writeFileSync('dist/bundle/LICENSES.txt', licensesOf(metafile.outputs));
// Which modules each file is made of, for who looks what a command loads.
const modulesOf = ({ inputs }) => Object.keys(inputs).flatMap((path) => /^src\/(.*)$/.exec(path)?.[1] ?? []);
const modules = Object.entries(metafile.outputs).map(([path, output]) => [
  path.slice('dist/'.length),
  modulesOf(output),
]);
writeFileSync('dist/modules.json', JSON.stringify(Object.fromEntries(modules), null, 2));

const declarations = declarationsOf('dist/index.d.ts');
for (const file of readdirSync('dist', { recursive: true })) {
  if (file.endsWith('.d.ts') && !declarations.has(join('dist', file))) rmSync(join('dist', file));
}

/** What is imported on demand by code that was itself left out (of the SDK, for browsers) is there all the same. */
function dropUnreached(outputs) {
  const reached = new Set(ENTRIES.map((entry) => `dist/${entry}.js`));
  for (const path of reached) for (const it of outputs[path].imports) if (it.external !== true) reached.add(it.path);
  for (const path of Object.keys(outputs).filter((it) => !reached.has(it))) {
    rmSync(path);
    delete outputs[path];
  }
}

/** A package of CommonJS that is imported when it is needed has a default and no names: a module of `src` has to name them. */
function refuseNamelessPackages(outputs) {
  for (const { entryPoint, exports } of Object.values(outputs)) {
    const isNameless = exports.length === 1 && exports[0] === 'default';
    if (entryPoint?.startsWith('node_modules/') && isNameless && !TAKEN_WHOLE.has(entryPoint)) {
      throw new Error(`${entryPoint} has no names: import it from a module of its own`);
    }
  }
}

/**
 * Node opens all files that a module needs at once, and a thread beside it does the same: with few descriptors
 * (`ulimit -n 64`) the program would not start. There, what needs many is imported a few at a time, what others
 * rest on first.
 */
function loadInStages(outputs) {
  const staticOf = (path) =>
    outputs[path].imports.flatMap((it) => (it.kind === 'import-statement' && it.external !== true ? [it.path] : []));
  const inOrder = (path, order = new Set()) => {
    for (const needed of staticOf(path)) if (!order.has(needed)) inOrder(needed, order);
    return order.add(path);
  };
  const always = inOrder('dist/cli/main.js');
  for (const [path, { entryPoint, exports }] of Object.entries(outputs)) {
    if (entryPoint === undefined || UNSTAGED.has(path)) continue;
    const needed = [...inOrder(path)].slice(0, -1).filter((it) => path.includes('-worker') || !always.has(it));
    if (needed.length <= 2 * STAGE) continue;
    const whole = join(dirname(path), `whole-${basename(path)}`);
    renameSync(path, whole);
    const stages = [];
    for (let at = 0; at < needed.length; at += STAGE) {
      stages.push(needed.slice(at, at + STAGE).map((it) => `./${relative(dirname(path), it)}`));
    }
    const probe = `import { isFew } from './${relative(dirname(path), PROBE)}';`;
    const load = `if (isFew) for (const files of ${JSON.stringify(stages)}) await Promise.all(files.map((it) => import(it)));`;
    const given = exports.length === 0 ? '' : `export const { ${exports.join(', ')} } = `;
    writeFileSync(path, `${probe}\n${load}\n${given}await import('./${basename(whole)}');\n`);
  }
  writeFileSync(PROBE, DESCRIPTORS);
}

/** The licences of the packages whose code went into the bundle, a text that several have once. */
function licensesOf(outputs) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []);
  const byText = new Map();
  for (const folder of [...new Set(folders)].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const text = licenseTextOf(folder, license);
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}, ${license}`]);
  }
  return [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(72)}\n\n`);
}

/** Some packages of the SDK leave the text to the repository that they are from; this program has the same licence. */
function licenseTextOf(folder, license) {
  const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  if (texts.length === 0 && license === 'Apache-2.0') return readFileSync('LICENSE', 'utf8').trim();
  if (texts.length === 0) throw new Error(`${folder} has no licence text`);
  return texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
}

/** The declarations that those of the library lead to: no others are published. */
function declarationsOf(entry) {
  const found = new Set([entry]);
  for (const file of found) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)\.ts'/g)) {
      found.add(join(dirname(file), `${path}.d.ts`));
    }
  }
  return found;
}
