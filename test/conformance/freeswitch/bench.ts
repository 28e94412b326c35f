// A driver on a peer, for the cases that only the event socket knows.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SwitchDriver } from '../../../packages/server/src/drivers/switch.ts';
import { createFreeswitchDriver } from '../../../packages/server/src/drivers/freeswitch/freeswitch-driver.ts';
import { PeerSwitch } from '../../support/esl-peer/peer-switch.ts';
import { until } from '../../support/until.ts';
import { Facts, hears, incoming, originate, topology } from '../switch-bench.ts';

export type Logged = { readonly message: string; readonly fields: Record<string, unknown> };

export type Bench = {
  readonly exchange: PeerSwitch;
  readonly driver: SwitchDriver;
  readonly facts: Facts;
  readonly log: readonly Logged[];
  readonly port: number;
  /** Another driver at the same FreeSWITCH, as after a restart of ours. */
  again(): { readonly driver: SwitchDriver; readonly facts: Facts };
  close(): Promise<void>;
};

/** Its driver has not been started. */
export async function openBench(password?: string): Promise<Bench> {
  const exchange = new PeerSwitch();
  const port = await exchange.peer.listen();
  const dataFolder = await mkdtemp(join(tmpdir(), 'cordboard-switch-'));
  const log: Logged[] = [];
  const drivers: SwitchDriver[] = [];
  const make = (): SwitchDriver => {
    const driver = createFreeswitchDriver({
      esl: { host: '127.0.0.1', port, password: password ?? exchange.peer.password },
      domain: 'cordboard.test',
      trunks: [{ id: 'outside', isOutgoing: true, maxCalls: 2, callerId: '4000' }],
      isExtension: (user) => /^8\d{3}$/u.test(user),
      dataFolder,
      log: (_level, message, fields = {}) => log.push({ message, fields }),
    });
    drivers.push(driver);
    return driver;
  };
  return {
    exchange,
    driver: make(),
    facts: new Facts(),
    log,
    port,
    again: () => ({ driver: make(), facts: new Facts() }),
    async close() {
      await Promise.all(drivers.map((driver) => driver.close()));
      await exchange.peer.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A customer and an agent, in the room together. */
export async function talking({ exchange, driver, facts }: Bench, user = '8001') {
  const phone = exchange.phone(user, true);
  await phone.register();
  const rung = incoming(phone);
  const customer = exchange.phone('13800138000', false).call('4000');
  const { callId, connectionId: customerId } = await facts.next('inboundCall');
  const wish = originate({ device: user }, { callId });
  driver.wish(wish);
  const agent = await rung;
  await agent.answer();
  await facts.next('answered', { connectionId: wish.connectionId });
  const agentId = wish.connectionId;
  driver.wish(topology(callId, { [customerId]: hears(agentId), [agentId]: hears(customerId) }));
  agent.speak([{ kind: 'sine', frequencyHz: 700, durationMs: 1_000 }]);
  await until('they talk', async () => (await customer.levelAt(700)) > 0);
  return { customer, agent, callId, customerId, agentId };
}
