// npm test: installs what is missing, then runs the tests. Words after `--` go to vitest.
import './node-version.mjs';
import { install } from './install.mjs';
import { runTool } from './run.mjs';

process.exitCode = (await install()) || (await runTool('vitest', ['run', ...process.argv.slice(2)]));
