// The main thread's handle on an endpoint in a worker; it also holds the endpoint's port.
import { EventEmitter } from 'node:events';
import type { Unsubscribe } from '../common.ts';
import { mediaLimits } from '../limits.ts';
import type { MediaEndpoint, MediaEndpointEvents, MediaEngineOptions, MediaStatistics, Sound } from './media-engine.ts';
import type { PortPool } from './port-pool.ts';
import type { Direction } from './sdp.ts';
import type { WorkerLink } from './worker-link.ts';

export class EndpointProxy implements MediaEndpoint {
  readonly id: string;
  readonly link: WorkerLink;
  readonly #ports: PortPool;
  readonly #log: MediaEngineOptions['log'];
  readonly #onClosed: () => void;
  readonly #emitter = new EventEmitter();
  #port: number | null = null;
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(id: string, link: WorkerLink, ports: PortPool, log: MediaEngineOptions['log'], onClosed: () => void) {
    this.id = id;
    this.link = link;
    this.#ports = ports;
    this.#log = log;
    this.#onClosed = onClosed;
    this.#emitter.setMaxListeners(0);
  }

  offer(options: { readonly direction?: Direction } = {}): Promise<string> {
    const direction = options.direction ?? 'sendrecv';
    return this.#withPort((port) => this.link.ask('offer', { endpointId: this.id, port, direction }));
  }

  answer(sdp: string): Promise<string> {
    return this.#withPort((port) => this.link.ask('answer', { endpointId: this.id, port, sdp }));
  }

  async acceptAnswer(sdp: string): Promise<void> {
    await this.link.ask('acceptAnswer', { endpointId: this.id, sdp });
  }

  // One at a time, so that one port is taken.
  #withPort(ask: (port: number) => Promise<string>): Promise<string> {
    const turn = this.#turn.then(() => this.#ask(ask));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  // A port that another program holds is passed over, and tried again another time.
  async #ask(ask: (port: number) => Promise<string>): Promise<string> {
    const busy: number[] = [];
    try {
      for (let attempt = 1; ; attempt += 1) {
        if (this.#closed) throw new Error('the endpoint is closed');
        this.#port ??= this.#take(busy.length);
        try {
          return await ask(this.#port);
        } catch (error) {
          const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
          if (!inUse) throw error;
          if (attempt >= mediaLimits.portAttempts) throw this.#without(error, busy.length + 1);
          busy.push(this.#port);
          this.#port = null;
        }
      }
    } finally {
      for (const port of busy) this.#ports.giveBack(port);
    }
  }

  #take(taken: number): number {
    try {
      return this.#ports.take();
    } catch (error) {
      throw this.#without(error, taken);
    }
  }

  // A call that fails for this is the operator's to mend, and no other place knows why it failed.
  #without<T>(error: T, taken: number): T {
    this.#log('warn', 'no port for audio: widen media.rtpPorts', { takenByOthers: taken, error: String(error) });
    return error;
  }

  play(playId: string, sounds: readonly Sound[], options: { readonly loop?: boolean } = {}): void {
    if (!this.#closed)
      this.link.order({ type: 'play', endpointId: this.id, playId, sounds, loop: options.loop ?? false });
  }

  stopPlay(): void {
    if (!this.#closed) this.link.order({ type: 'stopPlay', endpointId: this.id });
  }

  sendDigits(digits: string): void {
    if (!this.#closed) this.link.order({ type: 'sendDigits', endpointId: this.id, digits });
  }

  tap(ms: number): Promise<Int16Array> {
    return this.link.ask('tap', { endpointId: this.id, ms }, ms);
  }

  statistics(): Promise<MediaStatistics> {
    return this.link.ask('statistics', { endpointId: this.id });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#emitter.removeAllListeners();
    void Promise.all([this.#turn, this.link.ask('closeEndpoint', { endpointId: this.id })])
      .catch(() => {})
      .then(() => {
        // Only now are the sockets closed and the port free.
        if (this.#port !== null) this.#ports.giveBack(this.#port);
        this.#port = null;
      });
    this.#onClosed();
  }

  on<E extends keyof MediaEndpointEvents>(event: E, listener: (detail: MediaEndpointEvents[E]) => void): Unsubscribe {
    this.#emitter.on(event, listener);
    return () => this.#emitter.off(event, listener);
  }

  emit<E extends keyof MediaEndpointEvents>(event: E, detail: MediaEndpointEvents[E]): void {
    this.#emitter.emit(event, detail);
  }
}
