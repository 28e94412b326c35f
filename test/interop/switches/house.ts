// A call centre on a real switch of another make: the built server as a process of its own, telephones, and customers by a trunk.
import { CordboardClient } from '@cordboard/client';
import type { Configuration } from '@cordboard/domain';
import { createPhone, type Phone, type PhoneCall } from '@cordboard/telephony';
import WebSocket from 'ws';
import { startStacks, type Stacks } from '../../support/embedded-switch.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { smallTenant, withSales, withSupervision } from '../../support/small-tenant.ts';
import { until } from '../../support/until.ts';
import { everybodysPassword, saveTenant, sipDomain, tenantId } from '../../support/whole-server.ts';
import type { InstanceWishes, SwitchInstance } from './instance.ts';

export type Worker = {
  readonly id: string;
  readonly client: CordboardClient;
  readonly phone: Phone;
  call: PhoneCall | null;
};

export type Outsider = { call: PhoneCall | null; refuses: boolean };

export type House<Instance extends SwitchInstance = SwitchInstance> = {
  readonly switch: Instance;
  /** The second one; the first where there is only one. */
  readonly other: Instance;
  readonly server: RunningServer;
  /** Ready, at a telephone that is registered at every switch and answers at once, or rings until the test has it answer. */
  worker(number: number, how?: 'answers' | 'rings'): Promise<Worker>;
  /** @param at the switch that he calls by. */
  customer(number: string, dialled: string, at?: SwitchInstance): Promise<PhoneCall>;
  /** Answers at once what is called outside, or refuses it as busy. */
  outsider(number: string): Promise<Outsider>;
  extensionOf(number: number): string;
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

/** @param through at which port the server finds the first switch; its own when there is nothing between them. */
export async function openHouse<Instance extends SwitchInstance>(options: {
  readonly start: (wishes: InstanceWishes) => Promise<Instance>;
  readonly workers: number;
  /** Switches of the tenant. */
  readonly switches?: 1 | 2;
  readonly through?: (instance: Instance) => Promise<number>;
}): Promise<House<Instance>> {
  const stacks = await startStacks();
  const outsidePort = stacks.outside.sip.addresses().find(({ transport }) => transport === 'udp')?.port ?? 0;
  const tenant = houseTenant(options.workers);
  const telephones = { extensions: tenant.devices.map(({ id }) => id), extensionPassword: everybodysPassword };
  const trunks = ['outside', 'elsewhere'].slice(0, options.switches ?? 1);
  const instances: Instance[] = [];
  for (const trunk of trunks)
    instances.push(await options.start({ ...telephones, trunk, outsidePort, domain: sipDomain }));
  const [first, other] = [instances[0]!, instances.at(-1)!];
  const through = await options.through?.(first);
  const switches = instances.map((one, at) => one.settings(`with-${trunks[at]}`, at === 0 ? through : undefined));
  const lines = trunks.map((id) => ({ id, switch: `with-${id}`, maxCalls: 100 }));
  const flags = ['--tenant', tenantId, '--no-demo', '--sip.domain', sipDomain, '--drainMs', '0'];
  const server = await runServer(
    [...flags, '--switches', JSON.stringify(switches), '--trunks', JSON.stringify(lines)],
    (folder) => saveTenant(folder, tenant),
  );
  return new SwitchHouse(stacks, first, other, server);
}

class SwitchHouse<Instance extends SwitchInstance> implements House<Instance> {
  readonly switch: Instance;
  readonly other: Instance;
  readonly server: RunningServer;
  readonly #stacks: Stacks;
  readonly #phones: Phone[] = [];
  readonly #customers = new Map<string, Phone>();
  readonly #clients: CordboardClient[] = [];

  constructor(stacks: Stacks, first: Instance, other: Instance, server: RunningServer) {
    this.#stacks = stacks;
    this.switch = first;
    this.other = other;
    this.server = server;
  }

  async worker(number: number, how: 'answers' | 'rings' = 'answers'): Promise<Worker> {
    const user = extensionOf(number);
    const phones: Phone[] = [];
    for (const { sipPort } of this.#switches) {
      // A stack has one telephone for a user.
      const own = sipPort === this.switch.sipPort ? { stack: this.#stacks.inside } : { localAddress: '127.0.0.1' };
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

  async customer(number: string, dialled: string, at: SwitchInstance = this.switch): Promise<PhoneCall> {
    const server = `sip:127.0.0.1:${at.trunkPort}`;
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
      server: `sip:127.0.0.1:${this.switch.trunkPort}`,
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

  get #switches(): ReadonlySet<Instance> {
    return new Set([this.switch, this.other]);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await Promise.all(this.#phones.map((phone) => phone.close()));
    await this.server.stop();
    for (const one of this.#switches) await one.stop();
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
