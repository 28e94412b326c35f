// Who is told what: takes each event down when it happens, and gives it out, encoded once, when the journal has it.
import type { AgentId, Audience, Configuration, GroupId, RoleProfile, SessionId } from '@cordboard/domain';
import type { SessionListener } from '../core.ts';
import { Ring, type RingEntry, type RingLimits } from './ring.ts';

/** A session that hears events. `given` is the seq of the last event it was given, or of its snapshot. */
type Subscriber = {
  readonly sessionId: SessionId;
  readonly agentId: AgentId;
  readonly listener: SessionListener;
  given: number;
  live: boolean;
};

/** What an agent may watch of others: from his role, kept until the configuration changes. */
type Watch = {
  readonly agents: boolean;
  readonly queues: boolean;
  readonly calls: boolean;
  readonly leaves: boolean;
  readonly scope: RoleProfile['scope'];
  readonly groupId: GroupId;
};

export class Publisher {
  readonly #ring: Ring;
  readonly #subscribers = new Map<SessionId, Subscriber>();
  readonly #byAgent = new Map<AgentId, Set<Subscriber>>();
  readonly #watching = new Set<Subscriber>();
  readonly #captured: RingEntry[] = [];
  #watches = new Map<AgentId, Watch>();
  #publishedSeq: number;
  #deliveries = 0;

  /** @param fromSeq the seq of the last event that was published before this process. */
  constructor(limits: RingLimits, fromSeq: number) {
    this.#ring = new Ring(limits);
    this.#publishedSeq = fromSeq;
  }

  get publishedSeq(): number {
    return this.#publishedSeq;
  }

  get counters(): { readonly deliveries: number; readonly subscribers: number; readonly ringEvents: number } {
    return { deliveries: this.#deliveries, subscribers: this.#subscribers.size, ringEvents: this.#ring.size };
  }

  configure(configuration: Configuration): void {
    const roles = new Map(configuration.roles.map((role) => [role.id, role]));
    this.#watches = new Map();
    for (const agent of configuration.agents) {
      const role = roles.get(agent.roleId);
      if (role === undefined || role.scope === 'own') continue;
      const agents = role.rights.includes('watchAgents');
      const queues = role.rights.includes('watchQueues');
      const leaves = role.rank !== 'agent' && role.rights.includes('approveLeave');
      if (agents || queues || leaves) {
        this.#watches.set(agent.id, {
          agents,
          queues,
          calls: agents || queues,
          leaves,
          scope: role.scope,
          groupId: agent.groupId,
        });
      }
    }
    for (const subscriber of this.#subscribers.values()) this.#index(subscriber);
  }

  /** Takes an event down; nobody is told before `release`. */
  capture(entry: RingEntry): void {
    this.#captured.push(entry);
  }

  /** The journal has everything up to `seq`: give it out, in order. */
  release(seq: number): void {
    let count = 0;
    for (const entry of this.#captured) {
      if (entry.seq > seq) break;
      count += 1;
      this.#ring.push(entry);
      this.#publishedSeq = entry.seq;
      this.#publish(entry);
    }
    this.#captured.splice(0, count);
  }

  subscribe(sessionId: SessionId, agentId: AgentId, listener: SessionListener): void {
    const subscriber: Subscriber = { sessionId, agentId, listener, given: this.#publishedSeq, live: false };
    this.#subscribers.set(sessionId, subscriber);
    this.#index(subscriber);
  }

  unsubscribe(sessionId: SessionId): void {
    const subscriber = this.#subscribers.get(sessionId);
    if (subscriber === undefined) return;
    this.#subscribers.delete(sessionId);
    this.#watching.delete(subscriber);
    const own = this.#byAgent.get(subscriber.agentId);
    own?.delete(subscriber);
    if (own?.size === 0) this.#byAgent.delete(subscriber.agentId);
  }

  pause(sessionId: SessionId): void {
    const subscriber = this.#subscribers.get(sessionId);
    if (subscriber !== undefined) subscriber.live = false;
  }

  /** Gives a session everything after `seq` and goes on live; false when that is no longer known. */
  resume(sessionId: SessionId, seq: number): boolean {
    const subscriber = this.#subscribers.get(sessionId);
    if (subscriber === undefined || !this.#ring.reaches(seq, this.#publishedSeq)) return false;
    subscriber.given = seq;
    subscriber.live = true;
    for (const entry of this.#ring.after(seq)) {
      if (this.#sees(subscriber, entry.audience)) this.#give(subscriber, entry);
      if (!subscriber.live) break;
    }
    return true;
  }

  /** Goes on after a snapshot that is current to `seq`, which may be ahead of what was published. */
  goOnAfter(sessionId: SessionId, seq: number): boolean {
    if (seq <= this.#publishedSeq) return this.resume(sessionId, seq);
    const subscriber = this.#subscribers.get(sessionId);
    if (subscriber === undefined) return false;
    subscriber.given = seq;
    subscriber.live = true;
    return true;
  }

  #publish(entry: RingEntry): void {
    const { audience } = entry;
    for (const agentId of audience.agentIds) {
      const own = this.#byAgent.get(agentId);
      if (own === undefined) continue;
      for (const subscriber of own) if (subscriber.live) this.#give(subscriber, entry);
    }
    if (audience.watchersOf === 'none') return;
    for (const subscriber of this.#watching) {
      if (!subscriber.live || audience.agentIds.includes(subscriber.agentId)) continue;
      if (this.#mayWatch(subscriber, audience)) this.#give(subscriber, entry);
    }
  }

  #give(subscriber: Subscriber, entry: RingEntry): void {
    if (entry.seq <= subscriber.given) return;
    const prev = subscriber.given;
    subscriber.given = entry.seq;
    this.#deliveries += 1;
    subscriber.listener.event(entry, prev);
  }

  #sees(subscriber: Subscriber, audience: Audience): boolean {
    return audience.agentIds.includes(subscriber.agentId) || this.#mayWatch(subscriber, audience);
  }

  #mayWatch(subscriber: Subscriber, audience: Audience): boolean {
    const watch = this.#watches.get(subscriber.agentId);
    if (watch === undefined || audience.watchersOf === 'none') return false;
    if (!watch[audience.watchersOf]) return false;
    return watch.scope === 'tenant' || audience.groupIds.includes(watch.groupId);
  }

  #index(subscriber: Subscriber): void {
    const own = this.#byAgent.get(subscriber.agentId) ?? new Set();
    own.add(subscriber);
    this.#byAgent.set(subscriber.agentId, own);
    if (this.#watches.has(subscriber.agentId)) this.#watching.add(subscriber);
    else this.#watching.delete(subscriber);
  }
}
