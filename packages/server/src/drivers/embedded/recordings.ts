// Recordings of the embedded switch: where they lie, and what the core is told of them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallId, Fact, RecordingId } from '@cordboard/domain';
import type { MediaEngine } from '@cordboard/telephony';

type Tracks = {
  readonly recordingId: string;
  readonly agent: readonly string[];
  readonly customer: readonly string[];
  readonly paused: boolean;
};

/** One recording under way. `tracks`: the newest, kept while the folder is being made. */
type Running = { tracks: Tracks; readonly path: string; opened: boolean };

export class Recordings {
  readonly #media: MediaEngine;
  readonly #dataFolder: string;
  readonly #tell: (fact: Fact) => void;
  readonly #running = new Map<string, Running>();

  constructor(media: MediaEngine, dataFolder: string, tell: (fact: Fact) => void) {
    this.#media = media;
    this.#dataFolder = dataFolder;
    this.#tell = tell;
    media.on('recordingStarted', ({ group, recordingId }) => this.#started(group, recordingId));
    media.on('recordingStopped', ({ group, recordingId, durationMs }) => this.#stopped(group, recordingId, durationMs));
    media.on('recordingFailed', ({ group, recordingId, cause }) => this.#failed(group, recordingId, cause));
  }

  /** Recordings that were begun and have not been reported as stopped or failed. */
  get size(): number {
    return this.#running.size;
  }

  /** Starts, or exchanges who is on which track, or whether anybody is now. */
  start(callId: CallId, tracks: Tracks): void {
    const running = this.#running.get(tracks.recordingId);
    if (running) {
      running.tracks = tracks;
      if (running.opened) this.#record(callId, running);
      return;
    }
    const day = new Date().toISOString().slice(0, 10);
    const path = join('recordings', day, `${fileNameOf(tracks.recordingId)}.wav`);
    const begun: Running = { tracks, path, opened: false };
    this.#running.set(tracks.recordingId, begun);
    void this.#open(callId, begun, join(this.#dataFolder, 'recordings', day));
  }

  stop(callId: CallId, recordingId: string): void {
    const running = this.#running.get(recordingId);
    if (running?.opened) this.#media.stopRecording(callId, recordingId);
    else if (running) this.#stopped(callId, recordingId, 0);
  }

  async #open(callId: CallId, running: Running, folder: string): Promise<void> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      return this.#failed(callId, running.tracks.recordingId, full ? 'diskFull' : 'other');
    }
    // Stopped while the folder was being made.
    if (this.#running.get(running.tracks.recordingId) !== running) return;
    running.opened = true;
    this.#record(callId, running);
  }

  #record(callId: CallId, { tracks, path }: Running): void {
    this.#media.startRecording(callId, { ...tracks, path: join(this.#dataFolder, path) });
  }

  #started(group: string, recordingId: string): void {
    const running = this.#running.get(recordingId);
    if (running) this.#tell({ fact: 'recordingStarted', ...ids(group, recordingId), path: running.path });
  }

  #stopped(group: string, recordingId: string, durationMs: number): void {
    const running = this.#running.get(recordingId);
    if (!running) return;
    this.#running.delete(recordingId);
    if (running.opened) {
      this.#tell({ fact: 'recordingStopped', ...ids(group, recordingId), path: running.path, durationMs });
    }
  }

  #failed(group: string, recordingId: string, cause: 'diskFull' | 'other'): void {
    if (!this.#running.delete(recordingId)) return;
    this.#tell({ fact: 'recordingFailed', ...ids(group, recordingId), cause });
  }
}

function ids(group: string, recordingId: string): { callId: CallId; recordingId: RecordingId } {
  return { callId: group as CallId, recordingId: recordingId as RecordingId };
}

/** Ids are ours, but a file name is not the place to find out. */
function fileNameOf(recordingId: string): string {
  return recordingId.replaceAll(/[^\w-]/g, '_');
}
