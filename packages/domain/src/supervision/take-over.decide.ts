// Taking a call over: the supervisor becomes a party in place of the agent he watched.
import { endConnection } from '../calls/clear.decide.ts';
import type { Call } from '../calls/call.ts';
import { connectionOfAgent, partyAtDevice } from '../calls/parties.ts';
import type { Decision } from '../decision.ts';
import type { Ms } from '../ids.ts';
import type { World } from '../world.ts';
import type { Supervisor } from './supervisor.ts';

/** @returns false when it cannot be now: in a consultation it would not be clear whose place he takes. */
export function takeNow(world: World, call: Call, supervisor: Supervisor, at: Ms, decision: Decision): boolean {
  const watched = connectionOfAgent(call, supervisor.watchedId);
  if (watched === undefined || call.consultation !== null) return false;
  const { id: connectionId, deviceId, watchedId } = supervisor;
  const party = partyAtDevice(world, deviceId);
  decision.events.push({ at, type: 'call.takenOver', callId: call.id, connectionId, party, fromAgentId: watchedId });
  decision.events.push({ at, type: 'agent.busy', agentId: supervisor.agentId, callId: call.id });
  const rest = { ...call, supervisors: call.supervisors.filter((one) => one !== supervisor) };
  endConnection(rest, watched, { cause: 'transferred', at, wish: true }, decision);
  return true;
}
