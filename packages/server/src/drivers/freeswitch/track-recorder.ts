// Pieces of recordings on FreeSWITCH: a file for what each party says, in a folder that both sides see.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionId, RecordingId } from '@cordboard/domain';
import { readWav } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { Piece, TrackRecorder } from '../external/recordings.ts';
import { readTrackName, trackName } from '../external/track-name.ts';
import type { Track } from '../external/two-tracks.ts';
import type { EslError } from './esl-error.ts';
import type { EslEvent } from './esl-parser.ts';
import type { Freeswitch } from './freeswitch.ts';

/** An argument that may hold spaces (`switch_separate_string` takes single quotes). */
const quoted = (text: string): string => `'${text}'`;

const markOf = (place: string): string => createHash('sha256').update(place).digest('hex').slice(0, 8);

/** What he says alone; at once on the disk, whatever becomes of FreeSWITCH (it would keep four seconds to itself). */
const variables = 'RECORD_READ_ONLY=true;record_sample_rate=8000;enable_file_write_buffering=false';

/** What there is of recordings when we connect. */
export type FoundPieces = {
  readonly pieces: readonly Piece[];
  /** Names of those that FreeSWITCH still writes to. */
  readonly recorded: ReadonlySet<string>;
};

/** The name of a piece is its file. */
export class FreeswitchTracks implements TrackRecorder {
  readonly #freeswitch: Freeswitch;
  readonly #folder: string;
  readonly #eslPort: number;
  /** Files that FreeSWITCH writes to, and who waits for their end. */
  readonly #writing = new Map<string, () => void>();
  readonly #empty = new Set<string>();
  /** Begins the names of this FreeSWITCH's files: others may write to the same folder. */
  #mark = '';

  /** @param eslPort tells it from another FreeSWITCH on its machine. */
  constructor(freeswitch: Freeswitch, folder: string, eslPort: number) {
    this.#freeswitch = freeswitch;
    this.#folder = folder;
    this.#eslPort = eslPort;
  }

  /**
   * @param there who is still at FreeSWITCH.
   * @throws EslError
   */
  async found(there: ReadonlySet<ConnectionId>): Promise<FoundPieces> {
    this.#mark = `${markOf(`${await this.#freeswitch.ask('global_getvar hostname')}:${this.#eslPort}`)}~`;
    const files = await readdir(this.#folder).catch(() => []);
    const pieces = files.flatMap((file) => {
      const read = file.startsWith(this.#mark) ? readTrackName(basename(file.slice(this.#mark.length), '.wav')) : null;
      return read === null ? [] : [{ ...read, name: join(this.#folder, file) }];
    });
    const recorded = new Set<string>();
    for (const id of new Set(pieces.map(({ connectionId }) => connectionId)))
      if (there.has(id)) for (const name of await this.#writtenFor(id)) recorded.add(name);
    for (const name of recorded) if (!this.#writing.has(name)) this.#writing.set(name, () => undefined);
    return { pieces, recorded };
  }

  /** Files, of one who may be gone by now. */
  async #writtenFor(id: ConnectionId): Promise<readonly string[]> {
    const bugs = await this.#freeswitch.ask(`uuid_buglist ${id}`).catch(() => '');
    return [...bugs.matchAll(/<target>(.*)<\/target>/gu)].map(([, file = '']) => file);
  }

  async open(recordingId: RecordingId, connectionId: ConnectionId, track: Track): Promise<Piece | null> {
    const startedMs = Date.now();
    const name = join(this.#folder, `${this.#mark}${trackName(recordingId, connectionId, track, startedMs)}.wav`);
    await mkdir(this.#folder, { recursive: true }).catch(() => undefined);
    if (!(await this.#freeswitch.did(`uuid_setvar_multi ${connectionId} ${variables}`))) return null;
    this.#writing.set(name, () => undefined);
    const piece: Piece = { name, recordingId, connectionId, track, startedMs };
    try {
      await this.#freeswitch.ask(`uuid_record ${connectionId} start ${quoted(name)}`);
      return piece;
    } catch (error) {
      this.#freeswitch.failed(error);
      this.#writing.delete(name);
      // Begun before it is refused (`switch_ivr_record_session_event`); found later, it would be put in the place of the recording.
      if ((error as EslError).failure !== 'lost') await this.discard(piece);
      return null;
    }
  }

  async mute({ connectionId, name }: Piece, isMuted: boolean): Promise<void> {
    await this.#freeswitch.did(`uuid_record ${connectionId} ${isMuted ? 'mask' : 'unmask'} ${quoted(name)}`);
  }

  async close({ connectionId, name }: Piece): Promise<void> {
    // Whoever has hung up has ended his file.
    if (!this.#writing.has(name)) return;
    const isWhole = new Promise<void>((resolve) => this.#writing.set(name, resolve));
    // Refused where the channel is on its way out: its file is whole a little later all the same.
    await this.#freeswitch.did(`uuid_record ${connectionId} stop ${quoted(name)}`);
    await Promise.race([isWhole, delay(limits.eslRecordingEndMs, undefined, { ref: false })]);
    this.#writing.delete(name);
  }

  /** A file is whole. @param event `RECORD_STOP` */
  finished({ 'Record-File-Path': name = '', variable_RECORD_DISCARDED: isDiscarded }: EslEvent): void {
    const ended = this.#writing.get(name);
    if (ended === undefined) return;
    // FreeSWITCH takes off a file that nothing came into.
    if (isDiscarded === 'true') this.#empty.add(name);
    this.#writing.delete(name);
    ended();
  }

  async samplesOf({ name }: Piece): Promise<Int16Array> {
    const isEmpty = this.#empty.delete(name);
    try {
      return readWav(await readFile(name));
    } catch (error) {
      if (isEmpty && (error as NodeJS.ErrnoException).code === 'ENOENT') return new Int16Array();
      throw error;
    }
  }

  async discard({ name }: Piece): Promise<void> {
    await rm(name, { force: true }).catch(() => undefined);
  }

  failed(error: unknown): void {
    this.#freeswitch.failed(error);
  }
}
