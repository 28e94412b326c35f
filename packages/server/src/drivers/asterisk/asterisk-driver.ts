// Asterisk behind the switch port: calls come by Stasis, channels are steered over ARI, and who hears whom is bridges and snoops.
import type { ClearCause, Fact } from '@cordboard/domain';
import { limits } from '../../limits.ts';
import { numberOf } from '../call-headers.ts';
import { Recordings } from '../external/recordings.ts';
import { newCallId, Roster } from '../external/roster.ts';
import { Trunks, type Trunk } from '../external/trunks.ts';
import type { SwitchDriver, Wish } from '../switch.ts';
import { AriError, devicesOf } from './ari-client.ts';
import { toldByDevices, type AriChannel, type AriEvent } from './ari-events.ts';
import type { Asterisk, Log } from './asterisk.ts';
import { Browsers, sipUrlOf } from './browsers.ts';
import { AsteriskCall } from './call.ts';
import { q850Of } from './cause.table.ts';
import { endpointOf, newConnection, type Connection } from './connection.ts';
import { dial, handleTransfers, mark } from './dial.ts';
import { causeOf, dialledOf, factOf, originOf } from './facts.ts';
import { Link } from './link.ts';
import { callOfMark } from './naming.ts';
import type { AsteriskOptions } from './options.ts';
import { Playing } from './playing.ts';
import { AsteriskTracks } from './track-recorder.ts';
import { Telephones } from './telephones.ts';
import { cameIn, type Found } from './found.ts';

type Originate = Extract<Wish, { effect: 'originate' }>;

export const createAsteriskDriver = (options: AsteriskOptions): SwitchDriver => new AsteriskSwitch(options);

class AsteriskSwitch implements SwitchDriver {
  readonly name = 'asterisk';
  readonly #log: Log;
  readonly #asterisk: Asterisk;
  readonly #link: Link;
  readonly #trunks: Trunks;
  readonly #tracks: AsteriskTracks;
  readonly #recordings: Recordings;
  readonly #roster: Roster<Connection, AsteriskCall>;
  readonly #telephones: Telephones;
  readonly #playing: Playing;
  readonly browserPhones?: Browsers;
  #tell: (fact: Fact) => void = () => undefined;
  #bornAt: string | null = null;
  #state: 'new' | 'running' | 'draining' | 'closing' = 'new';

  constructor(options: AsteriskOptions) {
    this.#log = options.log;
    this.#trunks = new Trunks(options.trunks);
    this.#link = new Link(options, {
      event: (event) => this.#take(event),
      away: () => this.#away(),
      found: (found, deviceIds) => this.#found(found, deviceIds),
      settled: () => this.#recordings.sweep(),
      calls: () => this.#roster.calls,
      devices: () => this.#telephones.all(),
    });
    this.#asterisk = this.#link.asterisk;
    this.#telephones = new Telephones(this.#asterisk, options.isExtension, (fact) => this.#tell(fact));
    this.#playing = new Playing(
      this.#asterisk,
      ({ id }, playId) => this.#tell({ fact: 'playbackFinished', connectionId: id, playId }),
      (connection) => this.#roster.callOf(connection)?.converge(),
    );
    const { browserSecrets: secrets } = options;
    if (secrets !== undefined)
      this.browserPhones = new Browsers({
        asterisk: this.#asterisk,
        sipUrl: sipUrlOf(options.ari.url),
        log: options.log,
        secrets,
        changed: (endpoint) => void this.#telephones.lookAt(endpoint),
      });
    this.#tracks = new AsteriskTracks(this.#asterisk);
    this.#recordings = new Recordings(this.#tracks, options.dataFolder, (fact) => this.#tell(fact));
    this.#roster = new Roster((callId) => new AsteriskCall(callId, this.#asterisk, this.#recordings));
  }

  /** A switch that is away is waited for in the background. @throws SettingError when it does not let us in. */
  async start(tell: (fact: Fact) => void): Promise<void> {
    this.#tell = tell;
    this.#state = 'running';
    await this.#link.start();
  }

  wish(wish: Wish): void {
    if (wish.effect === 'originate') return this.#originate(wish);
    if (wish.effect === 'topology') return this.#roster.call(wish.topology.callId)?.want(wish.topology);
    const connection = this.#roster.connection(wish.connectionId);
    if (connection === undefined)
      return wish.effect === 'clear' ? this.#letGo(wish.connectionId, wish.cause) : undefined;
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
    await this.#roster.drained(drainMs);
  }

  /** The calls are Asterisk's: they go on without us, and the next start finds them. */
  async close(): Promise<void> {
    if (this.#state === 'closing') return;
    this.#state = 'closing';
    this.browserPhones?.close();
    this.#roster.stop();
    await this.#recordings.settled(this.#roster.settled());
    this.#tell = () => undefined;
    await this.#link.close();
  }

  health(): { readonly ok: boolean; readonly detail: string } {
    const detail = `${this.#telephones.size} telephones, ${this.#roster.size.calls} calls`;
    return { ok: this.#state === 'running' && this.#link.isUp, detail: this.#link.trouble ?? detail };
  }

  async counters(): Promise<Readonly<Record<string, number>>> {
    return {
      ...this.#roster.size,
      devices: this.#telephones.size,
      browsers: this.browserPhones?.size ?? 0,
      trunkCalls: this.#trunks.occupied,
      recordings: this.#recordings.size,
      bridges: this.#roster.calls.reduce((sum, { held }) => sum + held, 0),
    };
  }

  /** Nobody is kept by a switch that is away: whoever was to go is gone. What is still there then the next snapshot tells, and it is let go. */
  #away(): void {
    this.#tell({ fact: 'outOfReach', connectionIds: 'all' });
    for (const connection of this.#roster.connections)
      if (connection.endCause !== null) this.#cleared(connection, connection.endCause);
  }

  /** After every (re)connection: what there is, in the place of what we thought. */
  #found(
    { bornAt, told, untold, bridges, placeOf, pieces, recorded }: Found,
    deviceIds: Awaited<ReturnType<Telephones['all']>>,
  ): void {
    const there = new Set<string>(told.map(({ id }) => id));
    const isAnother = this.#bornAt !== null && this.#bornAt !== bornAt;
    this.#bornAt = bornAt;
    for (const connection of this.#roster.connections) {
      if (there.has(connection.id)) continue;
      // It went with its Asterisk, which the snapshot says; or it ended while nobody listened.
      if (isAnother) this.#forget(connection);
      else this.#cleared(connection, connection.endCause ?? causeOf(connection, 16));
    }
    for (const channel of told) this.#again(channel, placeOf);
    for (const call of this.#roster.calls) call.adopt(bridges.get(call.id) ?? new Map());
    this.#recordings.adopt(pieces, ({ name }) => recorded.has(name));
    const { connections } = this.#roster;
    this.#tell({ fact: 'snapshot', connectionIds: connections.map(({ id }) => id), deviceIds });
    for (const { id, isUp } of connections) if (isUp) this.#tell({ fact: 'answered', connectionId: id });
    for (const channel of untold) this.#invited(channel, channel.dialplan.exten);
    for (const call of this.#roster.calls) call.converge();
    void this.browserPhones?.connected();
  }

  /** A channel that is still there, or from a life before this one. */
  #again(channel: AriChannel, placeOf: Found['placeOf']): void {
    const { id, name, state, channelvars } = channel;
    const known = this.#roster.connection(id);
    const direction = cameIn(channel, this.#asterisk.app) ? 'in' : 'out';
    const connection = known ?? newConnection(id as Connection['id'], direction);
    connection.isUp = state === 'Up';
    // What we call enters when it is answered.
    connection.isInStasis = connection.isUp || connection.direction === 'in';
    if (connection.isUp || connection.direction === 'out') connection.stage = 'answered';
    if (connection.isUp) clearTimeout(connection.timer);
    const key = placeOf.get(connection.id);
    connection.place = key === undefined ? { kind: 'unknown' } : { kind: 'bridge', key };
    connection.playing = null;
    if (known !== undefined) return;
    this.#roster.enter(connection, callOfMark(channelvars));
    const endpoint = endpointOf(name);
    this.#trunks.found(endpoint, connection.id);
  }

  #take(event: AriEvent): void {
    if (event.application === devicesOf(this.#asterisk.app) && !toldByDevices.has(event.type)) return;
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
        return this.#roster.connection(event.channel.id) === undefined ? undefined : this.#tell(factOf(event));
      case 'ChannelTransfer':
        return this.#transferred(event.referred_by.source_channel, event.refer_to.requested_destination?.destination);
      case 'PlaybackFinished':
        return this.#playing.ended(event.playback.id, this.#roster.connections);
      case 'RecordingFinished':
      case 'RecordingFailed':
        return this.#tracks.finished(event.recording.name);
      case 'ContactStatusChange':
      case 'PeerStatusChange':
        return void this.#telephones.lookAt(event.endpoint.resource);
      default:
        return undefined;
    }
  }

  #started(channel: AriChannel, [kind = '', dialled = '']: readonly string[]): void {
    this.#asterisk.entered(channel.id);
    if (kind === 'snoop') return;
    const known = this.#roster.connection(channel.id);
    if (known !== undefined) {
      known.isInStasis = true;
      if (channel.state === 'Up') this.#answered(known);
      return this.#roster.callOf(known)?.converge();
    }
    // One of ours that was given up before it came to be.
    if (kind === 'out') return void this.#asterisk.hangUp(channel.id, 16);
    this.#invited(channel, dialled);
  }

  #invited(channel: AriChannel, dialled: string): void {
    const endpoint = endpointOf(channel.name);
    const id = channel.id as Connection['id'];
    const isTrunk = this.#trunks.isTrunk(endpoint);
    const isRefused = this.#state !== 'running' || this.#roster.size.calls >= limits.switchMaxCalls;
    if (isRefused || (isTrunk && !this.#trunks.takeIncoming(endpoint, id))) return void this.#asterisk.hangUp(id, 34);
    const connection = { ...newConnection(id, 'in'), isInStasis: true };
    const call = this.#roster.enter(connection, newCallId());
    this.#inTurn(connection, () => mark(this.#asterisk, id, call.id));
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
    if (this.#roster.connection(connectionId)) return this.#log('error', 'connection id used twice', { connectionId });
    const begins = this.#roster.call(wish.callId) === undefined;
    if (!this.#link.isUp || this.#state === 'closing' || (begins && this.#state === 'draining'))
      return this.#tell({ fact: 'cleared', connectionId, cause: 'switchLost' });
    const trunk = to.kind === 'number' ? this.#trunks.takeOutgoing(connectionId) : null;
    if (to.kind === 'number' && trunk === null) return this.#tell({ fact: 'trunksBusy', connectionId });
    const connection: Connection = {
      ...newConnection(connectionId, 'out'),
      stage: 'answered',
    };
    this.#roster.enter(connection, wish.callId);
    connection.timer = setTimeout(() => this.#end(connection, 'noAnswer'), wish.timeoutMs);
    void this.#dial(connection, wish, trunk);
  }

  async #dial(connection: Connection, wish: Originate, trunk: Trunk | null): Promise<void> {
    try {
      const telephone = wish.to.kind === 'device' ? this.#telephones.endpointOf(wish.to.deviceId) : '';
      await dial(this.#asterisk, wish, trunk, telephone);
      // It may have been given up before Asterisk knew of it.
      if (connection.endCause !== null) await this.#asterisk.hangUp(connection.id, q850Of[connection.endCause]);
    } catch (error) {
      this.#asterisk.failed(error);
      const isNowhere = error instanceof AriError && error.status !== 0;
      this.#cleared(connection, connection.endCause ?? (isNowhere ? 'unreachable' : 'failed'));
      void this.#asterisk.hangUp(connection.id, 16);
    }
  }

  #alerting({ id }: AriChannel): void {
    const connection = this.#roster.connection(id);
    if (connection === undefined || connection.isAlerting || connection.isUp) return;
    connection.isAlerting = true;
    this.#tell({ fact: 'alerting', connectionId: connection.id, earlyMedia: false });
  }

  #stateChanged(channel: AriChannel): void {
    const connection = this.#roster.connection(channel.id);
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
    this.#tell({ fact: 'answered', connectionId: connection.id });
    this.#roster.callOf(connection)?.converge();
  }

  #destroyed({ id }: AriChannel, cause: number): void {
    const connection = this.#roster.connection(id);
    if (connection !== undefined) this.#cleared(connection, connection.endCause ?? causeOf(connection, cause));
  }

  #end(connection: Connection, cause: ClearCause): void {
    if (connection.endCause !== null) return;
    connection.endCause = cause;
    if (!this.#link.isUp) return this.#cleared(connection, cause);
    void this.#asterisk.hangUp(connection.id, q850Of[cause]);
  }

  /** Of a life before this one, and not found again yet. */
  #letGo(connectionId: Connection['id'], cause: ClearCause): void {
    if (!this.#link.isUp) this.#tell({ fact: 'cleared', connectionId, cause });
  }

  #cleared(connection: Connection, cause: ClearCause): void {
    if (this.#roster.connection(connection.id) !== connection) return;
    this.#forget(connection);
    this.#tell({ fact: 'cleared', connectionId: connection.id, cause });
  }

  #forget(connection: Connection): void {
    this.#trunks.free(connection.id);
    this.#roster.leave(connection);
  }

  #transferred(channel: AriChannel | undefined, destination: string | undefined): void {
    const connection = channel === undefined ? undefined : this.#roster.connection(channel.id);
    if (connection === undefined || destination === undefined) return;
    void this.#asterisk.channel('POST', connection.id, 'transfer_progress', { states: 'channel_answered' });
    this.#tell({ fact: 'transferByDevice', connectionId: connection.id, dialled: dialledOf(destination) });
  }

  #inTurn(connection: Connection, step: () => Promise<void>): void {
    this.#roster.inTurn(connection, step);
  }
}
