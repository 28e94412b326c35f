// Recordings on FreeSWITCH: a file for what each party says, laid side by side when the recording ends, the agent left, the customer right.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallId, ConnectionId, Fact, RecordingId } from '@cordboard/domain';
import { readWav } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { Freeswitch } from './freeswitch.ts';
import { twoTracks, type Part, type Track } from './two-tracks.ts';

export type { Track } from './two-tracks.ts';

type Piece = {
  readonly connectionId: ConnectionId;
  readonly file: string;
  readonly track: Track;
  readonly startedMs: number;
};
type Running = {
  readonly callId: CallId;
  readonly recordingId: RecordingId;
  readonly path: string;
  readonly beganMs: number;
  readonly open: Map<ConnectionId, Piece>;
  readonly closed: Piece[];
  readonly pauses: { readonly fromMs: number; toMs: number }[];
  isPaused: boolean;
  isTold: boolean;
};
type Tracks = ReadonlyMap<ConnectionId, Track>;
export type RecordingFolders = { readonly data: string; readonly switch: string };

/** An argument that may hold spaces (`switch_separate_string` takes single quotes). */
const quoted = (text: string): string => `'${text}'`;

export class Recordings {
  readonly #freeswitch: Freeswitch;
  readonly #folders: RecordingFolders;
  readonly #tell: (fact: Fact) => void;
  readonly #running = new Map<RecordingId, Running>();
  /** Files that FreeSWITCH writes to, and who waits for their end. */
  readonly #writing = new Map<string, () => void>();
  #last: Promise<void> = Promise.resolve();
  /** FreeSWITCH may still be writing what a life before this one began. */
  readonly #life = randomUUID().slice(0, 8);
  #pieces = 0;

  constructor(freeswitch: Freeswitch, folders: RecordingFolders, tell: (fact: Fact) => void) {
    this.#freeswitch = freeswitch;
    this.#folders = folders;
    this.#tell = tell;
  }

  get size(): number {
    return this.#running.size;
  }

  /** @param recordingId null: nothing of this call is to be on record. */
  want(callId: CallId, recordingId: RecordingId | null, tracks: Tracks, isPaused: boolean): void {
    this.#last = this.#last.then(async () => {
      for (const running of [...this.#running.values()])
        if (running.callId === callId && running.recordingId !== recordingId) await this.#stop(running);
      if (recordingId !== null && (tracks.size > 0 || this.#running.has(recordingId)))
        await this.#record(this.#running.get(recordingId) ?? this.#begin(callId, recordingId), tracks, isPaused);
    });
  }

  /** What is being stopped is put together. */
  settled(): Promise<void> {
    return this.#last;
  }

  /** A file of FreeSWITCH's is whole. */
  finished(file: string): void {
    this.#writing.get(file)?.();
    this.#writing.delete(file);
  }

  async #record(running: Running, tracks: Tracks, isPaused: boolean): Promise<void> {
    const { callId, recordingId, path, open, closed } = running;
    if (isPaused) await this.#pause(running);
    for (const [connectionId, piece] of open) {
      if (tracks.get(connectionId) === piece.track) continue;
      open.delete(connectionId);
      await this.#close(piece);
      closed.push(piece);
    }
    for (const [connectionId, track] of tracks) {
      if (open.has(connectionId)) continue;
      const piece = await this.#open(running, connectionId, track);
      if (piece !== null) open.set(connectionId, piece);
    }
    if (!isPaused) await this.#resume(running);
    if (running.isTold) return;
    if (open.size > 0) {
      running.isTold = true;
      return this.#tell({ fact: 'recordingStarted', callId, recordingId, path });
    }
    this.#running.delete(recordingId);
    this.#tell({ fact: 'recordingFailed', callId, recordingId, cause: 'other' });
  }

  #begin(callId: CallId, recordingId: RecordingId): Running {
    const day = new Date().toISOString().slice(0, 10);
    const path = join('recordings', day, `${recordingId.replaceAll(/[^\w-]/gu, '_')}.wav`);
    const beganMs = performance.now();
    const state = { open: new Map(), closed: [], pauses: [], isPaused: false, isTold: false };
    const running: Running = { callId, recordingId, path, beganMs, ...state };
    this.#running.set(recordingId, running);
    return running;
  }

  async #open({ path, isPaused }: Running, connectionId: ConnectionId, track: Track): Promise<Piece | null> {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.wav'.length);
    const file = join(this.#folders.switch, `${name}-${this.#life}-${(this.#pieces += 1)}.wav`);
    await mkdir(this.#folders.switch, { recursive: true }).catch(() => undefined);
    const variables = 'RECORD_READ_ONLY=true;record_sample_rate=8000';
    if (!(await this.#freeswitch.did(`uuid_setvar_multi ${connectionId} ${variables}`))) return null;
    const startedMs = performance.now();
    this.#writing.set(file, () => undefined);
    if (await this.#freeswitch.did(`uuid_record ${connectionId} start ${quoted(file)}`)) {
      if (isPaused) await this.#freeswitch.did(`uuid_record ${connectionId} mask ${quoted(file)}`);
      return { connectionId, file, track, startedMs };
    }
    this.#writing.delete(file);
    return null;
  }

  /** Nothing that was said between the wish and FreeSWITCH's answer is kept either. */
  async #pause(running: Running): Promise<void> {
    if (running.isPaused) return;
    running.isPaused = true;
    running.pauses.push({ fromMs: performance.now() - running.beganMs, toMs: Infinity });
    await this.#mask(running, 'mask');
  }

  async #resume(running: Running): Promise<void> {
    const pause = running.pauses.at(-1);
    if (!running.isPaused || pause === undefined) return;
    running.isPaused = false;
    await this.#mask(running, 'unmask');
    pause.toMs = performance.now() - running.beganMs;
  }

  async #mask({ open }: Running, how: 'mask' | 'unmask'): Promise<void> {
    for (const { connectionId, file } of open.values())
      await this.#freeswitch.did(`uuid_record ${connectionId} ${how} ${quoted(file)}`);
  }

  async #close({ connectionId, file }: Piece): Promise<void> {
    // Whoever has hung up has ended his file.
    if (!this.#writing.has(file)) return;
    const isWhole = new Promise<void>((resolve) => this.#writing.set(file, resolve));
    const isStopped = await this.#freeswitch.did(`uuid_record ${connectionId} stop ${quoted(file)}`);
    if (isStopped) await Promise.race([isWhole, delay(limits.eslRecordingEndMs)]);
    this.#writing.delete(file);
  }

  async #stop(running: Running): Promise<void> {
    const { callId, recordingId, path, beganMs, pauses } = running;
    this.#running.delete(recordingId);
    const durationMs = Math.round(performance.now() - beganMs);
    const pieces = [...running.closed, ...running.open.values()];
    for (const piece of running.open.values()) await this.#close(piece);
    try {
      const file = join(this.#folders.data, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, twoTracks(await partsOf(pieces, beganMs), pauses, durationMs), { mode: 0o600 });
      this.#tell({ fact: 'recordingStopped', callId, recordingId, path, durationMs });
    } catch (error) {
      this.#freeswitch.failed(error);
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      // What FreeSWITCH has written stays where it is.
      return this.#tell({ fact: 'recordingFailed', callId, recordingId, cause: isFull ? 'diskFull' : 'other' });
    }
    for (const { file } of pieces) await rm(file, { force: true }).catch(() => undefined);
  }
}

async function partsOf(pieces: readonly Piece[], beganMs: number): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const { file, track, startedMs } of pieces)
    parts.push({ track, atMs: startedMs - beganMs, samples: readWav(await readFile(file)) });
  return parts;
}
