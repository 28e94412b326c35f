// Recordings on Asterisk: each party by a snoop of its own, fetched when the recording ends and laid side by side, the agent left, the customer right.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallId, ConnectionId, Fact, RecordingId } from '@cordboard/domain';
import { readWav } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { Asterisk } from './asterisk.ts';
import { twoTracks, type Part } from './two-tracks.ts';

type Track = 'agent' | 'customer';
type Piece = { readonly name: string; readonly snoopId: string; readonly track: Track; readonly startedMs: number };
type Running = {
  readonly callId: CallId;
  readonly recordingId: RecordingId;
  readonly path: string;
  readonly beganMs: number;
  readonly open: Map<ConnectionId, Piece>;
  readonly closed: Piece[];
};

export class Recordings {
  readonly #asterisk: Asterisk;
  readonly #dataFolder: string;
  readonly #tell: (fact: Fact) => void;
  readonly #running = new Map<RecordingId, Running>();
  readonly #ending = new Map<string, () => void>();
  #last: Promise<void> = Promise.resolve();

  constructor(asterisk: Asterisk, dataFolder: string, tell: (fact: Fact) => void) {
    this.#asterisk = asterisk;
    this.#dataFolder = dataFolder;
    this.#tell = tell;
  }

  get size(): number {
    return this.#running.size;
  }

  /** @param recordingId null: nothing of this call is to be on record. */
  want(callId: CallId, recordingId: RecordingId | null, tracks: ReadonlyMap<ConnectionId, Track>): void {
    this.#last = this.#last.then(async () => {
      for (const running of [...this.#running.values()])
        if (running.callId === callId && running.recordingId !== recordingId) await this.#stop(running);
      if (recordingId !== null && tracks.size > 0) await this.#record(callId, recordingId, tracks);
    });
  }

  /** A file of Asterisk's is whole. */
  finished(name: string): void {
    this.#ending.get(name)?.();
  }

  async #record(callId: CallId, recordingId: RecordingId, tracks: ReadonlyMap<ConnectionId, Track>): Promise<void> {
    const running = this.#running.get(recordingId) ?? this.#begin(callId, recordingId);
    for (const [connectionId, piece] of running.open) {
      if (tracks.get(connectionId) === piece.track) continue;
      running.open.delete(connectionId);
      await this.#close(piece);
      running.closed.push(piece);
    }
    const isFirst = running.open.size === 0 && running.closed.length === 0;
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

  #begin(callId: CallId, recordingId: RecordingId): Running {
    const day = new Date().toISOString().slice(0, 10);
    const path = join('recordings', day, `${recordingId.replaceAll(/[^\w-]/gu, '_')}.wav`);
    const running = { callId, recordingId, path, beganMs: performance.now(), open: new Map(), closed: [] };
    this.#running.set(recordingId, running);
    return running;
  }

  async #open({ recordingId }: Running, connectionId: ConnectionId, track: Track): Promise<Piece | null> {
    const snoopId = await this.#asterisk.snoop(connectionId);
    if (snoopId === null) return null;
    const name = `cordboard-${recordingId}-${snoopId}`;
    const startedMs = performance.now();
    const options = { name, format: 'wav', ifExists: 'overwrite', beep: false, terminateOn: 'none' };
    return (await this.#asterisk.channel('POST', snoopId, 'record', options))
      ? { name, snoopId, track, startedMs }
      : null;
  }

  async #close({ name, snoopId }: Piece): Promise<void> {
    const isWhole = new Promise<void>((resolve) => this.#ending.set(name, resolve));
    await this.#asterisk.quietly('POST', `/recordings/live/${name}/stop`);
    await Promise.race([isWhole, delay(limits.ariRecordingEndMs)]);
    this.#ending.delete(name);
    await this.#asterisk.hangUp(snoopId, 16);
  }

  async #stop(running: Running): Promise<void> {
    const { callId, recordingId, path, beganMs } = running;
    this.#running.delete(recordingId);
    const pieces = [...running.closed, ...running.open.values()];
    for (const piece of running.open.values()) await this.#close(piece);
    const durationMs = Math.round(performance.now() - beganMs);
    try {
      const file = join(this.#dataFolder, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, twoTracks(await this.#fetched(pieces, beganMs)));
      this.#tell({ fact: 'recordingStopped', callId, recordingId, path, durationMs });
    } catch (error) {
      this.#asterisk.failed(error);
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      this.#tell({ fact: 'recordingFailed', callId, recordingId, cause: isFull ? 'diskFull' : 'other' });
      return;
    }
    for (const { name } of pieces) await this.#asterisk.quietly('DELETE', `/recordings/stored/${name}`);
  }

  async #fetched(pieces: readonly Piece[], beganMs: number): Promise<readonly Part[]> {
    const parts: Part[] = [];
    for (const { name, track, startedMs } of pieces) {
      const file = await this.#asterisk.bytes(`/recordings/stored/${name}/file`);
      parts.push({ track, atMs: startedMs - beganMs, samples: readWav(file) });
    }
    return parts;
  }
}
