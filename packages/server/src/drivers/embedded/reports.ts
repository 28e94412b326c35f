// What a connection reports to the switch that holds it.
import type { ClearCause, ConnectionId, Participant } from '@cordboard/domain';
import type { MediaEndpoint, Sound } from '@cordboard/telephony';

export type ConnectionReports = {
  alerting(earlyMedia: boolean): void;
  answered(): void;
  /** Once; the connection is over and has freed what it held. */
  cleared(cause: ClearCause): void;
  digit(digit: string): void;
  heldByDevice(): void;
  retrievedByDevice(): void;
  transferByDevice(dialled: string): void;
  playbackFinished(playId: string): void;
  /** Its endpoint appeared or was exchanged: who hears whom is to be arranged anew. */
  audioChanged(): void;
};

/** A connection as the switch steers it, whichever side called. After its end every method is a no-op. */
export interface Connection {
  readonly id: ConnectionId;
  readonly endpoint: MediaEndpoint | null;
  /** Incoming: takes the call on to this stage; never back. Outgoing: nothing. */
  take(stage: Participant['stage']): void;
  askToAnswer(): void;
  play(playId: string, sounds: readonly Sound[]): void;
  stopPlay(): void;
  sendDigits(digits: string): void;
  end(cause: ClearCause): void;
}
