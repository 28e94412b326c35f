// npm start: installs and builds what is missing, then becomes the server, in this very process.
import './node-version.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { root } from './run.mjs';

const code = (await install()) || (await build());
if (code !== 0) process.exit(code);

// Signals, standard streams and the exit code are the server's own: nothing stands between.
const main = join(root, 'packages', 'server', 'dist', 'main.js');
process.argv[1] = main;
await import(pathToFileURL(main).href);
