import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Apart from the other tests: it needs python3 and, the first time, the network. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/moto/*.moto.ts'],
    globalSetup: ['test/moto/moto-server.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});

export default config;
