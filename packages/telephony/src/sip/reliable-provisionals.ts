// Provisional answers that are repeated until the peer's PRACK, one at a time (RFC 3262 §3).
import { randomInt } from 'node:crypto';
import type { SipContext } from './context.ts';
import { count } from './flow.ts';
import { add, cseq, header } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import type { Transaction } from './transaction.ts';

export class ReliableProvisionals {
  readonly #context: SipContext;
  readonly #transaction: Transaction;
  readonly #lost: () => void;
  readonly #queue: SipResponse[] = [];
  #rseq = randomInt(1, 1_000_000);
  #waiting: SipResponse | null = null;
  #timer: NodeJS.Timeout | null = null;
  #settled: (() => void) | null = null;

  constructor(context: SipContext, transaction: Transaction, lost: () => void) {
    this.#context = context;
    this.#transaction = transaction;
    this.#lost = lost;
  }

  send(response: SipResponse): void {
    if (this.#waiting !== null) {
      this.#queue.push(response);
      return;
    }
    this.#rseq += 1;
    add(response, 'require', '100rel');
    add(response, 'rseq', String(this.#rseq));
    this.#waiting = response;
    this.#transaction.respond(response);
    this.#repeat(this.#context.timing.t1Ms, Date.now());
  }

  /** Whether the PRACK names the one that waits. */
  acknowledged(prack: SipRequest): boolean {
    const [rseq, seq, method] = (header(prack, 'rack') ?? '').trim().split(/\s+/);
    const invite = cseq(this.#transaction.request);
    if (this.#waiting === null || rseq !== String(this.#rseq) || seq !== String(invite?.number) || method !== 'INVITE')
      return false;
    this.close();
    const next = this.#queue.shift();
    if (next !== undefined) this.send(next);
    else this.#settled?.();
    return true;
  }

  /** Runs at once, or when the last PRACK is there. */
  whenSettled(run: () => void): void {
    if (this.#waiting === null) run();
    else this.#settled = run;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #repeat(waitMs: number, startedMs: number): void {
    this.#timer = setTimeout(() => {
      if (this.#waiting === null) return;
      if (Date.now() - startedMs >= 64 * this.#context.timing.t1Ms) {
        this.close();
        this.#lost();
        return;
      }
      count(this.#context.counters, 'retransmissionsSent');
      this.#transaction.respond(this.#waiting);
      this.#repeat(waitMs * 2, startedMs);
    }, waitMs);
  }
}
