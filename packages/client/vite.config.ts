// Two builds: modules for programs, with the dialect's rows inside; and (mode `script`) one script for pages, which makes `AgentBar` and `Cordboard`.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  publicDir: false,
  resolve: { conditions: ['source', 'module', 'development|production'] },
  build:
    mode === 'script'
      ? {
          outDir: here('./dist/script'),
          emptyOutDir: true,
          target: 'es2022',
          sourcemap: true,
          lib: { entry: here('./src/script.ts'), formats: ['iife'], name: 'Cordboard', fileName: () => 'cordboard.js' },
        }
      : {
          outDir: here('./dist'),
          emptyOutDir: false,
          target: 'es2022',
          sourcemap: true,
          lib: {
            entry: { index: here('./src/index.ts'), 'agent-bar': here('./src/agentbar/index.ts') },
            formats: ['es'],
          },
          rolldownOptions: { output: { chunkFileNames: '[name].js' } },
        },
}));
