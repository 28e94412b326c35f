// After a restart: the journal has given back the agents and the calls as last known; the switch says which calls still are.
import { sessionsOf } from './agents/sessions.ts';
import { startGrace } from './agents/sign-in.decide.ts';
import { endConnection } from './calls/clear.decide.ts';
import { connectionOfAgent, isOffer } from './calls/parties.ts';
import type { Call, Connection } from './calls/call.ts';
import type { Decision } from './decision.ts';
import type { CallId, ConnectionId, Ms } from './ids.ts';
import type { Fact } from './input.ts';
import { directRingMs, outsideRingMs, ownPhoneRingMs, phoneCheckMs, promptMs } from './limits.ts';
import { startQueueTimers } from './queues/enqueue.decide.ts';
import { endSupervision } from './supervision/supervision.end.ts';
import { dayMayHaveBegun } from './statistics/day.decide.ts';
import { backOffTimer, checkTimer, ivrTimer, leaveTimer, noAnswerTimer, wrapUpTimer } from './timer-ids.ts';
import { phoneLost } from './phones/loss.decide.ts';
import type { World } from './world.ts';

/** Sessions did not survive: their owners have the grace time to come back. Timers begin again with what was left of them. */
export function recovered(world: World, at: Ms, decision: Decision): void {
  for (const agent of world.agents.values()) {
    const { id: agentId } = agent;
    const sessions = sessionsOf(agent);
    for (const sessionId of sessions) {
      decision.events.push({ at, type: 'session.closed', sessionId, agentId, how: 'lost' });
    }
    if (agent.state !== 'null' && (sessions.length > 0 || agent.link === 'lost')) startGrace(world, agent, decision);
    if (agent.wrapUpUntilMs !== null) rearm(wrapUpTimer(agentId), agent.wrapUpUntilMs - at, decision);
    if (agent.backedOffUntilMs !== null) rearm(backOffTimer(agentId), agent.backedOffUntilMs - at, decision);
  }
  for (const { agentId, deadlineMs } of world.leaves.values()) {
    if (deadlineMs !== null) rearm(leaveTimer(agentId), deadlineMs - at, decision);
  }
  dayMayHaveBegun(world, world.configuration.tenant, at, decision);
  for (const call of world.calls.values()) rearmCall(world, call, at, decision);
}

function rearm(timerId: ReturnType<typeof wrapUpTimer>, leftMs: Ms, decision: Decision): void {
  decision.effects.push({ effect: 'startTimer', timerId, afterMs: Math.max(0, leftMs) });
}

function rearmCall(world: World, call: Call, at: Ms, decision: Decision): void {
  for (const connection of call.connections) {
    if (isOffer(connection)) {
      rearm(noAnswerTimer(connection.id), connection.since + ringMsOf(world, connection) - at, decision);
    }
    if (connection.purpose === 'check') rearm(checkTimer(call.id), call.createdAt + phoneCheckMs - at, decision);
  }
  for (const { id, since, connectedAt } of call.supervisors) {
    if (connectedAt === null) rearm(noAnswerTimer(id), since + ownPhoneRingMs - at, decision);
  }
  if (call.ivr !== null) rearm(ivrTimer(call.id), call.ivr.since + promptMs - at, decision);
  const profile = call.queue === null ? undefined : world.directory.queues.get(call.queue.queueId);
  if (call.queue === null || profile === undefined) return;
  const leftMs = profile.maximumWaitMs === null ? null : call.queue.enteredAt + profile.maximumWaitMs - at;
  startQueueTimers(profile, call.id, leftMs, decision);
}

function ringMsOf(world: World, { queueId, party }: Connection): Ms {
  if (queueId !== null) return world.directory.queues.get(queueId)?.noAnswerMs ?? directRingMs;
  return party.kind === 'outside' ? outsideRingMs : directRingMs;
}

/** Everything the switch knows: what it does not have is over; what only it has is of no call here. What both have is arranged anew. */
export function switchSnapshot(
  world: World,
  said: Extract<Fact, { fact: 'snapshot' }>,
  at: Ms,
  decision: Decision,
): void {
  const known = new Set(said.connectionIds);
  const devices = new Set(said.deviceIds);
  for (const device of world.devices.values()) {
    if (device.registered && !devices.has(device.id)) {
      phoneLost(world, device.id, at, decision);
    } else if (!device.registered && devices.has(device.id)) {
      decision.events.push({ at, type: 'device.registered', deviceId: device.id, userAgent: '' });
    }
  }
  const absent = said.isPartial === true ? [...world.connections.keys()].filter((id) => !known.has(id)) : [];
  const away = new Set([...(said.outOfReach ?? []), ...absent]);
  switchBack(world, new Set(said.connectionIds.filter((id) => !away.has(id))), at, decision);
  switchAway(world, { fact: 'outOfReach', connectionIds: [...away] }, at, decision);
  for (const [connectionId, callId] of world.connections) {
    const call = world.calls.get(callId);
    if (call === undefined || known.has(connectionId) || away.has(connectionId)) continue;
    const connection = call.connections.find(({ id }) => id === connectionId);
    if (connection === undefined) {
      lostSupervisor(call, connectionId, known, at, decision);
      continue;
    }
    endConnection(call, connection, { cause: 'switchLost', at, wish: false }, decision);
  }
  for (const connectionId of known) {
    if (!world.connections.has(connectionId)) {
      decision.effects.push({ effect: 'clear', connectionId, cause: 'failed' });
    }
  }
  for (const call of world.calls.values()) resume(call, at, decision);
}

/** Calls of a switch that is away go on there. Nobody is offered them, and who is in one is shown that. */
export function switchAway(
  world: World,
  { connectionIds }: Extract<Fact, { fact: 'outOfReach' }>,
  at: Ms,
  decision: Decision,
): void {
  const callIds = connectionIds === 'all' ? world.calls.keys() : callsOf(world, connectionIds);
  for (const callId of callIds)
    if (world.calls.get(callId)?.outOfReach === undefined)
      decision.events.push({ at, type: 'call.outOfReach', callId });
}

const callsOf = (world: World, connectionIds: Iterable<ConnectionId>): ReadonlySet<CallId> =>
  new Set([...connectionIds].flatMap((id) => world.connections.get(id) ?? []));

/** What is there, and not at a switch that is still away, can be steered and offered again. */
function switchBack(world: World, there: ReadonlySet<ConnectionId>, at: Ms, decision: Decision): void {
  for (const callId of callsOf(world, there)) {
    const call = world.calls.get(callId);
    if (call?.outOfReach !== true) continue;
    decision.events.push({ at, type: 'call.withinReach', callId });
    if (call.queue === null) continue;
    decision.next.push({ at, type: 'dispatch', queueId: call.queue.queueId }, { at, type: 'checkQueueLimit', callId });
  }
}

/** He is gone with the one he watches when that one is lost, too. */
function lostSupervisor(
  call: Call,
  connectionId: ConnectionId,
  known: ReadonlySet<ConnectionId>,
  at: Ms,
  decision: Decision,
): void {
  const supervisor = call.supervisors.find(({ id }) => id === connectionId);
  const watched = supervisor === undefined ? undefined : connectionOfAgent(call, supervisor.watchedId);
  if (supervisor === undefined || watched === undefined || !known.has(watched.id)) return;
  endSupervision(call, supervisor, { cause: 'switchLost', at, wish: false }, decision);
}

/** What was being played is not known any more: a menu begins its present step again. */
function resume(call: Call, at: Ms, decision: Decision): void {
  const callId: CallId = call.id;
  decision.arrange.push(callId);
  if (call.ivr !== null) {
    decision.next.push({
      at,
      type: 'ivrNode',
      callId,
      ivrId: call.ivr.ivrId,
      node: call.ivr.node,
      attempt: call.ivr.attempt,
    });
  }
}
