// Whether a person may send a call to a target, and what stands behind it.
import type { Agent } from '../agents/agent.ts';
import type { Target } from '../configuration.ts';
import type { AgentId, DeviceId } from '../ids.ts';
import type { ClearCause } from '../input.ts';
import type { RefusalName } from '../refusal.ts';
import type { World } from '../world.ts';
import { isAllowed, isNumber, targetOfDialled } from './number.ts';

/** The target with a dialled extension or agent's id recognised for what it is. */
export function meant(world: World, target: Target): Target {
  return target.kind === 'number' ? (targetOfDialled(world, target.number) ?? target) : target;
}

/**
 * @param agentId who asks; he cannot be his own target.
 * @returns why he may not, or null.
 */
export function targetRefusal(world: World, agentId: AgentId, asked: Target): RefusalName | null {
  const target = meant(world, asked);
  const { agents, devices, queues, ivrs, ivrProfiles } = world.directory;
  switch (target.kind) {
    case 'agent': {
      if (target.agentId === agentId) return 'targetIsSelf';
      if (!agents.has(target.agentId)) return 'unknownAgent';
      return whyNotAgent(world, world.agents.get(target.agentId));
    }
    case 'device': {
      const device = world.devices.get(target.deviceId);
      if (device === undefined || !devices.has(target.deviceId)) return 'unknownDevice';
      if (device.agentId === agentId) return 'targetIsSelf';
      if (!device.registered) return 'deviceUnregistered';
      return device.agentId === null ? null : whyNotAgent(world, world.agents.get(device.agentId));
    }
    case 'queue':
      return queues.has(target.queueId) ? null : 'unknownQueue';
    case 'ivr':
      return ivrs.has(target.ivrId) ? null : 'unknownIvr';
    case 'ivrProfile': {
      const profile = ivrProfiles.get(target.ivrProfileId);
      if (profile === undefined) return 'unknownIvrProfile';
      return ivrs.has(profile.ivrId) ? null : 'unknownIvr';
    }
    case 'number':
      if (!isNumber(target.number)) return 'numberInvalid';
      return isAllowed(world.configuration.tenant.outboundPatterns, target.number) ? null : 'numberNotAllowed';
    case 'hangUp':
      return 'invalidParameter';
  }
}

/** Why a call cannot ring at an agent, and what the one who is sent there on his way is told. */
const agentAway = {
  targetNotSignedIn: 'unreachable',
  targetWithoutDevice: 'unreachable',
  targetUnregistered: 'unreachable',
  targetBusy: 'busy',
} as const satisfies Partial<Record<RefusalName, ClearCause>>;

export type AgentAway = keyof typeof agentAway;
export const causeOf = (away: AgentAway): ClearCause => agentAway[away];

/**
 * @param sentItOn he is the one who transferred the call: he may be called back out of his wrap-up.
 * @returns why a call cannot ring at this agent now, or null. Not being ready keeps queues away, not colleagues.
 */
export function whyNotAgent(world: World, agent: Agent | undefined, sentItOn = false): AgentAway | null {
  if (agent === undefined || agent.state === 'null') return 'targetNotSignedIn';
  if (agent.blocked !== null) return 'targetBusy';
  if (agent.deviceId === null) return 'targetWithoutDevice';
  if (world.devices.get(agent.deviceId)?.registered !== true) return 'targetUnregistered';
  if (agent.callIds.length > 0) return 'targetBusy';
  if (agent.state === 'ready' || agent.state === 'notReady') return null;
  return sentItOn && agent.state === 'workingAfterCall' ? null : 'targetBusy';
}

/** @returns the agent signed in at a device. */
export const agentAt = (world: World, deviceId: DeviceId): Agent | null => {
  const agentId = world.devices.get(deviceId)?.agentId ?? null;
  return agentId === null ? null : (world.agents.get(agentId) ?? null);
};
