// A session of Verto, by its sessid: what it has subscribed to, how far each channel has been told, and the connection it is on, if any.
import type { VertoMessage } from '@cordboard/contract/dialects/verto';
import type { Authenticated } from '../../core.ts';
import { carries, topicName, type Channel } from './channels.ts';
import type { Told } from './events.ts';
import { messageText, type Fields } from './frame.ts';
import type { LoggedIn } from './login.ts';
import type { Presence, PresenceEnd, PresenceListener } from './presence.ts';

/** The connection, as its session sees it. */
export type Outlet = {
  send(text: string): void;
  /** Told not to come back by itself, then closed. */
  punt(reason: string): void;
  close(code: number, reason: string): void;
};

type Subscription = { readonly channel: Channel; serno: number };

export class VertoSession implements PresenceListener {
  readonly sessid: string;
  readonly presence: Presence;
  /** The extension that is this client's telephone; null: it is none. */
  readonly extension: string | null;
  authenticated: Authenticated;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #maxMissed: number;
  /** Told when its agent may be another than before. */
  readonly #changed: (session: VertoSession) => void;
  #missed: string[] = [];
  #outlet: Outlet | null = null;
  /** Whether events go out at once: from `catchUp` on, so that they stand behind the reply to the login. */
  #live = false;

  constructor(
    sessid: string,
    { authenticated, phone }: LoggedIn,
    presence: Presence,
    options: { readonly maxMissed: number; readonly changed: (session: VertoSession) => void },
  ) {
    this.sessid = sessid;
    this.authenticated = authenticated;
    this.extension = phone;
    this.presence = presence;
    this.#maxMissed = options.maxMissed;
    this.#changed = options.changed;
    presence.listeners.add(this);
  }

  get outlet(): Outlet | null {
    return this.#outlet;
  }

  get channels(): readonly string[] {
    return [...this.#subscriptions.keys()];
  }

  /** Takes up a connection; an earlier one is told that it is over. What was missed is given by `catchUp`. */
  attach(outlet: Outlet): void {
    this.#outlet?.punt('signed in again with this sessid');
    this.#outlet = outlet;
    this.#live = false;
  }

  /** @returns whether `outlet` was the present connection. */
  detach(outlet: Outlet): boolean {
    if (this.#outlet !== outlet) return false;
    this.#outlet = null;
    this.#live = false;
    return true;
  }

  catchUp(): void {
    const missed = this.#missed;
    this.#missed = [];
    this.#live = true;
    for (const text of missed) this.#outlet?.send(text);
  }

  subscribe(channel: Channel): 'subscribed' | 'already' {
    if (this.#subscriptions.has(channel.name)) return 'already';
    this.#subscriptions.set(channel.name, { channel, serno: 0 });
    return 'subscribed';
  }

  unsubscribe(name: string): boolean {
    return this.#subscriptions.delete(name);
  }

  /** Each subscription that an event belongs to gets it once, under the name that was subscribed to: stock clients find their handler by it. */
  told(all: readonly Told[]): void {
    for (const { topic, eventType, data } of all) {
      for (const subscription of this.#subscriptions.values()) {
        if (!subscription.channel.takes(topic)) continue;
        this.#push(subscription, { topic: topicName(topic), eventType, data });
      }
    }
    if (all.some(({ eventType }) => eventType === 'agentStatus')) this.#changed(this);
  }

  /** Something happened that cannot be told any more: a hole in the numbers says so. */
  gap(): void {
    for (const subscription of this.#subscriptions.values()) subscription.serno += 1;
  }

  broadcast(name: string, fields: Fields): void {
    for (const subscription of this.#subscriptions.values()) {
      if (carries(subscription.channel.name, name)) this.#push(subscription, { ...fields, topic: name });
    }
  }

  /** A message to this client alone: the channel of its sessid, to which it belongs without subscribing (mod_verto). */
  tellPrivately(eventType: string, data: Fields): void {
    this.send('verto.event', { eventChannel: this.sessid, eventType, data });
  }

  over(reason: PresenceEnd): void {
    if (reason === 'shutdown') this.#outlet?.close(1001, 'shutdown');
    else this.#outlet?.punt(reason);
  }

  /** To the connection; without one it is lost. */
  send(method: VertoMessage, params: Fields): void {
    this.#outlet?.send(messageText(method, params));
  }

  end(): void {
    this.presence.listeners.delete(this);
    this.#missed = [];
  }

  #push(subscription: Subscription, fields: Fields): void {
    const { name } = subscription.channel;
    const text = messageText('verto.event', {
      eventChannel: name,
      ...fields,
      eventSerno: subscription.serno++,
      subscribedChannel: name,
    });
    if (this.#live) this.#outlet?.send(text);
    // Too much was missed: the hole in the numbers tells the client to ask for the state.
    else if (this.#missed.length >= this.#maxMissed) this.#missed = [];
    else this.#missed.push(text);
  }
}
