// Starts that cannot be, told in one line; and a server that is killed again while it comes back.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtServer, freePort, runServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { openFloor } from './call-floor.ts';

/** How the server ended that an operator started with these words, and what it wrote where errors go. */
async function start(words: readonly string[]): Promise<{ code: number | null; said: string }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-start-'));
  const child = spawn(process.execPath, [builtServer(), '--dataFolder', dataFolder, '--log.level', 'silent', ...words]);
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  await rm(dataFolder, { recursive: true, force: true });
  return { code, said };
}

async function expectOneLine(words: readonly string[], named: readonly (string | number)[]): Promise<void> {
  const { code, said } = await start(words);
  expect(code, said).toBe(2);
  expect(said.trimEnd().split('\n')).toHaveLength(1);
  for (const name of named) expect(said).toContain(String(name));
  expect(said).not.toMatch(/\bat .*:\d+:\d+/);
}

test('a taken HTTP port: exit code 2, one line that names port and setting', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await expectOneLine(['--http.port', String(port), '--sip.port', String(await freePort())], [port, 'http.port']);
  taken.close();
});

test('a taken SIP port, by UDP or by TCP: the same', async () => {
  const udp = createSocket('udp4').bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const { port } = udp.address();
  const http = ['--http.port', String(await freePort())];
  await expectOneLine([...http, '--sip.port', String(port)], [port, 'sip.port']);
  udp.close();
  const tcp = createServer().listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port: tcpPort } = tcp.address() as AddressInfo;
  await expectOneLine([...http, '--sip.port', String(tcpPort)], [tcpPort, 'sip.port']);
  tcp.close();
});

test('a data folder that another server has, a certificate that is not there, a port that is none', async () => {
  const server = await runServer();
  const ports = ['--http.port', String(await freePort()), '--sip.port', String(await freePort())];
  await expectOneLine(['--dataFolder', server.folder, ...ports], ['dataFolder']);
  await server.stop();
  await expectOneLine([...ports, '--http.tls.key', '/nowhere.pem', '--http.tls.cert', '/nowhere.pem'], ['http.tls']);
  await expectOneLine(['--http.port', 'eighty'], ['http.port']);
});

test('kill -9 in a call, and again while it comes back: the third start has everything', async () => {
  const server = await runServer();
  const floor = await openFloor(server);
  const talk = await floor.talk('13800138000');
  await talk.bothHear();
  await server.kill();
  const coming = server.startAgain().catch(() => undefined);
  // Its first words come when it is about to open its journal.
  const said = server.output().length;
  await until('the server has begun', () => server.output().length > said);
  await server.kill();
  await coming;
  await server.startAgain();
  await until('the client is back', () => floor.client.state.link === 'up', 30_000);
  await until('the call is over', () => floor.client.state.calls.length === 0);
  const { calls } = await floor.client.call('history.calls', {});
  expect(calls).toMatchObject([{ callId: talk.callId, cause: 'switchLost', outcome: 'answered' }]);
  const seqs = floor.heard.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  talk.customer.leave();
  await until('his telephone has registered again', () => floor.client.state.device?.registered === true, 30_000);
  if (floor.client.state.agent?.state === 'workingAfterCall')
    await floor.client.call('agent.finishWrapUp', { state: 'ready' });
  const next = await floor.talk('13900139000');
  await next.bothHear();
  await floor.close();
  await server.stop();
});
