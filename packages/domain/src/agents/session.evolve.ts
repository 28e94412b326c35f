// How the link to an agent's programs, and the telephones, change by what happened.
import type { EventOf } from '../event.ts';
import type { DeviceId } from '../ids.ts';
import type { Device, World } from '../world.ts';
import type { Agent } from './agent.ts';
import { putAgent } from './agent.evolve.ts';
import { refreshAvailability } from './availability.ts';
import { isSessionOf, sessionsOf } from './sessions.ts';

export function sessionOpened(world: World, event: EventOf<'session.opened'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined) return;
  const { sessionId } = event;
  const one = event.accompanies === true ? { companionIds: [...agent.companionIds, sessionId] } : { sessionId };
  putAgent(world, { ...agent, ...one, link: 'up', linkLostAt: null });
}

export function sessionClosed(world: World, event: EventOf<'session.closed'>): void {
  const agent = world.agents.get(event.agentId);
  if (agent === undefined || !isSessionOf(agent, event.sessionId)) return;
  const left: Agent = {
    ...agent,
    sessionId: agent.sessionId === event.sessionId ? null : agent.sessionId,
    companionIds: agent.companionIds.filter((id) => id !== event.sessionId),
  };
  if (sessionsOf(left).length > 0) return putAgent(world, left);
  const lost = agent.state !== 'null';
  putAgent(world, {
    ...left,
    link: lost ? 'lost' : 'none',
    linkLostAt: lost ? event.at : null,
  });
}

export const newDevice = (id: DeviceId): Device => ({ id, registered: false, userAgent: '', agentId: null });

export function deviceRegistered(world: World, event: EventOf<'device.registered'>): void {
  putDevice(world, {
    ...(world.devices.get(event.deviceId) ?? newDevice(event.deviceId)),
    registered: true,
    userAgent: event.userAgent,
  });
}

export function deviceUnregistered(world: World, event: EventOf<'device.unregistered'>): void {
  const device = world.devices.get(event.deviceId);
  if (device !== undefined) putDevice(world, { ...device, registered: false, userAgent: '' });
}

function putDevice(world: World, device: Device): void {
  world.devices.set(device.id, device);
  if (device.agentId !== null) refreshAvailability(world, device.agentId);
}
