// The media engine as the main thread sees it: groups spread over workers, everything else by messages.
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Unsubscribe } from '../common.ts';
import { mediaLimits } from '../limits.ts';
import { EndpointProxy } from './endpoint-proxy.ts';
import type {
  Listener,
  MediaEndpoint,
  MediaEngine,
  MediaEngineEvents,
  MediaEngineOptions,
  RecordingRequest,
} from './media-engine.ts';
import { PortPool } from './port-pool.ts';
import type { FromWorker } from './worker-messages.ts';
import { WorkerLink } from './worker-link.ts';

type GroupPlace = { readonly link: WorkerLink; endpoints: number; readonly recordings: Set<string> };

/**
 * Makes the engine; nothing is bound or started before `start()`.
 * @param options addresses, port range and number of worker threads
 */
export function createMediaEngine(options: MediaEngineOptions): MediaEngine {
  return new Engine(options);
}

class Engine implements MediaEngine {
  readonly #options: MediaEngineOptions;
  readonly #emitter = new EventEmitter();
  readonly #ports: PortPool;
  readonly #links: WorkerLink[] = [];
  readonly #groups = new Map<string, GroupPlace>();
  readonly #endpoints = new Map<string, EndpointProxy>();
  #closed = false;

  constructor(options: MediaEngineOptions) {
    this.#options = options;
    this.#ports = new PortPool(options.rtpPorts.from, options.rtpPorts.to);
    this.#emitter.setMaxListeners(0);
  }

  async start(): Promise<void> {
    const setup = {
      address: this.#options.address,
      publicAddress: this.#options.publicAddress ?? this.#options.address,
      soundFolders: this.#options.soundFolders,
      mediaSilenceMs: this.#options.mediaSilenceMs ?? mediaLimits.mediaSilenceMs,
    };
    for (let count = 0; count < Math.max(1, this.#options.workers); count += 1)
      this.#links.push(
        new WorkerLink(setup, this.#options.log, {
          message: (message) => this.#heard(message),
          died: (link) => this.#lost(link),
        }),
      );
    try {
      await Promise.all(this.#links.map((link) => link.started));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.#links.map((link) => link.close()));
    this.#endpoints.clear();
    this.#groups.clear();
  }

  createEndpoint(options: { readonly group: string; readonly kind: 'rtp' | 'webrtc' }): MediaEndpoint {
    const place = this.#place(options.group);
    if (place.endpoints >= mediaLimits.maxEndpointsPerGroup) throw new Error('too many endpoints in one group');
    const id = randomUUID();
    place.endpoints += 1;
    place.link.endpoints += 1;
    place.link.order({ type: 'create', endpointId: id, group: options.group, kind: options.kind });
    const endpoint = new EndpointProxy(id, place.link, this.#ports, this.#options.log, () =>
      this.#closedOne(id, options.group, place),
    );
    this.#endpoints.set(id, endpoint);
    return endpoint;
  }

  // A group's endpoints share a worker: the one with the fewest at its beginning.
  #place(group: string): GroupPlace {
    if (this.#closed || this.#links.length === 0) throw new Error('the media engine is not running');
    const existing = this.#groups.get(group);
    if (existing !== undefined) return existing;
    const running = this.#links.filter((link) => link.running);
    if (running.length === 0) throw new Error('no media worker is running');
    const link = running.reduce((least, one) => (one.endpoints < least.endpoints ? one : least));
    const place = { link, endpoints: 0, recordings: new Set<string>() };
    this.#groups.set(group, place);
    return place;
  }

  #closedOne(id: string, group: string, place: GroupPlace): void {
    this.#endpoints.delete(id);
    place.endpoints -= 1;
    place.link.endpoints -= 1;
    if (place.endpoints === 0 && this.#groups.get(group) === place) this.#groups.delete(group);
  }

  arrange(group: string, listeners: readonly Listener[]): void {
    this.#groups.get(group)?.link.order({ type: 'arrange', group, listeners });
  }

  startRecording(group: string, recording: RecordingRequest): void {
    const place = this.#groups.get(group);
    if (place === undefined) {
      const detail = { group, recordingId: recording.recordingId, cause: 'other' } as const;
      queueMicrotask(() => this.#emitter.emit('recordingFailed', detail));
      return;
    }
    place.recordings.add(recording.recordingId);
    place.link.order({ type: 'startRecording', group, recording });
  }

  stopRecording(group: string, recordingId: string): void {
    this.#groups.get(group)?.link.order({ type: 'stopRecording', group, recordingId });
  }

  on<E extends keyof MediaEngineEvents>(event: E, listener: (detail: MediaEngineEvents[E]) => void): Unsubscribe {
    this.#emitter.on(event, listener);
    return () => this.#emitter.off(event, listener);
  }

  async counters(): Promise<Readonly<Record<string, number>>> {
    const all = await Promise.all(this.#links.map((link) => link.ask('counters', null).catch(() => ({}))));
    const sums: Record<string, number> = { workers: this.#links.length, portsFree: this.#ports.free };
    for (const counters of all)
      for (const [name, value] of Object.entries(counters))
        sums[name] = name === 'tickLateMs' ? Math.max(sums[name] ?? 0, value) : (sums[name] ?? 0) + value;
    return sums;
  }

  #heard(message: FromWorker): void {
    if (message.type === 'endpointEvent') this.#endpoints.get(message.endpointId)?.emit(message.event, message.detail);
    if (message.type !== 'engineEvent') return;
    const { event, detail } = message;
    if (event !== 'recordingStarted') this.#groups.get(detail.group)?.recordings.delete(detail.recordingId);
    this.#emitter.emit(event, detail);
  }

  // A worker died: what it held is lost; calls are told so, and a new worker takes new ones.
  #lost(link: WorkerLink): void {
    for (const [group, place] of this.#groups) {
      if (place.link !== link) continue;
      this.#groups.delete(group);
      for (const recordingId of place.recordings)
        this.#emitter.emit('recordingFailed', {
          group,
          recordingId,
          cause: 'other',
        } satisfies MediaEngineEvents['recordingFailed']);
    }
    for (const endpoint of this.#endpoints.values()) if (endpoint.link === link) endpoint.emit('mediaLost', {});
  }
}
