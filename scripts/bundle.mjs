// Makes the program a few files that start fast and need no other package, the AWS SDK and its like being in them. Only
// DuckDB, which weighs more than all the rest, is installed by those who want it. The compiled modules beside them are
// for tests and benchmarks, and are not published.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** The library, the program, and the modules that threads are started with. */
const ENTRIES = ['index', 'cli/main', 'scan/scan-worker', 'scan/search-worker', 'sightings/sift-worker'];

rmSync('dist/bundle', { recursive: true, force: true });
// The compiler leaves what it made of modules that are there no more, and all of `dist` is published.
for (const file of readdirSync('dist', { recursive: true })) {
  const source = file.replace(/(?:\.d)?\.[jt]s$/, '.ts');
  if (source !== file && !existsSync(join('src', source))) rmSync(join('dist', file));
}

const { metafile } = await build({
  entryPoints: ENTRIES.map((entry) => ({ in: `src/${entry}.ts`, out: entry })),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'bundle/[name]-[hash]',
  format: 'esm',
  platform: 'node',
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
});

chmodSync('dist/cli/main.js', 0o755);
writeFileSync('dist/bundle/LICENSES.txt', licensesOf(Object.keys(metafile.inputs)));
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

/** The licences of the packages whose code went into the bundle, a text that several have once. */
function licensesOf(inputs) {
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
