// From packages to a folder that runs where it lies: the programs, the modules that can load, and the libraries these need, down to the loader.
import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, readdir, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const libraries = 'usr/lib/x86_64-linux-gnu';

/** Packages for maintainer scripts, and bulky ones for modules that nobody here loads. */
const leftPacked =
  /^(adduser|passwd|login\.defs|debconf|base-passwd|perl|libperl|gnupg|gpg|dirmngr|pinentry|tzdata|libpam|libsemanage|libsnmp|libcodec2|pci\.ids|readline-common|libc-gconv)[^_]*_/;
/** Modules for other people's databases, directories, calendars and boards: they only complain about what is not there. */
const leftOut =
  /^(res_snmp|res_calendar.*|app_jack|chan_console|codec_codec2|codec_amr|res_xmpp|chan_motif|res_config_ldap|c[de][rl]_(tds|radius)|pbx_lua|res_fax_spandsp|.*odbc.*|res_adsi|.*dahdi.*)\.so$/;
/** Opened by name at run time, so that no list of what is needed has them. */
const openedByName = /^(libnss_(files|dns)\.so\.2|libgcc_s\.so\.1|libfreebl\w*\.so|libsoftokn\w*\.so)$/;

/** Runs a program to its end. @returns {Promise<string>} all it said. */
export async function said(program, words, { mayFail = false } = {}) {
  const options = { env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 16 * 1024 * 1024 };
  try {
    const { stdout, stderr } = await execute(program, words, options);
    return stdout + stderr;
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error(`there is no ${basename(program)} on this machine`, { cause: error });
    const text = `${error.stdout ?? ''}${error.stderr ?? ''}`;
    if (mayFail) return text;
    const why = (text.match(/^E: .*$/gm) ?? [text || error.message]).join(' ').slice(0, 300);
    throw new Error(`${basename(program)}: ${why}`, { cause: error });
  }
}

/** `root`: where the packages are unpacked, to be thrown away. `made`: what is kept. */
export async function unpack(archives, root, made) {
  await mkdir(root, { recursive: true });
  for (const archive of archives)
    if (!leftPacked.test(basename(archive))) await said('dpkg-deb', ['--extract', archive, root]);
  const bundle = new Bundle(root, made);
  await bundle.folders();
  await bundle.program('usr/sbin/asterisk');
  await bundle.program('usr/bin/sipp');
  await bundle.modules();
  await bundle.sounds();
  await bundle.libraries();
}

class Bundle {
  #root;
  #made;
  #loader;
  /** @type {Set<string>} */
  #needed = new Set();

  constructor(root, made) {
    this.#root = root;
    this.#made = made;
    this.#loader = join(made, 'lib', 'ld.so');
  }

  async folders() {
    for (const name of ['bin', 'lib', 'modules']) await mkdir(join(this.#made, name), { recursive: true });
    await copyFile(join(this.#root, libraries, 'ld-linux-x86-64.so.2'), this.#loader);
    await chmod(this.#loader, 0o755);
  }

  /** The program itself beside a script that starts it by the loader that it was made for. */
  async program(path) {
    const name = basename(path);
    const real = join(this.#made, 'bin', `${name}.real`);
    await copyFile(join(this.#root, path), real);
    const needs = await this.#needs(real);
    if (needs === null) throw new Error(`not every library of ${name} is there`);
    for (const each of needs) this.#needed.add(each);
    const script = join(this.#made, 'bin', name);
    await writeFile(script, starter(name));
    await chmod(script, 0o755);
  }

  async modules() {
    const from = join(this.#root, libraries, 'asterisk', 'modules');
    const waiting = (await readdir(from)).filter((name) => name.endsWith('.so') && !leftOut.test(name));
    const work = async () => {
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        const needs = await this.#needs(join(from, name));
        if (needs === null) continue;
        await copyFile(join(from, name), join(this.#made, 'modules', name));
        for (const each of needs) this.#needed.add(each);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
  }

  async sounds() {
    const share = join(this.#made, 'share');
    await cp(join(this.#root, 'usr/share/asterisk'), share, { recursive: true, verbatimSymlinks: true });
    for (const name of ['conf', 'phoneprov', 'firmware']) await rm(join(share, name), { recursive: true, force: true });
    // An installation chooses the English voice by a link into /etc/alternatives.
    const sounds = await readdir(join(share, 'sounds'), { withFileTypes: true });
    for (const each of sounds) if (each.isSymbolicLink()) await unlink(join(share, 'sounds', each.name));
    const english = sounds.find((each) => each.isDirectory() && each.name.startsWith('en_'));
    if (english === undefined) throw new Error('no English prompts among the packages');
    await symlink(english.name, join(share, 'sounds', 'en'));
  }

  async libraries() {
    const folder = join(this.#root, libraries);
    for (const name of await readdir(folder)) if (openedByName.test(name)) this.#needed.add(join(folder, name));
    for (const path of this.#needed) await copyFile(path, join(this.#made, 'lib', basename(path)));
    await cp(join(folder, 'ossl-modules'), join(this.#made, 'lib', 'ossl-modules'), { recursive: true });
  }

  /** @returns {Promise<string[] | null>} paths of libraries; null when one is only on this machine or nowhere. */
  async #needs(file) {
    const folders = [libraries, `${libraries}/asterisk`, 'usr/lib'].map((each) => join(this.#root, each));
    const words = ['--inhibit-cache', '--library-path', folders.join(':'), '--list', file];
    const text = await said(this.#loader, words, { mayFail: true });
    if (text.includes('not found')) return null;
    const paths = [...text.matchAll(/=> (\/.*) \(0x/g)].map(([, path]) => path);
    const own = paths.filter((path) => basename(path) !== 'ld-linux-x86-64.so.2' && path !== this.#loader);
    return own.every((path) => path.startsWith(`${this.#root}/`)) ? own : null;
  }
}

/** OpenSSL is kept from this machine's configuration and modules, which are made for another. */
const starter = (name) => `#!/bin/sh
home=$(dirname "$(dirname "$(readlink -f "$0")")")
export OPENSSL_MODULES="$home/lib/ossl-modules" OPENSSL_CONF=/dev/null
exec "$home/lib/ld.so" --library-path "$home/lib" --argv0 ${name} "$home/bin/${name}.real" "$@"
`;
