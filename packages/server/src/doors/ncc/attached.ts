// One user whom CTI modules watch and steer: a session that accompanies his own program at the core, and what each module is told of it.
import { randomUUID } from 'node:crypto';
import type { AgentView, SnapshotState } from '@cordboard/contract';
import type { NccEvent } from '@cordboard/contract/dialects/ncc';
import type { AgentId, Command, DeviceId, Refusal, SessionId } from '@cordboard/domain';
import type { Core, OpenSession, Published } from '../../core.ts';
import { Calls, type Told } from './calls.ts';
import { eventOf, type CoreEvent } from './core-event.ts';
import type { NccLimits } from './limits.ts';
import type { Fields } from './message.ts';
import { userStateOf, type UserState } from './user-state.ts';

/** A module, as a user it is attached to sees it. */
export type Watcher = {
  told(name: NccEvent, fields: Fields): void;
  /** Nothing is told any more: he is to be attached again. */
  over(): void;
};

export type Who = { readonly tenantId: string; readonly agentId: AgentId };

/** Whoever keeps him. */
export type AttachedListener = {
  works(deviceId: DeviceId): void;
  /** Nobody watches him any more, or the core has let him go. */
  gone(): void;
};

export class Attached {
  readonly who: Who;
  readonly limits: NccLimits;
  readonly calls: Calls;
  /** Resolves when there is something to tell. */
  readonly begun: Promise<void>;
  readonly #core: Core;
  readonly #open: OpenSession;
  readonly #watchers = new Set<Watcher>();
  readonly #told: AttachedListener;
  readonly #waiting = new Set<() => void>();
  #agent: AgentView | null = null;
  #isRegistered = false;
  #wrapUpCallId: string | null = null;
  #shown = '';
  #isOver = false;

  constructor(core: Core, who: Who, limits: NccLimits, told: AttachedListener) {
    this.#core = core;
    this.who = who;
    this.limits = limits;
    this.#told = told;
    this.calls = new Calls(who.agentId, limits);
    const session = {
      ...who,
      sessionId: randomUUID() as string as SessionId,
      rank: 'agent',
      accompanies: true,
    } as const;
    this.#open = core.open(session, {
      event: (published) => this.#take(published),
      closed: () => this.#over(),
    });
    this.begun = this.#begin();
  }

  get agent(): AgentView | null {
    return this.#agent;
  }

  /** Whether his telephone is there: without it there are no calls to steer. */
  get isHere(): boolean {
    return this.state.state !== 'offline';
  }

  get state(): UserState {
    return userStateOf(this.#agent, {
      isRegistered: this.#isRegistered,
      speakingSince: this.calls.speakingSince,
      wrapUpCallId: this.#wrapUpCallId,
    });
  }

  get wrapUpCallId(): string | null {
    return this.#agent?.state === 'workingAfterCall' ? this.#wrapUpCallId : null;
  }

  watch(watcher: Watcher): void {
    if (this.#isOver) watcher.over();
    else this.#watchers.add(watcher);
  }

  unwatch(watcher: Watcher): void {
    if (this.#watchers.delete(watcher)) this.leaveUnwatched();
  }

  /** Nobody who watches, nobody who is told. */
  leaveUnwatched(): void {
    if (this.#watchers.size > 0 || this.#isOver) return;
    this.#open.close('lost');
    this.#release();
  }

  command(command: Command): Promise<{ readonly result: unknown } | Refusal> {
    return this.#open.command(command);
  }

  tell(...[name, fields]: Told): void {
    for (const watcher of this.#watchers) watcher.told(name, fields);
  }

  /** Resolves when it holds, which is looked at behind each event; or when it takes too long. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (holds()) done();
      };
      const timer = setTimeout(done, this.limits.nccTellMs);
      this.#waiting.add(look);
    });
  }

  async #begin(): Promise<void> {
    const { state } = await this.#open.snapshot();
    const { agent, calls, device } = state as SnapshotState;
    this.#setAgent(agent);
    this.#isRegistered = device?.registered ?? false;
    this.calls.begin(calls);
    this.#shown = JSON.stringify(this.state);
  }

  #setAgent(agent: AgentView | null): void {
    this.#agent = agent;
    const deviceId = agent?.deviceId ?? null;
    if (deviceId !== null) this.#told.works(deviceId);
  }

  #take(published: Published): void {
    const event = eventOf(published);
    const isOwn = event.agent?.agentId === this.who.agentId;
    const isAtPhone = this.#foldPhone(event, isOwn);
    if (isOwn) this.#setAgent(event.agent ?? null);
    if (event.type === 'agent.workingAfterCall' && isOwn) this.#wrapUpCallId = String(event['callId']);
    for (const told of this.calls.fold(event)) this.tell(...told);
    if (isOwn && this.#agent !== null) {
      for (const told of this.calls.closeWorkedOn(this.#agent, this.#wrapUpCallId)) this.tell(...told);
    }
    if (isOwn || isAtPhone || !this.calls.isEmpty) this.#tellState();
    for (const look of this.#waiting) look();
    if (event.type === 'agent.profileChanged' && isOwn) this.#profileChanged();
  }

  /** @returns whether it is about his telephone. */
  #foldPhone({ type, device, deviceId }: CoreEvent & { readonly deviceId?: unknown }, isOwn: boolean): boolean {
    const isSignIn = type === 'agent.loggedOn' && isOwn;
    if (!isSignIn && (deviceId === undefined || deviceId !== this.#agent?.deviceId)) return false;
    if (type === 'device.unregistered') this.#isRegistered = false;
    else if (device !== undefined) this.#isRegistered = device.registered;
    return true;
  }

  #tellState(): void {
    // Between a call and what comes after it: that is told next.
    if (this.#agent?.state === 'busy' && this.calls.isEmpty && this.#agent.activity === 'calling') return;
    const { state } = this;
    const shown = JSON.stringify(state);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.tell('UserState', state);
  }

  /** He may have been taken out of what is set up. */
  #profileChanged(): void {
    if (this.#core.placeOf(this.who.tenantId, this.who.agentId) !== null) return;
    this.#open.close('lost');
    this.#over();
  }

  #over(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watcher of watchers) watcher.over();
    this.#release();
  }

  #release(): void {
    this.#isOver = true;
    for (const look of this.#waiting) look();
    this.#told.gone();
  }
}
