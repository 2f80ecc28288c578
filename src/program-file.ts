/**
 * A file of the program by its path from the folder of the compiled code, which stands in for `src` there. Paths from
 * the module at hand would not do: several modules are one file once the program is bundled.
 */
export function programFile(path: string): URL {
  const root = /^.*\/(?:dist|src)\//.exec(import.meta.url)?.[0];
  if (root === undefined) throw new Error(`${import.meta.url} lies neither in dist nor in src`);
  return new URL(path, root);
}
