// How an agent looks to a Verto client: XSwitch's `state` and `callstate`, as views over the core's machines.
import type { AgentView } from '../../views/agent.view.ts';
import type { ConnectionView } from '../../views/call.view.ts';

export type VertoState = 'LOGOUT' | 'READY' | 'UNREADY';
export type CallState = 'IDLE' | 'RINGING' | 'DIALING' | 'TALKING' | 'HELD' | 'MUTED' | 'WRAPUP';

const states: Readonly<Record<'null' | 'notReady' | 'ready', VertoState>> = {
  null: 'LOGOUT',
  notReady: 'UNREADY',
  ready: 'READY',
};

/** While he is in a call or at work after it, he is what he will be again: the call stands in `callstate`. */
export const stateOf = ({ state, returnsTo }: Pick<AgentView, 'state' | 'returnsTo'>): VertoState =>
  states[state === 'busy' || state === 'workingAfterCall' ? returnsTo : state];

const activities: Readonly<Record<AgentView['activity'], CallState>> = {
  none: 'IDLE',
  ringing: 'RINGING',
  calling: 'DIALING',
  talking: 'TALKING',
  hold: 'HELD',
  muted: 'MUTED',
};

export const callStateOf = ({ state, activity }: Pick<AgentView, 'state' | 'activity'>): CallState =>
  state === 'workingAfterCall' ? 'WRAPUP' : activities[activity];

/** One party's state in a call, in the same words. */
export const connectionStates: Readonly<Record<ConnectionView['state'], CallState>> = {
  null: 'IDLE',
  initiated: 'DIALING',
  alerting: 'RINGING',
  connected: 'TALKING',
  hold: 'HELD',
};
