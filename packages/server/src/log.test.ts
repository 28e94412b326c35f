// The log keeps what is worth knowing and no secret.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { createLog } from './log.ts';
import { SettingError } from './setting-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordboard-log-'));
/** Lines are written behind the program's back; this waits for them. */
const written = (file: string, lines: number) =>
  until(`${lines} lines`, () => existsSync(file) && readFileSync(file, 'utf8').split('\n').length > lines);
const linesOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('a line is JSON with a named level and an ISO time', async () => {
  const file = join(folder, 'deep', 'a.log');
  const log = createLog({ level: 'info', file });
  log.info({ port: 1 }, 'listening');
  await written(file, 1);
  const [line] = linesOf(file);
  expect(line).toMatchObject({ level: 'info', port: 1, msg: 'listening' });
  expect(new Date(String(line?.['time'])).getTime()).not.toBeNaN();
});

test('lines below the level are not written', async () => {
  const file = join(folder, 'b.log');
  const log = createLog({ level: 'warn', file });
  log.info('no');
  log.warn('yes');
  await written(file, 1);
  expect(linesOf(file).map((line) => line['msg'])).toEqual(['yes']);
});

test('passwords, tokens and digests do not get into it, at whatever depth they stand', async () => {
  const file = join(folder, 'c.log');
  const log = createLog({ level: 'info', file });
  log.info({ password: 'p1', user: { token: 'p2' }, request: { headers: { authorization: 'p3' } } }, 'x');
  const error = new Error('cannot reach postgres://me:p4@host/db', { cause: new Error('postgres://me:p5@host') });
  log.error({ err: Object.assign(error, { connectionString: 'p6', code: 'ECONNREFUSED' }) }, 'y');
  await written(file, 2);
  const text = readFileSync(file, 'utf8');
  expect(text).not.toMatch(/p[1-6]/);
  expect(text).toContain('ECONNREFUSED');
});

test('a file that cannot be written is an error of that setting', () => {
  const inTheWay = join(folder, 'file');
  writeFileSync(inTheWay, '');
  expect(() => createLog({ level: 'info', file: join(inTheWay, 'x.log') })).toThrow(SettingError);
});
