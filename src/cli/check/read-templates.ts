import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedTemplate } from '../../check/cloudformation/read-template.ts';
import { type NamedText, readJson, unreadable } from '../../check/read-json.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';

/**
 * Templates by their paths; a folder is what `cdk synth` writes, cdk.out, with all its stacks, or holds templates besides.
 * https://docs.aws.amazon.com/cdk/v2/guide/deploy.html
 *
 * @throws ForensicsError `unreadable-input` for a folder that holds none
 */
export async function readTemplates(
  paths: readonly string[],
  read: (path: string) => Promise<NamedText>,
): Promise<readonly NamedTemplate[]> {
  const found: NamedTemplate[] = [];
  for (const path of paths) {
    if (path === '-' || !(await isFolder(path))) found.push(await read(path));
    else found.push(...(await readFolder(path, read)));
  }
  return found;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    // What is wrong with the path is told where it is read.
    () => false,
  );
}

async function readFolder(folder: string, read: (path: string) => Promise<NamedText>): Promise<NamedTemplate[]> {
  const names = (await readdir(folder)).sort();
  const manifest = names.includes('manifest.json') ? await manifestOf(join(folder, 'manifest.json')) : null;
  const stacks =
    manifest === null
      ? names.filter((name) => /\.template\.(?:json|ya?ml)$/.test(name)).map((name) => ({ file: join(folder, name) }))
      : await stacksOf(manifest, folder);
  if (stacks.length === 0) throw unreadable(folder, 'holds no template', 'give the cdk.out folder of: cdk synth');
  const templates: NamedTemplate[] = [];
  for (const { file, ...known } of stacks) templates.push({ ...(await read(file)), ...known });
  return templates;
}

interface Stack extends Pick<NamedTemplate, 'stackName' | 'region' | 'account'> {
  readonly file: string;
}

async function manifestOf(path: string): Promise<JsonObject | null> {
  const manifest = readJson({ name: path, text: await readFile(path, 'utf8') }, MANIFEST_BOUNDS);
  return isJsonObject(manifest) && isJsonObject(manifest['artifacts']) ? manifest['artifacts'] : null;
}

const MANIFEST_BOUNDS = { maxCharacters: 64 * 1024 * 1024, maxDepth: 100 };

/** The stacks that a manifest lists, those of its stages included. */
async function stacksOf(artifacts: JsonObject, folder: string): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for (const artifact of Object.values(artifacts)) {
    if (!isJsonObject(artifact) || !isJsonObject(artifact['properties'])) continue;
    const { templateFile, directoryName, stackName } = artifact['properties'];
    if (artifact['type'] === 'aws:cloudformation:stack' && isPlainName(templateFile)) {
      const name = typeof stackName === 'string' ? { stackName } : {};
      stacks.push({ file: join(folder, templateFile), ...name, ...environmentOf(artifact['environment']) });
    }
    if (artifact['type'] === 'cdk:cloud-assembly' && isPlainName(directoryName)) {
      const inner = join(folder, directoryName);
      const nested = await manifestOf(join(inner, 'manifest.json'));
      if (nested !== null) stacks.push(...(await stacksOf(nested, inner)));
    }
  }
  return stacks;
}

/** A manifest names files beside it, and leads nowhere else. */
function isPlainName(name: unknown): name is string {
  return typeof name === 'string' && /^[\w.-]+$/.test(name) && !name.startsWith('..') && name !== '.';
}

/** `aws://111122223333/eu-west-1`, or `unknown-account` and `unknown-region` in their places. */
function environmentOf(environment: unknown): Pick<NamedTemplate, 'region' | 'account'> {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(environment)) ?? [];
  return {
    ...(/^\d{12}$/.test(account) ? { account } : {}),
    ...(region === '' || region === 'unknown-region' ? {} : { region }),
  };
}
