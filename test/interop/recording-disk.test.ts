// The disk of the recordings is full: the call goes on, the agent's program is told, and the next call is recorded when there is room again.
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { openFloor, type Floor } from './call-floor.ts';

const run = promisify(execFile);

async function mount(folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  return run('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]).then(
    () => true,
    () => false,
  );
}

test('recording.failed is told, both still hear each other, and later calls are recorded again', async ({ skip }) => {
  let recordings = '';
  let mounted = false;
  let floor: Floor | null = null;
  const server = await runServer([], async (folder) => {
    recordings = join(folder, 'recordings');
    mounted = await mount(recordings);
  });
  try {
    if (!mounted) skip('this user cannot mount a small disk');
    await writeFile(join(recordings, 'ballast'), Buffer.alloc(200_000));
    const { client, heard, talk: talkTo } = (floor = await openFloor(server));
    const talk = await talkTo('13800138000');
    await until(
      'the failure is told',
      () => heard.some((event) => event.type === 'recording.failed' && event.callId === talk.callId),
      30_000,
    );
    expect(heard.find(({ type }) => type === 'recording.failed')).toMatchObject({ cause: 'diskFull' });
    await talk.bothHear();
    expect(client.state.calls[0]?.recordingId).toBeNull();
    await talk.end();
    const health = (await (await fetch(`${server.http}/healthz`)).json()) as { ok: boolean };
    expect(health.ok).toBe(true);

    await run('find', [recordings, '-type', 'f', '-delete']);
    const next = await talkTo('13900139000');
    await next.bothHear();
    await next.end();
    const record = await until('the next call is on record', async () =>
      (await client.call('history.calls', {})).calls.find(({ from }) => from === '13900139000'),
    );
    const supervisor = await floor.signIn('1000');
    const response = await fetch(`${server.http}/recordings/${record.recordingIds[0]}`, {
      headers: { authorization: `Bearer ${supervisor.token}` },
    });
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(8_000);
  } finally {
    await floor?.close();
    await server.end();
    if (mounted) await run('umount', [recordings]);
    await rm(server.folder, { recursive: true, force: true });
  }
});
