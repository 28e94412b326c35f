// The embedded switch: a back-to-back user agent over our own SIP and media halves, steered by topologies.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallId, ClearCause, ConnectionId, DeviceId, Fact, Origin } from '@cordboard/domain';
import { createMediaEngine, createSipServer } from '@cordboard/telephony';
import type { MediaEngine, SipCall, SipOrigin, SipServer } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { BrowserPhones } from '../browser-phones.ts';
import type { SwitchDriver, Wish } from '../switch.ts';
import type { AttemptTarget } from './attempt.ts';
import { SwitchCall } from './call.ts';
import { callerNameOf, callHeaders, numberOf } from '../call-headers.ts';
import { newCallId, newConnectionId } from './ids.ts';
import { IncomingConnection } from './incoming.ts';
import type { EmbeddedOptions, SwitchLog } from './options.ts';
import { OutgoingConnection, type NextRound } from './outgoing.ts';
import { Recordings } from './recordings.ts';
import { Registrations } from './registrations.ts';
import type { ConnectionReports } from './reports.ts';
import { speaksWebrtc } from './sdp-facts.ts';
import { listenOf, settingErrorOf, sipSettingError } from './setting.ts';
import { Trunks } from './trunks.ts';

type Originate = Extract<Wish, { effect: 'originate' }>;

export interface EmbeddedDriver extends SwitchDriver {
  readonly browserPhones: BrowserPhones;
  /** The bound SIP addresses, with real ports where 0 was asked for. */
  addresses(): ReturnType<SipServer['addresses']>;
}

/** Makes the switch; nothing is bound before `start`. */
export function createEmbeddedDriver(options: EmbeddedOptions): EmbeddedDriver {
  return new EmbeddedSwitch(options);
}

class EmbeddedSwitch implements EmbeddedDriver {
  readonly name = 'embedded';
  /** Secrets are looked up where they were issued; a page registers as the device itself. */
  readonly browserPhones: BrowserPhones = {
    admit: ({ deviceId }) => Promise.resolve(deviceId),
    dismiss: ({ deviceId, ha1s }) => this.#sip.revoke(deviceId, ha1s),
    accept: (socket, { address, port, secure }) =>
      this.#serving ? this.#sip.acceptWebSocket(socket, address, port, secure) : socket.close(1001),
  };
  readonly #options: EmbeddedOptions;
  readonly #log: SwitchLog;
  readonly #sip: SipServer;
  readonly #media: MediaEngine;
  readonly #trunks: Trunks;
  readonly #recordings: Recordings;
  readonly #registrations: Registrations;
  readonly #calls = new Map<CallId, SwitchCall>();
  readonly #callOf = new Map<ConnectionId, SwitchCall>();
  /** Device → the telephone last reported, so that a refresh is no news. */
  readonly #registered = new Map<string, string>();
  #tell: (fact: Fact) => void = () => undefined;
  #state: 'new' | 'running' | 'draining' | 'closing' = 'new';
  #emptied: () => void = () => undefined;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#trunks = new Trunks(options.trunks, options.isExtension);
    const behindNat = options.publicAddress === undefined ? {} : { publicAddress: options.publicAddress };
    const { tls } = options.sip;
    this.#sip = createSipServer({
      listen: listenOf(options.sip),
      domain: options.sip.domain,
      userAgent: 'Cordboard',
      ...behindNat,
      ...(tls ? { tls: { key: tls.key, cert: tls.cert } } : {}),
      accounts: options.accounts,
      trunkOf: (address, port, fromUser) => this.#trunks.trunkOf(address, port, fromUser),
      log: options.log,
    });
    this.#media = createMediaEngine({
      address: options.rtp.address,
      ...behindNat,
      rtpPorts: { from: options.rtp.from, to: options.rtp.to },
      workers: options.rtp.workers,
      ...(options.rtp.mediaSilenceMs === undefined ? {} : { mediaSilenceMs: options.rtp.mediaSilenceMs }),
      soundFolders: options.soundFolders,
      log: options.log,
    });
    this.#recordings = new Recordings(this.#media, options.dataFolder, (fact) => this.#tell(fact));
    this.#registrations = new Registrations(options.dataFolder, this.#sip, options.log);
    this.#sip.onInvite((call, origin) => this.#invited(call, origin));
    this.#sip.onRegistered(({ user, userAgent }) => this.#register(user, userAgent));
    this.#sip.onUnregistered((user, contactsLeft) => this.#unregister(user, contactsLeft));
  }

  async start(tell: (fact: Fact) => void): Promise<void> {
    const recordings = join(this.#options.dataFolder, 'recordings');
    await mkdir(recordings, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw settingErrorOf('dataFolder', `recordings cannot be written to ${recordings}`, error);
    });
    await this.#media.start().catch((error: unknown) => {
      throw settingErrorOf('media.host', `audio cannot be bound to ${this.#options.rtp.address}`, error);
    });
    try {
      await this.#sip.listen();
    } catch (error) {
      await this.#sip.close(0).catch(() => undefined);
      await this.#media.close();
      throw sipSettingError(this.#options.sip, error);
    }
    await this.#registrations.restore();
    this.#tell = tell;
    this.#state = 'running';
    tell({ fact: 'snapshot', connectionIds: [], deviceIds: this.#sip.registeredUsers() as DeviceId[] });
  }

  wish(wish: Wish): void {
    switch (wish.effect) {
      case 'originate':
        return this.#originate(wish);
      case 'topology':
        return this.#calls.get(wish.topology.callId)?.want(wish.topology);
      case 'answer':
        return this.#connection(wish.connectionId)?.askToAnswer();
      case 'clear':
        return this.#connection(wish.connectionId)?.end(wish.cause);
      case 'play':
        return this.#connection(wish.connectionId)?.play(wish.playId, wish.prompts);
      case 'stopPlay':
        return this.#connection(wish.connectionId)?.stopPlay();
      case 'sendDigits':
        return this.#connection(wish.connectionId)?.sendDigits(wish.digits);
    }
  }

  async drain(drainMs: number): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'draining';
    if (this.#calls.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
      setTimeout(resolve, drainMs).unref();
    });
  }

  async close(): Promise<void> {
    if (this.#state === 'closing') return;
    const running = this.#state !== 'new';
    this.#state = 'closing';
    for (const call of this.#calls.values()) {
      for (const connection of call.connections.values()) connection.end('switchLost');
    }
    await this.#registrations.close();
    if (running) await this.#sip.close(limits.switchGoodbyeMs);
    await this.#media.close();
    this.#tell = () => undefined;
  }

  health(): { readonly ok: boolean; readonly detail: string } {
    const ok = this.#state === 'running';
    return { ok, detail: ok ? `${this.#registered.size} telephones, ${this.#calls.size} calls` : this.#state };
  }

  async counters(): Promise<Readonly<Record<string, number>>> {
    const media = this.#serving ? await this.#media.counters() : {};
    return {
      calls: this.#calls.size,
      connections: this.#callOf.size,
      devices: this.#registered.size,
      trunkCalls: this.#trunks.occupied,
      recordings: this.#recordings.size,
      ...prefixed('sip_', this.#sip.counters()),
      ...prefixed('media_', media),
    };
  }

  addresses(): ReturnType<SipServer['addresses']> {
    return this.#sip.addresses();
  }

  get #serving(): boolean {
    return this.#state === 'running' || this.#state === 'draining';
  }

  #connection(id: ConnectionId) {
    return this.#callOf.get(id)?.connections.get(id);
  }

  #invited(sip: SipCall, from: SipOrigin): void {
    if (this.#state !== 'running' || this.#calls.size >= limits.switchMaxCalls) return sip.end('trunksBusy');
    // Taking over a call of ours (RFC 3891) has no fact yet; a second call beside it is not what was asked for.
    if (sip.replacesCallId !== null) return sip.end('notAllowed');
    // The switch registers nowhere.
    if (from.kind === 'registration') return sip.end('notFound');
    const connectionId = newConnectionId();
    if (from.kind === 'trunk' && !this.#trunks.takeIncoming(from.trunkId, connectionId)) return sip.end('trunksBusy');
    const call = this.#openCall(newCallId());
    const reports = this.#reports(call, connectionId);
    const connection = new IncomingConnection(connectionId, call.id, sip, this.#media, reports);
    this.#hold(call, connection);
    const dialled = numberOf(sip.localUser);
    this.#tell({ fact: 'inboundCall', callId: call.id, connectionId, origin: originOf(sip, from), dialled });
  }

  #originate(wish: Originate): void {
    const { connectionId, to } = wish;
    if (this.#callOf.has(connectionId)) return this.#log('error', 'connection id used twice', { connectionId });
    const begins = !this.#calls.has(wish.callId);
    if (!this.#serving || (begins && this.#state === 'draining')) {
      return this.#tell({ fact: 'cleared', connectionId, cause: 'switchLost' });
    }
    const nextRound = to.kind === 'device' ? this.#ringDevice(wish, to.deviceId) : this.#dialOut(wish, to.number);
    const first = nextRound();
    if (first === null) {
      return this.#tell(
        to.kind === 'number'
          ? { fact: 'trunksBusy', connectionId }
          : { fact: 'cleared', connectionId, cause: 'unreachable' },
      );
    }
    const call = this.#calls.get(wish.callId) ?? this.#openCall(wish.callId);
    const stack = { sip: this.#sip, media: this.#media };
    const reports = this.#reports(call, connectionId);
    const connection = new OutgoingConnection(connectionId, call.id, stack, nextRound, reports);
    this.#hold(call, connection);
    connection.ring(first);
  }

  /** One round: all telephones that are registered for the extension. */
  #ringDevice(wish: Originate, deviceId: DeviceId): NextRound {
    let done = false;
    return () => {
      const bindings = done ? [] : this.#sip.bindings(deviceId);
      done = true;
      if (bindings.length === 0) return null;
      const headers = callHeaders(wish, this.#options.sip.domain);
      return bindings.map((target) => ({
        ...this.#commonTarget(wish),
        target,
        headers,
        kind: speaksWebrtc(target) ? 'webrtc' : 'rtp',
      }));
    };
  }

  /** A round per trunk that has room. */
  #dialOut(wish: Originate, number: string): NextRound {
    const tried = new Set<string>();
    return () => {
      const trunk = this.#trunks.takeOutgoing(wish.connectionId, number, wish.from.number, tried);
      return trunk === null ? null : [{ ...this.#commonTarget(wish), ...trunk, kind: 'rtp' }];
    };
  }

  #commonTarget({ from, timeoutMs }: Originate): Omit<AttemptTarget, 'target' | 'kind'> {
    return { callerNumber: from.number, callerName: callerNameOf(from.name), timeoutMs };
  }

  #openCall(callId: CallId): SwitchCall {
    const call = new SwitchCall(callId, this.#media, this.#recordings);
    this.#calls.set(callId, call);
    return call;
  }

  #hold(call: SwitchCall, connection: IncomingConnection | OutgoingConnection): void {
    call.connections.set(connection.id, connection);
    this.#callOf.set(connection.id, call);
    call.converge();
  }

  #reports(call: SwitchCall, connectionId: ConnectionId): ConnectionReports {
    const tell = (fact: Fact): void => this.#tell(fact);
    return {
      alerting: (earlyMedia) => tell({ fact: 'alerting', connectionId, earlyMedia }),
      answered: () => tell({ fact: 'answered', connectionId }),
      cleared: (cause) => this.#cleared(call, connectionId, cause),
      digit: (digit) => tell({ fact: 'digit', connectionId, digit }),
      heldByDevice: () => tell({ fact: 'heldByDevice', connectionId }),
      retrievedByDevice: () => tell({ fact: 'retrievedByDevice', connectionId }),
      transferByDevice: (dialled) => tell({ fact: 'transferByDevice', connectionId, dialled }),
      playbackFinished: (playId) => tell({ fact: 'playbackFinished', connectionId, playId }),
      audioChanged: () => call.converge(),
    };
  }

  #cleared(call: SwitchCall, connectionId: ConnectionId, cause: ClearCause): void {
    call.connections.delete(connectionId);
    this.#callOf.delete(connectionId);
    this.#trunks.free(connectionId);
    if (call.connections.size === 0) {
      call.close();
      this.#calls.delete(call.id);
      if (this.#calls.size === 0) this.#emptied();
    } else {
      call.converge();
    }
    this.#tell({ fact: 'cleared', connectionId, cause });
  }

  #register(user: string, product: string): void {
    const userAgent = product.slice(0, limits.switchMaxUserAgentCharacters);
    if (this.#state !== 'closing') this.#registrations.changed();
    if (this.#registered.get(user) === userAgent) return;
    this.#registered.set(user, userAgent);
    this.#tell({ fact: 'registered', deviceId: user as DeviceId, userAgent });
  }

  #unregister(user: string, contactsLeft: number): void {
    if (this.#state !== 'closing') this.#registrations.changed();
    if (contactsLeft > 0 || !this.#registered.delete(user)) return;
    this.#tell({ fact: 'unregistered', deviceId: user as DeviceId });
  }
}

function originOf(sip: SipCall, from: Exclude<SipOrigin, { kind: 'registration' }>): Origin {
  if (from.kind === 'user') return { kind: 'device', deviceId: from.user as DeviceId };
  const number = numberOf(sip.remoteUser);
  // Registrations of our own are telephones' (`acceptOnlyRegistered`), and never the switch's.
  const trunkId = from.kind === 'trunk' ? from.trunkId : '';
  return { kind: 'trunk', trunkId, number, name: callerNameOf(sip.remoteName) };
}

function prefixed(prefix: string, counters: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counters).map(([name, value]) => [`${prefix}${name}`, value]));
}
