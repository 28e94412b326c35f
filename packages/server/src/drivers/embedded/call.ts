// One call on the embedded switch: its connections, what the core wants of it, and what the media half was last told.
import type { CallId, ConnectionId, Topology } from '@cordboard/domain';
import type { MediaEngine } from '@cordboard/telephony';
import { arrangementOf } from './arrangement.ts';
import type { Recordings } from './recordings.ts';
import type { Connection } from './reports.ts';

export class SwitchCall {
  readonly id: CallId;
  readonly connections = new Map<ConnectionId, Connection>();
  readonly #media: MediaEngine;
  readonly #recordings: Recordings;
  #topology: Topology | null = null;
  /** What was last told, as text: telling it again would change nothing. */
  #arranged = '';
  #recorded = '';
  #recordingId: string | null = null;

  constructor(id: CallId, media: MediaEngine, recordings: Recordings) {
    this.id = id;
    this.#media = media;
    this.#recordings = recordings;
  }

  want(topology: Topology): void {
    this.#topology = topology;
    this.converge();
  }

  /** Makes the switch match what is wanted, as far as it can now. Harmless to repeat; called whenever either side has changed. */
  converge(): void {
    if (this.#topology === null) return;
    for (const { connectionId, stage } of this.#topology.participants) this.connections.get(connectionId)?.take(stage);
    const { listeners, recording } = arrangementOf(
      this.#topology,
      (connectionId) => this.connections.get(connectionId)?.endpoint?.id ?? null,
    );
    this.#arrange(JSON.stringify(listeners), () => this.#media.arrange(this.id, listeners));
    // A recording goes on, silent, while nobody on it has audio; it ends when the core says so or the call does.
    if (this.#recordingId !== null && this.#recordingId !== this.#topology.recordingId) this.#stopRecording();
    if (recording === null) return;
    const recorded = JSON.stringify(recording);
    if (recorded === this.#recorded) return;
    this.#recorded = recorded;
    this.#recordingId = recording.recordingId;
    this.#recordings.start(this.id, recording);
  }

  /** All connections are gone. */
  close(): void {
    this.#stopRecording();
    this.#arrange('[]', () => this.#media.arrange(this.id, []));
    this.#topology = null;
  }

  #arrange(arrangement: string, tell: () => void): void {
    if (arrangement === this.#arranged) return;
    this.#arranged = arrangement;
    tell();
  }

  #stopRecording(): void {
    if (this.#recordingId === null) return;
    this.#recordings.stop(this.id, this.#recordingId);
    this.#recordingId = null;
    this.#recorded = '';
  }
}
