// The client's fold: an event carries whole views, so folding is replacing by id.
import type { AgentView, CallView, QueueView, Snapshot, StreamEvent } from '@cordboard/contract';
import type { ClientState } from './state.ts';

/** Takes a snapshot in: everything that came from the server before is replaced. */
export function foldSnapshot(state: ClientState, snapshot: Snapshot, nowMs: number): ClientState {
  const {
    position,
    agent,
    rights,
    calls,
    watched,
    supervision,
    queues,
    device,
    devices,
    leaves,
    ivrs,
    limits,
    gradingLanguages,
    demo,
    serverTime,
  } = snapshot;
  return {
    ...state,
    position,
    agent,
    rights,
    calls,
    watched,
    supervision,
    queues,
    device,
    devices,
    leaves,
    ivrs,
    limits,
    gradingLanguages,
    demo,
    agents: new Map(),
    clockOffsetMs: serverTime - nowMs,
    paused: false,
  };
}

/** Takes one event in. The caller has seen to it that `event.prev` is the position of `state`. */
export function foldEvent(state: ClientState, event: StreamEvent): ClientState {
  const ownId = state.session?.agent.agentId ?? state.agent?.agentId;
  let next: ClientState = { ...state, position: { epoch: event.epoch, seq: event.seq } };
  if (event.agent !== undefined) {
    if (event.agent.agentId === ownId) next = { ...next, agent: event.agent };
    else {
      const agents = new Map(state.agents).set(event.agent.agentId, event.agent);
      next = { ...next, agents, leaves: placeLeave(state, event.agent) };
    }
  }
  if (event.queue !== undefined) next = { ...next, queues: replaceQueue(state.queues, event.queue) };
  if ('callId' in event && !event.type.startsWith('agent.')) {
    const gone = event.type === 'call.dequeued' && !followed(next, event.call);
    next = placeCall(next, event.callId, gone ? undefined : event.call, ownId);
  }
  if (event.type === 'tenant.dayBegan') next = foldMidnight(next);
  return foldDevice(foldSupervision(next, event, ownId), event);
}

/** What is counted by the day begins anew; the next event of each says the same. */
function foldMidnight(state: ClientState): ClientState {
  const anew = (agent: AgentView): AgentView => ({
    ...agent,
    statistics: { ...agent.statistics, callsAnswered: 0, callsMissed: 0, callsMade: 0, talkMs: 0 },
  });
  return {
    ...state,
    agent: state.agent && anew(state.agent),
    agents: new Map([...state.agents].map(([id, agent]) => [id, anew(agent)])),
    queues: state.queues.map((queue) => ({ ...queue, statistics: { ...noCalls, offered: queue.waiting } })),
  };
}

const noCalls: QueueView['statistics'] = {
  offered: 0,
  answered: 0,
  answeredInTime: 0,
  abandoned: 0,
  overflowed: 0,
  waitMs: 0,
  talkMs: 0,
};

/** The telephone shown is the one the agent works at. */
function foldDevice(state: ClientState, event: StreamEvent): ClientState {
  const deviceId = state.agent?.deviceId ?? null;
  if (deviceId === null) return state.device === null ? state : { ...state, device: null };
  return event.device?.deviceId === deviceId ? { ...state, device: event.device } : state;
}

/** What the agent is at as a supervisor, and the call as it goes on there. */
function foldSupervision(state: ClientState, event: StreamEvent, ownId: string | undefined): ClientState {
  const { supervision } = state;
  if (event.type === 'supervision.requested' && event.supervisorId === ownId && event.call !== undefined) {
    const { callId, connectionId, watchedId, mode, call } = event;
    return { ...state, supervision: { callId, connectionId, watchedId, mode, connectedAt: null, call } };
  }
  if (supervision === null || !('callId' in event) || event.callId !== supervision.callId) return state;
  const own = 'connectionId' in event && event.connectionId === supervision.connectionId;
  if (own && (event.type === 'supervision.ended' || event.type === 'call.takenOver')) {
    return { ...state, supervision: null };
  }
  const { call = supervision.call } = event;
  const connectedAt = own && event.type === 'supervision.established' ? event.at : supervision.connectedAt;
  const mode = own && event.type === 'supervision.changed' ? event.mode : supervision.mode;
  return { ...state, supervision: { ...supervision, call, connectedAt, mode } };
}

/** Who may decide on leaves keeps those under way. */
function placeLeave({ leaves, rights }: ClientState, { agentId, leave }: AgentView): ClientState['leaves'] {
  const index = leaves.findIndex((one) => one.agentId === agentId);
  if (leave === null || leave === undefined || !rights.rights.includes('approveLeave')) {
    return index < 0 ? leaves : leaves.toSpliced(index, 1);
  }
  return index < 0 ? [...leaves, leave] : leaves.with(index, leave);
}

function replaceQueue(queues: readonly QueueView[], queue: QueueView): readonly QueueView[] {
  const known = queues.some(({ queueId }) => queueId === queue.queueId);
  return known ? queues.map((one) => (one.queueId === queue.queueId ? queue : one)) : [...queues, queue];
}

/** A call is the agent's own while he is in it; the others are of interest to who may watch. Without a view it is over. */
function placeCall(
  state: ClientState,
  callId: string,
  call: CallView | undefined,
  ownId: string | undefined,
): ClientState {
  const { rights } = state.rights;
  const watches = rights.includes('watchAgents') || rights.includes('watchQueues');
  const own = call?.connections.some(
    ({ party, state: at }) => party.kind === 'agent' && party.agentId === ownId && at !== 'null',
  );
  return {
    ...state,
    calls: replaceCall(state.calls, callId, own === true ? call : undefined),
    watched: replaceCall(state.watched, callId, own !== true && watches ? call : undefined),
  };
}

/** Whether a watcher hears more of a call that no longer waits: by its agents alone. His own calls are told to him in any case. */
function followed({ rights, agent, agents }: ClientState, call: CallView | undefined): boolean {
  if (call === undefined) return false;
  return call.connections.some(({ party }) => {
    if (party.kind !== 'agent') return false;
    if (party.agentId === agent?.agentId) return true;
    if (!rights.rights.includes('watchAgents')) return false;
    return rights.scope === 'tenant' || agents.get(party.agentId)?.groupId === agent?.groupId;
  });
}

function replaceCall(calls: readonly CallView[], callId: string, call: CallView | undefined): readonly CallView[] {
  const index = calls.findIndex((one) => one.callId === callId);
  if (index < 0) return call === undefined ? calls : [...calls, call];
  return call === undefined ? calls.toSpliced(index, 1) : calls.with(index, call);
}
