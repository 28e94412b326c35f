// A consultation (咨询): an agent asks a third party into his call; whose side he is on says who hears whom.
import type { ConnectionId } from '../ids.ts';

/**
 * `ringing`: the held side hears music, the agent hears it ring. `inviting`: all go on talking while it rings. `consulting`: agent and consulted
 * party talk; `alternated`: agent and held side talk. `conference`: everybody talks.
 */
export type ConsultationState = 'null' | 'ringing' | 'inviting' | 'consulting' | 'alternated' | 'conference';

export type Consultation = {
  /** The agent who asks. */
  readonly by: ConnectionId;
  readonly consulted: ConnectionId;
  readonly state: Exclude<ConsultationState, 'null'>;
};
