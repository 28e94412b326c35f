// Three builds: the page with everything in it, (mode `library`) the element for other people's pages, and (mode `script`) one script that makes the element AgentBar's control.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  base: './',
  publicDir: mode !== 'production' ? false : here('./public'),
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build:
    mode === 'library'
      ? {
          outDir: here('./dist'),
          emptyOutDir: false,
          target: 'es2022',
          sourcemap: true,
          lib: { entry: here('./src/index.ts'), formats: ['es'], fileName: 'index' },
          rolldownOptions: { output: { chunkFileNames: '[name].js' } },
        }
      : mode === 'script'
        ? {
            outDir: here('./dist/script'),
            emptyOutDir: true,
            target: 'es2022',
            sourcemap: true,
            lib: {
              entry: here('./src/control/script.ts'),
              formats: ['iife'],
              name: 'CordboardControl',
              fileName: () => 'agentbar.js',
            },
          }
        : {
            outDir: here('./dist/page'),
            emptyOutDir: true,
            target: 'es2022',
            // The server's page, and the desktop program's window.
            rolldownOptions: { input: [here('./index.html'), here('./window.html')] },
            modulePreload: { polyfill: false },
            assetsInlineLimit: 0,
          },
}));
