import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Apart from the other tests: it needs Java, Maven and, the first time, the network. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/trino/*.trino.ts'],
    globalSetup: ['test/trino/trino-server.ts'],
    pool: 'forks',
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});

export default config;
