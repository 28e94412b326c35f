// The endpoints of one call inside a worker: who hears whom, by passing packets on where possible, else by mixing.
import { mediaLimits } from '../limits.ts';
import type { Endpoint } from './endpoint.ts';
import { transcode, type G711 } from './g711.ts';
import type { Hears, Listener, RecordingRequest } from './media-engine.ts';
import { Player } from './player.ts';
import type { Recorder } from './recorder.ts';
import { RTP_HEADER_BYTES, type RtpView } from './rtp-packet.ts';
import type { SoundLibrary } from './sound-library.ts';

const FRAME = mediaLimits.frameSamples;
const MAX_SAMPLE = 32_767;

/** What an endpoint hears, resolved. */
type Source =
  | { readonly kind: 'silence' }
  | { readonly kind: 'player' }
  | { readonly kind: 'relay' }
  | { readonly kind: 'mix'; readonly from: readonly Endpoint[] };

type Recording = {
  request: RecordingRequest;
  readonly recorder: Recorder;
  /** How many frames more are silent, whatever is heard. */
  silentTicks: number;
};
/** What lies in the jitter buffers when a pause ends was said while it lasted. */
const TICKS_AFTER_PAUSE = Math.ceil(mediaLimits.maxJitterDelayMs / mediaLimits.frameMs);
const SILENCE: Source = { kind: 'silence' };

export class Group {
  readonly id: string;
  /** Which turn inside a frame. */
  readonly slot: number;
  readonly endpoints = new Map<string, Endpoint>();
  readonly recordings = new Map<string, Recording>();
  #listeners: readonly Listener[] = [];
  #sources = new Map<Endpoint, Source>();
  readonly #library: SoundLibrary;
  readonly #sum = new Int32Array(FRAME);
  readonly #left = new Int16Array(FRAME);
  readonly #right = new Int16Array(FRAME);
  readonly #frame = new Int16Array(FRAME);

  constructor(id: string, slot: number, library: SoundLibrary) {
    this.id = id;
    this.slot = slot;
    this.#library = library;
  }

  get empty(): boolean {
    return this.endpoints.size === 0;
  }

  arrange(listeners: readonly Listener[]): void {
    // One entry per endpoint; the last one counts.
    this.#listeners = [...new Map(listeners.map((one) => [one.endpointId, one])).values()];
    this.refresh();
  }

  /** Another request for a recording that is under way. */
  exchange(recording: Recording, request: RecordingRequest): void {
    if (recording.request.paused && !request.paused) recording.silentTicks = TICKS_AFTER_PAUSE;
    recording.request = request;
    this.refresh();
  }

  /** Works out the sources again: after an arrangement, a recording, a tap, an endpoint more or less. */
  refresh(): void {
    const relayTo = new Map<Endpoint, Endpoint[]>();
    const decoded = new Set<Endpoint>();
    const before = this.#sources;
    this.#sources = new Map();
    for (const { endpointId, hears } of this.#listeners) {
      const listener = this.endpoints.get(endpointId);
      if (listener === undefined) continue;
      const source = this.#resolve(listener, hears, before.get(listener) ?? SILENCE);
      this.#sources.set(listener, source);
      if (source.kind === 'mix') for (const one of source.from) decoded.add(one);
      const [only] = source.kind === 'relay' && hears.kind === 'endpoints' ? this.#heard(hears.endpointIds) : [];
      if (only !== undefined) relayTo.set(only, [...(relayTo.get(only) ?? []), listener]);
    }
    for (const { request } of this.recordings.values())
      for (const id of request.paused ? [] : [...request.agent, ...request.customer]) {
        const endpoint = this.endpoints.get(id);
        if (endpoint !== undefined) decoded.add(endpoint);
      }
    for (const endpoint of this.endpoints.values()) {
      endpoint.relayTo = relayTo.get(endpoint) ?? [];
      endpoint.decoding = endpoint.tap !== null || decoded.has(endpoint);
    }
  }

  /** Whoever is named, the listener himself among them: then he hears his own voice come back. */
  #heard(ids: readonly string[]): Endpoint[] {
    const heard = new Set<Endpoint>();
    for (const id of ids) {
      const endpoint = this.endpoints.get(id);
      if (endpoint !== undefined) heard.add(endpoint);
    }
    return [...heard];
  }

  #resolve(listener: Endpoint, hears: Hears, before: Source): Source {
    switch (hears.kind) {
      case 'none':
        return SILENCE;
      case 'music':
        return this.#loop(listener, hears.music, this.#library.music(hears.music));
      case 'ringback':
        // Ringing begins anew, music goes on where it was.
        if (before.kind !== 'player') listener.music = null;
        return this.#loop(listener, '/ringback', Promise.resolve(this.#library.ringback));
      case 'endpoints': {
        const from = this.#heard(hears.endpointIds);
        if (from.length === 0) return SILENCE;
        return from.length === 1 ? { kind: 'relay' } : { kind: 'mix', from };
      }
    }
  }

  #loop(listener: Endpoint, name: string, samples: Promise<Int16Array>): Source {
    if (listener.music?.name !== name) {
      const music: { name: string; player: Player | null } = { name, player: null };
      listener.music = music;
      void samples.then((loaded) => (music.player = new Player([loaded], true)));
    }
    return { kind: 'player' };
  }

  // ---- packets passed on as they come

  relay(from: Endpoint, view: RtpView, packet: Buffer, codec: G711 | null): void {
    let left = from.relayTo.length;
    for (const listener of from.relayTo) {
      left -= 1;
      if (!listener.canSend || listener.own.busy) continue;
      const plain = view.payloadFrom === RTP_HEADER_BYTES && view.payloadTo === packet.length;
      const out = plain && left === 0 ? packet : copyOf(packet, view);
      if (codec !== null && codec !== listener.codec) transcode(codec, out, RTP_HEADER_BYTES, out.length);
      listener.sendRelayed(out, view, codec === null, from);
    }
  }

  // ---- the clock

  /**
   * One frame for everybody.
   * @param dueMs when it was due on the monotonic clock
   */
  tick(tick: number, dueMs: number): void {
    for (const endpoint of this.endpoints.values()) if (endpoint.decoding) endpoint.advance();
    for (const endpoint of this.endpoints.values()) if (!endpoint.own.tick(dueMs)) this.#serve(endpoint, dueMs);
    for (const recording of this.recordings.values()) this.#record(recording, tick);
  }

  #record(recording: Recording, tick: number): void {
    const { request, recorder } = recording;
    const isSilent = request.paused || recording.silentTicks > 0;
    if (!request.paused && recording.silentTicks > 0) recording.silentTicks -= 1;
    if (isSilent) recorder.add(tick, null, null);
    else recorder.add(tick, this.#track(request.agent, this.#left), this.#track(request.customer, this.#right));
  }

  #serve(listener: Endpoint, dueMs: number): void {
    const source = this.#sources.get(listener) ?? SILENCE;
    switch (source.kind) {
      case 'silence':
        return listener.sendFrame(null, dueMs);
      case 'relay':
        if (dueMs - listener.relayedAtMs > mediaLimits.relaySilenceMs) listener.sendFrame(null, dueMs);
        return;
      case 'player': {
        if (!listener.canSend) return;
        const sounding = listener.music?.player?.fill(this.#frame) === true;
        return listener.sendFrame(sounding ? this.#frame : null, dueMs);
      }
      case 'mix':
        return listener.sendFrame(this.#mix(source.from, this.#frame), dueMs);
    }
  }

  #track(ids: readonly string[], into: Int16Array): Int16Array | null {
    const from: Endpoint[] = [];
    for (const id of ids) {
      const endpoint = this.endpoints.get(id);
      if (endpoint !== undefined) from.push(endpoint);
    }
    return this.#mix(from, into);
  }

  // The sum of the voices with saturation; null when all are silent.
  #mix(from: readonly Endpoint[], into: Int16Array): Int16Array | null {
    let voices = 0;
    let only: Int16Array | null = null;
    for (const { jitter } of from) {
      if (!jitter.heard) continue;
      voices += 1;
      only = jitter.frame;
      if (voices === 1) this.#sum.set(jitter.frame);
      else for (let index = 0; index < FRAME; index += 1) this.#sum[index]! += jitter.frame[index]!;
    }
    if (voices <= 1) return only;
    for (let index = 0; index < FRAME; index += 1) {
      const value = this.#sum[index]!;
      into[index] = value > MAX_SAMPLE ? MAX_SAMPLE : value < -MAX_SAMPLE ? -MAX_SAMPLE : value;
    }
    return into;
  }
}

function copyOf(packet: Buffer, view: RtpView): Buffer {
  const copy = Buffer.allocUnsafe(RTP_HEADER_BYTES + view.payloadTo - view.payloadFrom);
  packet.copy(copy, RTP_HEADER_BYTES, view.payloadFrom, view.payloadTo);
  return copy;
}
