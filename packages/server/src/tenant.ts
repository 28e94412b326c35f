// One tenant at work: its world brought back from the journal, its loop, its switch, and the sessions of its people.
import { createWorld, evolve, audienceOf, freezeWorld, thawWorld } from '@cordboard/domain';
import type { Configuration, SessionId, World } from '@cordboard/domain';
import type { Lookups } from '@cordboard/contract';
import type { Session, SessionListener } from './core.ts';
import type { SwitchDriver } from './drivers/switch.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import { Loop, encode } from './loop.ts';
import { Publisher } from './publish/publisher.ts';
import type { Journal } from './storage/store.ts';
import type { Clock } from './timers.ts';

export type TenantParts = {
  readonly tenantId: string;
  readonly configuration: Configuration;
  readonly journal: Journal;
  readonly driver: SwitchDriver;
  readonly lookups: Lookups;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  /** A session is over for good; one whose link is lost may come back and is not. */
  readonly sessionEnded?: (sessionId: SessionId) => void;
};

type Recovered = { readonly world: World; readonly publisher: Publisher; readonly seq: number };

/** Folds the journal from a snapshot that is old enough for clients to resume behind it. */
async function recover({ journal, log, lookups }: TenantParts): Promise<Recovered> {
  const last = await journal.lastSeq();
  const snapshot = await journal.snapshot(Math.max(0, last - limits.resumeWindowEvents));
  const thawed = snapshot === null ? null : thaw(snapshot.world, log);
  const world = thawed ?? createWorld();
  let seq = thawed === null ? 0 : (snapshot?.seq ?? 0);
  const publisher = new Publisher(limits, seq);
  for await (const page of journal.read(seq)) {
    for (const entry of page) {
      evolve(world, entry.event);
      seq = entry.seq;
      if (seq <= last - limits.resumeWindowEvents) continue;
      publisher.capture({
        seq,
        json: encode(journal.epoch, seq, entry.event, world, lookups),
        audience: audienceOf(world, entry.event),
      });
    }
  }
  publisher.release(seq);
  return { world, publisher, seq };
}

/** A snapshot of an older program is only a way back that is closed: the journal is folded from its beginning then. */
function thaw(frozen: string, log: Log): World | null {
  try {
    return thawWorld(frozen);
  } catch (error) {
    log.warn({ err: error }, 'world snapshot unreadable; the whole journal is folded');
    return null;
  }
}

export class Tenant {
  readonly id: string;
  readonly loop: Loop;
  readonly lookups: Lookups;
  readonly publisher: Publisher;
  readonly journal: Journal;
  readonly #parts: TenantParts;
  readonly #listeners = new Map<SessionId, SessionListener>();
  #snapshotSeq: number;
  #stopSnapshots: () => void = () => undefined;

  private constructor(parts: TenantParts, recovered: Recovered) {
    this.id = parts.tenantId;
    this.#parts = parts;
    this.lookups = parts.lookups;
    this.publisher = recovered.publisher;
    this.journal = parts.journal;
    this.#snapshotSeq = recovered.seq;
    this.loop = new Loop({
      ...recovered,
      ...parts,
      closeSession: (sessionId, reason) => {
        this.dismiss(sessionId, reason);
        parts.sessionEnded?.(sessionId);
      },
    });
  }

  /** Recovers the world, brings it up to the present configuration, and connects the switch. */
  static async start(parts: TenantParts): Promise<Tenant> {
    const startedAt = performance.now();
    const recovered = await recover(parts);
    const tenant = new Tenant(parts, recovered);
    recovered.publisher.configure(parts.configuration);
    if (JSON.stringify(recovered.world.configuration) !== JSON.stringify(parts.configuration)) {
      tenant.loop.put({ type: 'configured', configuration: parts.configuration });
    }
    tenant.loop.put({ type: 'recovered' });
    await parts.driver
      .start((fact) => tenant.loop.put({ type: 'fact', fact }))
      .catch((error: unknown) => {
        tenant.loop.close();
        throw error;
      });
    tenant.#keepSnapshots();
    const ms = Math.round(performance.now() - startedAt);
    parts.log.info({ tenant: tenant.id, seq: recovered.seq, ms }, 'tenant started');
    return tenant;
  }

  /** Registers who is told what a session hears; the agent's presence follows from it. A session that comes back takes the place of its earlier link. */
  attach(session: Session, listener: SessionListener): void {
    const { sessionId, agentId, accompanies } = session;
    this.dismiss(sessionId, 'signedInElsewhere');
    this.#listeners.set(sessionId, listener);
    this.publisher.subscribe(sessionId, agentId, listener);
    this.loop.put({ type: 'sessionOpened', sessionId, agentId, ...(accompanies && { accompanies }) });
  }

  /** A link that was replaced has nothing to say any more. */
  detach(session: Session, listener: SessionListener, how: 'lost' | 'ended'): void {
    if (this.#listeners.get(session.sessionId) !== listener) return;
    this.#listeners.delete(session.sessionId);
    this.publisher.unsubscribe(session.sessionId);
    if (how === 'ended') this.#parts.sessionEnded?.(session.sessionId);
    this.loop.put({ type: 'sessionClosed', sessionId: session.sessionId, agentId: session.agentId, how });
  }

  /** Ends a session from this side. */
  dismiss(sessionId: SessionId, reason: 'signedInElsewhere' | 'signedOutByOther' | 'shutdown'): void {
    const listener = this.#listeners.get(sessionId);
    if (listener === undefined) return;
    this.#listeners.delete(sessionId);
    this.publisher.unsubscribe(sessionId);
    listener.closed(reason);
  }

  /** Begins no more calls and waits for those that are there; agents stay connected meanwhile. */
  drain(drainMs: number): Promise<void> {
    return this.#parts.driver.drain(drainMs);
  }

  async close(): Promise<void> {
    this.#stopSnapshots();
    await this.#parts.driver.close();
    for (const sessionId of this.#listeners.keys()) this.dismiss(sessionId, 'shutdown');
    this.loop.close();
    await this.loop.durable(this.loop.seq);
    await this.#saveSnapshot();
    this.#parts.log.info({ tenant: this.id, seq: this.loop.seq }, 'tenant stopped');
  }

  #keepSnapshots(): void {
    const again = (): void => {
      this.#stopSnapshots = this.#parts.clock.after(limits.snapshotCheckMs, () => {
        const due = this.loop.seq - this.#snapshotSeq >= limits.snapshotEveryEvents;
        void (due ? this.#saveSnapshot() : Promise.resolve()).finally(again);
      });
    };
    again();
  }

  /** A snapshot is only a shorter way back: that one could not be saved is told, and the journal serves. */
  async #saveSnapshot(): Promise<void> {
    const seq = this.loop.seq;
    if (seq === this.#snapshotSeq) return;
    const world = freezeWorld(this.loop.world);
    try {
      await this.loop.durable(seq);
      await this.journal.saveSnapshot({ seq, world });
      this.#snapshotSeq = seq;
    } catch (error) {
      this.#parts.log.warn({ err: error, tenant: this.id }, 'world snapshot not saved');
    }
  }
}
