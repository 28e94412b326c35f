// A running server with one agent at a software telephone and customers with ears: what the tests of faults have in common.
import { CordboardClient } from '@cordboard/client';
import type { StreamEvent } from '@cordboard/contract';
import { createPhone, type Phone, type PhoneCall } from '@cordboard/telephony';
import WebSocket from 'ws';
import type { RunningServer } from '../support/running-server.ts';
import { until } from '../support/until.ts';
import { customerCalls, type Customer } from './customer.ts';

export const customerHz = 700;
export const agentHz = 1_100;
const clear = 0.5;

export type Floor = {
  readonly client: CordboardClient;
  readonly phone: Phone;
  /** Everything the agent's program was told. */
  readonly heard: StreamEvent[];
  /** A customer calls the queue and the agent's telephone answers. */
  talk(from: string): Promise<Talk>;
  /** Another person's program. */
  signIn(login: string): Promise<CordboardClient>;
  close(): Promise<void>;
};

export type Talk = {
  readonly customer: Customer;
  readonly callId: string;
  readonly phoneCall: PhoneCall;
  /** Both hear each other, in what comes from now on. */
  bothHear(): Promise<void>;
  /** The agent hangs up and is ready for the next one. */
  end(): Promise<void>;
};

export async function openFloor(server: RunningServer): Promise<Floor> {
  const clients: CordboardClient[] = [];
  const customers: Customer[] = [];
  const signIn = async (login: string): Promise<CordboardClient> => {
    const client = new CordboardClient({ url: server.agentUrl, WebSocket: WebSocket });
    clients.push(client);
    await client.signIn({ login, password: server.passwords.logins.get(login) ?? '' });
    return client;
  };
  const phone = createPhone({
    server: `sip:127.0.0.1:${server.sipPort}`,
    user: '8001',
    password: server.passwords.phones.get('8001') ?? '',
  });
  await phone.start();
  await phone.register();
  let phoneCall: PhoneCall | null = null;
  phone.onIncoming((call) => {
    phoneCall = call;
    void call
      .answer()
      .then(() => call.speak([{ kind: 'sine', frequencyHz: agentHz, durationMs: 1_000 }], { loop: true }));
  });
  const client = await signIn('1001');
  const heard: StreamEvent[] = [];
  client.on('event', (event) => heard.push(event));
  await client.call('agent.signIn', { deviceId: '8001', state: 'ready' });

  const talk = async (from: string): Promise<Talk> => {
    const customer = await customerCalls(server.sipPort, '4001', from, customerHz);
    customers.push(customer);
    const call = await until(
      'agent and customer are connected',
      () =>
        client.state.calls.find(
          ({ connections, from: party }) =>
            'number' in party && party.number === from && connections.every(({ state }) => state === 'connected'),
        ),
      30_000,
    );
    const { callId } = call;
    return {
      customer,
      callId,
      phoneCall: phoneCall!,
      async bothHear() {
        customer.audio.forget();
        await until('the customer hears the agent', () => customer.audio.hears(agentHz) > clear, 20_000);
        await until(
          'the agent hears the customer',
          async () => Math.abs((await phoneCall!.hear(400)).frequencyHz - customerHz) < 40,
          20_000,
        );
      },
      async end() {
        await client.call('call.hangUp', { callId });
        await customer.sip.done;
        await until('wrap-up', () => client.state.agent?.state === 'workingAfterCall');
        await client.call('agent.finishWrapUp', { state: 'ready' });
        customer.leave();
      },
    };
  };
  return {
    client,
    phone,
    heard,
    talk,
    signIn,
    async close() {
      for (const customer of customers) customer.leave();
      for (const each of clients) each.close();
      await phone.close();
    },
  };
}
