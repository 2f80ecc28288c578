import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { AwsAccess } from '../../src/aws/access.ts';
import { type Collection, type CollectOptions, collectCase } from '../../src/collect/collect-case.ts';
import { MOST_BYTES } from '../../src/collect/fetch-cost.ts';
import type { Report } from '../../src/report/contract.ts';
import type { Fault } from '../aws/world/fault.ts';
import type { World } from '../aws/world/world.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { NOW } from './collect-world.ts';

/** A directory and a world for each test of a file. */
export interface Collecting {
  readonly directory: string;
  readonly world: WorldServer;
  collect(
    described: World,
    faults?: readonly Fault[],
    changed?: Partial<Omit<CollectOptions, 'access'>> & { readonly access?: Partial<AwsAccess> },
  ): Promise<Collection & { readonly told: readonly string[] }>;
  /** A document of the collection. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever AWS answered
  read(name: string): any;
  /** What `investigate` answers. */
  investigate(): Promise<Report>;
}

const ACCESS: AwsAccess = {
  profile: null,
  region: 'eu-west-1',
  endpointUrl: null,
};

/** Prepares each test of the file that calls it, and tidies up behind it. */
export function collecting(): Collecting {
  let directory = '';
  let world: WorldServer | null = null;
  beforeEach(() => {
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    directory = mkdtempSync(join(tmpdir(), 'collect-'));
  });
  afterEach(() => {
    world?.close();
    rmSync(directory, { recursive: true });
  });
  return {
    get directory() {
      return directory;
    },
    get world() {
      if (world === null) throw new Error('nothing was collected yet');
      return world;
    },
    async collect(described, faults = [], { access = {}, ...changed } = {}) {
      world?.close();
      world = await startWorld(described, faults);
      const told: string[] = [];
      const collection = await collectCase({
        case: { sourceBucket: 'acme-lake', configurationId: 'daily-full' },
        access: { ...ACCESS, endpointUrl: world.url, ...access },
        directory,
        now: NOW,
        since: null,
        identityCenterRegion: null,
        version: '0.0.0',
        tell: (line) => told.push(line),
        watcher: { onBegin() {}, onEvents() {}, onPlanned() {}, onListed() {}, onAllListed() {}, onDone() {} },
        mostBytes: MOST_BYTES,
        sourceAccessLog: false,
        lookupIntervalMs: 0,
        ...changed,
      });
      return { ...collection, told };
    },
    read: (name) => JSON.parse(readFileSync(join(directory, name), 'utf8')),
    async investigate() {
      const { stdout } = await runCommand(['investigate', '--format', 'json', directory]);
      return JSON.parse(stdout);
    },
  };
}
