// Who somebody in a call is, and what he is to see of the others.
import type { Agent } from '../agents/agent.ts';
import type { CallerId } from '../effect.ts';
import type { AgentId, CallId, ConnectionId, DeviceId } from '../ids.ts';
import type { World } from '../world.ts';
import type { Call, Connection, Party } from './call.ts';

/** The party at a device: the agent signed in there, else the device itself. */
export function partyAtDevice(world: World, deviceId: DeviceId): Party {
  const agentId = world.devices.get(deviceId)?.agentId ?? null;
  if (agentId === null) {
    return { kind: 'device', deviceId, name: world.directory.devices.get(deviceId)?.name ?? '' };
  }
  return { kind: 'agent', agentId, deviceId, name: world.directory.agents.get(agentId)?.name ?? '' };
}

export function partyOfAgent(world: World, agent: Agent, deviceId: DeviceId): Party {
  return { kind: 'agent', agentId: agent.id, deviceId, name: world.directory.agents.get(agent.id)?.name ?? '' };
}

/** The number by which a party is known. */
export function numberOf(party: Party): string {
  return party.kind === 'outside' ? party.number : party.deviceId;
}

/** What a called party sees as the caller: outside, the display number; inside, the one he will talk to: `by`, else whoever is there. */
export function callerIdFor(world: World, call: Call, called: Party, by?: Party): CallerId {
  const talking = by ?? call.connections.find((connection) => !isOffer(connection))?.party ?? call.from;
  if (called.kind !== 'outside') return { number: numberOf(talking), name: talking.name };
  const shown = call.displayNumber === '' ? world.configuration.tenant.displayNumber : call.displayNumber;
  return { number: shown, name: '' };
}

/** Called by us, and not there yet. */
export const isOffer = ({ direction, connectedAt }: Connection): boolean => direction === 'out' && connectedAt === null;

export const connectionIdOf = (callId: CallId, n: number): ConnectionId => `${callId}.${n}` as ConnectionId;

export const agentIdOf = (connection: Connection): AgentId | null =>
  connection.party.kind === 'agent' ? connection.party.agentId : null;

/** @returns the agent's connection in a call. */
export const connectionOfAgent = (call: Call, agentId: AgentId): Connection | undefined =>
  call.connections.find(({ party }) => party.kind === 'agent' && party.agentId === agentId);
