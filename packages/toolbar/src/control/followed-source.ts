// What the element shows while its page comes and goes: nobody at first, then whatever store the page's client has.
import { initialState } from '../bar-state.ts';
import type { BarSource } from '../agent-bar.ts';
import type { BarState } from '../bar-state.ts';

/** Members of a source that are not deeds of an agent. */
type Standing = Pick<BarSource, 'state' | 'subscribe' | 'connect' | 'disconnect'>;

const nobody: BarState = { ...initialState, guest: true };

class Followed implements Standing {
  readonly #listeners = new Set<() => void>();
  source: BarSource | null = null;
  #unsubscribe: (() => void) | null = null;
  #connected = false;

  get state(): BarState {
    return this.source === null ? nobody : { ...this.source.state, guest: true };
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  connect(): void {
    this.#connected = true;
    this.source?.connect();
  }

  disconnect(): void {
    this.#connected = false;
    this.source?.disconnect();
  }

  follow(source: BarSource): void {
    this.#unsubscribe?.();
    this.source?.disconnect();
    this.source = source;
    this.#unsubscribe = source.subscribe(() => this.#tell());
    if (this.#connected) source.connect();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export type FollowedSource = Followed & BarSource;

/** Deeds go to the store that is followed; without one there is nobody who could do anything. */
export const FollowedSource = function (): FollowedSource {
  const followed = new Followed();
  return new Proxy(followed, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (own !== undefined) return typeof own === 'function' ? (own.bind(target) as unknown) : own;
      return (...given: unknown[]): unknown => {
        const deed: unknown = target.source === null ? null : Reflect.get(target.source, name);
        return typeof deed === 'function' ? Reflect.apply(deed, target.source, given) : undefined;
      };
    },
  }) as FollowedSource;
} as unknown as new () => FollowedSource;
