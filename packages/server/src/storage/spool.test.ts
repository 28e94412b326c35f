// The spool file: torn, full, put aside, read in pieces.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendFile, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentId } from '@cordboard/domain';
import { limits } from '../limits.ts';
import { lineOf, type JournalLine } from './journal-line.ts';
import { Spool, SpoolFull } from './spool.ts';
import type { JournalEntry } from './store.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-spool-'));
  path = join(folder, 'spool', 'demo.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

const line = (seq: number, reason = 'обед 午餐'): JournalLine =>
  lineOf({ seq, event: { at: seq, type: 'agent.notReady', agentId: '1' as AgentId, reason } });
const seqs = async (spool: Spool): Promise<number[]> => {
  const found: JournalEntry[] = [];
  for (let offset = 0; ;) {
    const { entries, next } = await spool.read(offset);
    if (entries.length === 0) return found.map(({ seq }) => seq);
    found.push(...entries);
    offset = next;
  }
};

test('what was appended is there after opening again', async () => {
  const first = await Spool.open(path);
  await first.append([line(4), line(5)]);
  await first.append([line(6)]);
  await first.close();
  const spool = await Spool.open(path);
  expect([spool.firstSeq, spool.lastSeq, spool.entries]).toEqual([4, 6, 3]);
  expect((await spool.read(0)).entries[2]).toEqual({ seq: 6, event: line(6).event });
  await spool.append([line(7)]);
  expect(await seqs(spool)).toEqual([4, 5, 6, 7]);
  await spool.clear();
  expect([spool.size, spool.entries, spool.firstSeq]).toEqual([0, 0, null]);
  expect(await readFile(path, 'utf8')).toBe('');
  await spool.close();
});

test.each([1, 20, 60])('a last line that lost its last %i bytes is forgotten, and overwritten', async (lost) => {
  const first = await Spool.open(path);
  await first.append([line(1), line(2), line(3)]);
  await first.close();
  await truncate(path, first.size - lost);
  const spool = await Spool.open(path);
  expect(await seqs(spool)).toEqual([1, 2]);
  await spool.append([line(3, ''), line(4)]);
  expect(await seqs(spool)).toEqual([1, 2, 3, 4]);
  await spool.close();
  expect(await readdir(join(folder, 'spool'))).toEqual(['demo.ndjson']);
});

test('whatever else does not fit is kept beside before it is cut off', async () => {
  const first = await Spool.open(path);
  await first.append([line(1)]);
  await first.close();
  await appendFile(path, '\0\0\0\n{"seq":3,"event":{}}\n');
  const whole = await readFile(path, 'utf8');
  const spool = await Spool.open(path);
  expect(await seqs(spool)).toEqual([1]);
  await spool.close();
  const names = await readdir(join(folder, 'spool'));
  const kept = names.find((name) => name.endsWith('.torn')) ?? '';
  expect(await readFile(join(folder, 'spool', kept), 'utf8')).toBe(whole);
});

test('lines larger than a read are read', async () => {
  const spool = await Spool.open(path);
  const long = 'x'.repeat(limits.spoolReadChunkBytes * 2 + 17);
  await spool.append([line(1), line(2, long), line(3)]);
  expect(await seqs(spool)).toEqual([1, 2, 3]);
  await spool.close();
});

test('it grows to its bound and no further', async () => {
  const spool = await Spool.open(path, 250);
  await spool.append([line(1)]);
  await expect(spool.append([line(2), line(3)])).rejects.toThrow(SpoolFull);
  await spool.append([line(2)]);
  expect(await seqs(spool)).toEqual([1, 2]);
  await spool.close();
});

test('put aside, it begins anew and the old one is kept', async () => {
  const spool = await Spool.open(path);
  await spool.append([line(1)]);
  await spool.setAside(`${path}.lost`);
  await spool.append([line(9)]);
  expect(await seqs(spool)).toEqual([9]);
  expect(await readFile(`${path}.lost`, 'utf8')).toContain('"seq":1');
  await spool.close();
});
