// Prompts on channels: sounds one after the other and a park behind them, whose event says that the last one is over.
import type { Prompt } from '@cordboard/domain';
import type { Wish } from '../switch.ts';
import type { Connection } from './connection.ts';
import type { Freeswitch } from './freeswitch.ts';
import { filesOf } from './prompts.ts';

/** No character that the inline dialplan or the splitting of arguments knows. */
const tokenOf = (playId: string): string => Buffer.from(playId).toString('base64url');

const destinationOf = (playId: string, prompts: readonly Prompt[]): string =>
  [
    'm:^:set:cordboard_play=' + tokenOf(playId),
    ...prompts.flatMap(filesOf).map((file) => `playback:${file}`),
    'park',
  ].join('^');

export class Playing {
  readonly #freeswitch: Freeswitch;
  readonly #finished: (connection: Connection, playId: string) => void;
  readonly #place: (connection: Connection) => void;

  /** @param place has a connection put where it belongs. */
  constructor(
    freeswitch: Freeswitch,
    finished: (connection: Connection, playId: string) => void,
    place: (connection: Connection) => void,
  ) {
    this.#freeswitch = freeswitch;
    this.#finished = finished;
    this.#place = place;
  }

  async play(connection: Connection, { playId, prompts }: Extract<Wish, { effect: 'play' }>): Promise<void> {
    connection.playing = { playId, prompts, isBegun: false };
    if (connection.isReady) await this.begin(connection);
  }

  /** It has been parked: what was wished before can be played. */
  async begin(connection: Connection): Promise<void> {
    const { playing } = connection;
    if (playing === null || playing.isBegun) return;
    playing.isBegun = true;
    connection.place = null;
    await this.#freeswitch.did(
      `uuid_transfer ${connection.id} ${destinationOf(playing.playId, playing.prompts)} inline`,
    );
  }

  async stop(connection: Connection): Promise<void> {
    const { playing } = connection;
    if (playing === null) return;
    connection.playing = null;
    if (!playing.isBegun) return;
    connection.place = 'park';
    await this.#freeswitch.did(`uuid_transfer ${connection.id} park inline`);
    this.#place(connection);
  }

  /** @param token which prompt it was that came before the park. */
  parked(connection: Connection, token: string | undefined): void {
    const { playing } = connection;
    if (playing === null || !playing.isBegun || token !== tokenOf(playing.playId)) return;
    connection.playing = null;
    connection.place = 'park';
    this.#finished(connection, playing.playId);
    this.#place(connection);
  }
}
