// All CTI servers together: login at one of them first, the others behind it, and what the agent wants held at each.
import type { ClientState, CordboardClient, StreamEvent } from '@cordboard/client';
import { CordboardError } from '@cordboard/client';
import type { RunningStateName } from '@cordboard/contract/dialects/ipsc';
import { limits } from '../limits.ts';
import { Refusal, refusalOf } from '../agent/refusal.ts';
import type { ServerPlace } from '../settings/settings.ts';
import { CtiServer, type Credentials } from './cti-server.ts';
import { mainOf } from './main-server.ts';
import { elsewhere, intentOf, nextStep, type Intent, type Step } from './mirror.ts';

export type CtiListener = {
  readonly changed: () => void;
  readonly event: (ctiIndex: number, event: StreamEvent) => void;
  /** A session began at a server, or is back, and the agent works there. @returns when he can be called, or cannot soon */
  readonly begun: (ctiIndex: number, deviceId: string | null) => Promise<void>;
  /** Logging in at a server behind the main one did not succeed; it is tried again. */
  readonly failed: (ctiIndex: number, error: unknown) => void;
  /** Somebody else has ended it. */
  readonly ended: () => void;
};

export type CtiOptions = {
  readonly places: readonly ServerPlace[];
  /** Which extension he works at there; null: none. */
  readonly extensionAt: (ctiIndex: number, state: ClientState) => string | null;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly listener: CtiListener;
  /** A call of the telephone that belongs to this server goes on. */
  readonly hasLine: (ctiIndex: number) => boolean;
};

const nothing: Intent = { state: 'notReady', reason: '', queueIds: [] };

export class CtiServers {
  readonly servers: readonly CtiServer[];
  readonly #options: CtiOptions;
  readonly #underWay = new Set<number>();
  readonly #refused = new Map<number, string>();
  readonly #retries = new Map<number, { timer: NodeJS.Timeout; attempt: number }>();
  #credentials: Credentials | null = null;
  #running: RunningStateName = 'Stopped';
  #main = 0;
  #intent = nothing;

  constructor(options: CtiOptions) {
    this.#options = options;
    this.servers = options.places.map(
      (place, index) =>
        new CtiServer(place, {
          changed: () => this.#changed(),
          event: (event) => this.#event(index, event),
          back: (deviceId) => void options.listener.begun(index, deviceId),
          ended: () => this.#ended(index),
        }),
    );
  }

  get running(): RunningStateName {
    return this.#running;
  }

  get main(): number {
    return this.#main;
  }

  /** @throws Refusal when no server is there for requests now. */
  client(ctiIndex: number = this.#main): CordboardClient {
    if (this.#running !== 'Started') throw new Refusal('agentOffline');
    const server = this.servers[ctiIndex];
    if (server === undefined) throw new Refusal('badParameter', `There is no CTI server ${ctiIndex}.`);
    if (server.connection !== 'Ok') throw new Refusal('connectFailed');
    return server.client;
  }

  /**
   * Logs in at one server, chosen by chance, of those that can be reached; the others follow by themselves.
   *
   * @throws Refusal: wrong credentials, logged in already, or no server there.
   */
  async logIn(credentials: Credentials): Promise<void> {
    if (this.#running !== 'Stopped') throw new Refusal('alreadyLoggedIn');
    if (this.servers.length === 0) throw new Refusal('connectFailed', 'No CTI server is set up.');
    this.#become('Starting');
    this.#intent = nothing;
    try {
      this.#main = await this.#first(credentials);
    } catch (error) {
      for (const server of this.servers) server.close();
      this.#become('Stopped');
      throw refusalOf(error);
    }
    this.#credentials = credentials;
    this.#become('Started');
    for (const index of this.servers.keys()) if (index !== this.#main) void this.#follow(index, 0);
  }

  /** @throws Refusal when nobody is logged in, or a call is going on. */
  async logOut(): Promise<void> {
    if (this.#running !== 'Started') throw new Refusal('agentOffline');
    await this.#stop();
  }

  /** Something that `hasLine` tells is another. */
  lookAgain(): void {
    if (this.#running === 'Started') for (const index of this.servers.keys()) void this.#reconcile(index);
  }

  /** Says nothing to anybody; for the end of the program. */
  close(): void {
    this.#forgetRetries();
    for (const server of this.servers) server.close();
  }

  async #stop(): Promise<void> {
    this.#become('Stopping');
    this.#credentials = null;
    this.#forgetRetries();
    await Promise.all(this.servers.map((server) => server.signOut()));
    this.#become('Stopped');
  }

  /** @returns index of the first server that let him in. */
  async #first(credentials: Credentials): Promise<number> {
    const order = this.#shuffled();
    let last: unknown = new Refusal('connectFailed');
    for (const index of order) {
      try {
        await this.#signInAt(index, credentials);
        return index;
      } catch (error) {
        last = error;
        if (!isPassing(error)) break;
      }
    }
    throw last;
  }

  async #signInAt(index: number, credentials: Credentials): Promise<void> {
    const server = this.servers[index]!;
    await server.signIn(credentials);
    const { agent } = server.state;
    const isInCall = agent?.state === 'busy';
    const deviceId = isInCall ? agent.deviceId : this.#options.extensionAt(index, server.state);
    try {
      if (!isInCall) await beginWork(server, deviceId);
    } catch (error) {
      await server.signOut();
      throw error;
    }
    await this.#options.listener.begun(index, deviceId);
  }

  /** Logs in at another server, until it succeeds or he logs out. */
  async #follow(index: number, attempt: number): Promise<void> {
    const credentials = this.#credentials;
    if (credentials === null) return;
    try {
      await this.#signInAt(index, credentials);
      if (this.#credentials === null) await this.servers[index]?.signOut();
    } catch (error) {
      if (this.#credentials === null) return;
      this.#options.listener.failed(index, error);
      const waitMs = Math.min(limits.maxRetryMs, limits.firstRetryMs * 2 ** Math.min(attempt, 10));
      const timer = setTimeout(() => void this.#follow(index, attempt + 1), waitMs);
      this.#retries.set(index, { timer, attempt });
    }
  }

  #forgetRetries(): void {
    for (const { timer } of this.#retries.values()) clearTimeout(timer);
    this.#retries.clear();
  }

  #become(running: RunningStateName): void {
    this.#running = running;
    this.#changed();
  }

  #changed(): void {
    if (this.#running === 'Started') {
      this.#main = mainOf(this.#candidates(), this.#main);
      const { agent } = this.servers[this.#main]?.state ?? {};
      if (agent && this.servers[this.#main]?.connection === 'Ok') this.#intent = intentOf(agent, this.#intent);
    }
    this.#options.listener.changed();
    if (this.#running === 'Started') for (const index of this.servers.keys()) void this.#reconcile(index);
  }

  #candidates(): readonly { isUp: boolean; isAtWork: boolean }[] {
    return this.servers.map(({ connection, state }) => ({
      isUp: connection === 'Ok',
      isAtWork: (state.agent?.callIds.length ?? 0) > 0 || state.supervision !== null,
    }));
  }

  #isElsewhere(index: number): boolean {
    return this.servers.some(
      ({ connection, state }, other) =>
        other !== index &&
        (connection === 'Ok' ? (state.agent?.callIds.length ?? 0) > 0 : this.#options.hasLine(other)),
    );
  }

  /** One step towards what is wanted, if it is not there; what was refused is not tried again until something changes. */
  async #reconcile(index: number): Promise<void> {
    const server = this.servers[index];
    if (server?.connection !== 'Ok' || this.#underWay.has(index)) return;
    const isElsewhere = this.#isElsewhere(index);
    const isMain = index === this.#main;
    if (isMain && !isElsewhere && server.state.agent?.reason !== elsewhere) return;
    const step = nextStep(server.state, this.#intent, isElsewhere);
    const key = step && JSON.stringify([step, server.state.agent?.state, server.state.device?.registered]);
    if (step === null || this.#refused.get(index) === key) return;
    this.#underWay.add(index);
    try {
      await take(server.client, step);
      this.#refused.delete(index);
    } catch {
      this.#refused.set(index, key ?? '');
    } finally {
      this.#underWay.delete(index);
    }
    void this.#reconcile(index);
  }

  #event(index: number, event: StreamEvent): void {
    this.#options.listener.event(index, event);
    const ownId = this.servers[index]?.state.session?.agent.agentId;
    if (!('agentId' in event) || event.agentId !== ownId) return;
    if (event.type === 'agent.loggedOff' && index === this.#main && this.#running === 'Started') this.#ended(index);
    if (index !== this.#main) this.#adopt(event);
  }

  /** What happened to him at another server than the main one holds for all: a supervisor's order, calls that he missed. */
  #adopt(event: StreamEvent): void {
    const main = this.servers[this.#main];
    if (main?.connection !== 'Ok') return;
    const isMissed = event.type === 'agent.notReady' && adopted.has(event.agent?.reason ?? '');
    if (!isMissed && event.type !== 'agent.stateForced') return;
    const { state, reason } = event.agent ?? { state: 'notReady', reason: '' };
    const step: Step = state === 'ready' ? { method: 'agent.setReady' } : { method: 'agent.setNotReady', reason };
    take(main.client, step).catch(() => {});
  }

  #ended(index: number): void {
    if (this.#running !== 'Started' || index !== this.#main) return;
    this.#options.listener.ended();
    void this.#stop();
  }

  #shuffled(): readonly number[] {
    const left = [...this.servers.keys()];
    const order: number[] = [];
    while (left.length > 0) order.push(...left.splice(Math.floor(this.#options.random() * left.length), 1));
    return order;
  }
}

/** Begins anew, also where an earlier program ended without a word; in no group, so that no queue finds him yet. */
async function beginWork(server: CtiServer, deviceId: string | null): Promise<void> {
  const { client } = server;
  if (client.state.agent !== null && client.state.agent.state !== 'null') await client.call('agent.signOut');
  await client.call('agent.signIn', { ...(deviceId === null ? {} : { deviceId }), state: 'notReady', queueIds: [] });
  await atWork(server);
}

/** The answer comes before the event that tells the same. */
async function atWork({ client }: CtiServer): Promise<void> {
  const isAtWork = (): boolean => client.state.agent?.state === 'notReady' && client.state.agent.queueIds.length === 0;
  if (isAtWork()) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      off();
      resolve();
    };
    const timer = setTimeout(end, limits.settleMs);
    const off = client.on('change', () => {
      if (isAtWork()) end();
    });
  });
}

/** Reasons that the core itself gives. */
const adopted: ReadonlySet<string> = new Set(['missedCalls', 'noAnswer']);

const passing: ReadonlySet<string> = new Set([
  'linkLost',
  'timeout',
  'notConnected',
  'closed',
  'overloaded',
  'internal',
]);
const isPassing = (error: unknown): boolean => error instanceof CordboardError && passing.has(error.refused);

async function take(client: CordboardClient, step: Step): Promise<void> {
  switch (step.method) {
    case 'agent.setReady':
      return void (await client.call('agent.setReady'));
    case 'agent.setNotReady':
      return void (await client.call('agent.setNotReady', { reason: step.reason }));
    case 'queue.signIn':
    case 'queue.signOut':
      return void (await client.call(step.method, { queueIds: [...step.queueIds] }));
  }
}
