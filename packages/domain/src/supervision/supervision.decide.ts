// What a supervisor asks: a place at an agent's call, heard or not, and an end of it.
import type { Agent } from '../agents/agent.ts';
import type { Found } from '../calls/connection.decide.ts';
import type { Call } from '../calls/call.ts';
import { isTalking } from '../calls/connection.evolve.ts';
import { connectionIdOf, connectionOfAgent } from '../calls/parties.ts';
import type { Command } from '../command.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { AgentId, ConnectionId, DeviceId, Ms } from '../ids.ts';
import { connectionsPerCall, ownPhoneRingMs, supervisorsPerCall } from '../limits.ts';
import { ownPhoneRefusal } from '../outbound/own-phone.ts';
import { actingRefusal } from '../permissions/reach.ts';
import { noAnswerTimer, wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { block, unblock } from './block.decide.ts';
import { clearCallOf, forceState, pickUp, signOutOfQueue, signOutOther } from './intervention.decide.ts';
import { endSupervision } from './supervision.end.ts';
import type { SupervisionMode, Supervisor } from './supervisor.ts';
import { takeNow } from './take-over.decide.ts';

export type SupervisionCommand = Extract<Command, { method: `supervision.${string}` }>;

export function supervisionCommand(
  world: World,
  agent: Agent,
  command: SupervisionCommand,
  at: Ms,
  decision: Decision,
): void {
  decision.reply = { result: {} };
  switch (command.method) {
    case 'supervision.listen':
      return watch(world, agent, command.params.agentId, 'listen', at, decision);
    case 'supervision.whisper':
      return watch(world, agent, command.params.agentId, 'whisper', at, decision);
    case 'supervision.bargeIn':
      return watch(world, agent, command.params.agentId, 'bargeIn', at, decision);
    case 'supervision.switchTo':
      return switchTo(world, agent, command.params.mode, at, decision);
    case 'supervision.end': {
      const own = supervisionOf(world, agent);
      if (own === null) return refuse(decision, 'wrongCallState');
      return endSupervision(own.call, own.supervisor, { cause: 'normal', at, wish: true }, decision);
    }
    case 'supervision.takeOver':
      return takeOver(world, agent, command.params.agentId, at, decision);
    case 'supervision.pickUp':
      return pickUp(world, agent, command.params.agentId, at, decision);
    case 'supervision.clearCall':
      return clearCallOf(world, agent, command.params.agentId, at, decision);
    case 'supervision.forceState':
      return forceState(world, agent, command.params, at, decision);
    case 'supervision.signOut':
      return signOutOther(world, agent, command.params.agentId, at, decision);
    case 'supervision.signOutOfQueue':
      return signOutOfQueue(world, agent, command.params, at, decision);
    case 'supervision.block':
      return block(world, agent, command.params.agentId, at, decision);
    case 'supervision.unblock':
      return unblock(world, agent, command.params.agentId, at, decision);
  }
}

export type Supervision = { readonly call: Call; readonly supervisor: Supervisor };

/** @returns the supervision that an agent is in. */
export function supervisionOf(world: World, agent: Agent): Supervision | null {
  for (const callId of agent.callIds) {
    const call = world.calls.get(callId);
    const supervisor = call?.supervisors.find(({ agentId }) => agentId === agent.id);
    if (call !== undefined && supervisor !== undefined) return { call, supervisor };
  }
  return null;
}

/** @returns the supervision that a connection belongs to. */
export function findSupervision(world: World, connectionId: ConnectionId): Supervision | null {
  const callId = world.connections.get(connectionId);
  const call = callId === undefined ? undefined : world.calls.get(callId);
  const supervisor = call?.supervisors.find(({ id }) => id === connectionId);
  return call === undefined || supervisor === undefined ? null : { call, supervisor };
}

function watch(
  world: World,
  agent: Agent,
  watchedId: AgentId,
  mode: SupervisionMode,
  at: Ms,
  decision: Decision,
): void {
  const refused = actingRefusal(world, agent.id, mode, watchedId);
  if (refused !== null) return refuse(decision, refused, 'agentId');
  begin(world, agent, watchedId, { mode, takesOver: false, at }, decision);
}

/** One voice at a time: two who do not know of each other would talk the agent's head full. */
const voiceTaken = (call: Call, mode: SupervisionMode, own: AgentId): boolean =>
  mode !== 'listen' && call.supervisors.some((one) => one.mode !== 'listen' && one.agentId !== own);

type How = { readonly mode: SupervisionMode; readonly takesOver: boolean; readonly at: Ms };

/** His own telephone is called; when it has answered he is there. */
function begin(world: World, agent: Agent, watchedId: AgentId, how: How, decision: Decision): void {
  const { mode, takesOver, at } = how;
  if (watchedId === agent.id) return refuse(decision, 'targetIsSelf', 'agentId');
  const busy = ownPhoneRefusal(world, agent);
  if (busy !== null) return refuse(decision, busy);
  const found = talkOf(world, watchedId);
  if (found === null) return refuse(decision, 'wrongCallState', 'agentId');
  const { call, connection } = found;
  if (call.outOfReach === true) return refuse(decision, 'wrongCallState', 'agentId');
  if (takesOver && call.consultation !== null) return refuse(decision, 'wrongCallState', 'agentId');
  if (voiceTaken(call, mode, agent.id)) return refuse(decision, 'alreadySupervised', 'agentId');
  if (call.supervisors.length >= supervisorsPerCall || call.connectionCount >= connectionsPerCall) {
    return refuse(decision, 'limitReached');
  }
  const callId = call.id;
  const connectionId = connectionIdOf(callId, call.connectionCount + 1);
  const deviceId = agent.deviceId as DeviceId;
  const who = { callId, connectionId, supervisorId: agent.id, watchedId, mode };
  decision.events.push(
    { at, type: 'supervision.requested', deviceId, takesOver, ...who },
    { at, type: 'agent.busy', agentId: agent.id, callId },
  );
  const { party } = connection;
  const number = party.kind === 'outside' ? party.number : party.deviceId;
  decision.effects.push(
    {
      effect: 'originate',
      callId,
      connectionId,
      to: { kind: 'device', deviceId },
      from: { number, name: party.name },
      timeoutMs: ownPhoneRingMs,
      data: call.data,
      autoAnswer: true,
    },
    { effect: 'startTimer', timerId: noAnswerTimer(connectionId), afterMs: ownPhoneRingMs },
    { effect: 'cancelTimer', timerId: wrapUpTimer(agent.id) },
  );
}

/** @returns the call in which an agent talks, as a party. */
export function talkOf(world: World, agentId: AgentId): Found | null {
  for (const callId of world.agents.get(agentId)?.callIds ?? []) {
    const call = world.calls.get(callId);
    const connection = call === undefined ? undefined : connectionOfAgent(call, agentId);
    if (call === undefined || connection === undefined || connection.purpose === 'check') continue;
    if (isTalking(connection)) return { call, connection };
  }
  return null;
}

function switchTo(world: World, agent: Agent, mode: SupervisionMode, at: Ms, decision: Decision): void {
  const own = supervisionOf(world, agent);
  if (own === null) return refuse(decision, 'wrongCallState');
  const { call, supervisor } = own;
  const { watchedId } = supervisor;
  const refused = actingRefusal(world, agent.id, mode, watchedId);
  if (refused !== null) return refuse(decision, refused, 'mode');
  if (voiceTaken(call, mode, agent.id)) return refuse(decision, 'alreadySupervised', 'mode');
  if (supervisor.mode === mode) return;
  const who = { callId: call.id, connectionId: supervisor.id, supervisorId: agent.id, watchedId, mode };
  decision.events.push({ at, type: 'supervision.changed', ...who });
}

/** At once when he is there already; else as soon as his telephone has answered. */
function takeOver(world: World, agent: Agent, watchedId: AgentId, at: Ms, decision: Decision): void {
  const refused = actingRefusal(world, agent.id, 'takeOver', watchedId);
  if (refused !== null) return refuse(decision, refused, 'agentId');
  const own = supervisionOf(world, agent);
  if (own === null) return begin(world, agent, watchedId, { mode: 'listen', takesOver: true, at }, decision);
  const { call, supervisor } = own;
  if (supervisor.watchedId !== watchedId) return refuse(decision, 'busyWithCall');
  if (supervisor.connectedAt === null || !takeNow(world, call, supervisor, at, decision)) {
    refuse(decision, 'wrongCallState', 'agentId');
  }
}

/** His telephone has answered. */
export function supervisionAnswered(world: World, found: Supervision, at: Ms, decision: Decision): void {
  const { call, supervisor } = found;
  if (supervisor.connectedAt !== null) return;
  const { id: connectionId, agentId: supervisorId, watchedId, mode } = supervisor;
  const who = { callId: call.id, connectionId, supervisorId, watchedId, mode };
  decision.effects.push({ effect: 'cancelTimer', timerId: noAnswerTimer(connectionId) });
  decision.events.push({ at, type: 'supervision.established', ...who });
  if (supervisor.takesOver) takeNow(world, call, supervisor, at, decision);
}
