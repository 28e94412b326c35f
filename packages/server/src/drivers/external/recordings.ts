// Recordings on a switch outside: what each party says by itself, laid side by side when the recording ends, the agent left, the customer right.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallId, ConnectionId, Fact, RecordingId, Topology } from '@cordboard/domain';
import { limits } from '../../limits.ts';
import { durationMsOf, twoTracks, type Part, type Span, type Track } from './two-tracks.ts';

/** What one connection said, or one stretch of it. */
export type Piece = {
  /** As the switch knows it. */
  readonly name: string;
  readonly recordingId: RecordingId;
  readonly connectionId: ConnectionId;
  readonly track: Track;
  /** Since 1970. */
  readonly startedMs: number;
};

/** What a switch can do about pieces. What fails is said by it, and is no piece. */
export interface TrackRecorder {
  /** @returns null: it cannot be recorded. */
  open(recordingId: RecordingId, connectionId: ConnectionId, track: Track): Promise<Piece | null>;
  /** Silence is written until it is told otherwise. */
  mute(piece: Piece, isMuted: boolean): Promise<void>;
  /** Its file is whole then. */
  close(piece: Piece): Promise<void>;
  /** @returns 8 kHz, 16 bits. @throws when it cannot be had. */
  samplesOf(piece: Piece): Promise<Int16Array>;
  discard(piece: Piece): Promise<void>;
  failed(error: unknown): void;
}

type Running = {
  readonly callId: CallId;
  readonly recordingId: RecordingId;
  readonly path: string;
  readonly beganMs: number;
  readonly open: Map<ConnectionId, Piece>;
  readonly closed: Piece[];
  readonly pauses: Span[];
  /** Since when it is paused; null: it is not. */
  pausedMs: number | null;
  /** Somebody in this life wants it. */
  isWanted: boolean;
};

type Wanted = Pick<Topology, 'recordingId' | 'recordingPaused'> & { readonly tracks: ReadonlyMap<ConnectionId, Track> };

const nothing: Wanted = { recordingId: null, recordingPaused: false, tracks: new Map() };

/** The core makes a recording's id from its call's. */
const callOfRecording = (recordingId: RecordingId): CallId => recordingId.replace(/\.r\d*$/u, '') as CallId;

/** Those who are on record: in the topology with a track, and there. */
export function tracksOf({ participants }: Topology, isThere: (id: ConnectionId) => boolean): Wanted['tracks'] {
  const tracks = new Map<ConnectionId, Track>();
  for (const { connectionId, track } of participants)
    if (track !== null && isThere(connectionId)) tracks.set(connectionId, track);
  return tracks;
}

export class Recordings {
  readonly #recorder: TrackRecorder;
  readonly #dataFolder: string;
  readonly #tell: (fact: Fact) => void;
  readonly #running = new Map<RecordingId, Running>();
  /** Over, and being put together. */
  readonly #finishing = new Map<Running, Promise<void>>();

  constructor(recorder: TrackRecorder, dataFolder: string, tell: (fact: Fact) => void) {
    this.#recorder = recorder;
    this.#dataFolder = dataFolder;
    this.#tell = tell;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Is called in the turn of its call, and so never twice at once for one. */
  async want(callId: CallId, wanted: Wanted = nothing): Promise<void> {
    const { recordingId } = wanted;
    for (const running of [...this.#running.values()])
      if (running.callId === callId && running.recordingId !== recordingId) this.#stop(running);
    if (recordingId === null) return;
    if (wanted.tracks.size > 0 || this.#running.has(recordingId)) await this.#record(callId, recordingId, wanted);
  }

  /** What is being put together is kept, unless it takes long: it stays at the switch then. @param calls that may still begin or end some. */
  async settled(calls: Promise<void>): Promise<void> {
    const kept = calls.then(() => Promise.all(this.#finishing.values()));
    await Promise.race([kept, delay(limits.recordingsSettleMs, undefined, { ref: false })]);
  }

  /** What an earlier life began. @param open whether it is still being recorded. */
  adopt(pieces: readonly Piece[], open: (piece: Piece) => boolean): void {
    const held = new Set(
      [...this.#running.values(), ...this.#finishing.keys()].flatMap((running) =>
        piecesOf(running).map(({ name }) => name),
      ),
    );
    const found = pieces.filter(({ name }) => !held.has(name));
    for (const piece of found.toSorted((one, other) => one.startedMs - other.startedMs)) {
      const { recordingId } = piece;
      const running =
        this.#running.get(recordingId) ?? this.#begin(callOfRecording(recordingId), recordingId, piece.startedMs);
      if (open(piece)) running.open.set(piece.connectionId, piece);
      else running.closed.push(piece);
    }
    for (const running of this.#running.values())
      for (const [connectionId, piece] of running.open)
        if (!open(piece)) {
          running.open.delete(connectionId);
          running.closed.push(piece);
        }
  }

  /** Ends those that an earlier life began and that belong to no call any more. */
  sweep(): void {
    for (const running of [...this.#running.values()]) if (!running.isWanted) this.#stop(running);
  }

  async #record(callId: CallId, recordingId: RecordingId, { tracks, recordingPaused }: Wanted): Promise<void> {
    const isFirst = !this.#running.has(recordingId);
    const running = this.#running.get(recordingId) ?? this.#begin(callId, recordingId, Date.now());
    running.isWanted = true;
    if (recordingPaused) await this.#pause(running);
    for (const [connectionId, piece] of running.open) {
      if (tracks.get(connectionId) === piece.track) continue;
      running.open.delete(connectionId);
      await this.#recorder.close(piece);
      running.closed.push(piece);
    }
    const missing = [...tracks].filter(([connectionId]) => !running.open.has(connectionId));
    await Promise.all(missing.map(([connectionId, track]) => this.#open(running, connectionId, track)));
    if (!recordingPaused) await this.#resume(running);
    if (!isFirst) return;
    if (running.open.size > 0) return this.#tell({ fact: 'recordingStarted', callId, recordingId, path: running.path });
    this.#running.delete(recordingId);
    this.#tell({ fact: 'recordingFailed', callId, recordingId, cause: 'other' });
  }

  async #open(running: Running, connectionId: ConnectionId, track: Track): Promise<void> {
    const piece = await this.#recorder.open(running.recordingId, connectionId, track);
    if (piece === null) return;
    running.open.set(connectionId, piece);
    if (running.pausedMs !== null) await this.#recorder.mute(piece, true);
  }

  #begin(callId: CallId, recordingId: RecordingId, beganMs: number): Running {
    const day = new Date(beganMs).toISOString().slice(0, 10);
    const path = join('recordings', day, `${recordingId.replaceAll(/[^\w-]/gu, '_')}.wav`);
    const state = { open: new Map(), closed: [], pauses: [], pausedMs: null, isWanted: false };
    const running: Running = { callId, recordingId, path, beganMs, ...state };
    this.#running.set(recordingId, running);
    return running;
  }

  /** What the switch wrote before it was told is made silent when the tracks are laid. */
  async #pause(running: Running): Promise<void> {
    if (running.pausedMs !== null) return;
    running.pausedMs = Date.now();
    for (const piece of running.open.values()) await this.#recorder.mute(piece, true);
  }

  async #resume(running: Running): Promise<void> {
    const fromMs = running.pausedMs;
    if (fromMs === null) return;
    running.pausedMs = null;
    for (const piece of running.open.values()) await this.#recorder.mute(piece, false);
    running.pauses.push({ fromMs, toMs: Date.now() });
  }

  /** Its call does not wait for the file. */
  #stop(running: Running): void {
    this.#running.delete(running.recordingId);
    this.#finishing.set(
      running,
      this.#finish(running).finally(() => this.#finishing.delete(running)),
    );
  }

  async #finish(running: Running): Promise<void> {
    const { callId, recordingId, path } = running;
    if (running.pausedMs !== null) running.pauses.push({ fromMs: running.pausedMs, toMs: Infinity });
    const pieces = piecesOf(running);
    for (const piece of running.open.values()) await this.#recorder.close(piece);
    try {
      const file = join(this.#dataFolder, path);
      const audio = twoTracks(await this.#partsOf(pieces, running.beganMs), silencesOf(running));
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, audio, { mode: 0o600 });
      this.#tell({ fact: 'recordingStopped', callId, recordingId, path, durationMs: durationMsOf(audio) });
    } catch (error) {
      // What the switch has written stays where it is.
      this.#recorder.failed(error);
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      return this.#tell({ fact: 'recordingFailed', callId, recordingId, cause: isFull ? 'diskFull' : 'other' });
    }
    for (const piece of pieces) await this.#recorder.discard(piece);
  }

  /** A piece that cannot be had is missing; that all are missing is a failure. */
  async #partsOf(pieces: readonly Piece[], beganMs: number): Promise<readonly Part[]> {
    const parts: Part[] = [];
    const failures: unknown[] = [];
    for (const piece of pieces) {
      try {
        const samples = await this.#recorder.samplesOf(piece);
        parts.push({ track: piece.track, atMs: piece.startedMs - beganMs, samples });
      } catch (error) {
        failures.push(error);
        this.#recorder.failed(error);
      }
    }
    if (parts.length === 0 && failures.length > 0) throw failures[0];
    return parts;
  }
}

const piecesOf = ({ closed, open }: Running): readonly Piece[] => [...closed, ...open.values()];

const silencesOf = ({ pauses, beganMs }: Running): readonly Span[] =>
  pauses.map(({ fromMs, toMs }) => ({ fromMs: fromMs - beganMs, toMs: toMs - beganMs }));
