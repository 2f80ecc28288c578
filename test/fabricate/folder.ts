import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { EvidenceFile } from './evidence-file.ts';

/** Every file below a folder, by path; empty when the folder does not exist. */
export async function readFolder(root: string): Promise<EvidenceFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => ({ path: relative(root, path).split(sep).join('/'), bytes: await readFile(path) })),
  );
  return files.sort(byPath);
}

/** Makes a folder hold these files and nothing else. */
export async function replaceFolder(root: string, files: readonly EvidenceFile[]): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await writeFolder(root, files);
}

export async function writeFolder(root: string, files: readonly EvidenceFile[]): Promise<void> {
  for (const file of files) {
    const path = join(root, ...file.path.split('/'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.bytes);
  }
}

/** Paths and contents in words that a failing test can show: what differs, not megabytes of bytes. */
export function differences(onDisk: readonly EvidenceFile[], made: readonly EvidenceFile[]): string[] {
  const disk = new Map(onDisk.map((file) => [file.path, file.bytes]));
  const fresh = new Map(made.map((file) => [file.path, file.bytes]));
  const found: string[] = [];
  for (const [path, bytes] of fresh) {
    const held = disk.get(path);
    if (held === undefined) found.push(`missing on disk: ${path}`);
    else if (!Buffer.from(held).equals(bytes)) found.push(`differs: ${path}`);
  }
  for (const path of disk.keys()) if (!fresh.has(path)) found.push(`not regenerated: ${path}`);
  return found;
}

function byPath(left: EvidenceFile, right: EvidenceFile): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}
