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
import type { Freeswitch } from './freeswitch.ts';

/** An argument that may hold spaces (`switch_separate_string` takes single quotes). */
const quoted = (text: string): string => `'${text}'`;

/** The name of a piece is its file. */
export class FreeswitchTracks implements TrackRecorder {
  readonly #freeswitch: Freeswitch;
  readonly #folder: string;
  /** Files that FreeSWITCH writes to, and who waits for their end. */
  readonly #writing = new Map<string, () => void>();
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
    const variables = 'RECORD_READ_ONLY=true;record_sample_rate=8000';
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
    const isStopped = await this.#freeswitch.did(`uuid_record ${connectionId} stop ${quoted(name)}`);
    if (isStopped) await Promise.race([isWhole, delay(limits.eslRecordingEndMs)]);
    this.#writing.delete(name);
  }

  /** A file is whole. */
  finished(name: string): void {
    this.#writing.get(name)?.();
    this.#writing.delete(name);
  }

  async samplesOf({ name }: Piece): Promise<Int16Array> {
    return readWav(await readFile(name));
  }

  async discard({ name }: Piece): Promise<void> {
    await rm(name, { force: true }).catch(() => undefined);
  }

  failed(error: unknown): void {
    this.#freeswitch.failed(error);
  }
}
