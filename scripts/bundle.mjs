// Makes the command line start fast: of hundreds of modules, a few files. The compiled modules stay beside them for
// whoever imports the package; the large packages, which most commands never load, stay packages.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The program, and the modules that threads are started with. */
const ENTRIES = ['cli/main', 'scan/scan-worker', 'scan/search-worker', 'sightings/sift-worker'];

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
  external: ['@aws-sdk/*', '@smithy/*', '@duckdb/*'],
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

/** The licences of the packages whose code went into the bundle. */
function licensesOf(inputs) {
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map(licenseOf)
    .join(`\n${'-'.repeat(72)}\n\n`);
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  if (texts.length === 0) throw new Error(`${name} has no licence text`);
  return [
    `${name} ${version}, ${license}`,
    ...texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()),
    '',
  ].join('\n\n');
}
