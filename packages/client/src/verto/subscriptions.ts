// What a client has subscribed to: handlers by channel, and how far each channel has been told, so that nothing is told twice and holes are noticed.
import type { VertoError } from './error.ts';

/** An event as it comes: `data` by `eventType`; unknown types are given on as they are. */
export type VertoEvent = {
  readonly eventChannel: string;
  readonly eventType?: string;
  readonly eventSerno?: number;
  readonly subscribedChannel?: string;
  /** The full name, `vcc.<group>.<agent>`; ours. */
  readonly topic?: string;
  readonly data?: unknown;
} & Readonly<Record<string, unknown>>;

/** What `subscribe` gives back, for `unsubscribe`. */
export type Handle = { readonly eventChannel: string; readonly id: number };

export type Listener<Client> = {
  readonly handler: (client: Client, event: VertoEvent) => void;
  /** The server does not let this client have the channel. */
  readonly failed?: (error: VertoError) => void;
};
type Channel<Client> = { readonly listeners: Map<number, Listener<Client>>; last: number };

export class Subscriptions<Client> {
  readonly #channels = new Map<string, Channel<Client>>();
  #nextId = 1;

  get names(): readonly string[] {
    return [...this.#channels.keys()];
  }

  /** @returns the handle, and whether the server has to be asked. */
  add(name: string, listener: Listener<Client>): { readonly handle: Handle; readonly isNew: boolean } {
    const known = this.#channels.get(name);
    const channel = known ?? { listeners: new Map(), last: -1 };
    const id = this.#nextId++;
    channel.listeners.set(id, listener);
    this.#channels.set(name, channel);
    return { handle: { eventChannel: name, id }, isNew: known === undefined };
  }

  /** @returns the channel when nobody listens to it any more, else null. */
  remove(which: Handle | string): string | null {
    const name = typeof which === 'string' ? which : which.eventChannel;
    const channel = this.#channels.get(name);
    if (channel === undefined) return null;
    if (typeof which === 'string') channel.listeners.clear();
    else channel.listeners.delete(which.id);
    if (channel.listeners.size > 0) return null;
    this.#channels.delete(name);
    return name;
  }

  /** The server knew nothing of this channel before: its numbers begin anew. */
  beginAgain(name: string): void {
    const channel = this.#channels.get(name);
    if (channel !== undefined) channel.last = -1;
  }

  /** The server refuses the channel to all who listen to it. */
  refused(name: string, error: VertoError): void {
    for (const { failed } of this.#channels.get(name)?.listeners.values() ?? []) callSafely(() => failed?.(error));
  }

  /**
   * Gives an event to whoever subscribed to its channel, or (a real FreeSWITCH) to the channel above it.
   *
   * @returns `doubled`: it came before; `hole`: events before it are missing; `unknown`: nobody listens.
   */
  give(client: Client, event: VertoEvent): 'given' | 'doubled' | 'hole' | 'unknown' {
    const name = this.#nameFor(event);
    const channel = name === null ? undefined : this.#channels.get(name);
    if (channel === undefined) return 'unknown';
    const { eventSerno } = event;
    const numbered = typeof eventSerno === 'number';
    if (numbered && eventSerno <= channel.last) return 'doubled';
    const isHole = numbered && channel.last >= 0 && eventSerno > channel.last + 1;
    if (numbered) channel.last = eventSerno;
    for (const { handler } of [...channel.listeners.values()]) callSafely(() => handler(client, event));
    return isHole ? 'hole' : 'given';
  }

  #nameFor({ subscribedChannel, eventChannel }: VertoEvent): string | null {
    // One that was given up, and an event of it still under way: it is not the channel above's.
    if (subscribedChannel !== undefined) return this.#channels.has(subscribedChannel) ? subscribedChannel : null;
    for (let name = eventChannel; ; name = name.slice(0, name.lastIndexOf('.'))) {
      if (this.#channels.has(name)) return name;
      if (!name.includes('.')) return null;
    }
  }
}

/** A handler that throws keeps nobody else from hearing; its error is the page's. */
export function callSafely(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
