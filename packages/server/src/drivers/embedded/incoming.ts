// A connection that a telephone or trunk opened to us: it is taken from 100 to 200 as far as the topology says.
import type { ClearCause, ConnectionId, Participant } from '@cordboard/domain';
import type { MediaEndpoint, MediaEngine, SipCall, Sound } from '@cordboard/telephony';
import { Audio } from './audio.ts';
import { hangUpCauseOf } from './cause.table.ts';
import { Dialog } from './dialog.ts';
import type { Connection, ConnectionReports } from './reports.ts';
import { isWebrtc, takesTelephoneEvents } from './sdp-facts.ts';

type Stage = Participant['stage'];
const order: readonly Stage[] = ['proceeding', 'ringing', 'early', 'answered'];

export class IncomingConnection implements Connection {
  readonly id: ConnectionId;
  readonly #sip: SipCall;
  readonly #media: MediaEngine;
  readonly #group: string;
  readonly #reports: ConnectionReports;
  readonly #audio: Audio;
  readonly #dialog: Dialog;
  #wanted: Stage = 'proceeding';
  #reached: Stage = 'proceeding';
  #moving = false;
  #answered = false;
  #ended = false;
  #localSdp: Promise<string> | null = null;
  #remoteSdp: string | null;
  #kind: 'rtp' | 'webrtc' = 'rtp';

  constructor(id: ConnectionId, group: string, sip: SipCall, media: MediaEngine, reports: ConnectionReports) {
    this.id = id;
    this.#sip = sip;
    this.#media = media;
    this.#group = group;
    this.#reports = reports;
    this.#remoteSdp = sip.remoteSdp;
    this.#audio = new Audio({
      digit: (digit) => reports.digit(digit),
      playbackFinished: (playId) => reports.playbackFinished(playId),
      // Before the answer, and while it holds us, a telephone may be silent.
      mediaLost: () => {
        if (this.#answered && !this.#dialog.held) this.end('mediaLost');
      },
    });
    this.#dialog = new Dialog(sip, this.#audio, {
      digit: (digit) => reports.digit(digit),
      held: () => reports.heldByDevice(),
      retrieved: () => reports.retrievedByDevice(),
      transfer: (dialled) => reports.transferByDevice(dialled),
      audioChanged: () => reports.audioChanged(),
      failed: () => this.end('failed'),
      freshEndpoint: () => (this.#kind === 'webrtc' ? this.#createEndpoint() : null),
    });
    sip.on('established', ({ sdp }) => void this.#established(sdp));
    sip.on('ended', ({ cause }) => this.#over(cause));
  }

  get endpoint(): MediaEndpoint | null {
    return this.#audio.endpoint;
  }

  take(stage: Stage): void {
    if (order.indexOf(stage) <= order.indexOf(this.#wanted)) return;
    this.#wanted = stage;
    void this.#move();
  }

  askToAnswer(): void {
    // This telephone is the caller: there is nothing to pick up.
  }

  play(playId: string, sounds: readonly Sound[]): void {
    this.#audio.play(playId, sounds);
  }

  stopPlay(): void {
    this.#audio.stopPlay();
  }

  sendDigits(digits: string): void {
    this.#audio.sendDigits(digits);
  }

  end(cause: ClearCause): void {
    if (this.#ended) return;
    this.#dialog.close(cause === 'transferred');
    // First our own cause, then SIP's words for it, which come back as an event at once.
    this.#over(cause);
    this.#sip.end(hangUpCauseOf[cause]);
  }

  /** One stage at a time; a stage wished meanwhile is taken next, and stages in between may be passed over. */
  async #move(): Promise<void> {
    if (this.#moving) return;
    this.#moving = true;
    try {
      while (!this.#ended && this.#reached !== this.#wanted) {
        const stage = this.#wanted;
        await this.#enter(stage);
        this.#reached = stage;
      }
    } catch {
      // No common codec, or no port left for audio.
      this.end('failed');
    }
    this.#moving = false;
  }

  async #enter(stage: Stage): Promise<void> {
    // Without an offer there is nothing that early audio could answer (RFC 3261 §13.2.1).
    if (stage === 'ringing' || (stage === 'early' && this.#remoteSdp === null)) return this.#sip.progress();
    const sdp = await (this.#localSdp ??= this.#open());
    if (this.#ended) return;
    if (stage === 'answered') return this.#sip.answer(sdp);
    this.#sip.progress(sdp);
    this.#begin();
  }

  async #open(): Promise<string> {
    const offer = this.#remoteSdp;
    const webrtc = offer === null ? /^wss?$/.test(this.#sip.remoteTransport) : isWebrtc(offer);
    this.#kind = webrtc ? 'webrtc' : 'rtp';
    const endpoint = this.#createEndpoint();
    this.#audio.adopt(endpoint);
    const sdp = await (offer === null ? endpoint.offer() : endpoint.answer(offer));
    if (!this.#ended) this.#reports.audioChanged();
    return sdp;
  }

  #createEndpoint(): MediaEndpoint {
    return this.#media.createEndpoint({ group: this.#group, kind: this.#kind });
  }

  async #established(sdp: string | null): Promise<void> {
    if (sdp !== null && this.#remoteSdp === null) {
      this.#remoteSdp = sdp;
      try {
        await this.#audio.endpoint?.acceptAnswer(sdp);
      } catch {
        return this.end('failed');
      }
    }
    if (this.#ended) return;
    this.#answered = true;
    this.#begin();
    this.#reports.answered();
  }

  #begin(): void {
    const byEvents = this.#remoteSdp === null || takesTelephoneEvents(this.#remoteSdp);
    this.#audio.begin(byEvents ? null : (digit) => this.#sip.sendInfoDigit(digit));
  }

  #over(cause: ClearCause): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#dialog.close(false);
    this.#audio.close();
    this.#reports.cleared(cause);
  }
}
