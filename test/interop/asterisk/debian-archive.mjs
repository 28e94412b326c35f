// Packages of another Debian suite, downloaded from this machine's own mirror with a state of their own: apt's and dpkg's files are not touched.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { said } from './unpack.mjs';

const parts = '/etc/apt/sources.list.d';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const release = new Set(['oldstable', 'stable', 'testing', 'unstable', 'sid']);

/**
 * @typedef {{ readonly uris: string, readonly signedBy: string }} Archive As the machine's own sources have them.
 * @returns {Promise<Archive>}
 */
export async function debianArchive() {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const value = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  if (value('ID') !== 'debian') throw new Error(`this is ${value('PRETTY_NAME') || process.platform}, not Debian`);
  const names = new Set([...release, value('VERSION_CODENAME')]);
  const found = (await sources()).find(
    ({ suites, components }) => components.includes('main') && suites.some((suite) => names.has(suite)),
  );
  if (found === undefined) throw new Error("no source of Debian's own main in /etc/apt");
  const { uris, signedBy } = found;
  return { uris, signedBy: signedBy || (existsSync(keyring) ? keyring : '') };
}

async function sources() {
  const inParts = (await readdir(parts).catch(() => []))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => join(parts, name));
  const found = [];
  for (const file of [...inParts, '/etc/apt/sources.list']) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (file.endsWith('.sources')) found.push(...stanzas(text));
    else if (file.endsWith('.list')) found.push(...lines(text));
  }
  return found;
}

/** The deb822 form: fields in paragraphs, a value may go on in lines that begin with a space. */
function stanzas(text) {
  const paragraphs = text.replace(/^#.*\n?/gm, '').split(/\n\s*\n/);
  return paragraphs.flatMap((paragraph) => {
    const fields = [...paragraph.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t].*)*)/gm)];
    const field = new Map(fields.map(([, name, value]) => [name.toLowerCase(), value.trim()]));
    const words = (name) => (field.get(name) ?? '').split(/\s+/);
    if (!words('types').includes('deb') || field.get('enabled') === 'no') return [];
    const signedBy = field.get('signed-by') ?? '';
    return [{ uris: words('uris').join(' '), suites: words('suites'), components: words('components'), signedBy }];
  });
}

/** The form of one line each: deb [options] uri suite components. */
function lines(text) {
  return [...text.matchAll(/^deb[ \t]+(?:\[([^\]]*)\][ \t]+)?(\S+)[ \t]+(\S+)[ \t]+([^#\n]+)/gm)].map(
    ([, options = '', uris, suite, components]) => ({
      uris,
      suites: [suite],
      components: components.trim().split(/\s+/),
      signedBy: /signed-by=(\S+)/.exec(options)?.[1] ?? '',
    }),
  );
}

/**
 * The packages and all they depend on.
 *
 * @param {Archive} archive
 * @returns {Promise<{ archives: string[], hashes: string }>} the files, and a line `sha256  name` for each.
 */
export async function download({ uris, signedBy }, suite, packages, work) {
  for (const name of ['lists/partial', 'archives/partial', 'sources'])
    await mkdir(join(work, name), { recursive: true });
  await writeFile(join(work, 'status'), '');
  const signature = signedBy === '' ? '' : `Signed-By: ${signedBy}\n`;
  const source = `Types: deb\nURIs: ${uris}\nSuites: ${suite}\nComponents: main\n${signature}`;
  await writeFile(join(work, 'sources', 'suite.sources'), source);
  const file = join(work, 'apt.conf');
  await writeFile(file, configuration(work));
  await said('apt-get', ['-c', file, '-qq', 'update']);
  await said('apt-get', ['-c', file, '-qq', '-y', '--download-only', 'install', ...packages]);
  const folder = join(work, 'archives');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.deb')).toSorted((a, b) => (a < b ? -1 : 1));
  const hashes = [];
  for (const name of names) {
    const hash = createHash('sha256').update(await readFile(join(folder, name)));
    hashes.push(`${hash.digest('hex')}  ${name}\n`);
  }
  return { archives: names.map((name) => join(folder, name)), hashes: hashes.join('') };
}

/** Read after the machine's own, whose proxies and certificates go on to count. */
const configuration = (work) => `
Dir::State "${work}";
Dir::State::status "${work}/status";
Dir::State::Lists "${work}/lists";
Dir::Cache "${work}";
Dir::Cache::archives "${work}/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "${work}/sources";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::Log "${work}";
#clear APT::Architectures;
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Default-Release "";
APT::Install-Recommends "false";
APT::Install-Suggests "false";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
// A mirror may stand still for a while; signatures are verified all the same.
Acquire::Check-Valid-Until "false";
Acquire::Check-Date "false";
Debug::NoLocking "true";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear APT::Update::Pre-Invoke;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
`;
