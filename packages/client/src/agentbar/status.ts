// Agent_Status of an agent, and Agent_State of the page's own, read from what the server says by the rows of the dialect.
import type { AgentView, CallView, ConnectionView } from '@cordboard/contract';
import {
  agentStates,
  callStatuses,
  stateRows,
  statusView,
  type AgentStateName,
  type CallStatus,
  type SentStatus,
  type StateFacts,
} from '@cordboard/contract/dialects/agentbar';
import type { ClientState } from '../state.ts';
import { connectionOf, ownCall } from './context.ts';

type Activity = AgentView['activity'];

const isOn = ({ state }: ConnectionView): boolean => state === 'connected' || state === 'hold';

/** How the agent's busy time looks: by his connection in a call that is known here. Null while nobody else is in it any more, or yet. */
function activityIn(call: CallView, agentId: string): Activity | null {
  const own = connectionOf(call, agentId);
  if (own === undefined) return 'none';
  const answered = call.connections.some((other) => other !== own && isOn(other));
  const alone = !call.connections.some((other) => other !== own);
  const called = call.from.kind === 'agent' && call.from.agentId === agentId;
  if (called && own.state === 'connected' && alone) return null;
  if (called && !answered) return 'calling';
  if (own.state === 'alerting') return 'ringing';
  if (own.state === 'hold') return 'hold';
  if (own.state === 'connected') return own.muted ? 'muted' : 'talking';
  return 'none';
}

/** @returns the status as it travels: never 9, never 999. */
export const statusOf = (agent: AgentView, state: ClientState): SentStatus =>
  settledStatusOf(agent, state) ?? (agent.state === 'busy' ? 5 : 6);

/** @returns null between two events of one moment: busy, and nothing is known of a call; or signed in, and the first state has not come. */
export function settledStatusOf(agent: AgentView, state: ClientState): SentStatus | null {
  const activity = agent.state === 'busy' ? busyWith(agent, state) : 'none';
  if (activity === null || isJustIn(agent, state)) return null;
  const reason = agent.leave?.state === 'away' && agent.state === 'notReady' ? 'away' : agent.reason;
  for (const [of, why, at, status] of statusView) {
    if (of === agent.state && (why === '*' || why === reason) && (at === '*' || at === activity)) return status;
  }
  return -2;
}

/** The server signs in first, and then puts the agent into the state that was asked for, which has a reason or is ready. */
const isJustIn = ({ agentId, state: at, reason, since, statistics }: AgentView, { agent: own }: ClientState): boolean =>
  agentId === own?.agentId && at === 'notReady' && reason === '' && since === statistics.signedInAt;

function busyWith(agent: AgentView, state: ClientState): Activity | null {
  const { agentId } = agent;
  if (agentId === state.agent?.agentId && state.supervision !== null) return 'talking';
  for (const call of [...state.calls, ...state.watched]) {
    if (connectionOf(call, agentId) !== undefined) return activityIn(call, agentId);
  }
  // His own calls are all known here: of others, what the server said last.
  const isOwn = agentId === state.agent?.agentId;
  return isOwn || agent.activity === 'none' ? null : agent.activity;
}

/** What a page shows of its own agent; the first row that fits counts. */
export function agentStateOf(state: ClientState): AgentStateName {
  const facts = factsOf(state);
  const columns = [facts.agent, facts.own, facts.part, facts.kind, facts.consultation, facts.supervision];
  for (const row of stateRows) {
    if (columns.every((fact, index) => row[index] === '*' || row[index] === fact)) return row[6];
  }
  return agentStates[0];
}

function factsOf(state: ClientState): StateFacts {
  const { agent, supervision } = state;
  const found = ownCall(state);
  const watching = supervision?.connectedAt === null ? 'none' : (supervision?.mode ?? 'none');
  const nobody = { own: 'none', part: 'party', kind: 'none', consultation: 'none' } as const;
  const about = found === null || agent === null ? nobody : factsOfCall(found.call, found.own, agent.agentId);
  return { agent: agent?.state ?? 'unknown', ...about, supervision: watching };
}

function factsOfCall(call: CallView, own: ConnectionView, agentId: string): Omit<StateFacts, 'agent' | 'supervision'> {
  const { consultation, kind } = call;
  const isCaller = call.from.kind === 'agent' && call.from.agentId === agentId;
  const asked = consultation?.consulted === own.connectionId;
  const answered = call.connections.some((other) => other !== own && isOn(other));
  return {
    own: own.state === 'connected' && answered ? 'talking' : own.state === 'null' ? 'none' : own.state,
    part: asked ? (own.purpose === 'conference' ? 'invited' : 'consulted') : isCaller ? 'caller' : 'party',
    kind,
    consultation: consultation?.state ?? 'none',
  };
}

/** @returns NO_CALL also while somebody else's call is only supervised. */
export function callStatusOf(state: ClientState): CallStatus {
  const found = ownCall(state);
  if (found === null) return callStatuses.NO_CALL;
  const { from } = found.call;
  const made = from.kind === 'agent' && from.agentId === state.agent?.agentId;
  return made ? callStatuses.CALL_OUT : callStatuses.CALL_IN;
}
