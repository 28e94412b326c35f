// Writes one conversation as a stereo WAV while it goes on; nothing in the audio's path ever waits for the disk.
import { mkdir, open } from 'node:fs/promises';
import { endianness } from 'node:os';
import { dirname } from 'node:path';
import { mediaLimits } from '../limits.ts';
import { WAV_HEADER_BYTES, wavHeader } from './wav.ts';

/** What the recorder needs of a file. */
export type RecordingFile = {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  close(): Promise<void>;
};
export type OpenRecording = (path: string) => Promise<RecordingFile>;
export type RecorderEvents = {
  readonly started: () => void;
  readonly stopped: (durationMs: number) => void;
  readonly failed: (cause: 'diskFull' | 'other', message: string) => void;
};

const CHUNK_SAMPLES = (mediaLimits.recordingChunkMs / mediaLimits.frameMs) * mediaLimits.frameSamples * 2;
const MAX_CHUNKS = mediaLimits.maxRecordingQueueMs / mediaLimits.recordingChunkMs;
const DISK_FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

const openFile: OpenRecording = async (path) => {
  await mkdir(dirname(path), { recursive: true });
  return open(path, 'w', 0o600);
};

export class Recorder {
  readonly #events: RecorderEvents;
  readonly #queue: Buffer[] = [];
  #chunk = new Int16Array(CHUNK_SAMPLES);
  #filled = 0;
  #frames = 0;
  #nextTick: number | null = null;
  #written = 0;
  #stopping = false;
  #failed = false;
  #wake: () => void = () => {};
  /** Settles when the file is closed, well or not. */
  readonly done: Promise<void>;

  constructor(path: string, events: RecorderEvents, opener: OpenRecording = openFile) {
    this.#events = events;
    this.done = this.#run(path, opener);
  }

  get over(): boolean {
    return this.#failed || this.#stopping;
  }

  /**
   * Adds one frame; ticks that were skipped become silence, so that both tracks keep the clock's time.
   * @param left agent, null for silence
   * @param right customer
   */
  add(tick: number, left: Int16Array | null, right: Int16Array | null): void {
    if (this.over) return;
    const missing =
      this.#nextTick === null
        ? 0
        : Math.min(tick - this.#nextTick, mediaLimits.maxRecordingQueueMs / mediaLimits.frameMs);
    for (let count = 0; count < missing; count += 1) this.#frame(null, null);
    this.#frame(left, right);
    this.#nextTick = tick + 1;
  }

  #frame(left: Int16Array | null, right: Int16Array | null): void {
    let at = this.#filled;
    for (let index = 0; index < mediaLimits.frameSamples; index += 1, at += 2) {
      this.#chunk[at] = left === null ? 0 : left[index]!;
      this.#chunk[at + 1] = right === null ? 0 : right[index]!;
    }
    this.#filled = at;
    this.#frames += 1;
    if (at < CHUNK_SAMPLES) return;
    this.#queue.push(littleEndian(this.#chunk));
    this.#chunk = new Int16Array(CHUNK_SAMPLES);
    this.#filled = 0;
    if (this.#queue.length > MAX_CHUNKS) this.#fail(new Error('the disk is too slow'));
    this.#wake();
  }

  stop(): void {
    if (this.over) return;
    this.#stopping = true;
    if (this.#filled > 0) this.#queue.push(littleEndian(this.#chunk.subarray(0, this.#filled)));
    this.#wake();
  }

  async #run(path: string, opener: OpenRecording): Promise<void> {
    let file: RecordingFile | null = null;
    try {
      file = await opener(path);
      await this.#write(file, wavHeader(2, 0), 0);
      this.#events.started();
      while (!this.#failed && (this.#queue.length > 0 || !this.#stopping)) {
        if (this.#queue.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
        await this.#drain(file);
      }
      await file.close();
      file = null;
      if (!this.#failed) this.#events.stopped(this.#frames * mediaLimits.frameMs);
    } catch (error) {
      this.#fail(error);
      await file?.close().catch(() => {});
    }
  }

  // Audio first, then the header that counts it: whenever the process dies, the file is a valid WAV.
  async #drain(file: RecordingFile): Promise<void> {
    const chunk = this.#queue.shift();
    if (chunk === undefined) return;
    await this.#write(file, chunk, WAV_HEADER_BYTES + this.#written);
    this.#written += chunk.length;
    await this.#write(file, wavHeader(2, this.#written), 0);
  }

  async #write(file: RecordingFile, bytes: Buffer, position: number): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, from, bytes.length - from, position + from);
      if (bytesWritten === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
      from += bytesWritten;
    }
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#queue.length = 0;
    this.#wake();
    const code = error instanceof Error && 'code' in error ? error.code : null;
    this.#events.failed(
      DISK_FULL.includes(code) ? 'diskFull' : 'other',
      error instanceof Error ? error.message : String(error),
    );
  }
}

// WAV is little-endian, as nearly every processor is.
function littleEndian(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return endianness() === 'LE' ? bytes : bytes.swap16();
}
