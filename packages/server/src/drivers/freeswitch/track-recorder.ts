// Pieces of recordings on FreeSWITCH: a file for what each party says, in a folder that both sides see.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionId, RecordingId } from '@cordboard/domain';
import { readWav } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { Piece, TrackRecorder } from '../external/recordings.ts';
import type { Track } from '../external/two-tracks.ts';
import type { EslEvent } from './esl-parser.ts';
import type { Freeswitch } from './freeswitch.ts';

/** An argument that may hold spaces (`switch_separate_string` takes single quotes). */
const quoted = (text: string): string => `'${text}'`;

/** What he says alone; at once on the disk, whatever becomes of FreeSWITCH (it would keep four seconds to itself). */
const variables = 'RECORD_READ_ONLY=true;record_sample_rate=8000;enable_file_write_buffering=false';

/** The name of a piece is its file. */
export class FreeswitchTracks implements TrackRecorder {
  readonly #freeswitch: Freeswitch;
  readonly #folder: string;
  /** Files that FreeSWITCH writes to, and who waits for their end. */
  readonly #writing = new Map<string, () => void>();
  readonly #empty = new Set<string>();
  /** FreeSWITCH may still be writing what a life before this one began. */
  readonly #life = randomUUID().slice(0, 8);
  #pieces = 0;

  constructor(freeswitch: Freeswitch, folder: string) {
    this.#freeswitch = freeswitch;
    this.#folder = folder;
  }

  async open(recordingId: RecordingId, connectionId: ConnectionId, track: Track): Promise<Piece | null> {
    this.#pieces += 1;
    const name = join(this.#folder, `${recordingId.replaceAll(/[^\w-]/gu, '_')}-${this.#life}-${this.#pieces}.wav`);
    await mkdir(this.#folder, { recursive: true }).catch(() => undefined);
    if (!(await this.#freeswitch.did(`uuid_setvar_multi ${connectionId} ${variables}`))) return null;
    const startedMs = Date.now();
    this.#writing.set(name, () => undefined);
    const isRecorded = await this.#freeswitch.did(`uuid_record ${connectionId} start ${quoted(name)}`);
    if (isRecorded) return { name, recordingId, connectionId, track, startedMs };
    this.#writing.delete(name);
    return null;
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
