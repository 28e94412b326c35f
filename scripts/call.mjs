// Calls in as a customer would: `npm run call -- --help`. Runs what `npm run build` (or `npm start`) has built.
import { existsSync } from 'node:fs';

const main = new URL('../packages/server/dist/caller/caller-main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('Not built yet: run npm start (or npm run build) first.\n');
  process.exitCode = 2;
}
