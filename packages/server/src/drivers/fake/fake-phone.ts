// A scripted telephone: does what it is told when it rings, and otherwise waits for a test to press its keys.
import type { Phone, PhoneCall, Unsubscribe } from '@cordboard/telephony';
import type { Clock } from '../../timers.ts';
import type { FakeCall } from './fake-call.ts';

/** What a telephone does when a call comes. `never`: not even ringing comes back. */
export type Behaviour =
  | { readonly kind: 'rings' }
  | { readonly kind: 'answers'; readonly afterMs: number; readonly hangsUpAfterMs?: number }
  | { readonly kind: 'rejects'; readonly afterMs: number }
  | { readonly kind: 'busy' }
  | { readonly kind: 'never' };

/** What a telephone asks of its switch. */
export type Exchange = {
  readonly clock: Clock;
  register(phone: FakePhone): void;
  unregister(phone: FakePhone): void;
  dial(phone: FakePhone, number: string): FakeCall;
  remove(phone: FakePhone): void;
};

export type FakePhoneOptions = {
  readonly user: string;
  readonly displayName?: string;
  /** An extension, as against somebody outside. */
  readonly extension: boolean;
};

export class FakePhone implements Phone {
  readonly options: FakePhoneOptions;
  behaviour: Behaviour = { kind: 'rings' };
  readonly #exchange: Exchange;
  readonly #incoming = new Set<(call: PhoneCall) => void>();
  readonly #calls = new Set<FakeCall>();

  constructor(options: FakePhoneOptions, exchange: Exchange) {
    this.options = options;
    this.#exchange = exchange;
  }

  /** Calls that have not ended, oldest first. */
  get calls(): readonly FakeCall[] {
    return [...this.#calls];
  }

  async start(): Promise<void> {
    // Nothing to bind.
  }

  async register(): Promise<void> {
    if (!this.options.extension) throw new Error(`${this.options.user} is not an extension`);
    this.#exchange.register(this);
  }

  async unregister(): Promise<void> {
    this.#exchange.unregister(this);
  }

  call(number: string): FakeCall {
    return this.#track(this.#exchange.dial(this, number));
  }

  onIncoming(listener: (call: PhoneCall) => void): Unsubscribe {
    this.#incoming.add(listener);
    return () => void this.#incoming.delete(listener);
  }

  async close(): Promise<void> {
    for (const call of this.#calls) call.hangUp();
    this.#exchange.unregister(this);
    this.#exchange.remove(this);
  }

  /** A call comes in and rings. */
  take(call: FakeCall): void {
    this.#track(call);
    const { behaviour } = this;
    for (const listener of this.#incoming) listener(call);
    if (behaviour.kind === 'answers') {
      this.#later(call, behaviour.afterMs, () => void call.answer());
      const { hangsUpAfterMs } = behaviour;
      if (hangsUpAfterMs !== undefined) this.#later(call, behaviour.afterMs + hangsUpAfterMs, () => call.hangUp());
    }
    if (behaviour.kind === 'rejects') this.#later(call, behaviour.afterMs, () => call.hangUp('rejected'));
  }

  #track(call: FakeCall): FakeCall {
    this.#calls.add(call);
    call.onEnd(() => void this.#calls.delete(call));
    return call;
  }

  #later(call: FakeCall, afterMs: number, act: () => void): void {
    const cancel = this.#exchange.clock.after(afterMs, () => {
      if (call.state !== 'ended') act();
    });
    call.onEnd(cancel);
  }
}
