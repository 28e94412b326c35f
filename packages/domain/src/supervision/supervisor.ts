// A supervisor (班长) at an agent's call: he has a place at its audio, and is no party of it.
import type { AgentId, ConnectionId, DeviceId, Ms } from '../ids.ts';

/** `listen`: hears all, heard by nobody. `whisper`: heard by the agent alone. `bargeIn`: heard by all who talk with the agent. */
export type SupervisionMode = 'listen' | 'whisper' | 'bargeIn';

export type Supervisor = {
  readonly id: ConnectionId;
  readonly agentId: AgentId;
  readonly deviceId: DeviceId;
  readonly watchedId: AgentId;
  readonly mode: SupervisionMode;
  /** He takes the call as soon as his telephone has answered. */
  readonly takesOver: boolean;
  readonly since: Ms;
  /** Null while his own telephone rings. */
  readonly connectedAt: Ms | null;
};
