// The CTI API of the server as an operator runs it: there when it is wanted, loud when more than this machine reaches it, back after a restart.
import { afterEach, expect, test } from 'vitest';
import { NccModule } from '../support/ncc-module.ts';
import { freePort, runServer, type RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';

const started: RunningServer[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

async function running(...flags: string[]): Promise<{ readonly server: RunningServer; readonly url: string }> {
  const port = await freePort();
  const server = await runServer(['--ncc.port', String(port), '--drainMs', '0', ...flags]);
  started.push(server);
  return { server, url: `ws://127.0.0.1:${port}/` };
}

const warning = 'may steer every telephone';

test('it is there when it is enabled, counted in the metrics, and let go and back again with the server', async () => {
  const { server, url } = await running('--ncc.enabled');
  const module = await NccModule.open(url);
  await module.shakeHands();
  const [login = ''] = server.passwords.logins.keys();
  expect(await module.ask('AttachToUser', { login })).toMatchObject({ name: 'Ok' });
  expect(await module.told('UserState', { login })).toMatchObject({ state: 'offline' });
  const metrics = await (await fetch(`${server.http}/metrics`)).text();
  expect(metrics).toMatch(/^cordboard_ncc_connections 1$/m);
  expect(metrics).toMatch(/^cordboard_ncc_users 1$/m);
  expect((await fetch(url.replace('ws', 'http'))).status).toBe(426);
  expect(server.output()).not.toContain(warning);
  await server.end();
  await until('told to come again', () => module.closeCode === 1001);
  await server.startAgain();
  const again = await NccModule.open(url);
  await again.shakeHands();
  expect(await again.ask('AttachToUser', { login })).toMatchObject({ name: 'Ok' });
  again.leave();
}, 60_000);

test('it is not there when nothing was said', async () => {
  const { url } = await running();
  await expect(NccModule.open(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
}, 60_000);

test('reached by more than this machine it warns', async () => {
  const { server } = await running('--ncc.enabled', '--ncc.host', '0.0.0.0');
  expect(server.output()).toContain(warning);
}, 60_000);
