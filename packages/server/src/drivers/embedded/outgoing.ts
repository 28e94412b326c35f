// A connection that we open: to every telephone of an extension at once, or to the outside by one trunk after another. The first answer wins.
import type { ClearCause, ConnectionId } from '@cordboard/domain';
import type { HangUpCause, MediaEndpoint, MediaEngine, SipCall, SipServer, Sound } from '@cordboard/telephony';
import { Attempt, type AttemptTarget } from './attempt.ts';
import { Audio } from './audio.ts';
import { causesToTryAnotherTrunk, hangUpCauseOf, tellingCauses } from './cause.table.ts';
import { Dialog } from './dialog.ts';
import type { Connection, ConnectionReports } from './reports.ts';
import { takesTelephoneEvents } from './sdp-facts.ts';

/** Targets that ring together; the next round begins when nobody of this one could be reached. Null: no round is left. */
export type NextRound = () => readonly AttemptTarget[] | null;

export class OutgoingConnection implements Connection {
  readonly id: ConnectionId;
  readonly #group: string;
  readonly #sipServer: SipServer;
  readonly #media: MediaEngine;
  readonly #reports: ConnectionReports;
  readonly #nextRound: NextRound;
  readonly #audio: Audio;
  readonly #attempts = new Set<Attempt>();
  #winner: { readonly sip: SipCall; readonly dialog: Dialog } | null = null;
  #causes: HangUpCause[] = [];
  #alerted: 'no' | 'yes' | 'earlyMedia' = 'no';
  #ended = false;

  constructor(
    id: ConnectionId,
    group: string,
    stack: { readonly sip: SipServer; readonly media: MediaEngine },
    nextRound: NextRound,
    reports: ConnectionReports,
  ) {
    this.id = id;
    this.#group = group;
    this.#sipServer = stack.sip;
    this.#media = stack.media;
    this.#nextRound = nextRound;
    this.#reports = reports;
    this.#audio = new Audio({
      digit: (digit) => reports.digit(digit),
      playbackFinished: (playId) => reports.playbackFinished(playId),
      // Before the answer, and while it holds us, a telephone may be silent.
      mediaLost: () => {
        if (this.#winner && !this.#winner.dialog.held) this.end('mediaLost');
      },
    });
  }

  get endpoint(): MediaEndpoint | null {
    return this.#audio.endpoint;
  }

  /** Rings these telephones; the first round. */
  ring(targets: readonly AttemptTarget[]): void {
    this.#causes = [];
    for (const target of targets) this.#attempts.add(this.#attempt(target));
  }

  take(): void {
    // We called: how far it has come is for the far end to say.
  }

  askToAnswer(): void {
    for (const attempt of this.#attempts) attempt.askToAnswer();
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
    this.#winner?.dialog.close(cause === 'transferred');
    // First our own cause, then SIP's words for it, which come back as an event at once.
    this.#over(cause);
    this.#winner?.sip.end(hangUpCauseOf[cause]);
  }

  #attempt(target: AttemptTarget): Attempt {
    const attempt: Attempt = new Attempt(target, this.#group, this.#sipServer, this.#media, {
      ringing: () => this.#alert('yes'),
      early: (endpoint) => this.#early(endpoint),
      answered: (sip, endpoint, sdp) => this.#answered(attempt, sip, endpoint, sdp),
      failed: (cause) => this.#failed(attempt, cause),
    });
    attempt.start();
    return attempt;
  }

  #alert(how: 'yes' | 'earlyMedia'): void {
    if (this.#winner || this.#alerted === how || this.#alerted === 'earlyMedia') return;
    this.#alerted = how;
    this.#reports.alerting(how === 'earlyMedia');
  }

  /** The first telephone that has something to say before it answers is heard. */
  #early(endpoint: MediaEndpoint): void {
    if (this.#audio.endpoint === null) {
      this.#audio.adopt(endpoint);
      this.#reports.audioChanged();
    }
    if (this.#audio.endpoint === endpoint) this.#alert('earlyMedia');
  }

  #answered(attempt: Attempt, sip: SipCall, endpoint: MediaEndpoint, sdp: string): void {
    this.#attempts.delete(attempt);
    for (const loser of this.#attempts) loser.cancel();
    this.#attempts.clear();
    this.#audio.adopt(endpoint);
    const dialog = new Dialog(sip, this.#audio, {
      digit: (digit) => this.#reports.digit(digit),
      held: () => this.#reports.heldByDevice(),
      retrieved: () => this.#reports.retrievedByDevice(),
      transfer: (dialled) => this.#reports.transferByDevice(dialled),
      audioChanged: () => this.#reports.audioChanged(),
      failed: () => this.end('failed'),
      freshEndpoint: () =>
        attempt.kind === 'webrtc' ? this.#media.createEndpoint({ group: this.#group, kind: 'webrtc' }) : null,
    });
    this.#winner = { sip, dialog };
    sip.on('ended', ({ cause }) => this.#over(cause));
    this.#audio.begin(takesTelephoneEvents(sdp) ? null : (digit) => sip.sendInfoDigit(digit));
    this.#reports.audioChanged();
    this.#reports.answered();
  }

  #failed(attempt: Attempt, cause: HangUpCause): void {
    if (!this.#attempts.delete(attempt)) return;
    this.#audio.release(attempt.endpoint);
    this.#causes.push(cause);
    // 6xx, or a person who pressed "reject" at one of his telephones, speaks for all of them (RFC 3261 §16.7).
    if (cause === 'rejected') return this.#over('rejected');
    if (this.#attempts.size > 0) return;
    const next = this.#alerted === 'no' && causesToTryAnotherTrunk.has(cause) ? this.#nextRound() : null;
    if (next === null) this.#over(this.#tellingCause());
    else this.ring(next);
  }

  #tellingCause(): HangUpCause {
    return tellingCauses.find((cause) => this.#causes.includes(cause)) ?? 'unreachable';
  }

  #over(cause: ClearCause): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const attempt of this.#attempts) attempt.cancel();
    this.#attempts.clear();
    this.#winner?.dialog.close(false);
    this.#audio.close();
    this.#reports.cleared(cause);
  }
}
