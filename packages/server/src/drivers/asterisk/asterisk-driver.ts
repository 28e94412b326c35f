// Asterisk behind the switch port: calls come by Stasis, channels are steered over ARI, and who hears whom is bridges and snoops.
import type { CallId, ClearCause, ConnectionId, Fact } from '@cordboard/domain';
import { randomUUID } from 'node:crypto';
import { limits } from '../../limits.ts';
import { numberOf } from '../call-headers.ts';
import type { SwitchDriver, Wish } from '../switch.ts';
import { AriClient, AriError, devicesOf } from './ari-client.ts';
import { isConnection, toldByDevices, type AriChannel, type AriEvent } from './ari-events.ts';
import { Asterisk, type Log } from './asterisk.ts';
import { AsteriskCall } from './call.ts';
import { q850Of } from './cause.table.ts';
import { dial, handleTransfers } from './dial.ts';
import { causeOf, dialledOf, factOf, originOf } from './facts.ts';
import { endpointOf, newConnection, type Connection } from './connection.ts';
import type { AsteriskOptions, AsteriskTrunk } from './options.ts';
import { Playing } from './playing.ts';
import { Recordings } from './recordings.ts';
import { sweep } from './sweep.ts';
import { Telephones } from './telephones.ts';
import { Trunks } from './trunks.ts';

type Originate = Extract<Wish, { effect: 'originate' }>;

export const createAsteriskDriver = (options: AsteriskOptions): SwitchDriver => new AsteriskSwitch(options);

class AsteriskSwitch implements SwitchDriver {
  readonly name = 'asterisk';
  readonly #options: AsteriskOptions;
  readonly #log: Log;
  readonly #ari: AriClient;
  readonly #asterisk: Asterisk;
  readonly #trunks: Trunks;
  readonly #recordings: Recordings;
  readonly #calls = new Map<CallId, AsteriskCall>();
  readonly #connections = new Map<ConnectionId, Connection>();
  readonly #callOf = new Map<ConnectionId, AsteriskCall>();
  readonly #telephones: Telephones;
  readonly #playing: Playing;
  #tell: (fact: Fact) => void = () => undefined;
  #state: 'new' | 'running' | 'draining' | 'closing' = 'new';
  #lostReason: string | null = 'not connected yet';
  #begun: () => void = () => undefined;
  #emptied: () => void = () => undefined;

  constructor(options: AsteriskOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#trunks = new Trunks(options.trunks);
    this.#ari = new AriClient(options.ari, {
      event: (event) => this.#take(event),
      connected: () => void this.#connected(),
      lost: (reason) => {
        this.#lostReason = reason;
        this.#log('warn', 'lost Asterisk', { reason });
      },
    });
    this.#asterisk = new Asterisk(this.#ari, options.log);
    this.#telephones = new Telephones(this.#asterisk, options.isExtension, (fact) => this.#tell(fact));
    this.#playing = new Playing(
      this.#asterisk,
      ({ id }, playId) => this.#tell({ fact: 'playbackFinished', connectionId: id, playId }),
      ({ id }) => this.#callOf.get(id)?.converge(),
    );
    this.#recordings = new Recordings(this.#asterisk, options.dataFolder, (fact) => this.#tell(fact));
  }

  async start(tell: (fact: Fact) => void): Promise<void> {
    this.#tell = tell;
    this.#state = 'running';
    const begun = new Promise<void>((resolve) => {
      this.#begun = resolve;
    });
    this.#ari.start();
    await begun;
  }

  wish(wish: Wish): void {
    if (wish.effect === 'originate') return this.#originate(wish);
    if (wish.effect === 'topology')
      return this.#callWanted(wish.topology.callId, wish.topology.participants)?.want(wish.topology);
    const connection = this.#connections.get(wish.connectionId);
    if (connection === undefined) return;
    switch (wish.effect) {
      case 'answer':
        return this.#log('debug', 'Asterisk cannot ask a telephone to answer', { connectionId: connection.id });
      case 'clear':
        return this.#end(connection, wish.cause);
      case 'play':
        return this.#inTurn(connection, () => this.#playing.play(connection, wish));
      case 'stopPlay':
        return this.#inTurn(connection, () => this.#playing.stop(connection));
      case 'sendDigits':
        return this.#inTurn(connection, async () => {
          await this.#asterisk.channel('POST', connection.id, 'dtmf', { dtmf: wish.digits });
        });
    }
  }

  async drain(drainMs: number): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'draining';
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
      setTimeout(resolve, drainMs).unref();
    });
  }

  /** The calls are Asterisk's: they go on without us, and the next start finds them. */
  async close(): Promise<void> {
    if (this.#state === 'closing') return;
    this.#state = 'closing';
    for (const connection of this.#connections.values()) clearTimeout(connection.timer);
    this.#tell = () => undefined;
    await this.#ari.close();
  }

  health(): { readonly ok: boolean; readonly detail: string } {
    const ok = this.#state === 'running' && this.#lostReason === null;
    return { ok, detail: this.#lostReason ?? `${this.#telephones.size} telephones, ${this.#calls.size} calls` };
  }

  async counters(): Promise<Readonly<Record<string, number>>> {
    const bridges = [...this.#calls.values()].reduce((sum, { held }) => sum + held, 0);
    return {
      calls: this.#calls.size,
      connections: this.#connections.size,
      devices: this.#telephones.size,
      trunkCalls: this.#trunks.occupied,
      recordings: this.#recordings.size,
      bridges,
    };
  }

  /** After every (re)connection: what there is, and what is left of those before us. */
  async #connected(): Promise<void> {
    try {
      // By an application of their own: events of channels would come twice, by the channel and by its endpoint.
      const path = `/applications/${encodeURIComponent(devicesOf(this.#options.ari.app))}/subscription`;
      await this.#asterisk.ask('POST', path, { eventSource: 'endpoint:PJSIP' });
      const channels = ((await this.#asterisk.ask('GET', '/channels')) as AriChannel[]).filter(isConnection);
      const deviceIds = await this.#telephones.all();
      const there = new Set<string>(channels.map(({ id }) => id));
      for (const connection of this.#connections.values()) if (!there.has(connection.id)) this.#forget(connection);
      for (const channel of channels) this.#found(channel);
      this.#lostReason = null;
      this.#tell({ fact: 'snapshot', connectionIds: [...this.#connections.keys()], deviceIds });
      for (const call of this.#calls.values()) call.converge();
      this.#begun();
      setTimeout(() => void sweep(this.#asterisk, this.#calls.values()), limits.ariSweepAfterMs).unref();
    } catch (error) {
      this.#asterisk.failed(error);
    }
  }

  /** A channel from before a restart of ours, or one that we know. */
  #found({ id, name, state }: AriChannel): void {
    const connection = this.#connections.get(id as ConnectionId) ?? newConnection(id as ConnectionId, 'in');
    connection.isInStasis = true;
    connection.isUp = state === 'Up';
    if (connection.isUp) connection.stage = 'answered';
    this.#connections.set(connection.id, connection);
    const endpoint = endpointOf(name);
    if (this.#trunks.isTrunk(endpoint)) this.#trunks.takeIncoming(endpoint, connection.id);
  }

  #take(event: AriEvent): void {
    if (event.application === devicesOf(this.#options.ari.app) && !toldByDevices.has(event.type)) return;
    switch (event.type) {
      case 'StasisStart':
        return this.#started(event.channel, event.args);
      case 'ChannelStateChange':
        return this.#stateChanged(event.channel);
      case 'ChannelDestroyed':
        return this.#destroyed(event.channel, event.cause);
      case 'Dial':
        return event.dialstatus === 'RINGING' ? this.#alerting(event.peer) : undefined;
      case 'ChannelDtmfReceived':
      case 'ChannelHold':
      case 'ChannelUnhold':
        return this.#connections.has(event.channel.id as ConnectionId) ? this.#tell(factOf(event)) : undefined;
      case 'ChannelTransfer':
        return this.#transferred(event.referred_by.source_channel, event.refer_to.requested_destination?.destination);
      case 'PlaybackFinished':
        return this.#playing.ended(event.playback.id, this.#connections.values());
      case 'RecordingFinished':
      case 'RecordingFailed':
        return this.#recordings.finished(event.recording.name);
      case 'ContactStatusChange':
      case 'PeerStatusChange':
        return void this.#telephones.lookAt(event.endpoint.resource);
      default:
        return undefined;
    }
  }

  #started(channel: AriChannel, [kind = '', dialled = '']: readonly string[]): void {
    if (kind === 'snoop') return this.#asterisk.entered(channel.id);
    const known = this.#connections.get(channel.id as ConnectionId);
    if (known !== undefined) {
      known.isInStasis = true;
      if (channel.state === 'Up') this.#answered(known);
      return this.#callOf.get(known.id)?.converge();
    }
    if (kind !== 'out') this.#invited(channel, dialled);
  }

  #invited(channel: AriChannel, dialled: string): void {
    const endpoint = endpointOf(channel.name);
    const id = channel.id as ConnectionId;
    const isTrunk = this.#trunks.isTrunk(endpoint);
    const isRefused = this.#state !== 'running' || this.#calls.size >= limits.switchMaxCalls;
    if (isRefused || (isTrunk && !this.#trunks.takeIncoming(endpoint, id))) return void this.#asterisk.hangUp(id, 34);
    const connection = { ...newConnection(id, 'in'), isInStasis: true };
    const call = this.#openCall(randomUUID().replaceAll('-', '').slice(0, 16) as CallId);
    this.#hold(call, connection);
    if (!isTrunk) this.#inTurn(connection, () => handleTransfers(this.#asterisk, id));
    this.#tell({
      fact: 'inboundCall',
      callId: call.id,
      connectionId: id,
      origin: originOf(channel, isTrunk),
      dialled: numberOf(dialled),
    });
  }

  #originate(wish: Originate): void {
    const { connectionId, to } = wish;
    if (this.#connections.has(connectionId)) return this.#log('error', 'connection id used twice', { connectionId });
    const begins = !this.#calls.has(wish.callId);
    if (this.#state === 'closing' || (begins && this.#state === 'draining'))
      return this.#tell({ fact: 'cleared', connectionId, cause: 'switchLost' });
    const trunk = to.kind === 'number' ? this.#trunks.takeOutgoing(connectionId, new Set()) : null;
    if (to.kind === 'number' && trunk === null) return this.#tell({ fact: 'trunksBusy', connectionId });
    const connection: Connection = {
      ...newConnection(connectionId, 'out'),
      stage: 'answered',
      trunkId: trunk?.id ?? null,
    };
    this.#hold(this.#calls.get(wish.callId) ?? this.#openCall(wish.callId), connection);
    connection.timer = setTimeout(() => this.#end(connection, 'noAnswer'), wish.timeoutMs);
    void this.#dial(connection, wish, trunk);
  }

  async #dial(connection: Connection, wish: Originate, trunk: AsteriskTrunk | null): Promise<void> {
    try {
      await dial(this.#asterisk, this.#options.ari.app, wish, trunk);
      // It may have been given up before Asterisk knew of it.
      if (connection.endCause !== null) await this.#asterisk.hangUp(connection.id, q850Of[connection.endCause]);
    } catch (error) {
      this.#asterisk.failed(error);
      const isNowhere = error instanceof AriError && error.status !== 0;
      this.#cleared(connection, connection.endCause ?? (isNowhere ? 'unreachable' : 'failed'));
    }
  }

  #alerting({ id }: AriChannel): void {
    const connection = this.#connections.get(id as ConnectionId);
    if (connection === undefined || connection.isAlerting || connection.isUp) return;
    connection.isAlerting = true;
    this.#tell({ fact: 'alerting', connectionId: connection.id, earlyMedia: false });
  }

  #stateChanged(channel: AriChannel): void {
    const connection = this.#connections.get(channel.id as ConnectionId);
    if (connection === undefined) return;
    if (channel.state === 'Ringing') return this.#alerting(channel);
    if (channel.state === 'Up' && connection.isInStasis) this.#answered(connection);
  }

  #answered(connection: Connection): void {
    if (connection.isUp) return;
    connection.isUp = true;
    clearTimeout(connection.timer);
    // What was heard before the answer was another thing for Asterisk.
    if (connection.place?.kind === 'ringback') connection.place = null;
    if (connection.direction === 'out') this.#inTurn(connection, () => handleTransfers(this.#asterisk, connection.id));
    this.#tell({ fact: 'answered', connectionId: connection.id });
    this.#callOf.get(connection.id)?.converge();
  }

  #destroyed({ id }: AriChannel, cause: number): void {
    const connection = this.#connections.get(id as ConnectionId);
    if (connection === undefined) return;
    this.#cleared(connection, connection.endCause ?? causeOf(connection, cause));
  }

  #end(connection: Connection, cause: ClearCause): void {
    if (connection.endCause !== null) return;
    connection.endCause = cause;
    void this.#asterisk.hangUp(connection.id, q850Of[cause]);
  }

  #cleared(connection: Connection, cause: ClearCause): void {
    if (!this.#connections.has(connection.id)) return;
    this.#forget(connection);
    this.#tell({ fact: 'cleared', connectionId: connection.id, cause });
  }

  #forget(connection: Connection): void {
    clearTimeout(connection.timer);
    this.#connections.delete(connection.id);
    this.#trunks.free(connection.id);
    const call = this.#callOf.get(connection.id);
    this.#callOf.delete(connection.id);
    call?.connections.delete(connection.id);
    if (call !== undefined && call.connections.size === 0) {
      call.close();
      this.#calls.delete(call.id);
    } else call?.converge();
    if (this.#connections.size === 0) this.#emptied();
  }

  #transferred(channel: AriChannel | undefined, destination: string | undefined): void {
    const connection = channel === undefined ? undefined : this.#connections.get(channel.id as ConnectionId);
    if (connection === undefined || destination === undefined) return;
    void this.#asterisk.channel('POST', connection.id, 'transfer_progress', { states: 'channel_answered' });
    this.#tell({ fact: 'transferByDevice', connectionId: connection.id, dialled: dialledOf(destination) });
  }

  /** A call is known by the connections that the core puts into it, also after a restart. */
  #callWanted(
    callId: CallId,
    participants: readonly { readonly connectionId: ConnectionId }[],
  ): AsteriskCall | undefined {
    const known = this.#calls.get(callId);
    const there = participants.flatMap(({ connectionId }) => this.#connections.get(connectionId) ?? []);
    if (known === undefined && there.length === 0) return undefined;
    const call = known ?? this.#openCall(callId);
    for (const connection of there) if (!this.#callOf.has(connection.id)) this.#hold(call, connection);
    return call;
  }

  #openCall(callId: CallId): AsteriskCall {
    const call = new AsteriskCall(callId, this.#asterisk, this.#recordings);
    this.#calls.set(callId, call);
    return call;
  }

  #hold(call: AsteriskCall, connection: Connection): void {
    this.#connections.set(connection.id, connection);
    this.#callOf.set(connection.id, call);
    call.connections.set(connection.id, connection);
  }

  #inTurn(connection: Connection, step: () => Promise<void>): void {
    this.#callOf.get(connection.id)?.inTurn(step);
  }
}
