// Ringing one telephone: an INVITE and the audio it offers, until it answers, fails or is cancelled.
import type {
  HangUpCause,
  InviteOptions,
  MediaEndpoint,
  MediaEngine,
  SipCall,
  SipServer,
  Unsubscribe,
} from '@cordboard/telephony';

export type AttemptTarget = Omit<InviteOptions, 'sdp'> & { readonly kind: 'rtp' | 'webrtc' };

export type AttemptReports = {
  ringing(): void;
  /** Early audio can be heard on this endpoint. */
  early(endpoint: MediaEndpoint): void;
  /** From now on dialog and endpoint are the listener's. */
  answered(sip: SipCall, endpoint: MediaEndpoint, sdp: string): void;
  failed(cause: HangUpCause): void;
};

export class Attempt {
  readonly #target: AttemptTarget;
  readonly #sipServer: SipServer;
  readonly #endpoint: MediaEndpoint;
  readonly #reports: AttemptReports;
  #subscriptions: Unsubscribe[] = [];
  #sip: SipCall | null = null;
  #accepted: string | null = null;
  #over = false;

  constructor(target: AttemptTarget, group: string, sipServer: SipServer, media: MediaEngine, reports: AttemptReports) {
    this.#target = target;
    this.#sipServer = sipServer;
    this.#reports = reports;
    this.#endpoint = media.createEndpoint({ group, kind: target.kind });
  }

  get kind(): AttemptTarget['kind'] {
    return this.#target.kind;
  }

  get endpoint(): MediaEndpoint {
    return this.#endpoint;
  }

  start(): void {
    this.#endpoint
      .offer()
      .then((sdp) => this.#invite(sdp))
      .catch(() => this.#fail('failed'));
  }

  askToAnswer(): void {
    this.#sip?.askToAnswer();
  }

  cancel(): void {
    this.#fail(null);
  }

  #invite(sdp: string): void {
    if (this.#over) return;
    const { kind: _, ...options } = this.#target;
    const sip = this.#sipServer.invite({ ...options, sdp });
    this.#sip = sip;
    this.#subscriptions = [
      sip.on('progress', ({ status, sdp: early }) => void this.#progressed(status, early)),
      sip.on('established', ({ sdp: answer }) => void this.#established(sip, answer)),
      sip.on('ended', ({ cause }) => this.#fail(cause)),
    ];
  }

  async #progressed(status: number, sdp: string | null): Promise<void> {
    if (status === 180) this.#reports.ringing();
    if (sdp === null || !(await this.#accept(sdp)) || this.#over) return;
    this.#reports.early(this.#endpoint);
  }

  async #established(sip: SipCall, sdp: string | null): Promise<void> {
    const answer = sdp ?? this.#accepted;
    if (answer === null || !(await this.#accept(answer))) return this.#fail('failed');
    if (this.#over) return;
    this.#over = true;
    this.#unsubscribe();
    this.#reports.answered(sip, this.#endpoint, answer);
  }

  /** The answer in 183 and the one in 200 are the same one (RFC 3261 §13.2.1), but not every switch knows that. */
  async #accept(sdp: string): Promise<boolean> {
    if (sdp === this.#accepted) return true;
    this.#accepted = sdp;
    return this.#endpoint.acceptAnswer(sdp).then(
      () => true,
      () => false,
    );
  }

  /** @param cause null: we no longer want it, and nobody is told. */
  #fail(cause: HangUpCause | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#unsubscribe();
    this.#sip?.end(cause === null ? 'cancelled' : cause);
    this.#endpoint.close();
    if (cause !== null) this.#reports.failed(cause);
  }

  #unsubscribe(): void {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
  }
}
