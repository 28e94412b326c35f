// One call of a telephone: a SIP dialog and one endpoint of audio.
import { randomUUID } from 'node:crypto';
import type { HangUpCause, Unsubscribe } from '../common.ts';
import { phoneLimits } from '../limits.ts';
import { dominantFrequency, levelAt } from '../media/frequency.ts';
import type { MediaEndpoint, Sound } from '../media/media-engine.ts';
import type { InviteOptions, SipCall, SipTransport } from '../sip/sip-server.ts';
import { CallState } from './call-state.ts';
import type { PhoneCall, PhoneCallState } from './phone.ts';
import type { PhoneStack } from './stack.ts';

export type DialOptions = Pick<InviteOptions, 'target' | 'callerNumber' | 'callerDomain' | 'callerName'> & {
  readonly number: string;
  readonly transferUri: (to: string) => string;
  /** Of the media engine, when other endpoints are to hear this call and be heard in it; by default it has one to itself. */
  readonly group?: string;
};

const SAMPLE_RATE_HZ = 8000;

export class SoftwareCall implements PhoneCall {
  readonly remoteUser: string;
  readonly #endpoint: MediaEndpoint;
  readonly #transferUri: (to: string) => string;
  readonly #state: CallState;
  readonly #digits = new Set<(digit: string) => void>();
  readonly #talks = new Set<() => void>();
  #sip: SipCall | null = null;
  #early: string | null = null;

  private constructor(
    stack: PhoneStack,
    remoteUser: string,
    state: PhoneCallState,
    kind: 'rtp' | 'webrtc',
    { transferUri, group = randomUUID() }: Pick<DialOptions, 'transferUri' | 'group'>,
  ) {
    this.remoteUser = remoteUser;
    this.#state = new CallState(state);
    this.#transferUri = transferUri;
    this.#endpoint = stack.media.createEndpoint({ group, kind });
    this.#endpoint.on('digit', ({ digit }) => this.#heardDigit(digit));
    // A far end that died without a word must not leave a call behind.
    this.#endpoint.on('mediaLost', () => this.hangUp('mediaLost'));
  }

  static outgoing(stack: PhoneStack, options: DialOptions): SoftwareCall {
    const call = new SoftwareCall(stack, options.number, 'calling', kindFor(options.target.transport), options);
    void call.#dial(stack, options);
    return call;
  }

  static incoming(stack: PhoneStack, sip: SipCall, options: Pick<DialOptions, 'transferUri' | 'group'>): SoftwareCall {
    const call = new SoftwareCall(stack, sip.remoteUser, 'ringing', kindOf(sip), options);
    call.#bind(sip);
    sip.progress();
    return call;
  }

  get state(): PhoneCallState {
    return this.#state.now;
  }

  /** Its audio in the media engine. */
  get endpointId(): string {
    return this.#endpoint.id;
  }

  get endCause(): HangUpCause | null {
    return this.#state.endCause;
  }

  header(name: string): string | undefined {
    return this.#sip?.direction === 'incoming' ? this.#sip.header(name) : undefined;
  }

  async answer(): Promise<void> {
    const sip = this.#sip;
    if (sip?.direction !== 'incoming') throw new Error('only a call that came in can be answered');
    const { remoteSdp } = sip;
    sip.answer(await (remoteSdp === null ? this.#endpoint.offer() : this.#endpoint.answer(remoteSdp)));
    await this.until('connected');
  }

  hangUp(cause: HangUpCause = 'normal'): void {
    this.#sip?.end(cause);
    this.#end(cause);
  }

  async hold(): Promise<void> {
    await this.#reoffer('sendonly');
    this.#state.become('held');
  }

  async retrieve(): Promise<void> {
    await this.#reoffer('sendrecv');
    this.#state.become('connected');
  }

  async refer(number: string): Promise<number> {
    if (!this.#sip) throw new Error('no dialog to transfer from');
    return this.#sip.refer(this.#transferUri(number));
  }

  sendDigits(digits: string): void {
    this.#endpoint.sendDigits(digits);
  }

  sendInfoDigits(digits: string): void {
    for (const digit of digits) this.#sip?.sendInfoDigit(digit);
  }

  onDigit(listener: (digit: string) => void): Unsubscribe {
    this.#digits.add(listener);
    return () => void this.#digits.delete(listener);
  }

  onTalk(listener: () => void): Unsubscribe {
    this.#talks.add(listener);
    return () => void this.#talks.delete(listener);
  }

  speak(sounds: readonly Sound[], options?: { loop?: boolean }): void {
    this.#endpoint.play(randomUUID(), sounds, options);
  }

  async say(sounds: readonly Sound[]): Promise<void> {
    const id = randomUUID();
    const off: Unsubscribe[] = [];
    const over = new Promise<void>((resolve, reject) => {
      off.push(this.#endpoint.on('playbackFinished', ({ playId }) => playId === id && resolve()));
      off.push(this.onEnd(() => reject(this.#state.endedError())));
    });
    this.#endpoint.play(id, sounds);
    await over.finally(() => off.forEach((unsubscribe) => unsubscribe()));
  }

  silence(): void {
    this.#endpoint.stopPlay();
  }

  async hear(ms: number): Promise<{ readonly frequencyHz: number; readonly level: number }> {
    return dominantFrequency(await this.#endpoint.tap(ms), SAMPLE_RATE_HZ);
  }

  async levelAt(frequencyHz: number, ms: number): Promise<number> {
    return levelAt(await this.#endpoint.tap(ms), SAMPLE_RATE_HZ, frequencyHz);
  }

  until(state: 'ringing' | 'connected' | 'held' | 'ended', timeoutMs?: number): Promise<void> {
    return this.#state.until(state, timeoutMs);
  }

  onEnd(listener: () => void): Unsubscribe {
    return this.#state.onEnd(listener);
  }

  /** Told each further state, the last one included. */
  onChange(listener: () => void): Unsubscribe {
    return this.#state.onChange(listener);
  }

  async #dial(stack: PhoneStack, options: DialOptions): Promise<void> {
    try {
      const sdp = await this.#endpoint.offer();
      if (this.#state.now === 'ended') return;
      const { number: _number, transferUri: _transferUri, group: _group, ...invite } = options;
      this.#bind(stack.sip.invite({ ...invite, sdp, timeoutMs: phoneLimits.ringTimeoutMs }));
    } catch {
      this.hangUp('failed');
    }
  }

  #bind(sip: SipCall): void {
    this.#sip = sip;
    sip.on('progress', ({ sdp }) => void this.#progressed(sdp));
    sip.on('established', ({ sdp }) => void this.#established(sdp));
    sip.on('reoffered', ({ sdp, accept, reject }) => {
      this.#endpoint.answer(sdp).then(accept, () => reject(488));
    });
    sip.on('digit', ({ digit }) => this.#heardDigit(digit));
    sip.on('talk', () => this.#talks.forEach((listener) => listener()));
    sip.on('ended', ({ cause }) => this.#end(cause));
  }

  async #progressed(sdp: string | null): Promise<void> {
    if (this.#state.now === 'calling') this.#state.become('ringing');
    if (sdp !== null) await this.#acceptAnswer(sdp);
  }

  async #established(sdp: string | null): Promise<void> {
    if (sdp !== null) await this.#acceptAnswer(sdp);
    // Listening starts now, so that the first `hear` finds what was said before it; nothing may come for a while.
    void this.#endpoint.tap(1).catch(() => undefined);
    this.#state.become('connected');
  }

  async #acceptAnswer(sdp: string): Promise<void> {
    if (sdp === this.#early) return;
    this.#early = sdp;
    try {
      await this.#endpoint.acceptAnswer(sdp);
    } catch {
      this.hangUp('failed');
    }
  }

  async #reoffer(direction: 'sendonly' | 'sendrecv'): Promise<void> {
    if (!this.#sip || !this.#state.talking) throw new Error(`the call is ${this.#state.now}`);
    const answer = await this.#sip.reinvite(await this.#endpoint.offer({ direction }));
    await this.#endpoint.acceptAnswer(answer);
  }

  #heardDigit(digit: string): void {
    for (const listener of this.#digits) listener(digit);
  }

  #end(cause: HangUpCause): void {
    if (this.#state.end(cause)) this.#endpoint.close();
  }
}

/** Who speaks SIP over a WebSocket expects what a browser would: WebRTC (RFC 8827). */
const kindFor = (transport: SipTransport | undefined): 'rtp' | 'webrtc' =>
  transport === 'ws' || transport === 'wss' ? 'webrtc' : 'rtp';

/** What the far end offers; without an offer, what its transport lets expect. */
function kindOf({ remoteSdp, remoteTransport }: SipCall): 'rtp' | 'webrtc' {
  if (remoteSdp === null) return kindFor(remoteTransport);
  return /^m=audio \d+ UDP\/TLS\/RTP\/SAVPF? /m.test(remoteSdp) ? 'webrtc' : 'rtp';
}
