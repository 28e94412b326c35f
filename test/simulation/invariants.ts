// What must hold after every turn, whatever happened before.
import { deepStrictEqual } from 'node:assert';
import { servedBy } from '@cordboard/domain';
import type { Agent, AgentId, Call, Connection, ConnectionId, TimerId, World } from '@cordboard/domain';

const isOffer = (c: Connection): boolean => c.direction === 'out' && c.connectedAt === null;
const isAvailable = (world: World, agent: Agent): boolean =>
  agent.state === 'ready' &&
  agent.blocked === null &&
  agent.link === 'up' &&
  agent.backedOffUntilMs === null &&
  agent.deviceId !== null &&
  world.devices.get(agent.deviceId)?.registered === true;

/** Cheaper than a matcher: it is asked a million times. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const same = <T>(a: Iterable<T>, b: Iterable<T>, what: string): void => {
  const left = new Set(a);
  const right = new Set(b);
  if (left.size === right.size && [...left].every((one) => right.has(one))) return;
  deepStrictEqual([...left], [...right], what);
};

export function holdInvariants(world: World, timers: ReadonlyMap<TimerId, number>): void {
  agentsHold(world, timers);
  callsHold(world, timers);
  queuesHold(world);
  leavesHold(world, timers);
  readySetsHold(world);
}

function agentsHold(world: World, timers: ReadonlyMap<TimerId, number>): void {
  const callsOf = new Map<AgentId, Call[]>();
  const activeOf = new Map<AgentId, number>();
  for (const call of world.calls.values()) {
    for (const { agentId } of call.supervisors) {
      callsOf.set(agentId, [...(callsOf.get(agentId) ?? []), call]);
      activeOf.set(agentId, (activeOf.get(agentId) ?? 0) + 1);
    }
    for (const { party, state } of call.connections) {
      if (party.kind !== 'agent') continue;
      callsOf.set(party.agentId, [...(callsOf.get(party.agentId) ?? []), call]);
      if (state !== 'hold') activeOf.set(party.agentId, (activeOf.get(party.agentId) ?? 0) + 1);
    }
  }
  for (const agent of world.agents.values()) {
    const who = `${agent.id} (${agent.state})`;
    const ends = (timer: string) => must(timers.has(`${timer}:${agent.id}` as TimerId), `${who}: ${timer} never ends`);
    const calls = (callsOf.get(agent.id) ?? []).map(({ id }) => id);
    same(agent.callIds, calls, `calls of ${who}`);
    must((activeOf.get(agent.id) ?? 0) <= 1, `${who} has one live connection at most`);
    must((agent.state === 'busy') === calls.length > 0, `${who} is busy exactly while he has a call`);
    must((agent.wrapUpUntilMs !== null) === (agent.state === 'workingAfterCall'), `wrap-up of ${who}`);
    if (agent.state === 'workingAfterCall') ends('wrapUp');
    if (agent.backedOffUntilMs !== null) ends('backOff');
    const isInTouch = agent.sessionId !== null || agent.companionIds.length > 0;
    must((agent.link === 'up') === isInTouch, `${who}: link ${agent.link}`);
    if (agent.link === 'lost' && agent.state !== 'null' && agent.pending?.state !== 'null') ends('linkLoss');
    if (agent.state === 'null') must(agent.deviceId === null, `${who} has a phone`);
    else if (agent.deviceId !== null) must(world.devices.get(agent.deviceId)?.agentId === agent.id, `phone of ${who}`);
  }
  for (const { id, agentId } of world.devices.values()) {
    if (agentId !== null) must(world.agents.get(agentId)?.deviceId === id, `agent at ${id}`);
  }
}

function leavesHold(world: World, timers: ReadonlyMap<TimerId, number>): void {
  for (const { agentId, state, deadlineMs, reason } of world.leaves.values()) {
    const who = `leave of ${agentId} (${state})`;
    const agent = world.agents.get(agentId);
    must(state !== 'null' || deadlineMs === null, `${who} is over and has a deadline`);
    must((state !== 'applied' && state !== 'approved') || deadlineMs !== null, `${who} lasts for ever`);
    must(timers.has(`leave:${agentId}` as TimerId) === (deadlineMs !== null), `${who}: its timer`);
    must(state === 'null' || (agent?.state ?? 'null') !== 'null', `${who}: he has left`);
    const rests = agent?.state === 'notReady' && agent.reason === reason;
    must(state !== 'approved' || !rests, `${who} does not begin`);
    must(state !== 'away' || agent?.state !== 'ready', `${who}: he is ready`);
  }
}

/** Nobody's call stays off the record for somebody who is not in it. */
function pauseHolds({ id, connections, recordingId, recordingPause }: Call): void {
  if (recordingPause === null) return;
  must(recordingId !== null, `${id} is paused and not on record`);
  const isHere = connections.some(({ party }) => party.kind === 'agent' && party.agentId === recordingPause.agentId);
  must(isHere, `${id}: who paused it has left`);
}

function callsHold(world: World, timers: ReadonlyMap<TimerId, number>): void {
  const ids: ConnectionId[] = [];
  for (const call of world.calls.values()) {
    must(call.connections.length > 0, `${call.id} has nobody in it`);
    ids.push(...call.connections.map(({ id }) => id), ...call.supervisors.map(({ id }) => id));
    consultationHolds(call);
    supervisionHolds(call, timers);
    pauseHolds(call);
    const offers = call.connections.filter(isOffer);
    const present = call.connections.length - offers.length;
    for (const { id } of offers) must(timers.has(`noAnswer:${id}` as TimerId), `${id} rings for ever`);
    const check = call.connections.length === 1 && call.connections[0]?.purpose === 'check';
    const served = call.queue !== null || call.ivr !== null || offers.length > 0 || present >= 2 || check;
    must(served, `${call.id} leads nowhere`);
    must(call.queue !== null || offers.every((c) => c.queueId === null), `${call.id} is served and still rings`);
    must(present > 0 || offers[0]?.id === call.caller, `${call.id}: only a caller may be rung alone`);
    must(call.queue === null || call.ivr === null, `${call.id} is in a queue and in a menu`);
    must(call.ivr === null || timers.has(`ivr:${call.id}` as TimerId), `menu of ${call.id} is stuck`);
    must(!check || timers.has(`check:${call.id}` as TimerId), `test call ${call.id} has no end`);
    must(call.grading === null || call.ivr !== null || call.grading.over, `${call.id} is graded by nobody`);
  }
  same(world.connections.keys(), ids, 'connections by name');
  must(ids.length === new Set(ids).size, 'connection ids are unique');
}

/** The three of a consultation are there, and nobody is in it who is on neither side. */
function consultationHolds(call: Call): void {
  if (call.consultation === null) return;
  const { by, consulted, state } = call.consultation;
  const asker = call.connections.find(({ id }) => id === by);
  const asked = call.connections.find(({ id }) => id === consulted);
  must(asker?.party.kind === 'agent', `${call.id}: an agent consults`);
  must(asked !== undefined && call.connections.length === 3, `${call.id}: three are in a consultation`);
  const rings = state === 'ringing' || state === 'inviting';
  must(asked !== undefined && isOffer(asked) === rings, `${call.id}: ${state}`);
  must(call.queue === null && call.ivr === null, `${call.id} is served while an agent consults`);
}

/** Whoever is watched is there; one voice at most; nobody is at a call twice. */
function supervisionHolds(call: Call, timers: ReadonlyMap<TimerId, number>): void {
  for (const { id, watchedId, agentId, connectedAt } of call.supervisors) {
    const agentIds = call.connections.flatMap(({ party }) => (party.kind === 'agent' ? [party.agentId] : []));
    must(agentIds.includes(watchedId), `${id} watches somebody who is gone`);
    must(!agentIds.includes(agentId), `${agentId} is a party of what he supervises`);
    if (connectedAt === null) must(timers.has(`noAnswer:${id}` as TimerId), `${id} rings for ever`);
  }
  must(call.supervisors.filter(({ mode }) => mode !== 'listen').length <= 1, `${call.id}: two voices`);
}

function queuesHold(world: World): void {
  for (const queue of world.queues.values()) {
    const members = [...world.calls.values()].filter((call) => call.queue?.queueId === queue.id);
    same(
      [...queue.waiting, ...queue.ringing],
      members.map(({ id }) => id),
      `members of ${queue.id}`,
    );
    must(queue.waiting.length + queue.ringing.length === members.length, 'waiting counters = members');
    const exclusive = members.filter((call) => call.queue?.exclusiveAgentId !== null);
    must(queue.exclusive === exclusive.length, `exclusive calls in ${queue.id}`);
    for (const call of members) {
      const rings = call.connections.some((c) => isOffer(c) && c.queueId === queue.id);
      must(queue.ringing.includes(call.id) === rings, `${call.id} rings`);
    }
    const { offered, answered, abandoned, overflowed } = queue.statistics;
    must(offered === answered + abandoned + overflowed + members.length, `an offered call of ${queue.id} has no end`);
    const order = queue.waiting.map((id) => world.calls.get(id)!.queue!);
    for (let n = 1; n < order.length; n += 1) {
      const [a, b] = [order[n - 1]!, order[n]!];
      must(a.priority > b.priority || (a.priority === b.priority && a.arrival < b.arrival), 'in order');
    }
    const free = (world.availableByQueue.get(queue.id) ?? []).some(({ size }) => size > 0);
    const waits = order.some(
      ({ exclusiveAgentId: only }) => only === null || (world.agents.get(only)?.state ?? 'null') === 'null',
    );
    must(!free || !waits, `somebody waits in ${queue.id} although somebody is free`);
  }
}

function readySetsHold(world: World): void {
  const truth = [...world.agents.values()].filter((agent) => isAvailable(world, agent)).map(({ id }) => id);
  same(world.available, truth, 'ready set');
  for (const [queueId, tiers] of world.availableByQueue) {
    const listed = tiers.flatMap((tier) => [...tier]);
    const members = truth.filter((id) => servedBy(world, id).some((m) => m.queueId === queueId));
    must(listed.length === members.length, `ready set of ${queueId}`);
    same(listed, members, `ready set of ${queueId}`);
  }
}
