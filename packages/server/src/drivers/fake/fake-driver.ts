// A telephone switch in memory, for stories with a virtual clock: same port, same facts, scripted telephones, no sockets.
import type { CallId, ClearCause, ConnectionId, DeviceId, Fact, Origin, Topology } from '@cordboard/domain';
import type { HangUpCause } from '@cordboard/telephony';
import { systemClock, type Clock } from '../../timers.ts';
import type { SwitchDriver, Wish } from '../switch.ts';
import { FakeCall, type FakeLine } from './fake-call.ts';
import { FakeConnection } from './fake-connection.ts';
import { FakePhone, type Exchange, type FakePhoneOptions } from './fake-phone.ts';
import { heardAs } from './prompt-sound.ts';

type Originate = Extract<Wish, { effect: 'originate' }>;
type Call = {
  readonly id: CallId;
  readonly connections: Map<ConnectionId, FakeConnection>;
  topology: Topology | null;
  recording: { readonly id: NonNullable<Topology['recordingId']>; readonly since: number } | null;
};

export type FakeOptions = {
  readonly clock?: Clock;
  /** Calls to the outside at one time. */
  readonly outsideLines?: number;
};

export interface FakeDriver extends SwitchDriver {
  /** A telephone at this switch; extensions ring once they have registered, people outside always. */
  phone(options: FakePhoneOptions): FakePhone;
  /** The switch goes away and comes back knowing nothing: every call is gone, and the next fact is a new snapshot. */
  restart(): void;
}

/** Makes the switch. Facts are told within the wish or the key press that causes them. */
export function createFakeDriver(options: FakeOptions = {}): FakeDriver {
  return new FakeSwitch(options);
}

class FakeSwitch implements FakeDriver {
  readonly name = 'fake';
  readonly #clock: Clock;
  readonly #outsideLines: number;
  readonly #calls = new Map<CallId, Call>();
  readonly #callOf = new Map<ConnectionId, Call>();
  readonly #registered = new Map<string, Set<FakePhone>>();
  readonly #outside = new Map<string, FakePhone>();
  readonly #exchange: Exchange;
  #tell: (fact: Fact) => void = () => undefined;
  readonly #outsideConnections = new Set<ConnectionId>();
  #running = false;
  #ids = 0;

  constructor({ clock = systemClock, outsideLines = 30 }: FakeOptions) {
    this.#clock = clock;
    this.#outsideLines = outsideLines;
    this.#exchange = {
      clock,
      register: (phone) => this.#register(phone),
      unregister: (phone) => this.#unregister(phone),
      dial: (phone, number) => this.#dial(phone, number),
      remove: (phone) => void this.#outside.delete(phone.options.user),
    };
  }

  phone(options: FakePhoneOptions): FakePhone {
    const phone = new FakePhone(options, this.#exchange);
    if (!options.extension) this.#outside.set(options.user, phone);
    return phone;
  }

  async start(tell: (fact: Fact) => void): Promise<void> {
    this.#tell = tell;
    this.#running = true;
    this.#snapshot();
  }

  restart(): void {
    for (const id of this.#callOf.keys()) this.#forget(id, 'failed');
    this.#snapshot();
  }

  /** Time stands still here: what is there is what is left. */
  async drain(): Promise<void> {}

  async close(): Promise<void> {
    for (const id of this.#callOf.keys()) this.#clear(id, 'switchLost');
    this.#running = false;
    this.#tell = () => undefined;
  }

  health(): { readonly ok: boolean; readonly detail: string } {
    return { ok: this.#running, detail: `${this.#calls.size} calls` };
  }

  async counters(): Promise<Readonly<Record<string, number>>> {
    const recordings = [...this.#calls.values()].filter(({ recording }) => recording).length;
    return { calls: this.#calls.size, connections: this.#callOf.size, devices: this.#registered.size, recordings };
  }

  wish(wish: Wish): void {
    if (wish.effect === 'originate') return this.#originate(wish);
    if (wish.effect === 'topology') return this.#converge(wish.topology);
    const connection = this.#callOf.get(wish.connectionId)?.connections.get(wish.connectionId);
    switch (wish.effect) {
      case 'answer':
        return connection?.telephones.forEach((telephone) => telephone.askToAnswer());
      case 'clear':
        return this.#clear(wish.connectionId, wish.cause);
      case 'play':
        return connection?.play(wish.playId, wish.prompts);
      case 'stopPlay':
        return connection?.stopPlay();
      case 'sendDigits':
        return connection?.sendDigits(wish.digits);
    }
  }

  #snapshot(): void {
    this.#tell({ fact: 'snapshot', connectionIds: [], deviceIds: [...this.#registered.keys()] as DeviceId[] });
  }

  #register(phone: FakePhone): void {
    const { user } = phone.options;
    const phones = this.#registered.get(user) ?? new Set();
    const first = phones.size === 0;
    this.#registered.set(user, phones.add(phone));
    if (first) this.#tell({ fact: 'registered', deviceId: user as DeviceId, userAgent: 'Scripted telephone' });
  }

  #unregister(phone: FakePhone): void {
    const { user } = phone.options;
    const phones = this.#registered.get(user);
    if (!phones?.delete(phone) || phones.size > 0) return;
    this.#registered.delete(user);
    this.#tell({ fact: 'unregistered', deviceId: user as DeviceId });
  }

  #dial(phone: FakePhone, number: string): FakeCall {
    const { user, displayName = '', extension } = phone.options;
    const telephone = new FakeCall(number, 'calling');
    const connectionId = `fake-${(this.#ids += 1)}-in` as ConnectionId;
    const call = this.#openCall(`fake-${this.#ids}` as CallId);
    const origin: Origin = extension
      ? { kind: 'device', deviceId: user as DeviceId }
      : { kind: 'trunk', trunkId: 'outside', number: user, name: displayName };
    this.#connect(call, connectionId, 'in', [telephone]);
    this.#tell({ fact: 'inboundCall', callId: call.id, connectionId, origin, dialled: number });
    return telephone;
  }

  #originate(wish: Originate): void {
    const { connectionId, to } = wish;
    if (to.kind === 'number' && this.#outsideConnections.size >= this.#outsideLines) {
      return this.#tell({ fact: 'trunksBusy', connectionId });
    }
    const phones = this.#phonesAt(to);
    const cleared = (cause: ClearCause): void => this.#tell({ fact: 'cleared', connectionId, cause });
    if (phones.length === 0) return cleared(to.kind === 'device' ? 'unreachable' : 'notFound');
    const free = phones.filter(({ behaviour }) => behaviour.kind !== 'busy');
    if (free.length === 0) return cleared('busy');
    const headers: Record<string, string> =
      to.kind === 'device' ? { 'X-Cordboard-Call-Id': wish.callId, 'X-Cordboard-Connection-Id': connectionId } : {};
    const ringing = free.map((phone) => ({ phone, telephone: new FakeCall(wish.from.number, 'ringing', headers) }));
    const call = this.#calls.get(wish.callId) ?? this.#openCall(wish.callId);
    const telephones = ringing.map(({ telephone }) => telephone);
    const connection = this.#connect(call, connectionId, 'out', telephones);
    if (to.kind === 'number') this.#outsideConnections.add(connectionId);
    connection.ringFor(wish.timeoutMs, () => this.#clear(connectionId, 'noAnswer'));
    const heard = ringing.filter(({ phone }) => phone.behaviour.kind !== 'never');
    if (heard.length > 0) this.#tell({ fact: 'alerting', connectionId, earlyMedia: false });
    for (const { phone, telephone } of heard) if (telephone.state === 'ringing') phone.take(telephone);
  }

  #phonesAt(to: Originate['to']): readonly FakePhone[] {
    if (to.kind === 'device') return [...(this.#registered.get(to.deviceId) ?? [])];
    const phone = this.#outside.get(to.number);
    return phone ? [phone] : [];
  }

  #openCall(id: CallId): Call {
    const call: Call = { id, connections: new Map(), topology: null, recording: null };
    this.#calls.set(id, call);
    return call;
  }

  #connect(call: Call, id: ConnectionId, direction: 'in' | 'out', telephones: readonly FakeCall[]): FakeConnection {
    const connection = new FakeConnection(id, direction, telephones, this.#clock, {
      answered: () => this.#answered(call, id),
      playbackFinished: (playId) => this.#tell({ fact: 'playbackFinished', connectionId: id, playId }),
    });
    for (const telephone of telephones) telephone.connectTo(this.#line(call, connection, telephone));
    call.connections.set(id, connection);
    this.#callOf.set(id, call);
    return connection;
  }

  #line(call: Call, connection: FakeConnection, telephone: FakeCall): FakeLine {
    const connectionId = connection.id;
    return {
      pickUp: () => connection.pickedUp(telephone),
      hangUp: (cause) => this.#hungUp(connection, telephone, cause),
      hold: (held) => this.#tell({ fact: held ? 'heldByDevice' : 'retrievedByDevice', connectionId }),
      refer: (dialled) => this.#tell({ fact: 'transferByDevice', connectionId, dialled }),
      press: (digit) => this.#tell({ fact: 'digit', connectionId, digit }),
      hearing: () => this.#hearing(call, connection),
    };
  }

  #answered(call: Call, connectionId: ConnectionId): void {
    this.#tell({ fact: 'answered', connectionId });
    if (call.topology) this.#record(call, call.topology);
  }

  /** "No" at one telephone is no for all; hanging up a ringing one otherwise leaves the rest ringing. */
  #hungUp(connection: FakeConnection, telephone: FakeCall, cause: HangUpCause): void {
    const others = connection.telephones.filter((other) => other !== telephone);
    if (others.length > 0 && !connection.answered && cause !== 'rejected') {
      connection.telephones = others;
      return;
    }
    const caller = connection.direction === 'in' && !connection.answered;
    this.#clear(connection.id, caller ? 'cancelled' : cause);
  }

  #converge(topology: Topology): void {
    const call = this.#calls.get(topology.callId);
    if (!call) return;
    call.topology = topology;
    for (const { connectionId, stage } of topology.participants) call.connections.get(connectionId)?.take(stage);
    this.#record(call, topology);
  }

  #record(call: Call, { participants, recordingId }: Topology): void {
    if (call.recording && call.recording.id !== recordingId) this.#stopRecording(call);
    const audible = participants.some((one) => one.track !== null && call.connections.get(one.connectionId)?.talking);
    if (recordingId === null || call.recording || !audible) return;
    call.recording = { id: recordingId, since: this.#clock.now() };
    const path = `recordings/${recordingId}.wav`;
    this.#tell({ fact: 'recordingStarted', callId: call.id, recordingId, path });
  }

  #stopRecording(call: Call): void {
    const { recording } = call;
    if (!recording) return;
    call.recording = null;
    const path = `recordings/${recording.id}.wav`;
    const durationMs = this.#clock.now() - recording.since;
    this.#tell({ fact: 'recordingStopped', callId: call.id, recordingId: recording.id, path, durationMs });
  }

  #hearing(call: Call, connection: FakeConnection): readonly number[] {
    if (!connection.talking) return [];
    if (connection.played) return connection.played;
    const hears = call.topology?.participants.find(({ connectionId }) => connectionId === connection.id)?.hears;
    if (!hears || hears.kind === 'none') return [];
    if (hears.kind !== 'connections') return [heardAs[hears.kind]];
    return hears.connectionIds.flatMap((id) => call.connections.get(id)?.talking?.speaking ?? []);
  }

  #clear(connectionId: ConnectionId, cause: ClearCause): void {
    const call = this.#callOf.get(connectionId);
    if (!call) return;
    this.#forget(connectionId, cause);
    if (call.connections.size === 0) this.#stopRecording(call);
    this.#tell({ fact: 'cleared', connectionId, cause });
  }

  #forget(connectionId: ConnectionId, cause: ClearCause): void {
    const call = this.#callOf.get(connectionId);
    const connection = call?.connections.get(connectionId);
    if (!call || !connection) return;
    call.connections.delete(connectionId);
    this.#callOf.delete(connectionId);
    this.#outsideConnections.delete(connectionId);
    if (call.connections.size === 0) this.#calls.delete(call.id);
    connection.end(cause);
  }
}
