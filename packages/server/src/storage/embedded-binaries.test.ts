// The embedded server's programs, where there are some.
import { afterEach, expect, test } from 'vitest';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findBinaries, program } from './embedded-binaries.ts';

const { arch } = process;
const pretend = (value: string): void => {
  Object.defineProperty(process, 'arch', { value, configurable: true });
};
afterEach(() => pretend(arch));

test('they run, and are of the version they claim', async () => {
  const binaries = await findBinaries();
  for (const name of ['initdb', 'pg_ctl', 'postgres'] as const) {
    const { stdout } = await promisify(execFile)(program(binaries, name), ['--version']);
    expect(stdout).toContain(`(PostgreSQL) ${binaries.version.split('.0-')[0]}`);
  }
});

test('where npm has none, the way out is named', async () => {
  pretend('pdp11');
  await expect(findBinaries()).rejects.toMatchObject({
    name: 'SettingError',
    setting: 'DATABASE_URL',
    message: expect.stringMatching(/pdp11.*set DATABASE_URL/),
  });
});
