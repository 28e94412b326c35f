// One call on FreeSWITCH: its connections, what the core wants of it, and the room that makes it so. Its steps are taken one after the other.
import type { CallId, ConnectionId, Participant, Topology } from '@cordboard/domain';
import { ExternalCall } from '../external/call.ts';
import { tracksOf, type Recordings } from '../external/recordings.ts';
import { arrangementOf, destinationOf, type Place } from './arrangement.ts';
import type { Connection } from './connection.ts';
import type { EslEvent } from './esl-parser.ts';
import type { Freeswitch } from './freeswitch.ts';
import { Room } from './room.ts';

export class FreeswitchCall extends ExternalCall<Connection> {
  readonly room: Room;
  readonly #freeswitch: Freeswitch;
  readonly #recordings: Recordings;

  constructor(id: CallId, freeswitch: Freeswitch, recordings: Recordings) {
    super(id, (error) => freeswitch.failed(error));
    this.room = new Room(`cordboard-${id.replaceAll(/[^\w.-]/gu, '_')}`, freeswitch);
    this.#freeswitch = freeswitch;
    this.#recordings = recordings;
  }

  /** @param event of `conference::maintenance` */
  moved(id: ConnectionId, event: EslEvent): void {
    const { Action: action, 'Member-ID': member, 'Conference-Name': room } = event;
    if (member === undefined || room !== this.room.name) return;
    if (action === 'add-member') this.room.entered(id, member);
    if (action === 'add-member' || (action === 'del-member' && this.room.left(id, member))) this.converge();
  }

  protected override async arrange(wanted: Topology): Promise<void> {
    const topology = { ...wanted, participants: wanted.participants.map((one) => this.#possible(one)) };
    // What concerns each of them alone is asked for all at once: nobody waits for as many answers as there are people.
    await Promise.all(topology.participants.map(({ connectionId, stage }) => this.#take(connectionId, stage)));
    const { places, hears } = arrangementOf(topology, (id) => this.#readiness(id));
    await Promise.all([...places].map(([id, place]) => this.#move(id, place)));
    await this.room.converge(hears);
    const tracks = tracksOf(topology, (id) => this.#readiness(id) === 'answered');
    await this.#recordings.want(this.id, { ...topology, tracks });
  }

  /** The room ends with its last member. */
  protected override async end(): Promise<void> {
    await this.#recordings.want(this.id);
  }

  #possible(participant: Participant): Participant {
    const isWithoutOffer = this.connections.get(participant.connectionId)?.isWithoutOffer === true;
    return participant.stage === 'early' && isWithoutOffer ? { ...participant, stage: 'ringing' } : participant;
  }

  #readiness(id: ConnectionId): 'answered' | 'parked' | null {
    const connection = this.connections.get(id);
    if (connection === undefined || !connection.isReady || connection.endCause !== null) return null;
    return connection.isUp ? 'answered' : 'parked';
  }

  async #take(id: ConnectionId, stage: Connection['stage']): Promise<void> {
    const connection = this.connections.get(id);
    if (connection === undefined || connection.direction === 'out') return;
    if (connection.stage === stage || connection.endCause !== null) return;
    connection.stage = stage;
    if (stage === 'ringing') await this.#freeswitch.did(`uuid_ring_ready ${id}`);
    else if (stage === 'early') await this.#freeswitch.did(`uuid_pre_answer ${id}`);
    else if (stage === 'answered' && !connection.isUp) await this.#freeswitch.did(`uuid_answer ${id}`);
  }

  /**
   * A prompt is heard to its end: the move comes behind it. And a move would have FreeSWITCH forget that the telephone
   * holds, and never tell that it holds no more: the move comes when it retrieves.
   */
  async #move(id: ConnectionId, place: Place): Promise<void> {
    const connection = this.connections.get(id);
    if (connection === undefined || connection.playing !== null || connection.isHeldByDevice) return;
    const destination = destinationOf(place, this.room.name);
    if (connection.place === destination) return;
    connection.place = destination;
    this.room.gone(id);
    await this.#freeswitch.did(`uuid_transfer ${id} ${destination} inline`);
  }
}
