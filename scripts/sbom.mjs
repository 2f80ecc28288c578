// The bill of materials of what is published, as CycloneDX: of all that npm knows here, the packages whose code is in the
// bundle (dist/bundle/LICENSES.txt tells them), and those that may be installed beside it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const licences = readFileSync('dist/bundle/LICENSES.txt', 'utf8');
const bundled = new Set(
  [...licences.matchAll(/^(@?[\w./-]+) (\d+\.\d+[^ ,]*), /gm)].map(([, name, version]) => `${name}@${version}`),
);
const optional = new Set(Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).peerDependencies));
const all = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  }),
);
const scoped = (component, scope) => ({ ...component, scope, properties: undefined });
const components = all.components.flatMap((component) => {
  const name = component['bom-ref'];
  if (bundled.delete(name)) return [scoped(component, 'required')];
  return optional.has(component.name) ? [scoped(component, 'optional')] : [];
});
if (bundled.size > 0) throw new Error(`npm does not know ${[...bundled].join(', ')}`);
const kept = new Set(components.map((component) => component['bom-ref']));
const dependencies = all.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((name) => kept.has(name)) }));
process.stdout.write(`${JSON.stringify({ ...all, components, dependencies }, null, 2)}\n`);
