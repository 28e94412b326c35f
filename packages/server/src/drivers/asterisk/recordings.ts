// Recordings on Asterisk: each party by a snoop of its own, fetched when the recording ends and laid side by side, the agent left, the customer right.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallId, ConnectionId, Fact, RecordingId } from '@cordboard/domain';
import { readWav } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { Asterisk } from './asterisk.ts';
import { callOfRecording, readTrackName, trackName, type Track, type TrackName } from './naming.ts';
import { durationMsOf, twoTracks, type Part, type Span } from './two-tracks.ts';

type Running = {
  readonly callId: CallId;
  readonly recordingId: RecordingId;
  readonly path: string;
  readonly beganMs: number;
  readonly open: Map<ConnectionId, TrackName>;
  readonly closed: TrackName[];
  readonly pauses: Span[];
  /** Since when it is paused; null: it is not. */
  pausedMs: number | null;
  /** Somebody in this life wants it. */
  isWanted: boolean;
};

export type Wanted = {
  /** null: nothing of this call is to be on record. */
  readonly recordingId: RecordingId | null;
  readonly isPaused: boolean;
  readonly tracks: ReadonlyMap<ConnectionId, Track>;
};

export const nothingWanted: Wanted = { recordingId: null, isPaused: false, tracks: new Map() };

export class Recordings {
  readonly #asterisk: Asterisk;
  readonly #dataFolder: string;
  readonly #tell: (fact: Fact) => void;
  readonly #running = new Map<RecordingId, Running>();
  readonly #ending = new Map<string, () => void>();
  readonly #finishing = new Set<Promise<void>>();

  constructor(asterisk: Asterisk, dataFolder: string, tell: (fact: Fact) => void) {
    this.#asterisk = asterisk;
    this.#dataFolder = dataFolder;
    this.#tell = tell;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Is called in the turn of its call, and so never twice at once for one. */
  async want(callId: CallId, wanted: Wanted): Promise<void> {
    for (const running of [...this.#running.values()])
      if (running.callId === callId && running.recordingId !== wanted.recordingId) this.#stop(running);
    if (wanted.recordingId !== null && wanted.tracks.size > 0) await this.#record(callId, wanted.recordingId, wanted);
  }

  /** What is being fetched is kept, unless it takes long: it stays at Asterisk then. */
  async settled(): Promise<void> {
    await Promise.race([Promise.all(this.#finishing), delay(limits.ariSettleMs, undefined, { ref: false })]);
  }

  /** A file of Asterisk's is whole. */
  finished(name: string): void {
    this.#ending.get(name)?.();
  }

  /** What an earlier life began. @param live ids of channels. @param stored names of files, of those that are open as well. */
  adopt(live: ReadonlySet<string>, stored: readonly string[]): void {
    const held = new Set([...this.#running.values()].flatMap(({ open, closed }) => names(open.values(), closed)));
    const found = [...new Set([...live, ...stored])].flatMap((name) =>
      held.has(name) ? [] : (readTrackName(name) ?? []),
    );
    for (const piece of found.toSorted((one, other) => one.startedMs - other.startedMs)) {
      const running =
        this.#running.get(piece.recordingId) ??
        this.#begin(callOfRecording(piece.recordingId), piece.recordingId, piece.startedMs);
      if (live.has(piece.name)) running.open.set(piece.connectionId, piece);
      else running.closed.push(piece);
    }
    for (const { open, closed } of this.#running.values())
      for (const [connectionId, piece] of open)
        if (!live.has(piece.name)) {
          open.delete(connectionId);
          closed.push(piece);
        }
  }

  /** Ends those that an earlier life began and that belong to no call any more. */
  sweep(): void {
    for (const running of [...this.#running.values()]) if (!running.isWanted) this.#stop(running);
  }

  async #record(callId: CallId, recordingId: RecordingId, { tracks, isPaused }: Wanted): Promise<void> {
    const isFirst = !this.#running.has(recordingId);
    const running = this.#running.get(recordingId) ?? this.#begin(callId, recordingId, Date.now());
    running.isWanted = true;
    for (const [connectionId, piece] of running.open) {
      if (tracks.get(connectionId) === piece.track) continue;
      running.open.delete(connectionId);
      await this.#close(piece);
      running.closed.push(piece);
    }
    await this.#pause(running, isPaused);
    for (const [connectionId, track] of tracks) {
      if (running.open.has(connectionId)) continue;
      const piece = await this.#open(running, connectionId, track);
      if (piece !== null) running.open.set(connectionId, piece);
    }
    if (!isFirst) return;
    if (running.open.size > 0) this.#tell({ fact: 'recordingStarted', callId, recordingId, path: running.path });
    else {
      this.#running.delete(recordingId);
      this.#tell({ fact: 'recordingFailed', callId, recordingId, cause: 'other' });
    }
  }

  #begin(callId: CallId, recordingId: RecordingId, beganMs: number): Running {
    const day = new Date(beganMs).toISOString().slice(0, 10);
    const path = join('recordings', day, `${recordingId.replaceAll(/[^\w-]/gu, '_')}.wav`);
    const running: Running = {
      callId,
      recordingId,
      path,
      beganMs,
      open: new Map(),
      closed: [],
      pauses: [],
      pausedMs: null,
      isWanted: false,
    };
    this.#running.set(recordingId, running);
    return running;
  }

  /** Asterisk writes silence meanwhile; what it wrote before it was told is made silent when the tracks are laid. */
  async #pause(running: Running, isPaused: boolean): Promise<void> {
    if (isPaused === (running.pausedMs !== null)) return;
    const since = running.pausedMs;
    if (isPaused) running.pausedMs = Date.now();
    for (const { name } of running.open.values())
      await this.#asterisk.quietly(isPaused ? 'POST' : 'DELETE', `/recordings/live/${encodeURIComponent(name)}/mute`);
    if (since === null) return;
    running.pauses.push({ fromMs: since, toMs: Date.now() });
    running.pausedMs = null;
  }

  async #open(running: Running, connectionId: ConnectionId, track: Track): Promise<TrackName | null> {
    const startedMs = Date.now();
    const name = trackName(running.recordingId, connectionId, track, startedMs);
    if (!(await this.#asterisk.snoop(connectionId, name))) return null;
    const options = { name, format: 'wav', ifExists: 'overwrite', beep: false, terminateOn: 'none' };
    if (!(await this.#asterisk.channel('POST', name, 'record', options))) return null;
    if (running.pausedMs !== null)
      await this.#asterisk.quietly('POST', `/recordings/live/${encodeURIComponent(name)}/mute`);
    return { name, startedMs, track, recordingId: running.recordingId, connectionId };
  }

  async #close({ name }: TrackName): Promise<void> {
    const isWhole = new Promise<void>((resolve) => this.#ending.set(name, resolve));
    const isGone = !(await this.#asterisk.done('POST', `/recordings/live/${encodeURIComponent(name)}/stop`));
    if (!isGone) await Promise.race([isWhole, delay(limits.ariRecordingEndMs)]);
    this.#ending.delete(name);
    await this.#asterisk.hangUp(name, 16);
  }

  /** Its call does not wait for the file. */
  #stop(running: Running): void {
    this.#running.delete(running.recordingId);
    const finishing = this.#finish(running).finally(() => this.#finishing.delete(finishing));
    this.#finishing.add(finishing);
  }

  async #finish(running: Running): Promise<void> {
    const { callId, recordingId, path } = running;
    const pieces = [...running.closed, ...running.open.values()];
    for (const piece of running.open.values()) await this.#close(piece);
    if (running.pausedMs !== null) running.pauses.push({ fromMs: running.pausedMs, toMs: Infinity });
    try {
      const file = join(this.#dataFolder, path);
      const audio = twoTracks(await this.#fetched(pieces, running.beganMs), silencesOf(running));
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, audio);
      this.#tell({ fact: 'recordingStopped', callId, recordingId, path, durationMs: durationMsOf(audio) });
    } catch (error) {
      this.#asterisk.failed(error);
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      this.#tell({ fact: 'recordingFailed', callId, recordingId, cause: isFull ? 'diskFull' : 'other' });
      return;
    }
    for (const { name } of pieces)
      await this.#asterisk.quietly('DELETE', `/recordings/stored/${encodeURIComponent(name)}`);
  }

  /** A piece that cannot be had is missing; that all are missing is a failure. */
  async #fetched(pieces: readonly TrackName[], beganMs: number): Promise<readonly Part[]> {
    const parts: Part[] = [];
    let failure: unknown = null;
    for (const { name, track, startedMs } of pieces) {
      try {
        const file = await this.#asterisk.bytes(`/recordings/stored/${encodeURIComponent(name)}/file`);
        parts.push({ track, atMs: startedMs - beganMs, samples: readWav(file) });
      } catch (error) {
        failure = error;
        this.#asterisk.failed(error);
      }
    }
    if (parts.length === 0 && failure !== null) throw failure;
    return parts;
  }
}

const names = (...pieces: Iterable<TrackName>[]): string[] =>
  pieces.flatMap((some) => [...some].map(({ name }) => name));

const silencesOf = ({ pauses, beganMs }: Running): readonly Span[] =>
  pauses.map(({ fromMs, toMs }) => ({ fromMs: fromMs - beganMs, toMs: toMs - beganMs }));
