// Sending a call somewhere: to a person's phone, an outside number, a queue, a menu, or to its end.
import { agentMachine } from '../agents/agent.table.ts';
import { contextOf } from '../agents/agent.decide.ts';
import type { Target } from '../configuration.ts';
import type { Decision, FollowUp } from '../decision.ts';
import type { Effect } from '../effect.ts';
import type { AgentId, ConnectionId, DeviceId, IvrId, Ms, QueueId } from '../ids.ts';
import type { ClearCause } from '../input.ts';
import { connectionsPerCall, directRingMs, diversionsPerCall, outsideRingMs } from '../limits.ts';
import { isAllowed } from '../outbound/number.ts';
import { agentAt, causeOf, meant, whyNotAgent } from '../outbound/target.ts';
import { enqueue } from '../queues/enqueue.decide.ts';
import { noAnswerTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import type { Call, Connection, Party, Purpose } from './call.ts';
import { presetData } from './data.ts';
import { callerIdFor, connectionIdOf, partyAtDevice } from './parties.ts';

/** Takes a call to its target. The call is in no queue and no menu at that moment. */
export function route(world: World, input: Extract<FollowUp, { type: 'route' }>, decision: Decision): void {
  const call = world.calls.get(input.callId);
  if (call === undefined || call.queue !== null || call.ivr !== null) return;
  const { at, callId } = input;
  const target = meant(world, input.target);
  if (call.diversions >= diversionsPerCall || call.connectionCount >= connectionsPerCall) {
    decision.next.push({ at, type: 'clearCall', callId, cause: 'queueOverflow' });
    return;
  }
  const by = call.connections[0];
  if (by !== undefined) decision.events.push({ at, type: 'call.diverted', callId, connectionId: by.id, to: target });
  const failure = routeTo(world, call, target, at, decision);
  if (failure !== null) offerFailed(world, call, failure, at, decision);
}

/** @returns why it cannot go there, or null. */
function routeTo(world: World, call: Call, target: Target, at: Ms, decision: Decision): ClearCause | null {
  switch (target.kind) {
    case 'agent': {
      const agent = world.agents.get(target.agentId);
      const why = whyNotAgent(world, agent, call.sentOnBy === target.agentId);
      if (why !== null) return causeOf(why);
      return agent?.deviceId == null ? 'unreachable' : ring(world, call, agent.deviceId, at, decision);
    }
    case 'device': {
      const device = world.devices.get(target.deviceId);
      if (device === undefined) return 'notFound';
      if (!device.registered) return 'unreachable';
      const agent = agentAt(world, target.deviceId);
      const why = agent === null ? null : whyNotAgent(world, agent, call.sentOnBy === agent.id);
      return why === null ? ring(world, call, target.deviceId, at, decision) : causeOf(why);
    }
    case 'number': {
      if (!isAllowed(world.configuration.tenant.outboundPatterns, target.number)) return 'notAllowed';
      const party: Party = { kind: 'outside', number: target.number, name: nameOf(world, target.number) };
      offer(world, call, party, { queueId: null, ringMs: outsideRingMs, at }, decision);
      return null;
    }
    case 'queue':
      return enqueue(world, call, target.queueId, at, decision);
    case 'ivr':
      return enterIvr(world, call, target.ivrId, at, decision);
    case 'ivrProfile': {
      const profile = world.directory.ivrProfiles.get(target.ivrProfileId);
      if (profile === undefined) return 'notFound';
      const failure = enterIvr(world, call, profile.ivrId, at, decision);
      const data = presetData(call.data, profile.data);
      if (failure === null) decision.events.push({ at, type: 'call.dataChanged', callId: call.id, data });
      return failure;
    }
    case 'hangUp':
      decision.next.push({ at, type: 'clearCall', callId: call.id, cause: 'normal' });
      return null;
  }
}

function enterIvr(world: World, call: Call, ivrId: IvrId, at: Ms, decision: Decision): ClearCause | null {
  const ivr = world.directory.ivrs.get(ivrId);
  if (ivr === undefined) return 'notFound';
  answerCaller(call, at, decision);
  decision.next.push({ at, type: 'ivrNode', callId: call.id, ivrId: ivr.id, node: ivr.start, attempt: 1 });
  return null;
}

function ring(world: World, call: Call, deviceId: DeviceId, at: Ms, decision: Decision): null {
  offer(world, call, partyAtDevice(world, deviceId), { queueId: null, ringMs: directRingMs, at }, decision);
  return null;
}

const nameOf = (world: World, number: string): string => world.directory.customers.get(number)?.name ?? '';

export type Offer = {
  readonly queueId: QueueId | null;
  readonly ringMs: Ms;
  readonly at: Ms;
  /** How many offers this decision has made before: `ringAll` makes several. */
  readonly nth?: number;
  /** Left out: a transfer when an agent has sent the call on, else a plain call. */
  readonly asked?: {
    readonly purpose: Purpose;
    readonly by: AgentId;
    /** Whom the called one will talk to; null: whoever is in the call. */
    readonly connection: Connection | null;
    readonly autoAnswer: boolean;
  };
};

/**
 * Calls a party into a call. Nobody is asked again here whether he may be called.
 *
 * @returns the new connection's id.
 */
export function offer(world: World, call: Call, party: Party, how: Offer, decision: Decision): ConnectionId {
  const { at, queueId, ringMs, asked } = how;
  const callId = call.id;
  const connectionId = connectionIdOf(callId, call.connectionCount + 1 + (how.nth ?? 0));
  const by = asked?.connection?.id ?? call.connections[0]?.id ?? null;
  const purpose = asked?.purpose ?? (call.sentOnBy === null || queueId !== null ? 'call' : 'transfer');
  const askedBy = asked?.by ?? (purpose === 'transfer' ? call.sentOnBy : null);
  decision.events.push({ at, type: 'call.offered', callId, connectionId, party, queueId, by, purpose, askedBy });
  if (party.kind === 'agent') {
    const agent = world.agents.get(party.agentId);
    if (agent !== undefined && agentMachine.find(agent.state, 'callBegan', contextOf(world, agent)) !== null) {
      decision.events.push({ at, type: 'agent.busy', agentId: agent.id, callId });
    }
  }
  const originate: Extract<Effect, { effect: 'originate' }> = {
    effect: 'originate',
    callId,
    connectionId,
    to:
      party.kind === 'outside'
        ? { kind: 'number', number: party.number }
        : { kind: 'device', deviceId: party.deviceId },
    from: callerIdFor(world, call, party, asked?.connection?.party),
    timeoutMs: ringMs,
    data: call.data,
  };
  decision.effects.push(asked?.autoAnswer === true ? { ...originate, autoAnswer: true } : originate, {
    effect: 'startTimer',
    timerId: noAnswerTimer(connectionId),
    afterMs: ringMs,
  });
  return connectionId;
}

/** Music, prompts and menus need the caller to be through. */
export function answerCaller(call: Call, at: Ms, decision: Decision): void {
  for (const { id, state, direction } of call.connections) {
    if (direction === 'in' && state === 'initiated') {
      decision.events.push({ at, type: 'call.established', callId: call.id, connectionId: id });
    }
  }
}

/**
 * Nobody took a call that was sent to one place. A call that an agent sent on comes back to him if he can be rung; else it goes
 * to the queue it came from; else, like any other call, it ends with the cause for the caller to hear.
 */
export function offerFailed(world: World, call: Call, cause: ClearCause, at: Ms, decision: Decision): void {
  const callId = call.id;
  const { sentOnBy, history } = call;
  if (sentOnBy !== null) {
    const sender = world.agents.get(sentOnBy);
    const tried = call.recalled;
    if (!tried && sender !== undefined && whyNotAgent(world, sender, true) === null) {
      decision.events.push({ at, type: 'call.recalled', callId, agentId: sentOnBy, cause });
      decision.next.push({ at, type: 'route', callId, target: { kind: 'agent', agentId: sentOnBy } });
      return;
    }
    if (history.queueId !== null && world.directory.queues.has(history.queueId)) {
      decision.events.push({ at, type: 'call.recalled', callId, agentId: null, cause });
      decision.next.push({ at, type: 'route', callId, target: { kind: 'queue', queueId: history.queueId } });
      return;
    }
  }
  decision.next.push({ at, type: 'clearCall', callId, cause });
}
