// Looks at a call's connection every few seconds and says how good the call sounds.
import { qualityEveryMs, qualityWindowSamples } from '../limits.ts';
import { qualityBetween } from './call-quality.ts';
import type { CallQuality } from '../bar-state.ts';
import type { QualitySample } from './call-quality.ts';

/** Members of RTCStats that we read; TypeScript's own types leave most of them out. */
type Entry = {
  readonly type: string;
  readonly kind?: string;
  readonly nominated?: boolean;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly packetsDiscarded?: number;
  readonly jitter?: number;
  readonly jitterBufferDelay?: number;
  readonly jitterBufferEmittedCount?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  readonly fractionLost?: number;
};

const inMs = (seconds: number | undefined): number | null => (seconds === undefined ? null : seconds * 1_000);

/** @returns null as long as nothing comes in */
function sampleOf(report: RTCStatsReport): QualitySample | null {
  const entries: Entry[] = [];
  report.forEach((entry: Entry) => entries.push(entry));
  const incoming = entries.find((one) => one.type === 'inbound-rtp' && one.kind === 'audio');
  if (!incoming) return null;
  const reported = entries.find((one) => one.type === 'remote-inbound-rtp' && one.kind === 'audio');
  const pair = entries.find((one) => one.type === 'candidate-pair' && one.nominated === true);
  return {
    received: incoming.packetsReceived ?? 0,
    lost: (incoming.packetsLost ?? 0) + (incoming.packetsDiscarded ?? 0),
    bufferedS: incoming.jitterBufferDelay ?? 0,
    played: incoming.jitterBufferEmittedCount ?? 0,
    jitterMs: inMs(incoming.jitter),
    rttMs: inMs(reported?.roundTripTime ?? pair?.currentRoundTripTime),
    lostOutShare: reported?.fractionLost ?? null,
  };
}

export class QualityWatch {
  readonly #tell: (quality: CallQuality | null) => void;
  #connection: RTCPeerConnection | null = null;
  #samples: QualitySample[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(tell: (quality: CallQuality | null) => void) {
    this.#tell = tell;
  }

  /** @param connection the one to look at from now on; null: none */
  watch(connection: RTCPeerConnection | null): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#samples = [];
    clearInterval(this.#timer);
    this.#tell(null);
    if (connection) this.#timer = setInterval(() => void this.#look(connection), qualityEveryMs);
  }

  async #look(connection: RTCPeerConnection): Promise<void> {
    const report = await connection.getStats().catch(() => null);
    const sample = report && sampleOf(report);
    if (!sample || this.#connection !== connection) return;
    const [oldest] = this.#samples;
    this.#samples = [...this.#samples, sample].slice(-qualityWindowSamples);
    const quality = oldest ? qualityBetween(oldest, sample) : null;
    if (quality) this.#tell(quality);
  }
}
