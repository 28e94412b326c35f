// How tests run: sources directly, no build; one project for everything that needs nothing but npm.
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
    testTimeout: 15_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
