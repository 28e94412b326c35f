// npm run cli: the agent's program for a terminal, in this very process: the terminal is its own.
import './node-version.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { root } from './run.mjs';

const code = (await install()) || (await build());
if (code !== 0) process.exit(code);

const main = join(root, 'packages', 'middleware', 'dist', 'cli', 'main.js');
process.argv[1] = main;
await import(pathToFileURL(main).href);
