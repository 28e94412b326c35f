// Five builds: modules for programs, with the dialect's rows inside; and (modes of the scripts' names) scripts for pages: `AgentBar` and `Cordboard`, `Verto` and `VertoCallcenter`, `LocalAgent`.
import { fileURLToPath } from 'node:url';
import { defineConfig, type BuildEnvironmentOptions } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const script = (entry: string, name: string, file: string): BuildEnvironmentOptions => ({
  outDir: here('./dist/script'),
  emptyOutDir: false,
  target: 'es2022',
  sourcemap: true,
  lib: { entry: here(entry), formats: ['iife'], name, fileName: () => file },
});

/** One file with the classes of seed 001, for `import` in a page. */
const vertoModule: BuildEnvironmentOptions = {
  ...script('./src/verto/index.ts', 'CordboardVerto', 'verto.mjs'),
  lib: { entry: here('./src/verto/index.ts'), formats: ['es'], fileName: () => 'verto.mjs' },
};

const modules: BuildEnvironmentOptions = {
  outDir: here('./dist'),
  emptyOutDir: false,
  target: 'es2022',
  sourcemap: true,
  lib: {
    entry: {
      index: here('./src/index.ts'),
      'agent-bar': here('./src/agentbar/index.ts'),
      verto: here('./src/verto/index.ts'),
      local: here('./src/ipsc/index.ts'),
    },
    formats: ['es'],
  },
  rolldownOptions: { output: { chunkFileNames: '[name].js' } },
};

const builds: Readonly<Record<string, BuildEnvironmentOptions>> = {
  script: script('./src/script.ts', 'Cordboard', 'cordboard.js'),
  'verto-script': script('./src/verto/script.ts', 'CordboardVerto', 'verto-min.js'),
  'verto-module': vertoModule,
  'local-script': script('./src/ipsc/script.ts', 'CordboardLocal', 'cordboard-local.js'),
};

export default defineConfig(({ mode }) => ({
  publicDir: false,
  resolve: { conditions: ['source', 'module', 'development|production'] },
  build: builds[mode] ?? modules,
}));
