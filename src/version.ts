import { readFileSync } from 'node:fs';

/** The version in package.json, which lies one folder above this file in the sources and in the build. */
export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  if (typeof version !== 'string') throw new Error('package.json names no version');
  return version;
}
