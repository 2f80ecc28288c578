import { readFileSync } from 'node:fs';
import { programFile } from './program-file.ts';

/** The version in package.json, which lies one folder above the sources and the build. */
export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(programFile('../package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  if (typeof version !== 'string') throw new Error('package.json names no version');
  return version;
}
