// Whether an agent's own telephone can be called for something he asks.
import { contextOf } from '../agents/agent.decide.ts';
import type { Agent } from '../agents/agent.ts';
import { agentMachine } from '../agents/agent.table.ts';
import type { RefusalName } from '../refusal.ts';
import type { World } from '../world.ts';

/** @returns why his own telephone cannot be called for this now, or null. */
export function ownPhoneRefusal(world: World, agent: Agent): RefusalName | null {
  if (agent.deviceId === null) return 'deviceRequired';
  if (agentMachine.find(agent.state, 'makeCall', contextOf(world, agent)) === null) {
    return agent.state === 'busy' ? 'busyWithCall' : 'wrongAgentState';
  }
  return world.devices.get(agent.deviceId)?.registered === true ? null : 'deviceUnregistered';
}
