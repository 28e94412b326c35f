// The interop suite: foreign programs against the built server, one file after another, because they share ports and cores.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What each file cannot do without; a file whose programs are not on this machine is left out, and said so. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'agent-bar-examples': ['chromium'],
  'agent-bar-keys': ['chromium'],
  'agent-bar-looks': ['chromium'],
  'agent-bar-notices': ['sipp', 'chromium'],
  'agent-bar-sound': ['sipp', 'chromium'],
  'agent-bar-states': ['chromium'],
  'agent-bar-tabs': ['sipp', 'chromium'],
  'agent-bar-together': ['sipp', 'chromium'],
  'agentbar-page': ['chromium'],
  'asterisk/browser': ['sipp', 'baresip', 'chromium', 'stdbuf'],
  'browser-agent': ['sipp', 'baresip', 'chromium'],
  'database-away': ['sipp'],
  'desktop-story': ['chromium'],
  'desktop-window': ['chromium'],
  'desk-phone': ['sipp', 'baresip', 'stdbuf'],
  'foreign-page': ['chromium'],
  'foreign-registrar': ['kamailio', 'baresip', 'sipp', 'stdbuf'],
  'hostile-network': ['sipp'],
  kamailio: ['kamailio'],
  'recording-disk': ['sipp'],
  starting: ['sipp'],
};

const isThere = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const left = Object.entries(needs).flatMap(([file, programs]) => {
  const missing = programs.filter((program) => !isThere(program));
  if (missing.length > 0) process.stderr.write(`skipped: ${file}.test.ts, for want of ${missing.join(', ')}\n`);
  return missing.length > 0 ? [`test/interop/${file}.test.ts`] : [];
});

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    include: ['test/interop/**/*.test.ts'],
    exclude: left,
    globalSetup: ['test/support/temporary-folder.ts'],
    passWithNoTests: true,
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    reporters: ['default'],
  },
});
