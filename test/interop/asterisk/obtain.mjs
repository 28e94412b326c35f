// An Asterisk for the tests: Debian's own package of a later suite, unpacked into a cache folder and run by its own loader; nothing is installed.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
/** Changes when what is unpacked, or how, changes. */
const mark = 'asterisk-1';
const suites = ['forky', 'sid'];
const packages = ['asterisk', 'asterisk-core-sounds-en-gsm', 'asterisk-moh-opsound-gsm'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const libraries = 'usr/lib/x86_64-linux-gnu';
const loader = `${libraries}/ld-linux-x86-64.so.2`;
const limits = { commandMs: 240_000, outputBytes: 16_777_216 };

const cacheFolder = () =>
  process.env.CORDBOARD_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cordboard');

const run = (program, args, options = {}) =>
  execute(program, args, { timeout: limits.commandMs, maxBuffer: limits.outputBytes, ...options });

/**
 * @returns the folder of an Asterisk, with `bin`, `modules`, `share`; ASTERISK_HOME, when that is set.
 * @throws Error that says why none can be had here.
 */
export async function obtainAsterisk(say = console.log) {
  const given = process.env.ASTERISK_HOME;
  if (given) return given;
  const home = join(cacheFolder(), mark);
  if (existsSync(join(home, 'bin/asterisk'))) return home;
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('only Debian on x86-64 has a package');
  if (!existsSync('/usr/bin/apt-get') || !existsSync(keyring)) throw new Error('this machine has no apt of Debian');
  await mkdir(cacheFolder(), { recursive: true });
  // Made beside and moved into place: two at once do no harm, and half of one is never used.
  const work = await mkdtemp(join(cacheFolder(), 'making-'));
  try {
    const failures = [];
    for (const suite of suites) {
      say(`Obtaining Asterisk from Debian ${suite} …`);
      try {
        await download(work, suite);
        break;
      } catch (error) {
        failures.push(
          `${suite}: ${String(error.stderr ?? error.message)
            .trim()
            .split('\n')
            .at(-1)}`,
        );
      }
    }
    if (failures.length === suites.length) throw new Error(`the package cannot be had: ${failures.join('; ')}`);
    await unpack(work);
    await rename(join(work, 'home'), home).catch((error) => {
      if (!existsSync(join(home, 'bin/asterisk'))) throw error;
    });
    return home;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** With a state of apt's own in `work`: what this machine has installed is left alone, and signatures are verified as ever. */
async function download(work, suite) {
  for (const folder of ['lists/partial', 'archives/partial']) await mkdir(join(work, folder), { recursive: true });
  await writeFile(join(work, 'status'), '');
  await writeFile(join(work, 'sources.list'), `deb [signed-by=${keyring}] ${await mirror()} ${suite} main\n`);
  const configuration = {
    'Dir::State': work,
    'Dir::State::status': join(work, 'status'),
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::Cache': work,
    'Dir::Cache::archives': join(work, 'archives'),
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Dir::Etc::SourceList': join(work, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::Log': work,
    'APT::Architecture': 'amd64',
    'APT::Architectures': 'amd64',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    // A mirror that stands still has lists past their date.
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Check-Date': 'false',
    'Debug::NoLocking': 'true',
  };
  const lines = Object.entries(configuration).map(([name, value]) => `${name} "${value}";\n`);
  await writeFile(join(work, 'apt.conf'), lines.join(''));
  const env = { ...process.env, APT_CONFIG: join(work, 'apt.conf'), DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-qq', 'update'], { env });
  await run('apt-get', ['-qq', '-y', '-d', 'install', ...packages], { env });
}

/** @returns the one that this machine's apt uses. */
async function mirror() {
  const folder = '/etc/apt/sources.list.d';
  const names = existsSync(folder) ? await readdir(folder) : [];
  const files = [
    '/etc/apt/sources.list',
    ...names.filter((name) => /\.(list|sources)$/u.test(name)).map((name) => join(folder, name)),
  ];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const found =
      /^URIs:\s*(\S+\/debian\/?)(?:\s|$)/mu.exec(text) ?? /^deb\s+(?:\[[^\]]*\]\s+)?(\S+\/debian\/?)\s/mu.exec(text);
    if (found !== null) return found[1];
  }
  throw new Error('apt names no mirror of Debian here');
}

async function unpack(work) {
  const [home, root] = [join(work, 'home'), join(work, 'home/root')];
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(root, name));
  }
  const archives = (await readdir(join(work, 'archives'))).filter((name) => name.endsWith('.deb')).toSorted();
  for (const name of archives) {
    const [archive, tar] = [join(work, 'archives', name), join(work, 'data.tar')];
    await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" > "$2"', 'sh', archive, tar]);
    await run('tar', ['-x', '-f', tar, '-C', root, '--keep-directory-symlink', '--no-same-owner']);
  }
  const sums = await run('sha256sum', archives, { cwd: join(work, 'archives') });
  await writeFile(join(home, 'packages.sha256'), sums.stdout);
  await symlink(`root/${libraries}/asterisk/modules`, join(home, 'modules'));
  await symlink('root/usr/share/asterisk', join(home, 'share'));
  // What Debian's installation would link.
  const english = join(home, 'share/sounds/en');
  await rm(english, { force: true });
  await symlink('en_US_f_Allison', english);
  await mkdir(join(home, 'bin'));
  const program = join(home, 'bin/asterisk');
  await writeFile(program, starter);
  await chmod(program, 0o755);
  const { stdout } = await run(program, ['-V']);
  if (!/^Asterisk \d/u.test(stdout)) throw new Error(`what was unpacked does not run: ${stdout}`);
}

const starter = `#!/bin/sh
root="$(dirname "$(dirname "$(readlink -f "$0")")")/root"
export OPENSSL_CONF=/dev/null OPENSSL_MODULES="$root/${libraries}/ossl-modules"
exec "$root/${loader}" --library-path "$root/${libraries}" --argv0 asterisk "$root/usr/sbin/asterisk" "$@"
`;
