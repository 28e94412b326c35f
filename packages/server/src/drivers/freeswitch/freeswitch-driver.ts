// FreeSWITCH behind the switch port: calls come parked by the dialplan, channels are steered over the event socket, and who hears whom is relations in a room.
import { join } from 'node:path';
import type { ClearCause, ConnectionId, Fact } from '@cordboard/domain';
import { limits } from '../../limits.ts';
import { SettingError } from '../../setting-error.ts';
import type { SwitchDriver, Wish } from '../switch.ts';
import { Reach } from '../external/reach.ts';
import { Recordings } from '../external/recordings.ts';
import { Roster } from '../external/roster.ts';
import { Trunks, type Trunk } from '../external/trunks.ts';
import { isMusic } from './arrangement.ts';
import { Arrivals } from './arrivals.ts';
import { FreeswitchCall } from './call.ts';
import { freeswitchCauseOf } from './cause.table.ts';
import { newConnection, type Connection } from './connection.ts';
import { originateOf, type Originate } from './dial.ts';
import { Ended } from './ended.ts';
import { EslClient } from './esl-client.ts';
import type { EslError } from './esl-error.ts';
import type { EslEvent } from './esl-parser.ts';
import { causeOf, causeOfFailure, transfersOf } from './facts.ts';
import { Freeswitch } from './freeswitch.ts';
import type { FreeswitchOptions } from './options.ts';
import { Playing } from './playing.ts';
import { Progress } from './progress.ts';
import { lookAgain, resync } from './resync.ts';
import { SecondLook } from './second-look.ts';
import { Telephones } from './telephones.ts';
import { FreeswitchTracks } from './track-recorder.ts';

export const createFreeswitchDriver = (options: FreeswitchOptions): SwitchDriver => new FreeswitchSwitch(options);

class FreeswitchSwitch implements SwitchDriver {
  readonly name = 'freeswitch';
  readonly #options: FreeswitchOptions;
  readonly #esl: EslClient;
  readonly #freeswitch: Freeswitch;
  readonly #trunks: Trunks;
  readonly #recordings: Recordings;
  readonly #tracks: FreeswitchTracks;
  readonly #calls: Roster<Connection, FreeswitchCall>;
  readonly #ended = new Ended();
  readonly #reach = new Reach(() => this.#away());
  /** Of the FreeSWITCH that has the calls: another one has none of them. */
  #coreId: string | null = null;
  readonly #telephones: Telephones;
  readonly #playing: Playing;
  readonly #arrivals: Arrivals;
  readonly #progress = new Progress(
    (fact) => this.#tell(fact),
    (connection) => this.#calls.callOf(connection)?.converge(),
  );
  #tell: (fact: Fact) => void = () => undefined;
  #state: 'new' | 'running' | 'draining' | 'closing' = 'new';
  #lostReason: string | null = 'not connected yet';
  readonly #secondLook = new SecondLook(
    () => void this.#lookAgain(),
    () => this.#recordings.sweep(),
  );

  constructor(options: FreeswitchOptions) {
    this.#options = options;
    this.#trunks = new Trunks(options.trunks);
    this.#esl = new EslClient(options.esl, {
      event: (event) => this.#take(event),
      connected: () => void this.#connected(),
      lost: (error) => this.#lost(error),
    });
    this.#freeswitch = new Freeswitch(this.#esl, options.log);
    const { dataFolder, recordingsFolder = join(dataFolder, 'freeswitch') } = options;
    this.#tracks = new FreeswitchTracks(this.#freeswitch, recordingsFolder, options.esl.port);
    this.#recordings = new Recordings(this.#tracks, dataFolder, (fact) => this.#tell(fact));
    this.#calls = new Roster((callId) => new FreeswitchCall(callId, this.#freeswitch, this.#recordings));
    this.#telephones = new Telephones(this.#freeswitch, options.isExtension, (fact) => this.#tell(fact));
    this.#arrivals = new Arrivals({
      calls: this.#calls,
      ended: this.#ended,
      trunks: this.#trunks,
      freeswitch: this.#freeswitch,
      tell: (fact) => this.#tell(fact),
      answered: (connection) => this.#progress.answered(connection),
      isOpen: () => this.#state === 'running',
    });
    this.#playing = new Playing(
      this.#freeswitch,
      ({ id }, playId) => this.#tell({ fact: 'playbackFinished', connectionId: id, playId }),
      (connection) => this.#calls.callOf(connection)?.converge(),
    );
  }

  async start(tell: (fact: Fact) => void): Promise<void> {
    this.#tell = tell;
    this.#state = 'running';
    this.#esl.start();
    try {
      await this.#reach.wait();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  wish(wish: Wish): void {
    if (wish.effect === 'originate') return this.#originate(wish);
    if (wish.effect === 'topology') return this.#calls.call(wish.topology.callId)?.want(wish.topology);
    const connection = this.#calls.connection(wish.connectionId);
    if (connection === undefined)
      return wish.effect === 'clear' ? this.#letGo(wish.connectionId, wish.cause) : undefined;
    switch (wish.effect) {
      case 'answer':
        return this.#ask(connection, `uuid_phone_event ${connection.id} talk`);
      case 'clear':
        return this.#end(connection, wish.cause);
      case 'play':
        return this.#calls.inTurn(connection, () => this.#playing.play(connection, wish));
      case 'stopPlay':
        return this.#calls.inTurn(connection, () => this.#playing.stop(connection));
      case 'sendDigits':
        return this.#ask(connection, `uuid_send_dtmf ${connection.id} ${wish.digits.replaceAll(/[^\dA-D*#wW]/gu, '')}`);
    }
  }

  async drain(drainMs: number): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'draining';
    await this.#calls.drained(drainMs);
  }

  /** The calls are FreeSWITCH's: they go on without us, and the next start finds them. */
  async close(): Promise<void> {
    if (this.#state === 'closing') return;
    this.#state = 'closing';
    this.#calls.stop();
    this.#secondLook.end();
    await this.#recordings.settled(this.#calls.settled());
    this.#tell = () => undefined;
    await this.#esl.close();
  }

  health(): { readonly ok: boolean; readonly detail: string } {
    const ok = this.#state === 'running' && this.#lostReason === null;
    return { ok, detail: this.#lostReason ?? `${this.#telephones.size} telephones, ${this.#calls.size.calls} calls` };
  }

  async counters(): Promise<Readonly<Record<string, number>>> {
    return {
      ...this.#calls.size,
      devices: this.#telephones.size,
      trunkCalls: this.#trunks.occupied,
      recordings: this.#recordings.size,
      roomMembers: this.#calls.calls.reduce((sum, { room }) => sum + room.size, 0),
    };
  }

  #lost(error: EslError): void {
    const { failure, message } = error;
    if (this.#lostReason !== message) this.#options.log('warn', 'lost FreeSWITCH', { reason: message });
    this.#lostReason = message;
    this.#reach.lost();
    for (const connection of this.#calls.connections) connection.isNew = false;
    this.#arrivals.lost();
    this.#secondLook.end();
    // Before the first connection it is a setting that cannot work; later somebody has changed the other side.
    if (failure === 'wrongPassword' || failure === 'denied')
      this.#reach.refused(new SettingError(this.#options.setting ?? 'switches', message));
  }

  /** Nobody is kept by a switch that is away: whoever was to go is gone. What is still there then the next snapshot tells, and it is let go. */
  #away(): void {
    this.#tell({ fact: 'outOfReach', connectionIds: 'all' });
    for (const connection of this.#calls.connections)
      if (connection.endCause !== null) this.#gone(connection, connection.endCause);
  }

  /** After every (re)connection: what there is, and what is left of those before us. */
  async #connected(): Promise<void> {
    try {
      const found = await resync(this.#freeswitch, this.#calls, this.#ended, this.#trunks, this.#telephones);
      const { pieces, recorded } = await this.#tracks.found(new Set(this.#calls.connections.map(({ id }) => id)));
      const isAnother = this.#coreId !== null && this.#coreId !== found.coreId;
      this.#coreId = found.coreId;
      // They went with their FreeSWITCH, which the snapshot says; or they ended while nobody listened.
      for (const connection of found.gone)
        if (isAnother) this.#forget(connection);
        else this.#cleared(connection, connection.endCause ?? causeOf(connection, 'NORMAL_CLEARING'));
      this.#lostReason = null;
      this.#recordings.adopt(pieces, ({ name }) => recorded.has(name));
      const connectionIds = this.#calls.connections.map(({ id }) => id);
      this.#tell({ fact: 'snapshot', connectionIds, deviceIds: found.deviceIds });
      for (const connection of found.answered) this.#progress.answered(connection);
      for (const { connection, isHeld } of found.held) this.#progress.held(connection, isHeld);
      for (const { connection, token } of found.parked) this.#parked(connection, token);
      this.#arrivals.settled(found.arrived);
      for (const call of this.#calls.calls) call.converge();
      this.#secondLook.begin();
      this.#esl.settled();
      this.#reach.found();
    } catch (error) {
      this.#freeswitch.failed(error);
      this.#esl.again();
    }
  }

  async #lookAgain(): Promise<void> {
    const looking = lookAgain(this.#freeswitch, this.#calls, this.#ended);
    const late = await looking.catch((error: unknown) => this.#freeswitch.failed(error));
    if (late === undefined || this.#lostReason !== null) return;
    for (const id of late.strays) this.#kill(id, 'failed');
    this.#arrivals.settled(late.arrived);
  }

  #take(event: EslEvent): void {
    const id = (event['Unique-ID'] ?? '') as ConnectionId;
    const connection = this.#calls.connection(id);
    const what = event['Event-Name'] ?? '';
    switch (what) {
      case 'CUSTOM':
        return this.#custom(event['Event-Subclass'] ?? '', event, connection);
      case 'CHANNEL_PARK':
        return connection === undefined
          ? this.#arrivals.parked(event)
          : this.#parked(connection, event['variable_cordboard_play']);
      case 'RECORD_STOP':
        return this.#tracks.finished(event);
    }
    if (connection === undefined) {
      if (what === 'CHANNEL_HANGUP') this.#ended.add(id);
      return;
    }
    switch (what) {
      case 'CHANNEL_CREATE':
        // Given up before FreeSWITCH had made it.
        return connection.endCause === null ? undefined : this.#kill(id, connection.endCause);
      case 'CHANNEL_PROGRESS':
        return this.#progress.alerting(connection, false);
      case 'CHANNEL_PROGRESS_MEDIA':
        return this.#progress.alerting(connection, true);
      case 'CHANNEL_ANSWER':
        return this.#progress.answered(connection);
      case 'CHANNEL_HANGUP':
      case 'CHANNEL_DESTROY':
        return this.#cleared(connection, connection.endCause ?? causeOf(connection, event['Hangup-Cause'] ?? ''));
      case 'DTMF':
        return this.#tell({ fact: 'digit', connectionId: id, digit: (event['DTMF-Digit'] ?? '').toUpperCase() });
      case 'CHANNEL_HOLD':
      case 'CHANNEL_UNHOLD':
        return this.#progress.held(connection, what === 'CHANNEL_HOLD');
    }
  }

  #custom(subclass: string, event: EslEvent, connection: Connection | undefined): void {
    switch (subclass) {
      case 'sofia::register':
        return this.#telephones.registered(event);
      case 'sofia::unregister':
      case 'sofia::expire':
        return void this.#telephones.left(event);
      case 'sofia::error':
        return transfersOf(connection, event).forEach((fact) => this.#tell(fact));
      case 'conference::maintenance':
        return connection === undefined ? undefined : this.#moved(connection, event);
    }
  }

  #moved(connection: Connection, event: EslEvent): void {
    if (event['Action'] === 'add-member') this.#progress.held(connection, false);
    this.#calls.callOf(connection)?.moved(connection.id, event);
  }

  /** @param token behind which prompt. */
  #parked(connection: Connection, token: string | undefined): void {
    this.#progress.held(connection, false);
    if (isMusic(connection.place))
      this.#options.log('warn', 'FreeSWITCH has no such music', { music: connection.place });
    this.#playing.parked(connection, token);
    if (connection.isReady) return;
    connection.isReady = true;
    this.#calls.inTurn(connection, () => this.#playing.begin(connection));
    this.#calls.callOf(connection)?.converge();
  }

  #originate(wish: Originate): void {
    const { connectionId, to } = wish;
    if (this.#calls.connection(connectionId) !== undefined)
      return this.#options.log('error', 'connection id used twice', { connectionId });
    const begins = this.#calls.call(wish.callId) === undefined;
    if (this.#lostReason !== null || this.#state === 'closing' || (begins && this.#state === 'draining'))
      return this.#tell({ fact: 'cleared', connectionId, cause: 'switchLost' });
    const trunk = to.kind === 'number' ? this.#trunks.takeOutgoing(connectionId) : null;
    if (to.kind === 'number' && trunk === null) return this.#tell({ fact: 'trunksBusy', connectionId });
    const connection: Connection = { ...newConnection(connectionId, 'out'), stage: 'answered' };
    this.#calls.enter(connection, wish.callId);
    connection.timer = setTimeout(() => this.#end(connection, 'noAnswer'), wish.timeoutMs);
    void this.#dial(connection, wish, trunk);
  }

  /** Answers when the call is answered or over; what happens meanwhile is told by events. */
  async #dial(connection: Connection, wish: Originate, trunk: Trunk | null): Promise<void> {
    try {
      const timeoutMs = wish.timeoutMs + limits.eslOriginateGraceMs;
      await this.#freeswitch.ask(originateOf(wish, this.#options.domain, trunk), timeoutMs);
      if (connection.endCause !== null) this.#kill(connection.id, connection.endCause);
    } catch (error) {
      this.#freeswitch.failed(error);
      const { failure } = error as EslError;
      // Whether it goes on at FreeSWITCH is told by the next snapshot.
      if (failure === 'lost') return;
      if (failure === 'timeout') this.#kill(connection.id, 'failed');
      this.#cleared(connection, connection.endCause ?? causeOfFailure(connection, error as EslError));
    }
  }

  #end(connection: Connection, cause: ClearCause): void {
    if (connection.endCause !== null) return;
    connection.endCause = cause;
    if (this.#lostReason === null) this.#kill(connection.id, cause);
    else this.#gone(connection, cause);
  }

  #kill(id: ConnectionId, cause: ClearCause): void {
    void this.#freeswitch.hangUp(id, freeswitchCauseOf[cause]);
  }

  /** Of a life before this one, and not found again yet. */
  #letGo(connectionId: ConnectionId, cause: ClearCause): void {
    if (this.#lostReason !== null) this.#tell({ fact: 'cleared', connectionId, cause });
  }

  #cleared(connection: Connection, cause: ClearCause): void {
    if (this.#calls.connection(connection.id) !== connection) return;
    this.#ended.add(connection.id);
    this.#gone(connection, cause);
  }

  #gone(connection: Connection, cause: ClearCause): void {
    this.#forget(connection);
    this.#tell({ fact: 'cleared', connectionId: connection.id, cause });
  }

  #forget(connection: Connection): void {
    this.#trunks.free(connection.id);
    this.#calls.callOf(connection)?.room.gone(connection.id);
    this.#calls.leave(connection);
  }

  #ask(connection: Connection, command: string): void {
    this.#calls.inTurn(connection, async () => void (await this.#freeswitch.did(command)));
  }
}
