// A call arrives: from outside to an access number, or from a phone here to whatever was dialled.
import { contextOf } from '../agents/agent.decide.ts';
import { agentMachine } from '../agents/agent.table.ts';
import type { Target } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import type { DeviceId, Ms } from '../ids.ts';
import type { ClearCause, Fact } from '../input.ts';
import { callsAtOnce, callsPerTelephone } from '../limits.ts';
import { isAllowed, targetOfDialled } from '../outbound/number.ts';
import { wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import type { CallKind, Party } from './call.ts';
import { partyAtDevice } from './parties.ts';

type Inbound = Extract<Fact, { fact: 'inboundCall' }>;

export function inboundCall(world: World, fact: Inbound, at: Ms, decision: Decision): void {
  if (world.calls.has(fact.callId) || world.connections.has(fact.connectionId)) return;
  if (world.calls.size >= callsAtOnce) return turnAway(fact, 'trunksBusy', decision);
  if (fact.origin.kind === 'trunk') fromOutside(world, fact, fact.origin, at, decision);
  else fromPhone(world, fact, fact.origin.deviceId, at, decision);
}

function fromOutside(
  world: World,
  fact: Inbound,
  origin: Extract<Inbound['origin'], { kind: 'trunk' }>,
  at: Ms,
  decision: Decision,
): void {
  const accessNumber = world.directory.accessNumbers.get(fact.dialled);
  if (accessNumber === undefined) return turnAway(fact, 'notFound', decision);
  const customer = world.directory.customers.get(origin.number);
  const from: Party = { kind: 'outside', number: origin.number, name: customer?.name ?? origin.name };
  begin(fact, from, 'inbound', customer?.priority ?? 0, at, decision);
  decision.next.push({ at, type: 'route', callId: fact.callId, target: accessNumber.target });
}

function fromPhone(world: World, fact: Inbound, deviceId: DeviceId, at: Ms, decision: Decision): void {
  const target = targetOfDialled(world, fact.dialled);
  if (target === null) return turnAway(fact, 'notFound', decision);
  const toOutside = target.kind === 'number';
  if (toOutside && !isAllowed(world.configuration.tenant.outboundPatterns, target.number)) {
    return turnAway(fact, 'notAllowed', decision);
  }
  const from = partyAtDevice(world, deviceId);
  if (isOwn(target, from)) return turnAway(fact, 'busy', decision);
  if (from.kind === 'agent') {
    const agent = world.agents.get(from.agentId);
    if (agent === undefined || agentMachine.find(agent.state, 'makeCall', contextOf(world, agent)) === null) {
      return turnAway(fact, 'busy', decision);
    }
    begin(fact, from, toOutside ? 'outbound' : 'internal', 0, at, decision);
    decision.events.push({ at, type: 'agent.busy', agentId: agent.id, callId: fact.callId });
    decision.effects.push({ effect: 'cancelTimer', timerId: wrapUpTimer(agent.id) });
  } else {
    if (callsBegunAt(world, deviceId) >= callsPerTelephone) return turnAway(fact, 'busy', decision);
    begin(fact, from, toOutside ? 'outbound' : 'internal', 0, at, decision);
  }
  decision.next.push({ at, type: 'route', callId: fact.callId, target });
}

function callsBegunAt(world: World, deviceId: DeviceId): number {
  let begun = 0;
  for (const { from } of world.calls.values()) if (from.kind === 'device' && from.deviceId === deviceId) begun += 1;
  return begun;
}

const isOwn = (target: Target, from: Party): boolean =>
  (target.kind === 'device' && from.kind !== 'outside' && target.deviceId === from.deviceId) ||
  (target.kind === 'agent' && from.kind === 'agent' && target.agentId === from.agentId);

function begin(fact: Inbound, from: Party, kind: CallKind, priority: number, at: Ms, decision: Decision): void {
  const { callId, connectionId, dialled } = fact;
  decision.events.push({
    at,
    type: 'call.originated',
    callId,
    kind,
    from,
    dialled,
    connectionId,
    direction: 'in',
    to: null,
    data: {},
    priority,
    displayNumber: '',
  });
}

/** No call comes into being: nobody here was meant. */
function turnAway(fact: Inbound, cause: ClearCause, decision: Decision): void {
  decision.effects.push({ effect: 'clear', connectionId: fact.connectionId, cause });
}
