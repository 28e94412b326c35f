// One call on FreeSWITCH: its connections, what the core wants of it, and the room that makes it so. Its steps are taken one after the other.
import type { CallId, ConnectionId, Topology } from '@cordboard/domain';
import { arrangementOf, destinationOf, type Place } from './arrangement.ts';
import type { Connection } from './connection.ts';
import type { Freeswitch } from './freeswitch.ts';
import type { Recordings, Track } from './recordings.ts';
import { Room } from './room.ts';

export class FreeswitchCall {
  readonly id: CallId;
  readonly room: Room;
  readonly connections = new Map<ConnectionId, Connection>();
  readonly #freeswitch: Freeswitch;
  readonly #recordings: Recordings;
  #topology: Topology | null = null;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(id: CallId, freeswitch: Freeswitch, recordings: Recordings) {
    this.id = id;
    this.room = new Room(`cordboard-${id.replaceAll(/[^\w.-]/gu, '_')}`, freeswitch);
    this.#freeswitch = freeswitch;
    this.#recordings = recordings;
  }

  want(topology: Topology): void {
    this.#topology = topology;
    this.converge();
  }

  converge(): void {
    this.inTurn(() => this.#arrange());
  }

  /** What it is asked is done in order; what fails is said, and the next thing is done all the same. */
  inTurn(step: () => Promise<void>): void {
    this.#last = this.#last.then(step).catch((error: unknown) => this.#freeswitch.failed(error));
  }

  /** Its last connection is gone; the room ends with its last member. */
  close(): void {
    this.#isClosed = true;
    this.inTurn(async () => this.#recordings.want(this.id, null, new Map(), false));
  }

  entered(id: ConnectionId, number: string): void {
    this.room.entered(id, number);
    this.converge();
  }

  left(id: ConnectionId, number: string): void {
    if (this.room.left(id, number)) this.converge();
  }

  async #arrange(): Promise<void> {
    const topology = this.#topology;
    if (topology === null || this.#isClosed) return;
    for (const { connectionId, stage } of topology.participants) {
      const connection = this.connections.get(connectionId);
      if (connection !== undefined) await this.#take(connection, stage);
    }
    const { places, hears } = arrangementOf(topology, (id) => this.#readiness(id));
    for (const [id, place] of places) {
      const connection = this.connections.get(id);
      if (connection !== undefined) await this.#move(connection, place);
    }
    await this.room.converge(hears);
    const tracks = new Map<ConnectionId, Track>();
    for (const { connectionId, track } of topology.participants)
      if (track !== null && this.#readiness(connectionId) === 'answered') tracks.set(connectionId, track);
    this.#recordings.want(this.id, topology.recordingId, tracks, topology.recordingPaused);
  }

  #readiness(id: ConnectionId): 'answered' | 'parked' | null {
    const connection = this.connections.get(id);
    if (connection === undefined || !connection.isReady || connection.endCause !== null) return null;
    return connection.isUp ? 'answered' : 'parked';
  }

  async #take(connection: Connection, stage: Connection['stage']): Promise<void> {
    const { id, direction } = connection;
    if (direction === 'out' || connection.stage === stage || connection.endCause !== null) return;
    connection.stage = stage;
    if (stage === 'ringing') await this.#freeswitch.did(`uuid_ring_ready ${id}`);
    else if (stage === 'early') await this.#freeswitch.did(`uuid_pre_answer ${id}`);
    else if (stage === 'answered' && !connection.isUp) await this.#freeswitch.did(`uuid_answer ${id}`);
  }

  /** A prompt is heard to its end: the move comes behind it. */
  async #move(connection: Connection, place: Place): Promise<void> {
    if (connection.playing !== null) return;
    const destination = destinationOf(place, this.room.name);
    if (connection.place === destination) return;
    connection.place = destination;
    this.room.gone(connection.id);
    await this.#freeswitch.did(`uuid_transfer ${connection.id} ${destination} inline`);
  }
}
