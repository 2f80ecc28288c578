#!/usr/bin/env node
import process from 'node:process';
import { run } from './run.ts';

// What is written whole is written synchronously, so that ending here leaves nothing half done.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

// The code is set, not forced: what is still on its way to a pipe gets there.
process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => Date.now(),
  // Started by a program that listens: it shows how far this one has got.
  ...(process.send === undefined ? {} : { onProgress: (state) => process.send?.(state) }),
});
