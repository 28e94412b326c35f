// One person at the core: a single session of it, shared by all his connections and requests here, and what he is told, given on to each.
import type { Command, Refusal } from '@cordboard/domain';
import type { SnapshotState } from '@cordboard/contract';
import type { Core, OpenSession, Published, Session, StreamPosition } from '../../core.ts';
import { Desk } from './desk.ts';
import { tell, type CoreEvent, type Told } from './events.ts';

export type PresenceEnd = 'signedInElsewhere' | 'signedOutByOther' | 'shutdown';

export type PresenceListener = {
  told(all: readonly Told[]): void;
  /** What happened meanwhile can no longer be told. */
  gap(): void;
  over(reason: PresenceEnd): void;
};

/** The last event that was read: the next presence usually asks for the same. */
let read: { readonly published: Published; readonly event: CoreEvent } | null = null;

function eventOf(published: Published): CoreEvent {
  if (read?.published !== published) read = { published, event: JSON.parse(`${published.json}}`) as CoreEvent };
  return read.event;
}

export class Presence {
  readonly desk: Desk;
  readonly listeners = new Set<PresenceListener>();
  readonly #core: Core;
  readonly #session: Session;
  readonly #holders = new Set<object>();
  readonly #gone: () => void;
  /** Who signed the agent in. */
  #worker: object | null = null;
  #open: OpenSession | null = null;
  #opening: Promise<void> | null = null;
  #position: StreamPosition | null = null;

  /** @param gone called when nobody holds it any more, or it was ended. */
  constructor(core: Core, session: Session, gone: () => void) {
    this.#core = core;
    this.#session = session;
    this.#gone = gone;
    this.desk = new Desk(session.agentId);
  }

  get tenantId(): string {
    return this.#session.tenantId;
  }

  get agentId(): Session['agentId'] {
    return this.#session.agentId;
  }

  /** Whether this one may sign the agent in: nobody else who is here has. */
  mayWork(worker: object): boolean {
    const isFree = this.#worker === null || this.#worker === worker || !this.#holders.has(this.#worker);
    return isFree || (this.desk.agent?.state ?? 'null') === 'null';
  }

  works(worker: object, isWorking: boolean): void {
    this.#worker = isWorking ? worker : null;
  }

  get isHeld(): boolean {
    return this.#holders.size > 0;
  }

  /** From here on the person counts as here, until all who hold let go. Resolves when he is told what happens. */
  hold(holder: object): Promise<void> {
    this.#holders.add(holder);
    if (this.#open !== null) return this.#opening ?? Promise.resolve();
    const { tenantId } = this;
    const placeOf = (agentId: string) => this.#core.placeOf(tenantId, agentId as Session['agentId']);
    const open = this.#core.open(this.#session, {
      event: (published) => {
        const event = eventOf(published);
        this.#position = { epoch: this.#position?.epoch ?? '', seq: published.seq };
        this.desk.fold(event);
        const all = tell(event, placeOf);
        if (all.length > 0) for (const listener of this.listeners) listener.told(all);
      },
      closed: (reason) => this.#closed(reason),
    });
    this.#open = open;
    this.#opening = this.#begin(open).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  letGo(holder: object): void {
    if (!this.#holders.delete(holder) || this.#holders.size > 0) return;
    this.#open?.close('lost');
    this.#open = null;
    this.#gone();
  }

  command(command: Command): Promise<{ readonly result: unknown } | Refusal> {
    return this.#open?.command(command) ?? Promise.resolve({ refused: 'notAuthenticated' });
  }

  async phoneCredentials(deviceId: string): ReturnType<OpenSession['phoneCredentials']> {
    return this.#open?.phoneCredentials(deviceId) ?? { refused: 'notAuthenticated' };
  }

  /** Goes on where an earlier link ended, so that what happened meanwhile is told; else from what is now. */
  async #begin(open: OpenSession): Promise<void> {
    const isBack = this.#position !== null;
    if (this.#position !== null && open.resume(this.#position)) return;
    if (isBack) for (const listener of this.listeners) listener.gap();
    const { position, state } = await open.snapshot();
    this.#position = position;
    this.desk.begin(state as SnapshotState, position.seq);
  }

  #closed(reason: PresenceEnd): void {
    this.#open = null;
    this.#holders.clear();
    for (const listener of this.listeners) listener.over(reason);
    this.#gone();
  }
}
