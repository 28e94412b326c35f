// The ring tone: four soft bell notes, made by the browser itself.
import { ringEveryMs } from './limits.ts';

/** Frequencies in Hz and starts in s: A4, C#5, E5, A5. */
const notes = [
  [440, 0],
  [554.37, 0.16],
  [659.26, 0.32],
  [880, 0.48],
] as const;
const noteLastsS = 1.1;
const loudness = 0.16;

/** A browser lets sound out only after a gesture; signing in is one. */
export class RingTone {
  #context: AudioContext | null = null;
  /** Carries the tone to a device other than the system's. */
  #carrier: HTMLAudioElement | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** To be called from within a click. */
  prepare(): void {
    this.#context ??= new AudioContext();
    void this.#context.resume();
  }

  /** @param deviceId where to ring; empty: the system's choice */
  start(deviceId: string): void {
    if (this.#timer !== undefined) return;
    this.once(deviceId);
    this.#timer = setInterval(() => this.once(deviceId), ringEveryMs);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#carrier?.pause();
    void this.#context?.suspend();
  }

  /** One figure of the tone. */
  once(deviceId: string): void {
    this.prepare();
    const context = this.#context;
    if (!context || context.state === 'closed') return;
    const out = this.#out(context, deviceId);
    for (const [frequency, startS] of notes) {
      const at = context.currentTime + startS;
      const tone = new OscillatorNode(context, { type: 'sine', frequency });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(loudness, at + 0.012);
      volume.gain.exponentialRampToValueAtTime(0.0005, at + noteLastsS);
      tone.connect(volume).connect(out);
      tone.start(at);
      tone.stop(at + noteLastsS);
    }
  }

  close(): void {
    this.stop();
    void this.#context?.close();
    this.#context = null;
    this.#carrier = null;
  }

  /** An element can be sent to a device in every browser that lets a page choose; an AudioContext only in some. A device that has gone: the system's. */
  #out(context: AudioContext, deviceId: string): AudioNode {
    if (deviceId === '' || !('setSinkId' in HTMLMediaElement.prototype)) return context.destination;
    const out = context.createMediaStreamDestination();
    const carrier = (this.#carrier ??= new Audio());
    carrier.srcObject = out.stream;
    const play = (): void => void carrier.play().catch(() => {});
    if (carrier.sinkId === deviceId) play();
    else void carrier.setSinkId(deviceId).then(play, play);
    return out;
  }
}
