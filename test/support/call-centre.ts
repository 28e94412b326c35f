// A whole call centre in this process for stories: the real loop, the real HTTP and native doors, clients over real sockets, PostgreSQL, and telephones and a clock that do as they are told.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CordboardClient, CordboardError } from '@cordboard/client';
import type { CallView, StreamEvent } from '@cordboard/contract';
import type { CallId, Configuration } from '@cordboard/domain';
import { pino } from 'pino';
import { expect } from 'vitest';
import WebSocket from 'ws';
import type { Core } from '../../packages/server/src/core.ts';
import { createAccounts } from '../../packages/server/src/accounts/accounts.ts';
import { hashPassword } from '../../packages/server/src/accounts/passwords.ts';
import { SipSecrets } from '../../packages/server/src/accounts/sip-secrets.ts';
import { createFakeDriver, type FakeDriver } from '../../packages/server/src/drivers/fake/fake-driver.ts';
import { createPostgresStore } from '../../packages/server/src/storage/postgres-store.ts';
import type { VertoLimits } from '../../packages/server/src/doors/verto/limits.ts';
import type { Store } from '../../packages/server/src/storage/store.ts';
import { Tenant } from '../../packages/server/src/tenant.ts';
import { createCore } from '../../packages/server/src/tenants.ts';
import { openDoor, type Door } from './open-door.ts';
import { lookups } from './lookups.ts';
import { smallTenant } from './small-tenant.ts';
import { until } from './until.ts';
import { VirtualClock } from './virtual-clock.ts';

export const password = 'a fine password';
const log = pino({ level: 'silent' });

type ScriptedPhone = ReturnType<FakeDriver['phone']>;
export type TelephoneCall = ReturnType<ScriptedPhone['call']>;

export type CentreOptions = {
  /** Lines to the outside; left out: as many as one likes. */
  readonly outsideLines?: number;
  readonly verto?: Partial<VertoLimits>;
};

/** A town with one database; every story is a tenant of its own in it. */
export class Town {
  readonly store: Store;
  readonly #folder: string;
  readonly #passwordHash: string;
  readonly #centres: CallCentre[] = [];
  #tenants = 0;

  private constructor(store: Store, folder: string, passwordHash: string) {
    this.store = store;
    this.#folder = folder;
    this.#passwordHash = passwordHash;
  }

  static async open(): Promise<Town> {
    const folder = await mkdtemp(join(tmpdir(), 'cordboard-town-'));
    const store = createPostgresStore({ dataFolder: folder, log });
    await store.open();
    return new Town(store, folder, await hashPassword(password));
  }

  async centre(
    change: (configuration: Configuration) => Configuration = (same) => same,
    options: CentreOptions = {},
  ): Promise<CallCentre> {
    this.#tenants += 1;
    const tenantId = `town${this.#tenants}`;
    const configuration = change(smallTenant(tenantId));
    for (const { id } of configuration.agents) {
      const user = { tenantId, agentId: id, login: id, passwordHash: this.#passwordHash, disabled: false };
      await this.store.users.save(user);
    }
    await this.store.saveConfiguration(tenantId, configuration);
    const centre = await CallCentre.open(this.store, configuration, options);
    this.#centres.push(centre);
    return centre;
  }

  /** Ends what stories have left open. */
  async tidyUp(): Promise<void> {
    for (const centre of this.#centres.splice(0)) await centre.close();
  }

  async close(): Promise<void> {
    await this.tidyUp();
    await this.store.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export class CallCentre {
  readonly clock = new VirtualClock();
  readonly driver: FakeDriver;
  readonly configuration: Configuration;
  /** What further doors of the same tenant stand on. */
  core!: Core;
  readonly #store: Store;
  readonly #people: { readonly client: CordboardClient | null }[] = [];
  readonly #doors: Door[] = [];
  readonly #verto: Partial<VertoLimits>;
  #tenant!: Tenant;
  #openDoor!: (port: number) => Promise<Door>;

  private constructor(store: Store, configuration: Configuration, { verto, ...lines }: CentreOptions) {
    this.driver = createFakeDriver({ clock: this.clock, ...lines });
    this.#verto = verto ?? {};
    this.#store = store;
    this.configuration = configuration;
  }

  static async open(store: Store, configuration: Configuration, options: CentreOptions): Promise<CallCentre> {
    const centre = new CallCentre(store, configuration, options);
    await centre.#start();
    return centre;
  }

  async #start(): Promise<void> {
    const { driver, clock, configuration } = this;
    const tenantId = configuration.tenant.id;
    const journal = await this.#store.journal(tenantId);
    this.#tenant = await Tenant.start({
      tenantId,
      configuration,
      journal,
      driver,
      clock,
      log,
      lookups,
      newId: randomUUID,
    });
    const accounts = createAccounts({ store: this.#store, now: Date.now, log });
    const secrets = new SipSecrets({ realm: 'small.example', now: Date.now });
    const tenants = new Map([[tenantId as string, this.#tenant]]);
    const core = createCore({ tenants, accounts, store: this.#store, secrets, sipDomain: 'small.example' });
    this.core = core;
    this.#openDoor = (port) => openDoor(core, accounts, log, port, this.#verto);
    await this.anotherDoor();
  }

  /** One more HTTP and native door onto the same tenant, at a port of its own; 0: any that is free. */
  async anotherDoor(port = 0): Promise<Door> {
    const door = await this.#openDoor(port);
    this.#doors.push(door);
    return door;
  }

  /** In the order in which they were opened. */
  get doors(): readonly Door[] {
    return this.#doors;
  }

  /** The address of the first native door. */
  get url(): string {
    return this.#doors[0]?.url ?? '';
  }

  /** How a Verto client names somebody: the town has other tenants, too. */
  loginOf(login: string): string {
    return `${login}@${this.configuration.tenant.id}`;
  }

  /** Is waited for, too, when everything settles; its client may come later. */
  joins(program: { readonly client: CordboardClient | null }): void {
    this.#people.push(program);
  }

  /** Somebody whose program has signed in; his telephone is registered, and he is not at work yet. */
  async person(login: string): Promise<Person> {
    const person = new Person(this.url, await this.telephone(login));
    this.#people.push(person);
    await person.client.signIn({ login, password, tenant: this.configuration.tenant.id });
    return person;
  }

  /** The telephone beside an agent, registered: 8001 for 2001, and so on. */
  async telephone(login: string): Promise<ScriptedPhone> {
    const phone = this.driver.phone({ user: login.replace(/^2/, '8'), extension: true });
    await phone.register();
    // As the browser's phone does: the program's answer button picks up.
    phone.onIncoming((call) => call.onTalk(() => void call.answer()));
    return phone;
  }

  /** Somebody at work. */
  async agent(login: string, state: 'ready' | 'notReady' = 'ready'): Promise<Person> {
    const person = await this.person(login);
    await person.client.call('agent.signIn', { deviceId: person.phone.options.user, state });
    await this.settled();
    return person;
  }

  /** The same person's program once more, at another place. */
  async anotherProgramOf(person: Person): Promise<Person> {
    const other = new Person(this.url, person.phone);
    this.#people.push(other);
    const login = person.client.state.session!.agent.agentId;
    await other.client.signIn({ login, password, tenant: this.configuration.tenant.id });
    return other;
  }

  customer(number: string): ScriptedPhone {
    return this.driver.phone({ user: number, displayName: `Customer ${number}`, extension: false });
  }

  /** The administrator sets something else, while everybody works. */
  async configure(change: (configuration: Configuration) => Configuration): Promise<void> {
    this.#tenant.loop.put({ type: 'configured', configuration: change(this.configuration) });
    await this.settled();
  }

  /** Moves the clock, then waits until everybody has been told. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.settled();
  }

  /** Everything that happened is in the journal, and every program that is connected has heard of it. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#tenant.loop.durable(this.#tenant.loop.seq);
    for (const { client } of this.#people) {
      // Asked one after the other: somebody may have been signed out meanwhile.
      if (client?.state.link !== 'up' || client.state.session === null) continue;
      await client.call('session.ping').catch((error: unknown) => {
        // Who leaves while he is asked has heard all that he will.
        if (client.state.session !== null) throw error;
      });
    }
  }

  async records() {
    return this.#store.callRecords(this.configuration.tenant.id, { limit: 100 });
  }

  /** The journal as it stands in the database. */
  async journal() {
    const journal = await this.#store.journal(this.configuration.tenant.id);
    const events = [];
    for await (const page of journal.read(0)) events.push(...page.map(({ event }) => event));
    return events;
  }

  get epoch(): string {
    return this.#tenant.journal.epoch;
  }

  /** What must be so whenever everybody has gone: no call, and nothing left in a queue or at the switch. */
  async expectNothingLeft(): Promise<void> {
    await this.settled();
    expect([...this.#tenant.loop.world.calls.keys()]).toEqual([]);
    for (const queue of this.#tenant.loop.world.queues.values()) {
      expect([queue.waiting, queue.ringing, queue.exclusive]).toEqual([[], [], 0]);
    }
    expect(await this.driver.counters()).toMatchObject({ calls: 0, connections: 0, recordings: 0 });
    expect(this.#tenant.loop.counters['bugs']).toBe(0);
  }

  async close(): Promise<void> {
    for (const { client } of this.#people) client?.close();
    for (const door of this.#doors) await door.close();
    await this.#tenant.close();
  }
}

/** One person's program, and the telephone beside it. */
export class Person {
  readonly client: CordboardClient;
  readonly phone: ScriptedPhone;
  readonly heard: StreamEvent[] = [];
  readonly endings: string[] = [];
  readonly #sockets: WebSocket[] = [];
  #away = false;

  constructor(url: string, phone: ScriptedPhone) {
    this.phone = phone;
    const sockets = this.#sockets;
    // Nobody listens at port 1.
    const where = (asked: string): string => (this.#away ? 'ws://127.0.0.1:1/' : asked);
    class Line extends WebSocket {
      constructor(asked: string) {
        super(where(asked));
        sockets.push(this);
      }
    }
    this.client = new CordboardClient({
      url,
      WebSocket: Line,
      limits: { firstRetryMs: 10, maxRetryMs: 50 },
    });
    this.client.on('event', (event) => this.heard.push(event));
    this.client.on('ended', (why) => this.endings.push(why));
  }

  get agent() {
    const { agent } = this.client.state;
    if (agent === null) throw new Error('nothing is known of the agent yet');
    return agent;
  }

  /** The one call he is in. */
  get call(): CallView {
    const [call, ...more] = this.client.state.calls;
    if (call === undefined || more.length > 0) throw new Error(`${this.client.state.calls.length} calls`);
    return call;
  }

  get callId(): CallId {
    return this.call.callId;
  }

  /** How far his part of the call has come; null: no call. */
  get at(): string | null {
    const { agentId } = this.agent;
    const own = this.client.state.calls
      .flatMap(({ connections }) => connections)
      .find(({ party }) => party.kind === 'agent' && party.agentId === agentId);
    return own?.state ?? null;
  }

  /** What his program was told, in order, without what comes before `from`. */
  types(from = 0): readonly string[] {
    return this.heard.slice(from).map(({ type }) => type);
  }

  /** A command that is refused: the refusal's name. */
  async refusal(asked: Promise<unknown>): Promise<string> {
    try {
      await asked;
    } catch (error) {
      if (error instanceof CordboardError) return error.refused;
      throw error;
    }
    return 'none';
  }

  /** The network between him and the server goes away, until `comeBack`. */
  async loseLink(): Promise<void> {
    this.#away = true;
    this.#sockets.at(-1)?.terminate();
    await until('the program notices', () => this.client.state.link !== 'up');
  }

  async comeBack(): Promise<void> {
    this.#away = false;
    await until('the program is back', () => this.client.state.link === 'up');
  }
}
