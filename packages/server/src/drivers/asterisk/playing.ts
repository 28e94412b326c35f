// Prompts on channels: one at a time, told of when it came to its end, and what was heard before is heard again.
import type { Wish } from '../switch.ts';
import type { Asterisk } from './asterisk.ts';
import { playbackIds, type Connection } from './connection.ts';
import { mediaOf } from './prompts.ts';

export class Playing {
  readonly #asterisk: Asterisk;
  readonly #finished: (connection: Connection, playId: string) => void;
  readonly #place: (connection: Connection) => void;

  /** @param place has a connection put where it belongs. */
  constructor(
    asterisk: Asterisk,
    finished: (connection: Connection, playId: string) => void,
    place: (connection: Connection) => void,
  ) {
    this.#asterisk = asterisk;
    this.#finished = finished;
    this.#place = place;
  }

  async play(connection: Connection, { playId, prompts }: Extract<Wish, { effect: 'play' }>): Promise<void> {
    const [one, other] = playbackIds(connection.id).prompts;
    const playbackId = connection.playing?.playbackId === one ? other : one;
    await this.stop(connection);
    connection.playing = { playId, playbackId };
    const media = mediaOf(prompts);
    const isPlaying =
      media !== '' &&
      (await this.#asterisk.channel('POST', connection.id, `play/${encodeURIComponent(playbackId)}`, { media }));
    if (!isPlaying) this.ended(playbackId, [connection]);
  }

  async stop(connection: Connection): Promise<void> {
    const { playing } = connection;
    if (playing === null) return;
    connection.playing = null;
    await this.#asterisk.quietly('DELETE', `/playbacks/${encodeURIComponent(playing.playbackId)}`);
    this.#replace(connection);
  }

  ended(playbackId: string, connections: Iterable<Connection>): void {
    for (const connection of connections) {
      const { playing } = connection;
      if (playing?.playbackId !== playbackId) continue;
      connection.playing = null;
      this.#finished(connection, playing.playId);
      this.#replace(connection);
    }
  }

  /** Music and silence do not come back by themselves behind a prompt. */
  #replace(connection: Connection): void {
    if (connection.place?.kind !== 'bridge') connection.place = null;
    this.#place(connection);
  }
}
