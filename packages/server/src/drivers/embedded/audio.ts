// What one connection hears and says: its endpoint, and the wishes that came before there was one.
import type { MediaEndpoint, Sound, Unsubscribe } from '@cordboard/telephony';
import { limits } from '../../limits.ts';

export type AudioReports = {
  digit(digit: string): void;
  playbackFinished(playId: string): void;
  mediaLost(): void;
};

export class Audio {
  readonly #reports: AudioReports;
  readonly #subscriptions: Unsubscribe[] = [];
  #endpoint: MediaEndpoint | null = null;
  #sendInfoDigit: ((digit: string) => void) | null = null;
  #ready = false;
  #play: { readonly playId: string; readonly sounds: readonly Sound[] } | null = null;
  #digits = '';

  constructor(reports: AudioReports) {
    this.#reports = reports;
  }

  get endpoint(): MediaEndpoint | null {
    return this.#endpoint;
  }

  /** Makes this endpoint the connection's; an earlier one (another telephone's early media) is let go of, not closed. */
  adopt(endpoint: MediaEndpoint): void {
    if (this.#endpoint === endpoint) return;
    this.#unsubscribe();
    this.#endpoint = endpoint;
    this.#subscriptions.push(
      endpoint.on('digit', ({ digit }) => this.#reports.digit(digit)),
      endpoint.on('mediaLost', () => this.#reports.mediaLost()),
      endpoint.on('playbackFinished', ({ playId }) => {
        if (this.#play?.playId !== playId) return;
        this.#play = null;
        this.#reports.playbackFinished(playId);
      }),
    );
    if (this.#ready && this.#play) endpoint.play(this.#play.playId, this.#play.sounds);
  }

  /** Forgets an endpoint that its telephone has closed. */
  release(endpoint: MediaEndpoint): void {
    if (this.#endpoint !== endpoint) return;
    this.#unsubscribe();
    this.#endpoint = null;
  }

  /** Audio flows: what was wished before happens now. `sendInfoDigit`: how digits go to a phone that knows no RFC 4733; null: it does. */
  begin(sendInfoDigit: ((digit: string) => void) | null): void {
    this.#sendInfoDigit = sendInfoDigit;
    if (this.#ready) return;
    this.#ready = true;
    if (this.#play) this.#endpoint?.play(this.#play.playId, this.#play.sounds);
    if (this.#digits) this.sendDigits(this.#digits);
    this.#digits = '';
  }

  play(playId: string, sounds: readonly Sound[]): void {
    this.#play = { playId, sounds };
    if (this.#ready) this.#endpoint?.play(playId, sounds);
  }

  stopPlay(): void {
    if (!this.#play) return;
    this.#play = null;
    if (this.#ready) this.#endpoint?.stopPlay();
  }

  sendDigits(digits: string): void {
    if (!this.#ready) this.#digits = (this.#digits + digits).slice(0, limits.switchMaxWaitingDigits);
    else if (this.#sendInfoDigit) for (const digit of digits) this.#sendInfoDigit(digit);
    else this.#endpoint?.sendDigits(digits);
  }

  close(): void {
    this.#unsubscribe();
    this.#play = null;
    this.#endpoint?.close();
    this.#endpoint = null;
  }

  #unsubscribe(): void {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
  }
}
