// What pages see of AgentBar.
export { AgentBar } from './agent-bar.ts';
export type { BarOptions } from './workings.ts';
export type { BarView, PhoneSettings } from './view.ts';
export type {
  BarEventName,
  BarMethodName,
  EventArgs,
  ListenableName,
  Listeners,
  Outcome,
  PropertyName,
  PropertyValues,
} from './names.ts';
export { agentBarButtons, statuses, callStatuses, agentStates } from '@cordboard/contract/dialects/agentbar';
