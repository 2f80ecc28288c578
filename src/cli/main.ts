#!/usr/bin/env node
import process from 'node:process';
import { run } from './run.ts';

// What is written whole is written synchronously, so that ending here leaves nothing half done.
const onInterrupt = () => process.exit(130);
const onTermination = () => process.exit(143);
listen();

// The code is set, not forced: what is still on its way to a pipe gets there.
process.exitCode = await run(process.argv.slice(2), {
  // Made for those who read it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => Date.now(),
  endAtOnce: () => {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTermination);
    return listen;
  },
  // Started by a program that listens: it shows how far this one has got.
  ...(process.send === undefined ? {} : { onProgress: (state) => process.send?.(state) }),
});

function listen(): void {
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTermination);
}
