// Pieces of recordings on Asterisk: a snoop for each, recorded into a file of its name and fetched over ARI.
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionId, RecordingId } from '@cordboard/domain';
import { readWav } from '@cordboard/telephony';
import { limits } from '../../limits.ts';
import type { Piece, TrackRecorder } from '../external/recordings.ts';
import { trackName } from '../external/track-name.ts';
import type { Track } from '../external/two-tracks.ts';
import type { Asterisk } from './asterisk.ts';

export class AsteriskTracks implements TrackRecorder {
  readonly #asterisk: Asterisk;
  readonly #ending = new Map<string, () => void>();

  constructor(asterisk: Asterisk) {
    this.#asterisk = asterisk;
  }

  async open(recordingId: RecordingId, connectionId: ConnectionId, track: Track): Promise<Piece | null> {
    const startedMs = Date.now();
    const name = trackName(recordingId, connectionId, track, startedMs);
    if (!(await this.#asterisk.snoop(connectionId, name))) return null;
    const options = { name, format: 'wav', ifExists: 'overwrite', beep: false, terminateOn: 'none' };
    const isRecorded = await this.#asterisk.channel('POST', name, 'record', options);
    return isRecorded ? { name, recordingId, connectionId, track, startedMs } : null;
  }

  async mute({ name }: Piece, isMuted: boolean): Promise<void> {
    await this.#asterisk.quietly(isMuted ? 'POST' : 'DELETE', `/recordings/live/${encodeURIComponent(name)}/mute`);
  }

  async close({ name }: Piece): Promise<void> {
    const isWhole = new Promise<void>((resolve) => this.#ending.set(name, resolve));
    const isStopped = await this.#asterisk.done('POST', `/recordings/live/${encodeURIComponent(name)}/stop`);
    if (isStopped) await Promise.race([isWhole, delay(limits.ariRecordingEndMs)]);
    this.#ending.delete(name);
    await this.#asterisk.hangUp(name, 16);
  }

  /** A file is whole. */
  finished(name: string): void {
    this.#ending.get(name)?.();
  }

  async samplesOf({ name }: Piece): Promise<Int16Array> {
    return readWav(await this.#asterisk.bytes(`/recordings/stored/${encodeURIComponent(name)}/file`));
  }

  discard({ name }: Piece): Promise<void> {
    return this.#asterisk.quietly('DELETE', `/recordings/stored/${encodeURIComponent(name)}`);
  }

  failed(error: unknown): void {
    this.#asterisk.failed(error);
  }
}
