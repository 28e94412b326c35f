// Repeats a 2xx to an INVITE until its ACK comes (RFC 3261 §13.3.1.4).
import { count } from './flow.ts';
import type { SipContext } from './context.ts';
import type { SipResponse } from './message.ts';
import type { Transaction } from './transaction.ts';

export type AwaitedAck = { readonly seq: number; stop(): void };

/**
 * Sends the response now and again until `stop` is called.
 * @param lost no ACK came for 64 × T1
 */
export function repeatUntilAck(
  context: SipContext,
  transaction: Transaction,
  response: SipResponse,
  seq: number,
  lost: () => void,
): AwaitedAck {
  const { t1Ms, t2Ms } = context.timing;
  let waitMs = t1Ms;
  let timer: NodeJS.Timeout | null = null;
  const startedMs = Date.now();
  const again = (): void => {
    if (Date.now() - startedMs >= 64 * t1Ms) {
      timer = null;
      lost();
      return;
    }
    count(context.counters, 'retransmissionsSent');
    transaction.respond(response);
    waitMs = Math.min(waitMs * 2, t2Ms);
    timer = setTimeout(again, waitMs);
  };
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  timer = setTimeout(again, waitMs);
  transaction.respond(response);
  return { seq, stop };
}
