// A real Asterisk 22 and sipp 3.8 for the tests: out of another Debian suite into a cache folder, without root and without installing anything.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianArchive, download } from './debian-archive.mjs';
import { said, unpack } from './unpack.mjs';

/** What was made by another rule is made anew: raise it with every change to what the folder holds. */
const madeBy = 'asterisk-22-a';
const unfinished = 'obtaining-';
/** What a killed process left is nobody's any more. */
const unfinishedLifetimeMs = 3_600_000;
/** Where 22 is or was; the first that has it. */
const suites = ['forky', 'sid'];
const packages = ['asterisk', 'asterisk-core-sounds-en-gsm', 'asterisk-moh-opsound-gsm', 'sip-tester'];

const { CORDBOARD_CACHE: own, XDG_CACHE_HOME: everybodys } = process.env;
// A server started from here would take it for a setting of its own, and there is none of that name.
delete process.env.CORDBOARD_CACHE;

function cacheFolder() {
  if (own) return resolve(own);
  return everybodys ? join(resolve(everybodys), 'cordboard') : join(homedir(), '.cache', 'cordboard');
}

/**
 * @param {(line: string) => void} [say] Told once, before the download.
 * @returns {Promise<string>} a folder with `bin`, `modules`, `share`.
 * @throws {Error} whose message says why there is none.
 */
export async function obtainAsterisk(say = console.error) {
  const given = process.env.ASTERISK_HOME;
  if (given) {
    if (existsSync(join(given, 'bin', 'asterisk'))) return given;
    throw new Error(`ASTERISK_HOME is ${given}, and there is no bin/asterisk in it`);
  }
  const cache = cacheFolder();
  const home = join(cache, madeBy);
  if (existsSync(home)) return home;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`Debian's packages for amd64 do not run on ${process.platform} ${process.arch}`);
  const archive = await debianArchive();
  await mkdir(cache, { recursive: true });
  await clearUnfinished(cache);
  const folder = await mkdtemp(join(cache, unfinished));
  try {
    say(`Obtaining Asterisk 22 and sipp 3.8 from Debian (about 90 MB) into ${home} …`);
    await make(folder, archive);
    await putInPlace(join(folder, 'made'), home);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return home;
}

/**
 * For tests: where there can be none they are skipped for the reason given; in CI that is an error.
 *
 * @returns {Promise<{ home: string, reason: '' } | { home: '', reason: string }>}
 */
export async function asteriskOrReason() {
  try {
    return { home: await obtainAsterisk(), reason: '' };
  } catch (error) {
    if (process.env.CI === 'true' || process.env.CI === '1') throw error;
    return { home: '', reason: error.message };
  }
}

async function make(folder, archive) {
  const refused = [];
  for (const suite of suites) {
    const work = join(folder, suite);
    const made = join(folder, 'made');
    try {
      const { archives, hashes } = await download(archive, suite, packages, work);
      await unpack(archives, join(work, 'root'), made);
      await check(made);
      await writeFile(join(made, 'packages.sha256'), hashes);
      return;
    } catch (error) {
      refused.push(`${suite}: ${error.message}`);
      await rm(made, { recursive: true, force: true });
    }
  }
  throw new Error(`Asterisk 22 is not to be had from Debian (${refused.join('; ')})`);
}

async function check(made) {
  for (const [program, flag, version] of [
    ['asterisk', '-V', /Asterisk 22\./],
    ['sipp', '-v', /SIPp v3\.(?:[89]|\d\d)\b/],
  ]) {
    const text = await said(join(made, 'bin', program), [flag], { mayFail: true });
    if (!version.test(text)) throw new Error(`${program} ${flag} says ${text.trim().slice(0, 200)}`);
  }
}

/** Whoever comes second takes what the first has made. */
async function putInPlace(made, home) {
  try {
    await rename(made, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

async function clearUnfinished(cache) {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(unfinished)) continue;
    const { mtimeMs } = await stat(join(cache, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > unfinishedLifetimeMs) await rm(join(cache, name), { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await obtainAsterisk());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
