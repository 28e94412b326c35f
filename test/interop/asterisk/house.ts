// A call centre on a real Asterisk: the built server as a process of its own, its tenant's telephones provisioned by it, customers by a trunk.
import { CordboardClient } from '@cordboard/client';
import type { Configuration } from '@cordboard/domain';
import { createPhone, type Phone, type PhoneCall } from '@cordboard/telephony';
import WebSocket from 'ws';
import { startStacks, type Stacks } from '../../support/embedded-switch.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { smallTenant, withSales, withSupervision } from '../../support/small-tenant.ts';
import { until } from '../../support/until.ts';
import { everybodysPassword, saveTenant, sipDomain, tenantId } from '../../support/whole-server.ts';
import { startAsterisk, type AsteriskInstance } from './instance.ts';

export type Worker = {
  readonly id: string;
  readonly client: CordboardClient;
  readonly phone: Phone;
  call: PhoneCall | null;
};

export type Outsider = { call: PhoneCall | null; refuses: boolean };

export type House = {
  readonly asterisk: AsteriskInstance;
  /** The second one; the first where there is only one. */
  readonly other: AsteriskInstance;
  readonly server: RunningServer;
  /** Ready, at a telephone that is registered at every Asterisk and answers at once, or rings until the test has it answer. */
  worker(number: number, how?: 'answers' | 'rings'): Promise<Worker>;
  /** @param at the Asterisk that he calls by. */
  customer(number: string, dialled: string, at?: AsteriskInstance): Promise<PhoneCall>;
  /** Answers at once what is called outside, or refuses it as busy. */
  outsider(number: string): Promise<Outsider>;
  extensionOf(number: number): string;
  /** Asked of Asterisk itself. */
  ask(path: string): Promise<unknown>;
  close(): Promise<void>;
};

/** His number among the workers: he may do everything to their calls, and serves no queue. */
export const supervisor = 0;
export const workerId = (number: number): string => String(2100 + number);
const extensionOf = (number: number): string => String(8100 + number);

/** Workers 1 to `workers` serve sales; supervisors may do everything. */
export function houseTenant(workers: number): Configuration {
  const small = withSupervision(smallTenant(tenantId));
  const numbers = Array.from({ length: workers }, (_, index) => index + 1);
  const everybody = [supervisor, ...numbers];
  const [agent] = small.agents.filter(({ name }) => name === 'Anna');
  const [chief] = small.agents.filter(({ name }) => name === 'Max');
  if (agent === undefined || chief === undefined) throw new Error('the small tenant lacks Anna or Max');
  return withSales(
    {
      ...small,
      agents: [
        ...small.agents,
        ...everybody.map((number) => ({
          ...(number === supervisor ? chief : agent),
          id: workerId(number) as typeof agent.id,
          name: `Worker ${number}`,
        })),
      ],
      devices: everybody.map((number) => ({
        id: extensionOf(number) as Configuration['devices'][number]['id'],
        name: `Extension ${extensionOf(number)}`,
      })),
    },
    {
      members: numbers.map((number, priority) => ({ agentId: workerId(number) as typeof agent.id, priority })),
      wrapUpMs: 300_000,
    },
  );
}

/** @param ariUrl where the server finds ARI; its own address when there is nothing between them. */
export async function openHouse(options: {
  readonly home: string;
  readonly workers: number;
  /** Asterisks of the tenant. */
  readonly switches?: 1 | 2;
  readonly ariUrl?: (instance: AsteriskInstance) => Promise<string>;
}): Promise<House> {
  const stacks = await startStacks();
  const outsidePort = stacks.outside.sip.addresses().find(({ transport }) => transport === 'udp')?.port ?? 0;
  const instance = (trunk: string): Promise<AsteriskInstance> =>
    startAsterisk({
      home: options.home,
      extensions: [],
      extensionPassword: '',
      outsidePort,
      systemName: `with-${trunk}`,
      files: { 'cordboard/trunks.conf': (text) => text.replaceAll('outside', trunk) },
    });
  const trunks = ['outside', 'elsewhere'].slice(0, options.switches ?? 1);
  const asterisks: AsteriskInstance[] = [];
  for (const trunk of trunks) asterisks.push(await instance(trunk));
  const [asterisk, other] = [asterisks[0]!, asterisks.at(-1)!];
  const through = await options.ariUrl?.(asterisk);
  const switches = asterisks.map(({ ariUrl, ariPassword: password }, at) => ({
    id: `with-${trunks[at]}`,
    kind: 'asterisk',
    url: at === 0 ? (through ?? ariUrl) : ariUrl,
    password,
  }));
  const lines = trunks.map((id) => ({ id, switch: `with-${id}`, maxCalls: 100 }));
  const flags = ['--tenant', tenantId, '--no-demo', '--sip.domain', sipDomain, '--drainMs', '0'];
  const server = await runServer(
    [...flags, '--switches', JSON.stringify(switches), '--trunks', JSON.stringify(lines)],
    (folder) => saveTenant(folder, houseTenant(options.workers)),
  );
  return new AsteriskHouse(stacks, asterisk, other, server);
}

class AsteriskHouse implements House {
  readonly asterisk: AsteriskInstance;
  readonly other: AsteriskInstance;
  readonly server: RunningServer;
  readonly #stacks: Stacks;
  readonly #phones: Phone[] = [];
  readonly #customers = new Map<string, Phone>();
  readonly #clients: CordboardClient[] = [];

  constructor(stacks: Stacks, asterisk: AsteriskInstance, other: AsteriskInstance, server: RunningServer) {
    this.#stacks = stacks;
    this.asterisk = asterisk;
    this.other = other;
    this.server = server;
  }

  async worker(number: number, how: 'answers' | 'rings' = 'answers'): Promise<Worker> {
    const user = extensionOf(number);
    const phones: Phone[] = [];
    for (const { sipPort } of this.#asterisks) {
      // A stack has one telephone for a user.
      const own = sipPort === this.asterisk.sipPort ? { stack: this.#stacks.inside } : { localAddress: '127.0.0.1' };
      const phone = createPhone({ server: `sip:127.0.0.1:${sipPort}`, user, password: everybodysPassword, ...own });
      this.#phones.push(phone);
      phones.push(phone);
      await phone.start();
      // The server puts the telephones there after it has started.
      await until('registered', () =>
        phone.register().then(
          () => true,
          () => false,
        ),
      );
    }
    const client = new CordboardClient({
      url: this.server.agentUrl,
      WebSocket,
      limits: { firstRetryMs: 100, maxRetryMs: 500 },
    });
    this.#clients.push(client);
    const worker: Worker = { id: workerId(number), client, phone: phones[0]!, call: null };
    for (const phone of phones)
      phone.onIncoming((call) => {
        worker.call = call;
        if (how === 'answers') void call.answer().then(() => say(call, toneOf(number)));
      });
    await client.signIn({ login: worker.id, password: everybodysPassword });
    await until('signed in', () =>
      client.call('agent.signIn', { deviceId: user, state: 'ready' }).then(
        () => true,
        () => false,
      ),
    );
    return worker;
  }

  async customer(number: string, dialled: string, at = this.asterisk): Promise<PhoneCall> {
    const server = `sip:127.0.0.1:${at.sipPort}`;
    const known = this.#customers.get(`${number} ${server}`);
    if (known !== undefined) return known.call(dialled);
    const phone = createPhone({ server, user: number, stack: this.#stacks.outside });
    this.#phones.push(phone);
    this.#customers.set(`${number} ${server}`, phone);
    await phone.start();
    return phone.call(dialled);
  }

  async outsider(number: string): Promise<Outsider> {
    const phone = createPhone({
      server: `sip:127.0.0.1:${this.asterisk.sipPort}`,
      user: number,
      stack: this.#stacks.outside,
    });
    this.#phones.push(phone);
    await phone.start();
    const outsider: Outsider = { call: null, refuses: false };
    phone.onIncoming((call) => {
      if (outsider.refuses) return call.hangUp('busy');
      outsider.call = call;
      void call.answer().then(() => say(call, outsideTone));
    });
    return outsider;
  }

  extensionOf(number: number): string {
    return extensionOf(number);
  }

  async ask(path: string): Promise<unknown> {
    const { ariUrl, ariPassword } = this.asterisk;
    const authorization = `Basic ${Buffer.from(`cordboard:${ariPassword}`).toString('base64')}`;
    return (await fetch(`${ariUrl}/ari${path}`, { headers: { authorization } })).json();
  }

  get #asterisks(): ReadonlySet<AsteriskInstance> {
    return new Set([this.asterisk, this.other]);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await Promise.all(this.#phones.map((phone) => phone.close()));
    await this.server.stop();
    for (const asterisk of this.#asterisks) await asterisk.stop();
    await this.#stacks.close();
  }
}

/** Whoever is called outside says it. */
export const outsideTone = 2_600;

/** Each worker says a tone of his own. */
export const toneOf = (number: number): number => 600 + number * 100;

export function say(call: PhoneCall, frequencyHz: number): void {
  call.speak([{ kind: 'sine', frequencyHz, durationMs: 1_000 }], { loop: true });
}
