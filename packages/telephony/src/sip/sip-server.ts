// What the SIP half offers: a registrar and calls, with messages, transactions and dialogs hidden behind them.
import type { Digits, HangUpCause, Unsubscribe } from '../common.ts';

export type SipTransport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

export type SipServerOptions = {
  readonly listen: readonly {
    readonly transport: 'udp' | 'tcp' | 'tls';
    readonly host: string;
    readonly port: number;
  }[];
  /** The domain in addresses-of-record and the digest realm. */
  readonly domain: string;
  readonly userAgent: string;
  /** Put into Contact and Via when set; else the local address that reaches the peer. */
  readonly publicAddress?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** For the certificates of servers that we connect to by TLS and `wss`; by default they are verified against the well-known authorities. */
  readonly tlsClient?: { readonly ca?: string; readonly rejectUnauthorized?: boolean };
  /** Calls come from the registrars of `register` only, to the Contact that was registered there: others get 404, or 403 from elsewhere. */
  readonly acceptOnlyRegistered?: boolean;
  /** Sent as Allow-Events in responses and REGISTER: what a phone lets itself be told by NOTIFY, such as `talk`. */
  readonly allowEvents?: readonly string[];
  readonly accounts: SipAccounts;
  /** Addresses whose INVITEs come from a trunk and need no digest. `null`: not a trunk. */
  readonly trunkOf: (remoteAddress: string, remotePort: number, fromUser: string) => string | null;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;
};

export interface SipAccounts {
  /** All HA1 values now valid for a user (RFC 8760): permanent ones and short-lived ones of browser sessions; empty: unknown. Synchronous: memory only. */
  ha1(user: string, realm: string, algorithm: 'MD5' | 'SHA-256'): readonly string[];
  /** Those of them that chance made, of 128 bits at least: they are taken also while the user or address has to wait for guesses made before. */
  unguessableHa1?(user: string, realm: string, algorithm: 'MD5' | 'SHA-256'): readonly string[];
}

/** One Contact of one address-of-record (RFC 3261 §10). */
export type SipBinding = {
  readonly user: string;
  readonly contact: string;
  readonly transport: SipTransport;
  readonly userAgent: string;
  readonly expiresAt: number;
};

/** A binding as it is kept over a restart; plain data. */
export type SavedBinding = Omit<SipBinding, 'transport'> & {
  readonly address: string;
  readonly port: number;
  readonly callId: string;
  readonly cseq: number;
  readonly q: number;
  readonly path: readonly string[];
  readonly allowEvents: string;
  readonly instance?: string;
  readonly regId?: string;
};

/** A WebSocket as the `ws` library gives it, already upgraded with sub-protocol `sip` (RFC 7118) and its Origin checked. */
export type SipWebSocket = {
  send(data: string): void;
  close(code?: number): void;
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
};

export type InviteOptions = {
  /** A registered contact, or an outside SIP address reached through a trunk. */
  readonly target:
    | SipBinding
    | {
        readonly uri: string;
        readonly transport?: SipTransport;
        /** `ws://host:port/path`, where a WebSocket server is not at `/` of the URI's host; shared with registrations along it. */
        readonly webSocketUrl?: string;
        /** The SIP URI of the server that gets the INVITE, where that is not the one that `uri` names. */
        readonly proxy?: string;
        /** May be another user than the caller. */
        readonly credentials?: { readonly user: string; readonly password: string };
      };
  readonly callerNumber: string;
  /** The host of From, instead of `SipServerOptions.domain`. */
  readonly callerDomain?: string;
  readonly callerName: string;
  readonly sdp: string;
  /** Extra headers, such as Alert-Info or X-Call-Id. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
};

export interface SipServer {
  listen(): Promise<void>;
  /** Ends dialogs with BYE, waits for their transactions up to `drainMs`, closes sockets. */
  close(drainMs: number): Promise<void>;
  /** The bound addresses, with real ports where 0 was asked for. */
  addresses(): readonly { readonly transport: SipTransport; readonly host: string; readonly port: number }[];
  acceptWebSocket(socket: SipWebSocket, remoteAddress: string, remotePort: number, secure: boolean): void;
  bindings(user: string): readonly SipBinding[];
  /** Takes off what a user registered with these secrets (HA1), which are no longer valid. */
  revoke(user: string, ha1s: readonly string[]): void;
  registeredUsers(): readonly string[];
  /** Bindings that a later process on the same port can use again: those of telephones on UDP. */
  savedBindings(): readonly SavedBinding[];
  /** After `listen`: puts saved bindings back, as if just registered, until they expire. */
  restoreBindings(saved: readonly SavedBinding[]): void;
  /** Sends an INVITE now; progress comes as events of the call. */
  invite(options: InviteOptions): SipCall;
  /** Registers this server as a user at a foreign registrar (phones, trunks); refreshes until stopped. */
  register(options: RegistrationOptions): SipRegistration;
  onInvite(listener: (call: SipCall, origin: SipOrigin) => void): Unsubscribe;
  onRegistered(listener: (binding: SipBinding) => void): Unsubscribe;
  onUnregistered(listener: (user: string, contactsLeft: number) => void): Unsubscribe;
  counters(): Readonly<Record<string, number>>;
}

export type SipOrigin =
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'trunk'; readonly trunkId: string }
  /** It came from this registration's registrar, to the Contact that was registered there. */
  | { readonly kind: 'registration'; readonly registration: SipRegistration };

export type RegistrationOptions = {
  /** The SIP URI of the server that gets REGISTER. */
  readonly registrar: string;
  readonly transport?: SipTransport;
  /** `ws://host:port/path`, where a WebSocket server is not at `/` of the registrar's host; the registrar's URI then only names it. */
  readonly webSocketUrl?: string;
  readonly user: string;
  readonly password: string;
  /** The host of the address-of-record, where it is not the registrar's: `sip:1001@example.com` through `10.0.0.1:5060`. */
  readonly domain?: string;
  /** The name that the password belongs to, where it is not `user`. */
  readonly authorizationUser?: string;
  readonly expiresS?: number;
  /** A UUID of this telephone that stays the same when it starts anew: its older Contact, forgotten in a crash, is then replaced (RFC 5626 §4.1). */
  readonly instanceId?: string;
  /** Joined to the URI in Contact, such as `;webrtc`: what the registrar's side should know of this telephone. */
  readonly contactParameters?: string;
};

/**
 * `registering`: asked, nothing known yet; `refused`: the registrar answered no; `unreachable`: it did not answer, or the connection
 * closed. The last two are tried again until stopped, and keep their name until the outcome is another.
 */
export type SipRegistrationState = 'registering' | 'registered' | 'refused' | 'unreachable' | 'stopped';

export interface SipRegistration {
  /** Resolves at the first 200; rejects with the final status of the first attempt. */
  readonly ready: Promise<void>;
  readonly state: SipRegistrationState;
  /** Of the last REGISTER: 0 none yet, 408 it was not answered, 503 also when the registrar cannot be reached. */
  readonly lastStatus: number;
  /** After `state` or `lastStatus` changed. */
  on(event: 'changed', listener: (registration: SipRegistration) => void): Unsubscribe;
  /** Registers at once, along a new connection if the old one is dead: after sleep, or when the network changed. */
  refreshNow(): void;
  stop(): Promise<void>;
}

export type SipCallEvents = {
  /** 180 or 183; `sdp` when it carried one. Outgoing calls only. */
  progress: { readonly status: number; readonly sdp: string | null };
  /** 200 arrived and was acknowledged (outgoing), or our 200 was acknowledged (incoming). `sdp`: the peer's answer; incoming only when the INVITE had no offer. */
  established: { readonly sdp: string | null };
  /** The peer's re-INVITE or UPDATE. Exactly one of `accept` / `reject` must be called. */
  reoffered: {
    readonly sdp: string;
    readonly accept: (sdp: string) => void;
    readonly reject: (status: number) => void;
  };
  /** The peer's re-INVITE brought no offer and asks for ours (RFC 3261 §14.2); `answered` gets the peer's answer. Not listened to: what was said last is said again. */
  offerWanted: {
    readonly offer: (sdp: string, answered: (sdp: string) => void) => void;
    readonly reject: (status: number) => void;
  };
  /** SIP INFO (application/dtmf-relay, application/dtmf). */
  digit: { readonly digit: Digits };
  /**
   * REFER. The server answers 202 and reports by NOTIFY what `settle` says.
   * `replacesCallId`: the `SipCall.id` of the call here that is to be replaced; `replaces`: the Replaces value as the peer wrote it.
   */
  referred: {
    readonly to: string;
    readonly replacesCallId: string | null;
    readonly replaces: string | null;
    readonly settle: (status: number) => void;
  };
  /** The peer reports on a REFER of ours: the status of its attempt. */
  referenceProgress: { readonly status: number };
  /** NOTIFY Event: talk: the server asks this phone to answer. */
  talk: Readonly<Record<string, never>>;
  /** Once, whoever ended it. */
  ended: { readonly cause: HangUpCause; readonly status: number | null };
};

/** One INVITE dialog, seen from one side. After `ended` every method is a no-op. */
export interface SipCall {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  /** Incoming: request-URI user, or the user of the registration that it names. Outgoing: the called user. */
  readonly localUser: string;
  readonly remoteUser: string;
  readonly remoteName: string;
  /** The offer of an incoming INVITE; null: the offer comes in the ACK of our 200. */
  readonly remoteSdp: string | null;
  readonly remoteTransport: SipTransport;
  /** The `SipCall.id` of the call that this INVITE asks to replace (RFC 3891); null: none. */
  readonly replacesCallId: string | null;
  header(name: string): string | undefined;
  /** 180, or 183 with `sdp`. */
  progress(sdp?: string): void;
  answer(sdp: string): void;
  /** Ends it whatever its state: final response, CANCEL or BYE. `cause` also goes out as a Reason header (RFC 3326). */
  end(cause: HangUpCause): void;
  /** Re-INVITE; resolves with the peer's answer. 491 glare and 408/481 are handled inside (RFC 3261 §14). */
  reinvite(sdp: string): Promise<string>;
  /**
   * Re-INVITE without an offer (RFC 3261 §14.1): the peer makes one, of a new endpoint where it can. `answer` must follow within 32 s
   * (64·T1), for the peer repeats itself until then; nothing else is offered meanwhile.
   */
  reinviteForOffer(): Promise<{ readonly sdp: string; readonly answer: (sdp: string) => void }>;
  /** NOTIFY Event: talk, for phones that announced it in Allow-Events; false: this phone did not. */
  askToAnswer(): boolean;
  sendInfoDigit(digit: string): void;
  /** REFER (RFC 3515): asks the peer to call the URI `to` instead; resolves with the status of the response. */
  refer(to: string): Promise<number>;
  on<E extends keyof SipCallEvents>(event: E, listener: (detail: SipCallEvents[E]) => void): Unsubscribe;
}
