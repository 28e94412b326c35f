// The event socket for good: connects, comes back after a loss, and tells each event once.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../../limits.ts';
import { EslConnection } from './esl-connection.ts';
import { EslError } from './esl-error.ts';
import type { EslEvent } from './esl-parser.ts';
import type { EslOptions } from './options.ts';

export type EslListener = {
  event(event: EslEvent): void;
  /** Connected, for the first time or again: events flow from here. */
  connected(): void;
  lost(error: EslError): void;
};

/** Trying again soon changes nothing about these. */
const lasting: ReadonlySet<string> = new Set(['wrongPassword', 'denied']);

export class EslClient {
  readonly #options: EslOptions;
  readonly #listener: EslListener;
  readonly #node = randomUUID();
  readonly #closing = new AbortController();
  #connection: EslConnection | null = null;
  #running: Promise<void> | null = null;
  #failures = 0;

  constructor(options: EslOptions, listener: EslListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** Begins to connect, and goes on until `close`. */
  start(): void {
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#connection?.leave();
    await this.#running;
  }

  /** @throws EslError */
  ask(command: string, timeoutMs: number = limits.eslCommandTimeoutMs): Promise<string> {
    return this.#connection?.ask(command, timeoutMs) ?? Promise.reject(new EslError('unreachable', 'not connected'));
  }

  /** All is as it should be: after the next loss it is tried at once. */
  settled(): void {
    this.#failures = 0;
  }

  /** What has to be known after a connection could not be had: another try. */
  again(): void {
    this.#connection?.close('lost', 'what is there cannot be had');
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const told = new Set<string>();
      const connection = new EslConnection(
        this.#options,
        this.#node,
        (event) => {
          if (isNew(told, event['Event-Sequence'])) this.#listener.event(event);
        },
        () => this.#listener.connected(),
      );
      this.#connection = connection;
      const error = await connection.ended;
      this.#connection = null;
      if (this.#closing.signal.aborted) return;
      this.#listener.lost(error);
      // Whoever had to yield stays so.
      if (error.failure === 'taken') return;
      const waitMs = Math.min(limits.eslRetryMaxMs, limits.eslRetryMinMs * 2 ** this.#failures);
      this.#failures = Math.min(this.#failures + 1, 16);
      const pauseMs = lasting.has(error.failure) ? limits.eslRetryMaxMs : waitMs;
      await delay(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }
}

/** @param sequence counts on for as long as this FreeSWITCH runs. */
function isNew(told: Set<string>, sequence: string | undefined): boolean {
  if (sequence === undefined) return true;
  if (told.has(sequence)) return false;
  told.add(sequence);
  if (told.size > limits.eslRememberedEventsMax) for (const oldest of told) return told.delete(oldest);
  return true;
}
