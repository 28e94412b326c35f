// One call on Asterisk: its connections, what the core wants of it, and the bridges that make it so. Its steps are taken one after the other.
import { randomUUID } from 'node:crypto';
import type { CallId, ConnectionId, Topology } from '@cordboard/domain';
import { ExternalCall } from '../external/call.ts';
import { tracksOf, type Recordings } from '../external/recordings.ts';
import { arrangementOf, type Arrangement, type Place } from './arrangement.ts';
import type { Asterisk } from './asterisk.ts';
import { playbackIds, type Connection } from './connection.ts';
import { bridgeName, snoopName } from './naming.ts';

/** With the channels by which it hears whom. */
export type Bridge = { readonly id: string; readonly snoops: Map<ConnectionId, string> };

export class AsteriskCall extends ExternalCall<Connection> {
  readonly #asterisk: Asterisk;
  readonly #recordings: Recordings;
  readonly #bridges = new Map<string, Bridge>();

  constructor(id: CallId, asterisk: Asterisk, recordings: Recordings) {
    super(id, (error) => asterisk.failed(error));
    this.#asterisk = asterisk;
    this.#recordings = recordings;
  }

  /** Bridges and channels of ours that it holds beside its connections. */
  get held(): number {
    return [...this.#bridges.values()].reduce((sum, { snoops }) => sum + 1 + snoops.size, 0);
  }

  /** Ids of bridges, and of the channels that bring somebody into them. */
  get holdings(): readonly string[] {
    return [...this.#bridges.values()].flatMap(({ id, snoops }) => [id, ...snoops.values()]);
  }

  /** What Asterisk has of it, in the place of what we thought. */
  adopt(bridges: ReadonlyMap<string, Bridge>): void {
    this.#bridges.clear();
    for (const [key, bridge] of bridges) this.#bridges.set(key, bridge);
  }

  protected override async arrange(topology: Topology): Promise<void> {
    for (const { connectionId, stage } of topology.participants) {
      const connection = this.connections.get(connectionId);
      if (connection !== undefined) await this.#take(connection, stage);
    }
    const wanted = arrangementOf(topology, (id) => isThere(this.connections.get(id)));
    await this.#openBridges(wanted);
    for (const [id, place] of wanted.places) {
      const connection = this.connections.get(id);
      if (connection !== undefined) await this.#move(connection, place);
    }
    for (const [key, sources] of wanted.snoops) await this.#snoop(key, sources);
    await this.#closeBridges(wanted);
    const tracks = tracksOf(topology, (id) => this.connections.get(id)?.isUp === true);
    await this.#recordings.want(this.id, { ...topology, tracks });
  }

  protected override async end(): Promise<void> {
    await this.#recordings.want(this.id);
    for (const [key, bridge] of this.#bridges) await this.#destroy(key, bridge);
  }

  async #take(connection: Connection, stage: Connection['stage']): Promise<void> {
    if (connection.direction === 'out' || connection.stage === stage || connection.endCause !== null) return;
    connection.stage = stage;
    if (stage === 'ringing') await this.#asterisk.channel('POST', connection.id, 'ring');
    else if (stage === 'early') await this.#asterisk.channel('POST', connection.id, 'progress');
    else if (stage === 'answered' && !connection.isUp) {
      // Whatever is being played would be waited for.
      if (connection.place?.kind === 'ringback') await this.#leave(connection, connection.place, { kind: 'silence' });
      connection.place = null;
      await this.#asterisk.channel('POST', connection.id, 'answer');
    }
  }

  async #openBridges({ places }: Arrangement): Promise<void> {
    for (const place of places.values()) {
      if (place.kind !== 'bridge' || this.#bridges.has(place.key)) continue;
      const id = `cordboard-${randomUUID()}`;
      this.#bridges.set(place.key, { id, snoops: new Map() });
      const name = bridgeName(this.id, place.key);
      await this.#asterisk.ask('POST', `/bridges/${id}`, { type: 'mixing,dtmf_events', name });
    }
  }

  async #closeBridges({ places }: Arrangement): Promise<void> {
    const used = new Set([...places.values()].flatMap((place) => (place.kind === 'bridge' ? [place.key] : [])));
    for (const [key, bridge] of this.#bridges) if (!used.has(key)) await this.#destroy(key, bridge);
  }

  async #destroy(key: string, { id, snoops }: Bridge): Promise<void> {
    this.#bridges.delete(key);
    for (const snoopId of snoops.values()) await this.#asterisk.hangUp(snoopId, 16);
    await this.#asterisk.quietly('DELETE', `/bridges/${id}`);
  }

  /** A prompt is heard to its end: the move comes behind it. */
  async #move(connection: Connection, place: Place): Promise<void> {
    if (connection.playing !== null || connection.endCause !== null) return;
    if (place.kind === 'silence' && !connection.isUp) return;
    const from = connection.place;
    if (from !== null && JSON.stringify(from) === JSON.stringify(place)) return;
    connection.place = null;
    if (from !== null) await this.#leave(connection, from, place);
    if (await this.#enter(connection, place)) connection.place = place;
  }

  async #leave(connection: Connection, from: NonNullable<Connection['place']>, to: Place): Promise<void> {
    const { id } = connection;
    if (from.kind === 'music') await this.#asterisk.quietly('DELETE', channelPath(id, 'moh'));
    else if (from.kind === 'silence') await this.#asterisk.quietly('DELETE', channelPath(id, 'silence'));
    else if (from.kind === 'ringback') await this.#asterisk.quietly('DELETE', playbackPath(playbackIds(id).ring));
    else if (from.kind === 'unknown') await this.#quieten(id);
    else if (from.kind === 'bridge' && to.kind !== 'bridge') {
      const bridge = this.#bridges.get(from.key);
      if (bridge !== undefined)
        await this.#asterisk.quietly('POST', `/bridges/${bridge.id}/removeChannel`, { channel: id });
    }
  }

  /** @returns whether it is there now. */
  async #enter(connection: Connection, place: Place): Promise<boolean> {
    const { id } = connection;
    if (place.kind === 'music') return this.#asterisk.channel('POST', id, 'moh', { mohClass: place.music });
    if (place.kind === 'silence') return this.#asterisk.channel('POST', id, 'silence');
    if (place.kind === 'bridge') {
      const bridge = this.#bridges.get(place.key);
      if (bridge === undefined) return false;
      return this.#asterisk.done('POST', `/bridges/${bridge.id}/addChannel`, { channel: id });
    }
    if (!connection.isUp && connection.stage !== 'early') return this.#asterisk.channel('POST', id, 'ring');
    const playing = `play/${encodeURIComponent(playbackIds(id).ring)}`;
    return this.#asterisk.channel('POST', id, playing, { media: 'tone:ring' });
  }

  /** Whatever an earlier life of ours has it hear. */
  async #quieten(id: ConnectionId): Promise<void> {
    const { prompts, ring } = playbackIds(id);
    for (const playback of [...prompts, ring]) await this.#asterisk.quietly('DELETE', playbackPath(playback));
    for (const what of ['moh', 'silence']) await this.#asterisk.quietly('DELETE', channelPath(id, what));
  }

  async #snoop(key: string, sources: readonly ConnectionId[]): Promise<void> {
    const bridge = this.#bridges.get(key);
    if (bridge === undefined) return;
    for (const [source, snoopId] of bridge.snoops) {
      if (sources.includes(source)) continue;
      bridge.snoops.delete(source);
      await this.#asterisk.hangUp(snoopId, 16);
    }
    for (const source of sources) {
      if (bridge.snoops.has(source)) continue;
      const snoopId = snoopName(source);
      bridge.snoops.set(source, snoopId);
      if (!(await this.#asterisk.snoop(source, snoopId))) {
        bridge.snoops.delete(source);
        continue;
      }
      await this.#asterisk.ask('POST', `/bridges/${bridge.id}/addChannel`, { channel: snoopId });
    }
  }
}

/** What we call is not where it could be steered before it is answered. */
const isThere = (connection: Connection | undefined): boolean =>
  connection !== undefined && connection.isInStasis && (connection.direction === 'in' || connection.isUp);

const channelPath = (id: string, what: string): string => `/channels/${encodeURIComponent(id)}/${what}`;
const playbackPath = (id: string): string => `/playbacks/${encodeURIComponent(id)}`;
