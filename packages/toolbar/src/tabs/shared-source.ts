// One session for all tabs of a page: the tab that leads has the store, the others show what it says and pass on what their agent does.
import { initialState } from '../bar-state.ts';
import { tabsAskedEveryMs } from '../limits.ts';
import { keepTabSession, tabSession } from '../settings.ts';
import { Leadership } from './leadership.ts';
import { asFollower, asLeader, heard, nextTerm, silent, takingOver } from './tab-messages.ts';
import type { BarSource } from '../agent-bar.ts';
import type { BarState, Desk, Panel, SignInForm } from '../bar-state.ts';
import type { Follower, Led, TabMessage } from './tab-messages.ts';

/** What leads: the store, and being told of the panels of other tabs. */
export interface LeadingSource extends BarSource {
  looks(tab: string, panel: Panel | null): void;
}

/** Members of a store that are no deeds of an agent. */
const notDeeds: ReadonlySet<string> = new Set(['constructor', 'connect', 'disconnect', 'subscribe', 'looks']);

/** Locks and channels of a page's origin are everybody's. */
const sharedName = (name: string): string => `cordboard ${name}`;

class SharedTabs {
  readonly #name: string;
  readonly #makeStore: (name: string) => LeadingSource;
  readonly #id = crypto.randomUUID();
  readonly #listeners = new Set<() => void>();
  readonly #followers = new Map<string, Follower>();
  /** Followers that have spoken since they were last asked. */
  readonly #answered = new Set<string>();
  readonly #leadership: Leadership;
  #rollCall: ReturnType<typeof setInterval> | undefined;
  #channel: BroadcastChannel | null = null;
  #store: LeadingSource | null = null;
  #unsubscribe: (() => void) | null = null;
  #led: Led = { term: 0, state: null };
  #panel: Panel | null = null;
  #posting = false;
  /** What to do once this tab leads: the sign-in that made it take the lead. */
  #first: ((store: LeadingSource) => void) | null = null;
  readonly #onVisibility = (): void => this.#report();
  readonly #onHide = (): void => this.#post({ kind: 'left', from: this.#id });
  /** A page that comes back out of the browser's cache has lost its lock. */
  readonly #onShow = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    this.disconnect();
    this.connect();
  };

  constructor(name: string, makeStore: (name: string) => LeadingSource) {
    this.#name = name;
    this.#makeStore = makeStore;
    this.#leadership = new Leadership(sharedName(name), { won: () => this.#lead(), lost: () => this.#follow() });
  }

  get state(): BarState {
    if (this.#store) return asLeader(takingOver(this.#led.state, this.#store.state), this.#followers.values());
    if (this.#led.state) return asFollower(this.#led.state, this.#panel);
    return { ...initialState, session: 'restoring', tabs: { leads: false, seenElsewhere: false } };
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  connect(): void {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel(sharedName(this.#name));
    this.#channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => this.#take(data));
    document.addEventListener('visibilitychange', this.#onVisibility);
    globalThis.addEventListener('pagehide', this.#onHide);
    globalThis.addEventListener('pageshow', this.#onShow);
    this.#report();
    this.#leadership.ask();
  }

  disconnect(): void {
    this.#post({ kind: 'left', from: this.#id });
    this.#dropStore();
    this.#leadership.leave();
    document.removeEventListener('visibilitychange', this.#onVisibility);
    globalThis.removeEventListener('pagehide', this.#onHide);
    globalThis.removeEventListener('pageshow', this.#onShow);
    this.#channel?.close();
    this.#channel = null;
  }

  /** Each tab has its own panel. */
  show(panel: Panel | null): void {
    if (this.#store) return this.#store.show(panel);
    this.#panel = panel;
    this.#report();
    this.#tell();
  }

  /** Whoever signs in leads: browsers ask for the microphone only in the tab that is looked at, and let sound out only after a press. */
  signIn(form: SignInForm): void {
    if (this.#store) return this.#store.signIn(form);
    if (this.state.session !== 'signedOut') return;
    this.#first = (store) => store.signIn(form);
    this.#leadership.take();
  }

  deed(name: string, given: readonly unknown[]): void {
    if (this.#store) this.#carryOut(this.#store, name, given);
    else this.#post({ kind: 'deed', name, given });
  }

  #carryOut(store: LeadingSource, name: string, given: readonly unknown[]): void {
    const deed: unknown = notDeeds.has(name) ? null : Reflect.get(store, name);
    if (typeof deed === 'function') Reflect.apply(deed, store, given);
  }

  #lead(): void {
    this.#led = { ...this.#led, term: nextTerm(this.#led.term, Date.now()) };
    const store = this.#makeStore(this.#name);
    this.#store = store;
    this.#unsubscribe = store.subscribe(() => this.#changed());
    store.connect();
    if (this.#panel) store.show(this.#panel);
    this.#panel = null;
    this.#post({ kind: 'whoIsThere' });
    this.#rollCall = setInterval(() => this.#callRoll(), tabsAskedEveryMs);
    const first = this.#first;
    this.#first = null;
    first?.(store);
    this.#changed();
  }

  #follow(): void {
    this.#dropStore();
    this.#report();
    this.#leadership.ask();
  }

  #dropStore(): void {
    if (!this.#store) return;
    this.#led = { ...this.#led, state: this.#store.state };
    this.#unsubscribe?.();
    this.#store.disconnect();
    this.#store = null;
    clearInterval(this.#rollCall);
    this.#followers.clear();
  }

  #take(message: TabMessage): void {
    if (this.#store) this.#takeAsLeader(this.#store, message);
    else if (message.kind === 'whoIsThere') this.#report();
    else if (message.kind === 'state') {
      const led = heard(this.#led, message);
      if (led === this.#led) return;
      this.#led = led;
      if (message.session?.token !== tabSession(this.#name)?.token) keepTabSession(this.#name, message.session);
      this.#tell();
    }
  }

  #takeAsLeader(store: LeadingSource, message: TabMessage): void {
    if (message.kind === 'deed') this.#carryOut(store, message.name, message.given);
    if (message.kind === 'tab') {
      this.#answered.add(message.from);
      this.#followers.set(message.from, message);
      store.looks(message.from, message.panel);
      this.#changed();
    }
    if (message.kind === 'left') this.#forget(message.from);
  }

  #forget(follower: string): void {
    if (!this.#followers.delete(follower)) return;
    this.#store?.looks(follower, null);
    this.#changed();
  }

  #callRoll(): void {
    for (const follower of silent(this.#followers, this.#answered)) this.#forget(follower);
    this.#answered.clear();
    this.#post({ kind: 'whoIsThere' });
  }

  /** Says that this tab is here, whether it is seen, and which panel it shows. */
  #report(): void {
    if (this.#store) this.#changed();
    else this.#post({ kind: 'tab', from: this.#id, visible: !document.hidden, panel: this.#panel });
  }

  /** Several changes in a row are told once. */
  #changed(): void {
    this.#tell();
    if (this.#posting || this.#followers.size === 0) return;
    this.#posting = true;
    queueMicrotask(() => {
      this.#posting = false;
      const { state } = this;
      const seenElsewhere = state.tabs.seenElsewhere || !document.hidden;
      if (!this.#store) return;
      this.#post({
        kind: 'state',
        term: this.#led.term,
        state: { ...state, panel: null, tabs: { leads: false, seenElsewhere } },
        session: tabSession(this.#name),
      });
    });
  }

  #post(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/**
 * @param name of the lock, the channel and the session: tabs with the same name share
 * @param makeStore makes what leads
 * @returns a source whose deeds are carried out by the leading tab, whatever their names
 */
export function sharedSource(name: string, makeStore: (name: string) => LeadingSource): BarSource {
  const tabs = new SharedTabs(name, makeStore);
  const deeds = new Proxy(tabs, {
    get(target, deed) {
      if (typeof deed !== 'string') return undefined;
      if (!(deed in target)) return (...given: unknown[]) => target.deed(deed, given);
      const own: unknown = Reflect.get(target, deed);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
  return deeds as SharedTabs & Desk;
}
