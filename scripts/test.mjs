// npm test: installs what is missing, then runs the tests. Words after `--` go to vitest.
import './node-version.mjs';

const { install } = await import('./install.mjs');
const { runTool } = await import('./run.mjs');

process.exitCode = (await install()) || (await runTool('vitest', ['run', ...process.argv.slice(2)]));
