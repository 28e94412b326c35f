// The commands about leaves, each to where it is decided.
import type { Agent } from '../agents/agent.ts';
import type { Command } from '../command.ts';
import type { Decision } from '../decision.ts';
import type { Ms } from '../ids.ts';
import type { World } from '../world.ts';
import { applyForLeave, cancelLeave } from './apply.decide.ts';
import { decideOnLeave } from './approve.decide.ts';
import { leavesInReach } from './approvers.ts';
import { listLimits, setLimit } from './limit.decide.ts';

export type LeaveCommand = Extract<Command, { method: `leave.${string}` }>;

export function leaveCommand(world: World, agent: Agent, asked: LeaveCommand, at: Ms, decision: Decision): void {
  switch (asked.method) {
    case 'leave.apply':
      return applyForLeave(world, agent, asked.params, at, decision);
    case 'leave.cancel':
      return cancelLeave(world, agent, at, decision);
    case 'leave.approve':
    case 'leave.refuse':
      return decideOnLeave(world, agent, asked, at, decision);
    case 'leave.list':
      decision.reply = { result: { leavesOf: leavesInReach(world, agent.id) } };
      return;
    case 'leave.limits':
      return listLimits(world, agent, asked.params, decision);
    case 'leave.setLimit':
      return setLimit(world, agent, asked.params, at, decision);
  }
}
