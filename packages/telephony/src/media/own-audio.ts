// What an endpoint sends on its own account instead of what it is arranged to hear: sounds and pressed keys.
import { mediaLimits } from '../limits.ts';
import { DigitSender, type EventPacket } from './digits.ts';
import type { Sound } from './media-engine.ts';
import { Player } from './player.ts';
import type { SoundLibrary } from './sound-library.ts';
import { keyTone } from './tones.ts';

/** What it needs of its endpoint. */
export type OwnAudioSink = {
  readonly canSend: boolean;
  /** Whether keys can go as RTP events. */
  readonly hasEvents: boolean;
  sendFrame(frame: Int16Array | null, dueMs: number): void;
  sendEvent(event: EventPacket, dueMs: number): void;
  finished(playId: string): void;
};

type Play = { readonly playId: string; readonly player: Player; readonly sinceMs: number; started: boolean };

export class OwnAudio {
  readonly #sink: OwnAudioSink;
  readonly #digits = new DigitSender();
  readonly #frame = new Int16Array(mediaLimits.frameSamples);
  #keyTone: Player | null = null;
  #play: Play | null = null;
  #playNumber = 0;

  constructor(sink: OwnAudioSink) {
    this.#sink = sink;
  }

  /** Whether it is sending now. */
  get busy(): boolean {
    return this.#play?.started === true || this.#digits.busy;
  }

  play(playId: string, sounds: readonly Sound[], loop: boolean, library: SoundLibrary): void {
    this.stop();
    const number = this.#playNumber;
    void library.load(sounds).then((parts) => {
      // Stopped or replaced while it was read.
      if (number !== this.#playNumber) return;
      this.#play = { playId, player: new Player(parts, loop), sinceMs: performance.now(), started: false };
    });
  }

  stop(): void {
    this.#playNumber += 1;
    this.#play = null;
  }

  /** @returns false when too many keys wait */
  press(digits: string): boolean {
    return this.#digits.press(digits);
  }

  /** Sends its part of this tick; false when there is none. */
  tick(dueMs: number): boolean {
    if (this.#digits.busy) {
      this.#key(dueMs);
      return true;
    }
    const play = this.#play;
    if (play === null) return false;
    // The beginning of a prompt must not be lost while the far end is still connecting.
    play.started ||= this.#sink.canSend || dueMs - play.sinceMs > mediaLimits.playPatienceMs;
    if (!play.started) return false;
    if (play.player.fill(this.#frame)) {
      this.#sink.sendFrame(this.#frame, dueMs);
      return true;
    }
    this.#play = null;
    this.#sink.finished(play.playId);
    return false;
  }

  #key(dueMs: number): void {
    const digit = this.#digits.current;
    const event = this.#digits.next();
    if (!this.#sink.canSend) return;
    if (digit === null) this.#keyTone = null;
    if (digit === null || event === null) return this.#sink.sendFrame(null, dueMs);
    if (this.#sink.hasEvents) return this.#sink.sendEvent(event, dueMs);
    this.#keyTone ??= new Player([keyTone(digit, mediaLimits.digitMs)], false);
    this.#keyTone.fill(this.#frame);
    this.#sink.sendFrame(this.#frame, dueMs);
  }
}
