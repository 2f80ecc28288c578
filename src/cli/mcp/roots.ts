import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { ForensicsError } from '../../errors.ts';
import { expandInputs } from '../../sources/expand-inputs.ts';

/** The folders below which everything lies that an agent may name. */
export interface Roots {
  /** Where relative paths start from. */
  readonly base: string;
  /** The real path of a file that is there and below a root. */
  file(path: string): string;
  /** The path of a folder that is to be made: it is not there yet, and what is to hold it is below a root. */
  newFolder(path: string): string;
  /** The same paths, once every file that they stand for was seen to lie below a root, links followed. */
  evidence(paths: readonly string[]): Promise<readonly string[]>;
}

/**
 * Every answer throws ForensicsError `usage` for what lies elsewhere. A link in a folder counts as what it leads to. Who can
 * change the folders while they are read is not held off by this.
 *
 * @throws ForensicsError `usage` for a root that is no folder
 */
export function createRoots(folders: readonly string[]): Roots {
  const roots = folders.map(realFolder);
  const [base = ''] = roots;
  const isInside = (path: string): boolean =>
    roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`));
  const inside = (path: string, given: string): string => {
    if (!isInside(path)) {
      throw new ForensicsError('usage', `${given} is outside of the folders that may be read`, {
        hint: `they are ${roots.join(', ')}`,
      });
    }
    return path;
  };
  return {
    base,
    file(path) {
      const full = inside(resolve(base, path), path);
      if (!existsSync(full) || !statSync(full).isFile()) throw new ForensicsError('usage', `there is no file ${path}`);
      return inside(realpathSync(full), path);
    },
    newFolder(path) {
      const full = inside(resolve(base, path), path);
      const parent = dirname(full);
      if (!existsSync(parent)) throw new ForensicsError('usage', `there is no folder ${dirname(path)}`);
      const real = join(inside(realpathSync(parent), path), basename(full));
      if (existsSync(real))
        throw new ForensicsError('usage', `${path} is there already`, { hint: 'name a new folder' });
      return real;
    },
    async evidence(paths) {
      for (const path of paths) {
        if (NOT_A_FILE.test(path)) throw new ForensicsError('usage', `${path} is no file or folder`);
        inside(resolve(base, path), path);
      }
      for (const input of await expandInputs(paths, base)) {
        if (input.kind !== 'file') throw new ForensicsError('usage', `${input.name} is no file or folder`);
        inside(realPathOf(input.path), input.name);
      }
      return paths;
    },
  };
}

/** A link that leads nowhere stays what it is: reading it will say so. */
function realPathOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function realFolder(folder: string): string {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new ForensicsError('usage', `--root ${folder} is no folder`);
  }
  return realpathSync(folder);
}

/** Standard input is the agent's, objects are AWS's, and options are the server's own. */
const NOT_A_FILE = /^-|^s3:\/\//i;
