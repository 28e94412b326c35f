// The SIP server: sockets, transactions, registrar and calls put together.
import type { Unsubscribe } from '../common.ts';
import { Authentication } from './authentication.ts';
import type { SipContext } from './context.ts';
import { dialogKey } from './context.ts';
import type { DialogUser } from './context.ts';
import { count } from './flow.ts';
import type { Counters, Flow } from './flow.ts';
import { FlowKeepAlive } from './flow-keep-alive.ts';
import { KeepAlive } from './keep-alive.ts';
import { callId, tagOf, to } from './message.ts';
import type { SipRequest } from './message.ts';
import { startCall } from './outgoing-call.ts';
import { Reception } from './reception.ts';
import { Registrar } from './registrar.ts';
import { Registration } from './registration.ts';
import { restoreBindings, savedBindings } from './saved-bindings.ts';
import type {
  InviteOptions,
  RegistrationOptions,
  SavedBinding,
  SipBinding,
  SipCall,
  SipOrigin,
  SipRegistration,
  SipServer,
  SipServerOptions,
  SipTransport,
  SipWebSocket,
} from './sip-server.ts';
import { defaultTiming } from './timers.table.ts';
import type { Timing } from './timers.table.ts';
import { TransactionLayer } from './transaction-layer.ts';
import { Transports } from './transports.ts';

/**
 * Makes a SIP server; nothing is bound before `listen`.
 * @param timing RFC 3261 T1, T2 and T4, in milliseconds
 */
export function createSipServer(options: SipServerOptions, timing: Timing = defaultTiming): SipServer {
  return new Server(options, timing);
}

class Server implements SipServer {
  readonly #context: SipContext;
  readonly #counters: Counters = {};
  readonly #keepAlive: KeepAlive;
  readonly #invited = new Set<(call: SipCall, origin: SipOrigin) => void>();
  #closing = false;

  constructor(options: SipServerOptions, timing: Timing) {
    const counters = this.#counters;
    const registrar = new Registrar();
    const flowClosed = new Set<(flow: Flow) => void>();
    const calls = new Map<string, DialogUser>();
    const transactions = new TransactionLayer(timing, counters, {
      request: (transaction) => reception.request(transaction),
      ack: (ack) => this.#ack(ack),
    });
    const events = {
      message: (flow: Flow, data: Buffer) => reception.message(flow, data),
      closed: (flow: Flow) => {
        transactions.flowClosed(flow);
        registrar.flowClosed(flow);
        for (const listener of flowClosed) listener(flow);
      },
    };
    const transports = new Transports(options, events, counters);
    this.#context = {
      options,
      timing,
      counters,
      transactions,
      transports,
      registrar,
      calls,
      registrations: new Map(),
      flowKeepAlive: new FlowKeepAlive(counters),
      flowClosed,
    };
    const isAt = (user: string, address: string): boolean => registrar.isAt(user, address);
    const authentication = new Authentication(options.accounts, options.domain, counters, isAt);
    const reception: Reception = new Reception(this.#context, authentication, (call, origin) =>
      this.#offer(call, origin),
    );
    this.#keepAlive = new KeepAlive(this.#context);
  }

  async listen(): Promise<void> {
    await this.#context.transports.open();
    this.#keepAlive.start();
  }

  async close(drainMs: number): Promise<void> {
    this.#closing = true;
    this.#keepAlive.stop();
    const { calls, registrations, transactions, transports } = this.#context;
    await Promise.race([Promise.all([...registrations.values()].map((one) => one.stop())), after(drainMs)]);
    for (const call of calls.values()) call.end('normal');
    const until = Date.now() + drainMs;
    // A dialog leaves the table when its BYE is answered or given up.
    while (calls.size > 0 && Date.now() < until) await after(10);
    transactions.clear();
    await transports.close();
  }

  addresses(): readonly { transport: SipTransport; host: string; port: number }[] {
    return this.#context.transports.addresses();
  }

  acceptWebSocket(socket: SipWebSocket, remoteAddress: string, remotePort: number, secure: boolean): void {
    if (this.#closing) socket.close(1001);
    else this.#context.transports.acceptWebSocket(socket, remoteAddress, remotePort, secure);
  }

  bindings(user: string): readonly SipBinding[] {
    return this.#context.registrar.bindings(user);
  }

  revoke(user: string, ha1s: readonly string[]): void {
    this.#context.registrar.revoke(user, ha1s);
  }

  registeredUsers(): readonly string[] {
    return this.#context.registrar.users();
  }

  savedBindings(): readonly SavedBinding[] {
    return savedBindings(this.#context.registrar);
  }

  restoreBindings(saved: readonly SavedBinding[]): void {
    restoreBindings(saved, this.#context.registrar, this.#context.transports, Date.now());
  }

  invite(options: InviteOptions): SipCall {
    count(this.#counters, 'invitesSent');
    return startCall(this.#context, options);
  }

  register(options: RegistrationOptions): SipRegistration {
    return new Registration(this.#context, options);
  }

  onInvite(listener: (call: SipCall, origin: SipOrigin) => void): Unsubscribe {
    this.#invited.add(listener);
    return () => this.#invited.delete(listener);
  }

  onRegistered(listener: (binding: SipBinding) => void): Unsubscribe {
    return this.#context.registrar.onRegistered(listener);
  }

  onUnregistered(listener: (user: string, contactsLeft: number) => void): Unsubscribe {
    return this.#context.registrar.onUnregistered(listener);
  }

  counters(): Readonly<Record<string, number>> {
    const { transactions, calls, registrar } = this.#context;
    return {
      ...this.#counters,
      transactions: transactions.size,
      calls: calls.size,
      registeredUsers: registrar.users().length,
    };
  }

  #offer(call: SipCall, origin: SipOrigin): boolean {
    for (const listener of this.#invited) listener(call, origin);
    return this.#invited.size > 0 && !this.#closing;
  }

  #ack(ack: SipRequest): void {
    const call = this.#context.calls.get(dialogKey(callId(ack), tagOf(to(ack))));
    if (call === undefined) count(this.#counters, 'strayAcks');
    else call.ack(ack);
  }
}

async function after(ms: number): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, ms));
}
