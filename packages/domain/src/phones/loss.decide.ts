// A telephone that can no longer be called: whoever works at it is offered nothing at once, and is not ready when it stays away.
import type { Agent } from '../agents/agent.ts';
import { agentMachine } from '../agents/agent.table.ts';
import { contextOf } from '../agents/agent.decide.ts';
import type { Decision } from '../decision.ts';
import type { AgentId, DeviceId, Ms } from '../ids.ts';
import { phoneLossTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';

/** Told by the switch; it may be back in a moment. */
export function phoneLost(world: World, deviceId: DeviceId, at: Ms, decision: Decision): void {
  decision.events.push({ at, type: 'device.unregistered', deviceId });
  const agentId = world.devices.get(deviceId)?.agentId;
  const agent = agentId === undefined || agentId === null ? undefined : world.agents.get(agentId);
  if (agent !== undefined) waitForPhone(world, agent, decision);
}

export function phoneLossExpired(world: World, agentId: AgentId, at: Ms, decision: Decision): void {
  const agent = world.agents.get(agentId);
  if (agent === undefined || agent.deviceId === null || world.devices.get(agent.deviceId)?.registered !== false) return;
  // After the call, or after the work on it, he would be ready again.
  if (agent.state === 'busy' || agent.state === 'workingAfterCall') return waitForPhone(world, agent, decision);
  if (agent.state !== 'ready' || agentMachine.find('ready', 'setNotReady', contextOf(world, agent)) === null) return;
  decision.events.push({ at, type: 'agent.notReady', agentId, reason: 'phoneLost' });
}

/** As long as one waits for a program whose link is lost. */
function waitForPhone(world: World, { id, state }: Agent, decision: Decision): void {
  if (state === 'null' || state === 'notReady') return;
  const afterMs = world.configuration.tenant.linkLossGraceMs;
  decision.effects.push({ effect: 'startTimer', timerId: phoneLossTimer(id), afterMs });
}
