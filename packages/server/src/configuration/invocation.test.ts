// Where settings come from, which place wins, and what is said about wrong ones.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SettingError } from '../setting-error.ts';
import { mediaHost, readInvocation } from './invocation.ts';
import { nearest } from './keys.ts';
import { configurationPage } from './page.ts';
import type { Settings } from './settings.ts';
import { keys } from './vocabulary.ts';

const emptyFolder = mkdtempSync(join(tmpdir(), 'cordboard-settings-'));

function folderWith(file: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'cordboard-settings-'));
  writeFileSync(join(folder, 'cordboard.json'), typeof file === 'string' ? file : JSON.stringify(file));
  return folder;
}

const invoke = (words: readonly string[], environment: Record<string, string> = {}, cwd = emptyFolder) =>
  readInvocation(words, { environment, cwd, version: '1.2.3' });

function settingsOf(...given: Parameters<typeof invoke>): Settings {
  const invocation = invoke(...given);
  if (invocation.do !== 'run') throw new Error('asked to print');
  return invocation.settings;
}

function errorOf(...given: Parameters<typeof invoke>): SettingError {
  try {
    invoke(...given);
  } catch (error) {
    if (error instanceof SettingError) return error;
    throw error;
  }
  throw new Error('no error');
}

test('with nothing set, everything listens on loopback and the demonstration is on', () => {
  const settings = settingsOf([]);
  expect(settings).toMatchObject({
    dataFolder: join(emptyFolder, 'data'),
    tenant: 'demo',
    demo: true,
    http: { host: '127.0.0.1', port: 8080, allowedOrigins: [] },
    sip: { host: '127.0.0.1', port: 5060 },
    media: { rtpPorts: { from: 20_000, to: 29_999 } },
    trunks: [],
  });
});

test('relative paths begin at the folder of the command', () => {
  const settings = settingsOf(['--dataFolder', 'x', '--log.file', 'y.log', '--media.soundFolder', '/z']);
  expect(settings.dataFolder).toBe(join(emptyFolder, 'x'));
  expect(settings.log.file).toBe(join(emptyFolder, 'y.log'));
  expect(settings.media.soundFolder).toBe('/z');
});

test('a flag wins over the environment, the environment over the file, the file over the default', () => {
  const folder = folderWith({ http: { port: 1, host: '127.0.0.2' }, sip: { port: 1 }, log: { level: 'warn' } });
  const environment = { CORDBOARD_HTTP_PORT: '2', CORDBOARD_SIP_PORT: '2' };
  const settings = settingsOf(['--http.port', '3'], environment, folder);
  expect(settings.http).toMatchObject({ port: 3, host: '127.0.0.2' });
  expect(settings.sip.port).toBe(2);
  expect(settings.log.level).toBe('warn');
});

test('the file can be named, and a file that was named must be there', () => {
  const folder = folderWith({ tenant: 'acme' });
  expect(settingsOf(['--config', join(folder, 'cordboard.json')]).tenant).toBe('acme');
  expect(errorOf(['--config', 'nowhere.json']).setting).toBe('--config');
});

test.each([
  [['--demo=false'], {}],
  [['--no-demo'], {}],
  [[], { CORDBOARD_DEMO: '0' }],
])('booleans are read from %j and %j', (words, environment) => {
  expect(settingsOf(words, environment as Record<string, string>).demo).toBe(false);
});

test('lists come with commas, trunks as JSON', () => {
  const settings = settingsOf(['--http.allowedOrigins', 'https://a.example,https://b.example'], {
    CORDBOARD_TRUNKS: '[{"id":"carrier","uri":"sip:192.0.2.7:5060","addresses":["192.0.2.7"]}]',
  });
  expect(settings.http.allowedOrigins).toEqual(['https://a.example', 'https://b.example']);
  expect(settings.trunks).toMatchObject([{ id: 'carrier', maxCalls: 30 }]);
});

test.each([
  [{ http: { prot: 1 } }, 'http.prot', 'http.port'],
  [{ hhtp: {} }, 'hhtp', 'http'],
  [{ trunks: [{ id: 'x', adresses: [] }] }, 'trunks[0].adresses', 'addresses'],
])('an unknown name in the file is named in full: %j', (file, name, meant) => {
  const error = errorOf([], {}, folderWith(file));
  expect(error.setting).toBe(name);
  expect(error.message).toContain(`Did you mean ${meant}?`);
});

test('so are unknown flags and variables', () => {
  expect(errorOf(['--http.pot', '1']).message).toContain('Did you mean --http.port?');
  expect(errorOf(['--no-http.port']).setting).toBe('--no-http.port');
  expect(errorOf([], { CORDBOARD_HTTP_PROT: '1' }).message).toContain('Did you mean CORDBOARD_HTTP_PORT?');
});

test.each([
  [['--http.port', 'eighty'], 'http.port'],
  [['--http.port', '70000'], 'http.port'],
  [['--log.level', 'loud'], 'log.level'],
  [['--http.publicUrl', 'cti.example.org'], 'http.publicUrl'],
  [['--http.tls.key', 'k.pem'], 'http.tls.cert'],
  [['--media.rtpPorts.from', '30000'], 'media.rtpPorts.to'],
  [['--trunks', '[{"id":""}]'], 'trunks[0].id'],
  [['--trunks', '[{"id":"a"},{"id":"a"}]'], 'trunks[1].id'],
  [['--trunks', '['], 'trunks'],
  [['--database.url', 'mysql://x'], 'database.url'],
  [['--http.port'], '--http.port'],
])('a value that cannot be is an error of that setting: %j', (words, name) => {
  expect(errorOf(words).setting).toBe(name);
});

test('a file that is not JSON, or not an object, is an error', () => {
  expect(errorOf([], {}, folderWith('{')).message).toContain('cordboard.json');
  expect(errorOf([], {}, folderWith('[]')).message).toContain('one JSON object');
});

test('DATABASE_URL is the database, unless CORDBOARD_DATABASE_URL says otherwise', () => {
  expect(settingsOf([], { DATABASE_URL: 'postgres://a/b' }).database.url).toBe('postgres://a/b');
  const both = { DATABASE_URL: 'postgres://a/b', CORDBOARD_DATABASE_URL: 'postgres://c/d' };
  expect(settingsOf([], both).database.url).toBe('postgres://c/d');
});

test('--print-config shows what is in force and no secret', () => {
  const invocation = invoke(['--print-config', '--http.port', '81', '--http.metricsToken', 'abcdefghijklmnopq'], {
    DATABASE_URL: 'postgres://me:hidden@host/x',
    CORDBOARD_TRUNKS: '[{"id":"t","user":"u","password":"hidden"}]',
  });
  if (invocation.do !== 'print') throw new Error('ran');
  expect(JSON.parse(invocation.text)).toMatchObject({
    http: { port: 81, metricsToken: '***' },
    database: { url: '***' },
    trunks: [{ id: 't', password: '***' }],
  });
  expect(invocation.text).not.toContain('hidden');
});

test('--help names every setting, --version the version', () => {
  const help = invoke(['--help']);
  for (const key of keys)
    expect(help).toMatchObject({ do: 'print', text: expect.stringMatching(new RegExp(`--${key.name}\\b.*\n {6}\\w`)) });
  expect(invoke(['--version'])).toEqual({ do: 'print', text: 'cordboard 1.2.3\n' });
});

test('every setting is described', () => {
  expect(keys.filter((key) => key.description.length < 10).map((key) => key.name)).toEqual([]);
  expect(keys.length).toBeGreaterThan(20);
});

test('audio is never bound to 0.0.0.0, which nobody can send to', () => {
  expect(mediaHost(settingsOf([]))).toBe('127.0.0.1');
  expect(mediaHost(settingsOf(['--sip.host', '0.0.0.0']))).not.toBe('0.0.0.0');
  expect(mediaHost(settingsOf(['--sip.host', '0.0.0.0', '--media.host', '192.0.2.1']))).toBe('192.0.2.1');
});

test('a guess is made only when something is near', () => {
  expect(nearest('http.prot', ['http.port', 'sip.port'])).toBe('http.port');
  expect(nearest('completelyElse', ['http.port', 'sip.port'])).toBeNull();
});

test('docs/configuration.md is what the settings say', () => {
  const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  expect(page).toBe(configurationPage());
});
