// A timer has run out: its name says what for. One that is no longer meant changes nothing.
import { finishWrapUp } from './agents/agent.decide.ts';
import { linkLossExpired } from './agents/sign-in.decide.ts';
import { leaveTimedOut } from './approvals/leave.decide.ts';
import { noAnswer } from './calls/connection.decide.ts';
import type { Decision } from './decision.ts';
import type { AgentId, CallId, ConnectionId, Ms, TimerId } from './ids.ts';
import { ivrTimeout } from './ivr/ivr.decide.ts';
import { phoneLossExpired } from './phones/loss.decide.ts';
import { announce } from './queues/announce.decide.ts';
import { waitedTooLong } from './queues/enqueue.decide.ts';
import { dayMayHaveBegun } from './statistics/day.decide.ts';
import type { World } from './world.ts';

type Expire = (world: World, id: string, at: Ms, decision: Decision) => void;

const expiries: Readonly<Record<string, Expire>> = {
  wrapUp: (world, id, at, decision) => {
    const agent = world.agents.get(id as AgentId);
    if (agent === undefined || agent.wrapUpUntilMs === null || at < agent.wrapUpUntilMs) return;
    finishWrapUp(world, agent, undefined, at, decision);
    decision.reply = null;
  },
  backOff: (world, id, at, decision) => {
    const agent = world.agents.get(id as AgentId);
    if (agent === undefined || agent.backedOffUntilMs === null || at < agent.backedOffUntilMs) return;
    decision.events.push({ at, type: 'agent.backOffEnded', agentId: agent.id });
  },
  linkLoss: (world, id, at, decision) => {
    const agent = world.agents.get(id as AgentId);
    if (agent !== undefined) linkLossExpired(world, agent, at, decision);
  },
  phoneLoss: (world, id, at, decision) => phoneLossExpired(world, id as AgentId, at, decision),
  leave: (world, id, at, decision) => leaveTimedOut(world, id as AgentId, at, decision),
  day: (world, _id, at, decision) => dayMayHaveBegun(world, world.configuration.tenant, at, decision),
  noAnswer: (world, id, at, decision) => noAnswer(world, id as ConnectionId, at, decision),
  maximumWait: (world, id, at, decision) => {
    const call = world.calls.get(id as CallId);
    if (call !== undefined) waitedTooLong(world, call, at, decision);
  },
  announce: (world, id, at, decision) => {
    const call = world.calls.get(id as CallId);
    if (call !== undefined) announce(world, call, at, decision);
  },
  ivr: (world, id, at, decision) => {
    const call = world.calls.get(id as CallId);
    if (call !== undefined) ivrTimeout(world, call, at, decision);
  },
  check: (_world, id, at, decision) => {
    decision.next.push({ at, type: 'clearCall', callId: id as CallId, cause: 'normal' });
  },
};

export function timerExpired(world: World, timerId: TimerId, at: Ms, decision: Decision): void {
  const colon = timerId.indexOf(':');
  const kind = timerId.slice(0, colon);
  if (Object.hasOwn(expiries, kind)) expiries[kind]?.(world, timerId.slice(colon + 1), at, decision);
}
