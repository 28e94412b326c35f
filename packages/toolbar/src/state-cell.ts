// The one place where the bar's state is kept, and where those who show it are told.
import { initialState } from './bar-state.ts';
import { noticeStaysMs } from './limits.ts';
import { rememberSettings, rememberShortcuts, rememberedSettings, rememberedShortcuts } from './settings.ts';
import type { BarState, Settings } from './bar-state.ts';
import type { Words } from './strings.table.ts';

export class StateCell {
  #state: BarState = { ...initialState, settings: rememberedSettings() };
  readonly #listeners = new Set<() => void>();
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  #notices = 0;

  get state(): BarState {
    return this.#state;
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  set(change: Partial<BarState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Back to the sign-in card; what the agent has chosen stays chosen. */
  clear(signInMessage: Words | null): void {
    clearTimeout(this.#noticeTimer);
    this.set({ ...initialState, settings: this.#state.settings, microphone: this.#state.microphone, signInMessage });
  }

  change(change: Partial<Settings>): void {
    const settings = { ...this.#state.settings, ...change };
    rememberSettings(settings);
    const { me } = this.#state;
    if (me && change.shortcuts) rememberShortcuts(me.agentId, settings.shortcuts);
    this.set({ settings });
  }

  /** This person has come: his shortcuts with him. */
  welcome(agentId: string): void {
    this.set({ settings: { ...this.#state.settings, shortcuts: rememberedShortcuts(agentId) } });
  }

  /** Says something for a while. */
  notice(kind: 'fault' | 'news', words: Words): void {
    clearTimeout(this.#noticeTimer);
    this.#notices += 1;
    this.set({ notice: { kind, words, id: this.#notices } });
    this.#noticeTimer = setTimeout(() => this.set({ notice: null }), noticeStaysMs);
  }

  dismissNotice(): void {
    clearTimeout(this.#noticeTimer);
    this.set({ notice: null });
  }
}
