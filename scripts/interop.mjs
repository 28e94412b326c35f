// npm run interop: the tests that need other people's programs (sipp, baresip, Chromium, kamailio, PostgreSQL), installing Debian's packages where that is possible.
import './node-version.mjs';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { obtainAsterisk } from '../test/interop/asterisk/obtain.mjs';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { run, runTool } from './run.mjs';

const inCi = process.env.CI === 'true' || process.env.CI === '1';

/** Program and the Debian package it comes in. */
const tools = [
  { program: 'sipp', debianPackage: 'sip-tester' },
  { program: 'baresip', debianPackage: 'baresip' },
  { program: 'chromium', debianPackage: 'chromium' },
  { program: 'kamailio', debianPackage: 'kamailio' },
  { program: 'pg_ctlcluster', debianPackage: 'postgresql-15' },
];

function isThere(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missing = () => tools.filter(({ program }) => !isThere(program));

async function installFromDebian(packages) {
  if (process.getuid?.() !== 0 || !isThere('apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'inherit', 'inherit'] };
  console.log(`Installing ${packages.join(', ')} …`);
  await run('apt-get', ['-qq', 'update'], options);
  // One at a time: that one is not to be had must not keep the others away.
  for (const each of packages) await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', each], options);
}

// The foreign programs meet the server as it is shipped: compiled.
const ready = (await install()) || (await build());
if (ready !== 0) process.exit(ready);
if (missing().length > 0) await installFromDebian(missing().map(({ debianPackage }) => debianPackage));

const absent = missing().map(({ program, debianPackage }) => `${program} (Debian package ${debianPackage})`);
if (absent.length > 0) {
  console.log(
    `Not on this machine: ${absent.join(', ')}. ${inCi ? 'CI needs them all.' : 'Tests that need them are skipped.'}`,
  );
  if (inCi) process.exit(1);
}
try {
  process.env.ASTERISK_HOME = await obtainAsterisk();
} catch (error) {
  console.log(`No Asterisk: ${error.message}. ${inCi ? 'CI needs it.' : 'Tests that need it are skipped.'}`);
  if (inCi) process.exit(1);
}
process.exitCode = await runTool('vitest', [
  'run',
  '--config',
  'test/interop/vitest.config.ts',
  ...process.argv.slice(2),
]);
