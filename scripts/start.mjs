// npm start: installs and builds what is missing, then becomes the server, in this very process.
import './node-version.mjs';

const { install } = await import('./install.mjs');
const { build } = await import('./build.mjs');
const { root } = await import('./run.mjs');
const { join } = await import('node:path');
const { pathToFileURL } = await import('node:url');

const code = (await install()) || (await build());
if (code !== 0) process.exit(code);

// Signals, standard streams and the exit code are the server's own: nothing stands between.
const main = join(root, 'packages', 'server', 'dist', 'main.js');
process.argv[1] = main;
await import(pathToFileURL(main).href);
