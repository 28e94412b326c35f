// One server per data folder, whatever a killed one left behind.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataFolder } from './data-folder-lock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-lock-'));
  path = join(folder, 'cordboard.lock');
});
afterEach(() => rm(folder, { recursive: true }));
const refusal = { name: 'SettingError', setting: 'dataFolder' };

test('one owner at a time; unlocking leaves nothing', async () => {
  const unlock = await lockDataFolder(folder);
  await expect(lockDataFolder(join(folder, '.'))).rejects.toMatchObject(refusal);
  await unlock();
  expect(await readdir(folder)).toEqual([]);
  await (
    await lockDataFolder(folder)
  )();
});

test('of many at once one gets it', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
  const got = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(got).toHaveLength(1);
  await got[0]?.();
});

test('the lock of a living process is respected, that of a dead one taken away', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  await writeFile(path, JSON.stringify({ pid: child.pid, birth: null }));
  await expect(lockDataFolder(folder)).rejects.toMatchObject({
    ...refusal,
    message: expect.stringContaining(`${child.pid}`),
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const unlock = await lockDataFolder(folder);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
  await unlock();
});

test.runIf(process.platform === 'linux')('a number that belongs to another process by now holds nothing', async () => {
  await writeFile(path, JSON.stringify({ pid: process.ppid, birth: 'another boot:1' }));
  await (
    await lockDataFolder(folder)
  )();
});

test('a lock that cannot be read as one holds nothing', async () => {
  await writeFile(path, 'half a li');
  await (
    await lockDataFolder(folder)
  )();
});

test('a data folder that cannot be made is a setting that cannot work', async () => {
  await writeFile(path, '');
  await expect(lockDataFolder(join(path, 'data'))).rejects.toMatchObject(refusal);
});
