// How tests run: sources directly, no build; one project for everything that needs nothing but npm.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'test/{scenario,conformance,simulation,agentbar,verto,desktop,middleware,ncc}/**/*.test.ts',
      'test/*.test.ts',
    ],
    globalSetup: ['test/support/temporary-folder.ts'],
    // Most of their time tests wait for one another's telephones and servers, and not for a core.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 15_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
