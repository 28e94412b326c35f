// Everything that lives in one media worker: its groups, their clock, and what the engine asks of them.
import { mediaLimits } from '../limits.ts';
import { Endpoint, type EndpointSink } from './endpoint.ts';
import { Group } from './group.ts';
import { MediaClock } from './media-clock.ts';
import type { RecordingRequest } from './media-engine.ts';
import { Recorder } from './recorder.ts';
import { SoundLibrary } from './sound-library.ts';
import type { TransportSink } from './transport.ts';
import { UdpTransport } from './udp-transport.ts';
import { WebrtcTransport } from './webrtc-transport.ts';
import type { FromWorker, Order, Question, Questions, WorkerSetup } from './worker-messages.ts';

type Place = { readonly endpoint: Endpoint; readonly group: Group };
type Answers = { readonly [K in keyof Questions]: (ask: Questions[K]['ask']) => Promise<Questions[K]['reply']> };

export class WorkerRoom {
  readonly #setup: WorkerSetup;
  readonly #post: (message: FromWorker) => void;
  readonly #library: SoundLibrary;
  readonly #groups = new Map<string, Group>();
  readonly #places = new Map<string, Place>();
  readonly #clock: MediaClock;
  readonly #finishing = new Set<Promise<void>>();
  #nextSlot = 0;
  #faultToldMs = -Infinity;

  constructor(setup: WorkerSetup, post: (message: FromWorker) => void) {
    this.#setup = setup;
    this.#post = post;
    this.#library = new SoundLibrary(setup.soundFolders, this.#log);
    this.#clock = new MediaClock(
      (slot, tick, dueMs) => this.#tick(slot, tick, dueMs),
      (nowMs) => this.#housekeep(nowMs),
    );
  }

  start(): void {
    // Made before the first call needs it.
    void this.#library.defaultMusic;
    void this.#library.ringback;
  }

  readonly #log = (
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    fields: Record<string, unknown> = {},
  ): void => this.#post({ type: 'log', level, message, fields });

  #tick(slot: number, tick: number, dueMs: number): void {
    for (const group of this.#groups.values()) {
      if (group.slot === slot) this.#isolated(() => group.tick(tick, dueMs));
    }
  }

  #housekeep(nowMs: number): void {
    for (const { endpoint } of this.#places.values()) {
      this.#isolated(() => endpoint.housekeep(nowMs, this.#setup.mediaSilenceMs));
    }
  }

  /** One call's fault must not stop the clock of the others. */
  #isolated(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fault(error);
    }
  }

  /** Tells of a bug, once in a while: what fails in every frame would fill the log. */
  fault(error: unknown): void {
    const nowMs = performance.now();
    if (nowMs - this.#faultToldMs < mediaLimits.faultLogMs) return;
    this.#faultToldMs = nowMs;
    this.#log('error', 'fault in a media worker', { error: String((error as Error).stack ?? error) });
  }

  // ---- orders

  obey(order: Order): void {
    switch (order.type) {
      case 'create':
        return this.#create(order);
      case 'arrange':
        return this.#groups.get(order.group)?.arrange(order.listeners);
      case 'startRecording':
        return this.#startRecording(order.group, order.recording);
      case 'stopRecording':
        return this.#groups.get(order.group)?.recordings.get(order.recordingId)?.recorder.stop();
      case 'play':
        return this.#places
          .get(order.endpointId)
          ?.endpoint.own.play(order.playId, order.sounds, order.loop, this.#library);
      case 'stopPlay':
        return this.#places.get(order.endpointId)?.endpoint.own.stop();
      case 'sendDigits':
        if (this.#places.get(order.endpointId)?.endpoint.own.press(order.digits) === false)
          this.#log('warn', 'too many digits wait to be sent', { endpointId: order.endpointId });
        return;
    }
  }

  #create(order: Extract<Order, { type: 'create' }>): void {
    const group = this.#groups.get(order.group) ?? new Group(order.group, this.#nextSlot, this.#library);
    if (!this.#groups.has(order.group)) this.#nextSlot = (this.#nextSlot + 1) % mediaLimits.tickSlots;
    this.#groups.set(order.group, group);
    this.#clock.start();
    const { address, publicAddress } = this.#setup;
    const open = async (port: number, sink: TransportSink): Promise<UdpTransport | WebrtcTransport> =>
      order.kind === 'rtp'
        ? new UdpTransport(address, port, sink)
        : WebrtcTransport.create({ address, publicAddress, port }, sink);
    const endpoint = new Endpoint(order.endpointId, publicAddress, open, this.#sinkOf(group), this.#log);
    group.endpoints.set(endpoint.id, endpoint);
    this.#places.set(endpoint.id, { endpoint, group });
    group.refresh();
  }

  #sinkOf(group: Group): EndpointSink {
    const tell = (from: Endpoint, event: 'digit' | 'playbackFinished' | 'mediaLost', detail: never): void =>
      this.#post({ type: 'endpointEvent', endpointId: from.id, event, detail });
    return {
      audio: (from, view, packet, codec) => group.relay(from, view, packet, codec),
      event: (from, view, packet) => group.relay(from, view, packet, null),
      digit: (from, digit) => tell(from, 'digit', { digit } as never),
      playbackFinished: (from, playId) => tell(from, 'playbackFinished', { playId } as never),
      mediaLost: (from) => tell(from, 'mediaLost', {} as never),
      tapped: () => group.refresh(),
    };
  }

  #startRecording(groupId: string, request: RecordingRequest): void {
    const { recordingId, path } = request;
    const names = { group: groupId, recordingId };
    const group = this.#groups.get(groupId);
    const running = group?.recordings.get(recordingId);
    if (group === undefined || (running === undefined && group.recordings.size >= mediaLimits.maxRecordingsPerGroup))
      return this.#post({ type: 'engineEvent', event: 'recordingFailed', detail: { ...names, cause: 'other' } });
    if (running !== undefined) {
      return group.exchange(running, { ...request, path: running.request.path });
    }
    const recorder = new Recorder(path, {
      started: () => this.#post({ type: 'engineEvent', event: 'recordingStarted', detail: { ...names, path } }),
      stopped: (durationMs) =>
        this.#post({ type: 'engineEvent', event: 'recordingStopped', detail: { ...names, path, durationMs } }),
      failed: (cause, message) => {
        this.#log('error', 'recording failed', { ...names, path, error: message });
        this.#post({ type: 'engineEvent', event: 'recordingFailed', detail: { ...names, cause } });
      },
    });
    group.recordings.set(recordingId, { request, recorder, silentTicks: 0 });
    group.refresh();
    const finishing = recorder.done.then(() => {
      group.recordings.delete(recordingId);
      group.refresh();
      this.#finishing.delete(finishing);
    });
    this.#finishing.add(finishing);
  }

  // ---- questions

  async reply({ question, ask }: Question): Promise<Questions[keyof Questions]['reply']> {
    const answer = this.#answers[question] as (asked: typeof ask) => Promise<Questions[keyof Questions]['reply']>;
    return answer(ask);
  }

  #endpoint(id: string): Endpoint {
    const place = this.#places.get(id);
    if (place === undefined) throw new Error('the endpoint is closed');
    return place.endpoint;
  }

  readonly #answers: Answers = {
    offer: async ({ endpointId, port, direction }) => this.#endpoint(endpointId).offer(port, direction),
    answer: async ({ endpointId, port, sdp }) => this.#endpoint(endpointId).answer(port, sdp),
    acceptAnswer: async ({ endpointId, sdp }) => {
      await this.#endpoint(endpointId).acceptAnswer(sdp);
      return null;
    },
    tap: async ({ endpointId, ms }) => this.#endpoint(endpointId).listenIn(ms),
    statistics: async ({ endpointId }) => this.#endpoint(endpointId).report,
    closeEndpoint: async ({ endpointId }) => this.#close(endpointId),
    counters: async () => this.#counters(),
    shutDown: async () => {
      await Promise.all([...this.#places.keys()].map((id) => this.#close(id)));
      await Promise.all(this.#finishing);
      this.#clock.stop();
      return null;
    },
  };

  async #close(endpointId: string): Promise<null> {
    const place = this.#places.get(endpointId);
    if (place === undefined) return null;
    const { endpoint, group } = place;
    this.#places.delete(endpointId);
    group.endpoints.delete(endpointId);
    group.refresh();
    if (group.empty) {
      for (const { recorder } of group.recordings.values()) recorder.stop();
      this.#groups.delete(group.id);
    }
    // Without a call the thread sleeps.
    if (this.#groups.size === 0) this.#clock.stop();
    await endpoint.close();
    return null;
  }

  #counters(): Record<string, number> {
    const totals = { groups: this.#groups.size, endpoints: this.#places.size, recordings: 0 };
    const packets = { packetsReceived: 0, packetsSent: 0, packetsLost: 0, packetsLate: 0, packetsForeign: 0 };
    for (const group of this.#groups.values()) totals.recordings += group.recordings.size;
    for (const { endpoint } of this.#places.values()) {
      const { report } = endpoint;
      for (const name of Object.keys(packets) as (keyof typeof packets)[]) packets[name] += report[name];
    }
    return { ...totals, ...packets, ticksSkipped: this.#clock.skipped, tickLateMs: this.#clock.worstLateMs };
  }
}
