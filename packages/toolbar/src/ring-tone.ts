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
  #timer: ReturnType<typeof setInterval> | undefined;

  /** To be called from within a click. */
  prepare(): void {
    this.#context ??= new AudioContext();
    void this.#context.resume();
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#context ??= new AudioContext();
    void this.#context.resume();
    this.#play();
    this.#timer = setInterval(() => this.#play(), ringEveryMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    void this.#context?.suspend();
  }

  #play(): void {
    const context = this.#context;
    if (context?.state !== 'running' && context?.state !== 'suspended') return;
    for (const [frequency, startS] of notes) {
      const at = context.currentTime + startS;
      const tone = new OscillatorNode(context, { type: 'sine', frequency });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(loudness, at + 0.012);
      volume.gain.exponentialRampToValueAtTime(0.0005, at + noteLastsS);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + noteLastsS);
    }
  }
}
