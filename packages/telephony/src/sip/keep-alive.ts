// OPTIONS to phones behind NAT: keeps the way open and notices who is gone (RFC 3261 §11, RFC 5626 §4.4).
import { sipLimits } from '../limits.ts';
import type { SipContext } from './context.ts';
import { contactFor } from './dialog.ts';
import { count } from './flow.ts';
import { newCallId, newTag } from './ids.ts';
import { add, newRequest } from './message.ts';
import type { Binding } from './registrar.ts';

const TICK_MS = 1_000;

export class KeepAlive {
  readonly #context: SipContext;
  /** When each binding is asked next. */
  readonly #due = new WeakMap<Binding, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(context: SipContext) {
    this.#context = context;
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(Date.now()), TICK_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Drops expired bindings and asks those whose turn it is. */
  tick(nowMs: number): void {
    let sent = 0;
    for (const binding of this.#context.registrar.sweep(nowMs)) {
      if (!binding.natted) continue;
      const due = this.#due.get(binding);
      if (due === undefined) this.#due.set(binding, nowMs + sipLimits.keepAliveIntervalMs);
      else if (due <= nowMs && sent < sipLimits.keepAlivesPerTick) {
        sent += 1;
        this.#due.set(binding, nowMs + sipLimits.keepAliveIntervalMs);
        this.#ask(binding);
      }
    }
  }

  #ask(binding: Binding): void {
    const { options, transactions, registrar, counters } = this.#context;
    const request = newRequest('OPTIONS', binding.contact);
    const own = `<sip:${options.domain}>`;
    for (const route of binding.path) add(request, 'route', route);
    add(request, 'max-forwards', '70');
    add(request, 'from', `${own};tag=${newTag()}`);
    add(request, 'to', `<${binding.contact}>`);
    add(request, 'call-id', newCallId());
    add(request, 'cseq', '1 OPTIONS');
    add(request, 'contact', contactFor(binding.flow, ''));
    transactions.send(request, binding.flow, {
      response: () => {
        binding.misses = 0;
      },
      failed: () => {
        binding.misses += 1;
        count(counters, 'keepAliveMisses');
        if (binding.misses > sipLimits.keepAliveMissesAllowed) registrar.remove(binding);
      },
    });
  }
}
