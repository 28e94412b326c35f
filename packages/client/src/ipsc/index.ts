// What users of the client of the agent's local program see.
export {
  LocalAgent,
  LocalAgentError,
  type LocalAgentEvents,
  type LocalAgentOptions,
  type Status,
} from './local-agent.ts';
export type { LocalEvent } from './events.ts';
