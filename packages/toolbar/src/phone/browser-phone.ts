// The browser as a telephone: one JsSIP user agent, its calls by the id that the CTI side knows them by, and their sound.
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent, UA } from 'jssip/lib/UA.js';
import type { RTCSession } from 'jssip/lib/RTCSession.js';
import {
  credentialsEarlyMs,
  iceGatherMs,
  sipRegisterS,
  sipRetryFirstMs,
  sipRetryLongestMs,
  strayCallMs,
} from '../limits.ts';
import { CallSound } from './call-sound.ts';
import { closeMicrophone, openMicrophone } from './microphone.ts';
import { SipSocket } from './sip-socket.ts';
import type { MicrophoneLight } from '../bar-state.ts';

export type PhoneCredentials = {
  readonly uri: string;
  readonly authorizationUser: string;
  readonly password: string;
  readonly domain: string;
  readonly wsPath: string;
  readonly expiresAt: number;
};

export type BrowserPhoneState = 'connecting' | 'registered' | 'failed';

export type BrowserPhoneOptions = {
  /** The page's server, `https://host/`. */
  readonly server: URL;
  /** Fetches fresh credentials; rejects when the server does not give any now. */
  readonly credentials: () => Promise<PhoneCredentials>;
  /** Server's clock minus this one's, ms. */
  readonly clockAheadMs: () => number;
  readonly changed: (state: BrowserPhoneState) => void;
  /** An INVITE has come or a session has gone. */
  readonly callsChanged: () => void;
  readonly microphone: (light: MicrophoneLight) => void;
  /** The phone is to answer by itself: a call that its own agent asked for. */
  readonly autoAnswer: (callId: string) => boolean;
};

/** Ids of the devices to use; empty: the system's. */
export type PhoneDevices = { readonly microphone: string; readonly speaker: string };

type PhoneCall = {
  readonly session: RTCSession;
  readonly sound: CallSound;
  /** Since when the server does not know the call; null: it does. */
  strayingSince: number | null;
};

export class BrowserPhone {
  readonly #options: BrowserPhoneOptions;
  readonly #calls = new Map<string, PhoneCall>();
  #ua: UA | null = null;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #retryMs = sipRetryFirstMs;
  #isRetrying = false;
  #closed = false;
  #devices: PhoneDevices;

  constructor(options: BrowserPhoneOptions, devices: PhoneDevices) {
    this.#options = options;
    this.#devices = devices;
  }

  /** Fetches credentials and registers; from then on it comes back by itself until `close`. */
  async start(): Promise<void> {
    this.#options.changed('connecting');
    try {
      const [{ default: JsSIP }, credentials] = await Promise.all([import('jssip'), this.#options.credentials()]);
      if (this.#closed) return;
      const url = new URL(credentials.wsPath, this.#options.server);
      url.protocol = url.protocol.replace('http', 'ws');
      this.#ua = new JsSIP.UA({
        sockets: [new SipSocket(url.href)],
        uri: credentials.uri,
        authorization_user: credentials.authorizationUser,
        password: credentials.password,
        register: true,
        register_expires: sipRegisterS,
        session_timers: false,
        connection_recovery_min_interval: sipRetryFirstMs / 1_000,
        connection_recovery_max_interval: sipRetryLongestMs / 1_000,
        user_agent: 'Cordboard agent bar',
      });
      this.#listen(this.#ua);
      this.#renewLater(credentials.expiresAt);
      this.#ua.start();
    } catch {
      this.#options.changed('failed');
      this.#retry(() => void this.start());
    }
  }

  /** Unregisters, ends every call here and lets the microphone go. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#renewal);
    for (const callId of [...this.#calls.keys()]) this.#forget(callId);
    this.#ua?.stop();
    this.#ua = null;
  }

  /** Is the microphone open? */
  get listening(): boolean {
    return [...this.#calls.values()].some((call) => call.sound.listening);
  }

  /** The connection that carries this call's sound; null: none here. */
  connectionOf(callId: string): RTCPeerConnection | null {
    return this.#calls.get(callId)?.sound.connection ?? null;
  }

  /** Devices to use from now on, also in calls that are going on. */
  use(devices: PhoneDevices): void {
    const before = this.#devices;
    this.#devices = devices;
    for (const [callId, { sound }] of this.#calls) {
      sound.listenAt(devices.speaker);
      if (before.microphone !== devices.microphone || sound.silent) void this.#changeMicrophone(callId);
    }
  }

  /** Is the sound of this call at this page? */
  has(callId: string): boolean {
    return this.#calls.has(callId);
  }

  /**
   * Lets go of calls that have ended without a word to this phone, as when the server was killed.
   *
   * @param known the calls that the server knows now
   */
  reconcile(known: ReadonlySet<string>): void {
    for (const [callId, call] of this.#calls) {
      if (known.has(callId)) call.strayingSince = null;
      else if (call.strayingSince === null) {
        const since = Date.now();
        call.strayingSince = since;
        setTimeout(() => {
          if (this.#calls.get(callId)?.strayingSince === since) this.#forget(callId);
        }, strayCallMs);
      }
    }
  }

  /** @returns what kept it from being answered: a word on the microphone, or `gone` when the call is no longer there */
  async answer(
    callId: string,
  ): Promise<'answered' | 'gone' | Extract<MicrophoneLight, 'refused' | 'absent' | 'busy' | 'insecure'>> {
    const call = this.#calls.get(callId);
    if (!call?.session.isInProgress()) return call ? 'answered' : 'gone';
    const heard = await openMicrophone(this.#devices.microphone);
    if ('fault' in heard) {
      this.#options.microphone(heard.fault);
      return heard.fault;
    }
    if (this.#calls.get(callId) !== call || !call.session.isInProgress()) {
      closeMicrophone(heard.stream);
      return this.#calls.has(callId) ? 'answered' : 'gone';
    }
    call.sound.speak(heard.stream);
    call.session.answer({ mediaStream: heard.stream, pcConfig: { iceServers: [] } });
    this.#options.microphone('open');
    return 'answered';
  }

  /** Ends the call from here (BYE). */
  hangUp(callId: string): void {
    this.#forget(callId);
  }

  /** Silences the microphone at its source, whatever the switch does besides. */
  mute(callId: string, muted: boolean): void {
    this.#calls.get(callId)?.sound.mute(muted);
  }

  #listen(ua: UA): void {
    ua.on('registered', () => {
      this.#retryMs = sipRetryFirstMs;
      for (const { session } of this.#calls.values()) refreshTarget(session);
      this.#options.changed('registered');
    });
    ua.on('connecting', () => this.#options.changed('connecting'));
    ua.on('disconnected', () => {
      if (!this.#closed) this.#options.changed('failed');
    });
    ua.on('registrationFailed', () => {
      if (this.#closed) return;
      this.#options.changed('failed');
      this.#retry(() => void this.#renew(true));
    });
    ua.on('newRTCSession', ({ session, request }: IncomingRTCSessionEvent | OutgoingRTCSessionEvent) => {
      this.#take(session, request);
    });
  }

  #take(session: RTCSession, request: { getHeader(name: string): string | undefined }): void {
    const callId = request.getHeader('X-Cordboard-Call-Id');
    if (!callId) {
      session.terminate({ status_code: 404 });
      return;
    }
    const sound = new CallSound(() => void this.#changeMicrophone(callId));
    sound.listenAt(this.#devices.speaker);
    this.#calls.set(callId, { session, sound, strayingSince: null });
    session.on('peerconnection', ({ peerconnection }) => {
      sound.attach(peerconnection);
      this.#options.callsChanged();
    });
    let gathering: ReturnType<typeof setTimeout> | undefined;
    session.on('icecandidate', ({ ready }) => {
      gathering ??= setTimeout(ready, iceGatherMs);
    });
    session.on('ended', () => this.#forget(callId, session));
    session.on('failed', () => this.#forget(callId, session));
    this.#options.callsChanged();
    const wantsAnswer = /answer-after=0/i.test(request.getHeader('Call-Info') ?? '');
    if (wantsAnswer || this.#options.autoAnswer(callId)) void this.answer(callId);
  }

  /** Another microphone for a call that is going on; when none can be had it goes on in silence until one is plugged in. */
  async #changeMicrophone(callId: string): Promise<void> {
    const call = this.#calls.get(callId);
    if (!call?.sound.listening) return;
    const wanted = this.#devices.microphone;
    const heard = await openMicrophone(wanted);
    if ('fault' in heard) return this.#options.microphone(heard.fault);
    if (this.#calls.get(callId) !== call || this.#devices.microphone !== wanted) return closeMicrophone(heard.stream);
    call.sound.speak(heard.stream);
    this.#options.microphone('open');
  }

  #forget(callId: string, only?: RTCSession): void {
    const call = this.#calls.get(callId);
    if (!call || (only && call.session !== only)) return;
    this.#calls.delete(callId);
    call.sound.close();
    if (!call.session.isEnded()) call.session.terminate();
    if (!this.listening) this.#options.microphone('ready');
    this.#options.callsChanged();
  }

  #retry(again: () => void): void {
    // One that waits is not put off: a link that comes and is closed again and again would do so for ever.
    if (this.#closed || this.#isRetrying) return;
    clearTimeout(this.#renewal);
    this.#isRetrying = true;
    this.#renewal = setTimeout(() => {
      this.#isRetrying = false;
      again();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, sipRetryLongestMs);
  }

  #renewLater(expiresAt: number): void {
    clearTimeout(this.#renewal);
    this.#isRetrying = false;
    const leftMs = expiresAt - (Date.now() + this.#options.clockAheadMs()) - credentialsEarlyMs;
    this.#renewal = setTimeout(() => void this.#renew(false), Math.min(Math.max(leftMs, sipRetryFirstMs), 2 ** 31 - 1));
  }

  /** @param registerNow the present registration has failed; else the new password serves its next refresh */
  async #renew(registerNow: boolean): Promise<void> {
    try {
      const credentials = await this.#options.credentials();
      const ua = this.#ua;
      if (this.#closed || !ua) return;
      ua.set('authorization_user', credentials.authorizationUser);
      ua.set('password', credentials.password);
      this.#renewLater(credentials.expiresAt);
      // JsSIP drops the password once it has its hash; one set anew goes before the hash (DigestAuthentication).
      if (registerNow && ua.isConnected()) ua.register();
    } catch {
      this.#retry(() => void this.#renew(registerNow));
    }
  }
}

/**
 * A link that came back is another way to this page: the far side of a call is told where its requests go from now on
 * (RFC 3261 §12.2.1.1, by RFC 3311). Whatever becomes of that, the call is not touched.
 */
function refreshTarget(session: RTCSession): void {
  if (!session.isEstablished()) return;
  const { contact } = session;
  (session as unknown as RequestSending).sendRequest('UPDATE', { extraHeaders: [`Contact: ${contact}`] });
}

/** What JsSIP's types leave out of a session. */
type RequestSending = { sendRequest(method: string, options: { readonly extraHeaders: readonly string[] }): unknown };
