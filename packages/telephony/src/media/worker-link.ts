// The line to one media worker: orders, questions with answers, and a new thread when one dies.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { mediaLimits } from '../limits.ts';
import type { MediaEngineOptions } from './media-engine.ts';
import type { FromWorker, Order, Questions, ToWorker, WorkerSetup } from './worker-messages.ts';

type Pending = {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
};
type LinkEvents = {
  readonly message: (message: FromWorker) => void;
  readonly died: (link: WorkerLink) => void;
};

export class WorkerLink {
  /** How many endpoints live there. */
  endpoints = 0;
  /** Settles when the first thread is ready or could not start. */
  readonly started: Promise<void>;
  readonly #setup: WorkerSetup;
  readonly #log: MediaEngineOptions['log'];
  readonly #events: LinkEvents;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #requestId = 0;
  #closing = false;
  #restart: NodeJS.Timeout | null = null;
  /** Deaths since a thread was last ready: the next start waits longer. */
  #deaths = 0;

  constructor(setup: WorkerSetup, log: MediaEngineOptions['log'], events: LinkEvents) {
    this.#setup = setup;
    this.#log = log;
    this.#events = events;
    this.started = this.#launch();
  }

  #launch(): Promise<void> {
    const worker = startThread(this.#setup);
    this.#worker = worker;
    worker.on('error', (error) => this.#log('error', 'media worker failed', { error: error.stack ?? error.message }));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('a media worker did not start in time')),
        mediaLimits.workerStartMs,
      );
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') {
          clearTimeout(timer);
          this.#deaths = 0;
          resolve();
        }
        this.#received(message);
      });
      worker.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`a media worker ended with code ${code}`));
        this.#exited(worker, code);
      });
    });
  }

  #exited(worker: Worker, code: number): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(new Error('the media worker ended'));
    }
    this.#pending.clear();
    if (this.#closing) return;
    this.#log('error', 'media worker ended, starting another', { code });
    this.#events.died(this);
    const waitMs = Math.min(mediaLimits.maxWorkerRestartMs, mediaLimits.workerRestartMs * 2 ** this.#deaths);
    this.#deaths += 1;
    this.#restart = setTimeout(() => {
      this.#launch().catch((error: unknown) =>
        this.#log('error', 'media worker did not restart', { error: String(error) }),
      );
    }, waitMs);
  }

  #received(message: FromWorker): void {
    switch (message.type) {
      case 'reply':
      case 'failure': {
        const pending = this.#pending.get(message.requestId);
        if (pending === undefined) return;
        this.#pending.delete(message.requestId);
        clearTimeout(pending.timer);
        if (message.type === 'reply') pending.resolve(message.result as never);
        else
          pending.reject(
            Object.assign(new Error(message.message), message.code === null ? {} : { code: message.code }),
          );
        return;
      }
      case 'log':
        return this.#log(message.level, message.message, message.fields);
      case 'ready':
      case 'endpointEvent':
      case 'engineEvent':
        return this.#events.message(message);
    }
  }

  get running(): boolean {
    return this.#worker !== null;
  }

  order(order: Order): void {
    this.#worker?.postMessage(order satisfies ToWorker);
  }

  /**
   * Asks and waits.
   * @param patienceMs on top of the usual time, for questions that wait for audio
   * @throws Error as the worker reported it, or when it does not answer
   */
  ask<Q extends keyof Questions>(
    question: Q,
    ask: Questions[Q]['ask'],
    patienceMs = 0,
  ): Promise<Questions[Q]['reply']> {
    const worker = this.#worker;
    if (worker === null) return Promise.reject(new Error('the media worker is not running'));
    this.#requestId += 1;
    const requestId = this.#requestId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(requestId);
        reject(new Error(`the media worker did not answer ${question}`));
      }, mediaLimits.workerReplyMs + patienceMs);
      this.#pending.set(requestId, { resolve, reject, timer });
      worker.postMessage({ type: 'ask', requestId, question, ask });
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#restart !== null) clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === null) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, mediaLimits.closeMs)));
    await Promise.race([this.ask('shutDown', null).catch(() => {}), patience]);
    clearTimeout(timer);
    await worker.terminate();
  }
}

function startThread(setup: WorkerSetup): Worker {
  const options = { name: 'media', workerData: setup };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./media-worker.js', import.meta.url), options);
  // Run from its source (tests, benches): the loader must be registered inside the thread; `--import tsx` is not enough there.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  const loader = new URL('./dist/esm/api/index.mjs', tsx).href;
  const entry = new URL('./media-worker.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}); });`;
  return new Worker(script, { ...options, eval: true, execArgv: ['--conditions=source'] });
}
