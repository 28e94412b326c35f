// The loop of one tenant: take an input, step the core, reply, start effects, append to the journal, publish. The only place where they meet.
import { audienceOf, step } from '@cordboard/domain';
import type { AgentId, Command, Effect, Event, Input, Refusal, SessionId, World } from '@cordboard/domain';
import { encodeEvent, eventMessage, resultView, type Lookups } from '@cordboard/contract';
import type { SwitchDriver } from './drivers/switch.ts';
import { lifecycleLine } from './lifecycle.table.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import type { Publisher } from './publish/publisher.ts';
import type { Journal, JournalEntry } from './storage/store.ts';
import { Timers, type Clock } from './timers.ts';

export type Reply = { readonly result: unknown } | Refusal;

/** An input that the loop stamps with the time itself. */
export type Untimed = Input extends infer I ? (I extends Input ? Omit<I, 'at'> : never) : never;

export type LoopParts = {
  readonly world: World;
  readonly journal: Journal;
  /** The seq of the last event folded into `world`. */
  readonly seq: number;
  readonly driver: SwitchDriver;
  readonly publisher: Publisher;
  readonly lookups: Lookups;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  readonly closeSession: (sessionId: SessionId, reason: 'signedInElsewhere' | 'signedOutByOther') => void;
};

/** The message of an event, encoded once for everybody. `world` is as it is right after the event. */
export const encode = (epoch: string, seq: number, event: Event, world: World, lookups: Lookups): string =>
  encodeEvent(epoch, seq, eventMessage(world, event, lookups));

type Answer = (reply: Reply | Error) => void;
type Waiting = { readonly input: Untimed; readonly reply: Answer | null };

export class Loop {
  readonly #parts: LoopParts;
  readonly #timers: Timers;
  readonly #waiting: Waiting[] = [];
  readonly #durable: { readonly seq: number; readonly resolve: () => void }[] = [];
  #turning = false;
  #seq: number;
  #unwritten: JournalEntry[] = [];
  #inFlight = 0;
  #writing = false;
  #inputs = 0;
  #bugs = 0;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#seq = parts.seq;
    this.#timers = new Timers(parts.clock, (timerId) => this.put({ type: 'timerExpired', timerId }));
  }

  get world(): World {
    return this.#parts.world;
  }

  /** The seq of the last event that happened, whether durable yet or not. */
  get seq(): number {
    return this.#seq;
  }

  get #unjournaled(): number {
    return this.#unwritten.length + this.#inFlight;
  }

  get counters(): Readonly<Record<string, number>> {
    return {
      inputs: this.#inputs,
      bugs: this.#bugs,
      unjournaled: this.#unjournaled,
      waiting: this.#waiting.length,
      timers: this.#timers.size,
    };
  }

  /** Puts an input in; it is taken at once unless a turn is under way. */
  put(input: Untimed, reply: Answer | null = null): void {
    if (this.#waiting.length >= limits.loopMaxWaitingInputs) {
      reply?.({ refused: 'limitReached', detail: 'the loop is behind' });
      if (reply === null) this.#parts.log.error({ type: input.type }, 'input lost: the loop is behind');
      return;
    }
    this.#waiting.push({ input, reply });
    if (this.#turning) return;
    this.#turning = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#turn(next);
    } finally {
      this.#turning = false;
    }
  }

  /** Rejects only on a bug of ours; a refusal is a reply. */
  command(sessionId: SessionId, agentId: AgentId, command: Command): Promise<Reply> {
    const newId = this.#parts.newId();
    if (this.#unjournaled > limits.journalMaxUnjournaledEvents) {
      return Promise.resolve({ refused: 'limitReached', detail: 'the journal is out of reach' });
    }
    return new Promise((resolve, reject) =>
      this.put({ type: 'command', sessionId, agentId, command, newId }, (reply) =>
        reply instanceof Error ? reject(reply) : resolve(reply),
      ),
    );
  }

  /** Resolves when everything up to `seq` is in the journal. */
  durable(seq: number): Promise<void> {
    if (seq <= this.#parts.publisher.publishedSeq) return Promise.resolve();
    return new Promise((resolve) => this.#durable.push({ seq, resolve }));
  }

  close(): void {
    this.#timers.cancelAll();
  }

  #turn({ input, reply }: Waiting): void {
    const { world, clock, journal, log, publisher } = this.#parts;
    const entries: JournalEntry[] = [];
    this.#inputs += 1;
    const took = (event: Event, after: World): void => {
      this.#seq += 1;
      entries.push({ seq: this.#seq, event });
      publisher.capture({
        seq: this.#seq,
        json: encode(journal.epoch, this.#seq, event, after, this.#parts.lookups),
        audience: audienceOf(after, event),
      });
      if (event.type === 'tenant.configured') publisher.configure(event.configuration);
      const line = lifecycleLine(event);
      if (line !== null) log.info(line[1], line[0]);
    };
    try {
      const outcome = step(world, { ...input, at: clock.now() }, took);
      reply?.(
        outcome.reply === null || 'refused' in outcome.reply
          ? (outcome.reply ?? { result: {} })
          : { result: resultView(world, outcome.reply.result, this.#parts.lookups) },
      );
      for (const effect of outcome.effects) this.#startAlone(effect);
    } catch (error) {
      // A bug: an assertion of the core. What had happened before it stays true and is journaled; the input is not tried again.
      this.#bugs += 1;
      log.error({ err: error, type: input.type }, 'the core refused an input it should have understood');
      reply?.(error as Error);
    }
    if (entries.length === 0) return;
    this.#unwritten.push(...entries);
    void this.#write();
  }

  /** One effect that cannot be started must not keep back the others: a timer that was to follow would leave an agent busy for ever. */
  #startAlone(effect: Effect): void {
    try {
      this.#start(effect);
    } catch (error) {
      this.#bugs += 1;
      this.#parts.log.error({ err: error, effect: effect.effect }, 'an effect could not be started');
    }
  }

  #start(effect: Effect): void {
    switch (effect.effect) {
      case 'startTimer':
        return this.#timers.start(effect.timerId, effect.afterMs);
      case 'cancelTimer':
        return this.#timers.cancel(effect.timerId);
      case 'closeSession':
        return this.#parts.closeSession(effect.sessionId, effect.reason);
      default:
        return this.#parts.driver.wish(effect);
    }
  }

  /** One writer, so that the journal gets events in the order they happened; what happens meanwhile goes with the next commit. */
  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#unwritten.length > 0) {
      const entries = this.#unwritten;
      this.#unwritten = [];
      this.#inFlight = entries.length;
      await this.#append(entries);
      this.#inFlight = 0;
      this.#release(entries.at(-1)!.seq);
    }
    this.#writing = false;
  }

  async #append(entries: readonly JournalEntry[]): Promise<void> {
    for (let retryMs: number = limits.journalRetryMinMs; ; retryMs = Math.min(retryMs * 2, limits.journalRetryMaxMs)) {
      try {
        return await this.#parts.journal.append(entries);
      } catch (error) {
        // PostgreSQL and the spool are both out of reach: calls go on, events wait here; beyond the bound commands are refused.
        this.#parts.log.error({ err: error, unjournaled: this.#unjournaled }, 'journal out of reach; trying again');
        await new Promise<void>((resolve) => void this.#parts.clock.after(retryMs, resolve));
      }
    }
  }

  /** Waiters first: a snapshot goes out before the events behind it. */
  #release(seq: number): void {
    while (this.#durable.length > 0 && this.#durable[0]!.seq <= seq) this.#durable.shift()!.resolve();
    this.#parts.publisher.release(seq);
  }
}
