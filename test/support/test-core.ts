// A core small enough to read: accounts in a map, a stream in an array. What doors and clients are held to without the loop.
import type { AgentId, Command, GroupId, Refusal, SessionId } from '@cordboard/domain';
import type {
  Authenticated,
  Core,
  OpenSession,
  Published,
  Session,
  SessionListener,
  StreamPosition,
} from '../../packages/server/src/core.ts';

type Subscriber = { readonly session: Session; readonly listener: SessionListener; given: number; live: boolean };

export class TestCore implements Core {
  epoch = 'e1';
  /** Of the next token (ms since the Unix epoch). */
  expiresAt = 4_000_000_000_000;
  /** What commands are answered with; they are kept in `commands`. */
  answer: (command: Command, agentId: AgentId) => { readonly result: unknown } | Refusal = () => ({ result: {} });
  readonly commands: Command[] = [];
  readonly closed: { readonly sessionId: SessionId; readonly how: 'lost' | 'ended' }[] = [];
  readonly addresses: string[] = [];
  snapshots = 0;
  pauses = 0;
  readonly #waiting: { readonly ready: () => boolean; readonly resolve: () => void }[] = [];
  readonly #events: Published[] = [];
  readonly #subscribers = new Map<SessionId, Subscriber>();
  readonly #tokens = new Map<string, Authenticated>();
  #sessions = 0;
  #forgottenUpTo = 0;

  get seq(): number {
    return this.#forgottenUpTo + this.#events.length;
  }

  get liveSessions(): number {
    return this.#subscribers.size;
  }

  /** Everybody who is live is told at once. */
  publish(message: Readonly<Record<string, unknown>> = { type: 'agent.ready', at: 1, agentId: '1001' }): void {
    const seq = this.seq + 1;
    const published = { seq, json: JSON.stringify({ epoch: this.epoch, seq, ...message }).slice(0, -1) };
    this.#events.push(published);
    for (const subscriber of this.#subscribers.values()) if (subscriber.live) give(subscriber, published);
    this.changed();
  }

  /** Nobody can resume at what was published so far. */
  forget(): void {
    this.#forgottenUpTo = this.seq;
    this.#events.length = 0;
  }

  /** Resolves when `ready` holds, looked at whenever something happened here. */
  until(ready: () => boolean): Promise<void> {
    if (ready()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ ready, resolve }));
  }

  changed(): void {
    for (const waiting of this.#waiting) if (waiting.ready()) waiting.resolve();
  }

  authenticate(
    { login, password }: { readonly login: string; readonly password: string },
    address: string,
  ): Promise<Authenticated | Refusal> {
    this.addresses.push(address);
    if (password !== 'right') return Promise.resolve({ refused: 'notAuthenticated' });
    return Promise.resolve(this.#authenticated(login as AgentId, `token-${login}-${++this.#sessions}`));
  }

  authenticateToken(token: string): Promise<Authenticated | Refusal> {
    const known = this.#tokens.get(token);
    return Promise.resolve(
      known === undefined ? { refused: 'notAuthenticated' } : this.#authenticated(known.session.agentId, token),
    );
  }

  revokeToken(token: string): Promise<void> {
    this.#tokens.delete(token);
    return Promise.resolve();
  }

  changePassword(): Promise<null> {
    return Promise.resolve(null);
  }

  tenantOf(domain: string): string | null {
    return domain === 'demo' ? domain : null;
  }

  agentByLogin(_tenantId: string, login: string): Promise<AgentId | null> {
    return Promise.resolve(login as AgentId);
  }

  placeOf(): null {
    return null;
  }

  queuesOf(): readonly [] {
    return [];
  }

  groupsOf(): readonly [] {
    return [];
  }

  telephonesFor(): readonly [] {
    return [];
  }

  open(session: Session, listener: SessionListener): OpenSession {
    for (const other of this.#subscribers.values()) {
      if (other.session.agentId !== session.agentId) continue;
      this.#subscribers.delete(other.session.sessionId);
      other.listener.closed('signedInElsewhere');
    }
    const subscriber: Subscriber = { session, listener, given: this.seq, live: false };
    this.#subscribers.set(session.sessionId, subscriber);
    this.changed();
    return this.#openSession(subscriber);
  }

  shutDown(): void {
    for (const { listener } of this.#subscribers.values()) listener.closed('shutdown');
    this.#subscribers.clear();
  }

  #authenticated(agentId: AgentId, token: string): Authenticated {
    const sessionId = `s-${++this.#sessions}` as SessionId;
    const authenticated: Authenticated = {
      session: { sessionId, tenantId: 'demo', agentId, rank: 'agent' },
      person: { name: `Agent ${agentId}`, groupId: 'g' as GroupId, scope: 'own', rights: [] },
      token,
      expiresAt: this.expiresAt,
    };
    this.#tokens.set(token, authenticated);
    return authenticated;
  }

  #openSession(subscriber: Subscriber): OpenSession {
    const { sessionId, agentId } = subscriber.session;
    return {
      command: (command) => {
        this.commands.push(command);
        return Promise.resolve(this.answer(command, agentId));
      },
      snapshot: async () => {
        this.snapshots += 1;
        subscriber.live = false;
        const seq = this.seq;
        await new Promise((resolve) => setImmediate(resolve));
        process.nextTick(() => this.#goOn(subscriber, seq));
        const state = {
          agent: null,
          rights: { rank: 'agent', scope: 'own', rights: [] },
          calls: [],
          queues: [],
          device: null,
        };
        return { position: { epoch: this.epoch, seq }, state: { ...state, devices: [], ivrs: [] } };
      },
      resume: (position: StreamPosition) => {
        if (position.epoch !== this.epoch || position.seq > this.seq || position.seq < this.#forgottenUpTo)
          return false;
        this.#goOn(subscriber, position.seq);
        return true;
      },
      pause: () => {
        this.pauses += 1;
        subscriber.live = false;
        this.changed();
      },
      phoneCredentials: (deviceId) =>
        Promise.resolve(
          deviceId === '8001'
            ? {
                user: '8001',
                address: '8001~page',
                password: 'secret',
                domain: 'example.com',
                expiresAt: 4_000_000_000_000,
              }
            : { refused: 'unknownDevice', field: 'deviceId' },
        ),
      callRecords: () => Promise.resolve([]),
      stateHistory: () => Promise.resolve({ refused: 'notPermitted' }),
      close: (how) => {
        this.closed.push({ sessionId, how });
        this.#subscribers.delete(sessionId);
        this.changed();
      },
    };
  }

  #goOn(subscriber: Subscriber, seq: number): void {
    subscriber.given = seq;
    subscriber.live = true;
    for (const published of this.#events) {
      if (subscriber.live && published.seq > subscriber.given) give(subscriber, published);
    }
  }
}

function give(subscriber: Subscriber, published: Published): void {
  const prev = subscriber.given;
  subscriber.given = published.seq;
  subscriber.listener.event(published, prev);
}
