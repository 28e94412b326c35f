// The middleware's settings: a file gives addresses; what is missing or wrong is named.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SettingError } from '@cordboard/server/parts';
import { readInvocation } from '../../packages/middleware/src/settings/invocation.ts';

const database = { url: 'postgres://user:secret@127.0.0.1/middleware' };
const cti = { url: 'ws://127.0.0.1:8098/' };

function invoke(file: unknown, words: readonly string[] = [], environment: Record<string, string> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'cordboard-middleware-'));
  if (file !== null)
    writeFileSync(join(cwd, 'cordboard-middleware.json'), typeof file === 'string' ? file : JSON.stringify(file));
  return readInvocation(words, { environment, cwd, version: '1.2.3' });
}

function wrong(...given: Parameters<typeof invoke>): string {
  try {
    invoke(...given);
  } catch (error) {
    if (error instanceof SettingError) return error.line;
    throw error;
  }
  throw new Error('nothing was wrong');
}

test('B22: the file gives the address and port, the database and the CTI API', () => {
  const read = invoke({ http: { host: '0.0.0.0', port: 80 }, database, cti });
  expect(read).toMatchObject({
    do: 'run',
    settings: {
      http: { host: '0.0.0.0', port: 80, strictCodes: false },
      database,
      cti: { ...cti, commandTimeoutMs: 5_000 },
    },
  });
  expect(invoke({ database, cti })).toMatchObject({ settings: { http: { host: '127.0.0.1', port: 9595 } } });
});

test('B22: a key that is missing is named', () => {
  expect(wrong({ cti })).toMatch(/^database\.url: must be set/u);
  expect(wrong({ database })).toMatch(/^cti\.url: must be set/u);
  expect(wrong(null)).toMatch(/cti\.url: must be set/u);
});

test('B22: so is one that is wrong, or that there is not', () => {
  expect(wrong({ database, cti: { url: 'http://x' } })).toMatch(/^cti\.url: an address such as ws:/u);
  expect(wrong({ database: { url: 'mysql://x' }, cti })).toMatch(/^database\.url/u);
  expect(wrong({ database, cti, http: { port: 70_000 } })).toMatch(/^http\.port/u);
  expect(wrong({ database, cti, http: { prot: 1 } })).toMatch(/Did you mean http\.port/u);
  expect(wrong({ database, cti, http: { tls: { key: 'k' } } })).toMatch(/^http\.tls: key and cert/u);
  expect(wrong('{')).toMatch(/not valid JSON/u);
  expect(wrong({ database, cti }, ['--config', 'none.json'])).toMatch(/cannot be read/u);
  expect(wrong({ database, cti }, ['user'])).toMatch(/one of add/u);
  expect(wrong({ database, cti }, ['user', 'add'])).toMatch(/which login/u);
});

test('B22: the environment wins over the file, a flag over both; secrets are masked when printed', () => {
  const environment = { CORDBOARD_MIDDLEWARE_HTTP_PORT: '2', DATABASE_URL: 'postgres://e/x', CORDBOARD_HTTP_PORT: '9' };
  expect(invoke({ http: { port: 1 }, cti }, [], environment)).toMatchObject({
    settings: { http: { port: 2 }, database: { url: 'postgres://e/x' } },
  });
  expect(invoke({ http: { port: 1 }, cti }, ['--http.port', '3'], environment)).toMatchObject({
    settings: { http: { port: 3 } },
  });
  const printed = invoke({ database, cti }, ['--print-config']);
  expect(printed.do === 'print' ? printed.text : '').not.toContain('secret');
  expect(invoke({ database, cti }, ['user', 'add', 'alice', '--log.level', 'warn'])).toMatchObject({
    do: 'user',
    deed: 'add',
    login: 'alice',
  });
});
