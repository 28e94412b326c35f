// Blind transfer (CSTA Single Step Transfer Call, ECMA-269 §17.1.24): the transferrer leaves at once, the other one is sent on.
import { findConnection, rowFor } from '../calls/connection.decide.ts';
import type { Found } from '../calls/connection.decide.ts';
import { agentIdOf, isOffer } from '../calls/parties.ts';
import type { Target } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import type { AgentId, Ms } from '../ids.ts';
import type { Fact } from '../input.ts';
import { targetOfDialled } from '../outbound/number.ts';
import { meant, targetRefusal } from '../outbound/target.ts';
import type { RefusalName } from '../refusal.ts';
import { endSupervisionsOf } from '../supervision/supervision.end.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import type { World } from '../world.ts';

/** @returns why it may not be, or null when it was decided. */
export function transfer(world: World, found: Found, to: Target, at: Ms, decision: Decision): RefusalName | null {
  const { call, connection } = found;
  if (!mayTransfer(found)) return 'wrongCallState';
  const others = call.connections.filter(({ id }) => id !== connection.id);
  const agentId = agentIdOf(connection);
  const refused = targetRefusal(world, agentId ?? ('' as AgentId), to);
  if (refused !== null) return refused;
  if (isPresent(world, found, meant(world, to))) return 'targetIsSelf';
  const { id: connectionId, party } = connection;
  const callId = call.id;
  decision.events.push({ at, type: 'call.transferred', callId, connectionId, party, to });
  decision.effects.push({ effect: 'clear', connectionId, cause: 'transferred' });
  if (agentId !== null) {
    endSupervisionsOf(call, agentId, 'transferred', at, decision);
    decision.next.push({ at, type: 'agentFreed', agentId, callId, connection, cause: 'transferred' });
  }
  for (const other of others) {
    if (other.state === 'hold') decision.events.push({ at, type: 'call.retrieved', callId, connectionId: other.id });
  }
  decision.next.push({ at, type: 'route', callId, target: to });
  return null;
}

export const mayTransfer = (found: Found): boolean => mayLeaveToOther(found, 'transfer');

/** @returns whether he may leave, there is exactly one other party, and he is there. A switch that is away calls nobody for them: the call would end. */
export function mayLeaveToOther(found: Found, input: 'transfer' | 'grade'): boolean {
  const { call, connection } = found;
  const others = call.connections.filter(({ id }) => id !== connection.id);
  return (
    rowFor(found, input) !== null &&
    call.outOfReach !== true &&
    others.length === 1 &&
    !others.some(isOffer) &&
    call.queue === null &&
    call.ivr === null
  );
}

/** The one on the other side cannot be called into his own call. */
export function isPresent(world: World, { call }: Found, to: Target): boolean {
  if (call.supervisors.some((one) => isTarget(one, to))) return true;
  return call.connections.some(({ party }) => {
    if (party.kind === 'outside') return false;
    if (to.kind === 'device') return party.deviceId === to.deviceId;
    const agentId = world.devices.get(party.deviceId)?.agentId ?? null;
    return to.kind === 'agent' && agentId === to.agentId;
  });
}

const isTarget = ({ agentId, deviceId }: Supervisor, to: Target): boolean =>
  (to.kind === 'agent' && to.agentId === agentId) || (to.kind === 'device' && to.deviceId === deviceId);

/**
 * REFER: done at the phone. What cannot be done leaves the call as it is. Only a telephone of the house may: somebody outside would
 * have the house call and pay for whatever number he names.
 */
export function transferByDevice(
  world: World,
  fact: Extract<Fact, { fact: 'transferByDevice' }>,
  at: Ms,
  decision: Decision,
): void {
  const found = findConnection(world, fact.connectionId);
  const target = targetOfDialled(world, fact.dialled);
  if (found === null || found.connection.party.kind === 'outside' || target === null) return;
  transfer(world, found, target, at, decision);
}
