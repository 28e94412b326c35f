// What is to become of an input: one line per input type. The world is only read.
import { agentFreed } from './agents/after-call.decide.ts';
import { sessionClosed, sessionOpened } from './agents/sign-in.decide.ts';
import { leaveFollows } from './approvals/leave.decide.ts';
import { endCall, partyLeft } from './calls/clear.decide.ts';
import { route } from './calls/routing.decide.ts';
import { command } from './commands.decide.ts';
import { configure } from './configure.decide.ts';
import type { Decision, TurnInput } from './decision.ts';
import { emptyDecision } from './decision.ts';
import { fact } from './facts.decide.ts';
import { ivrNode } from './ivr/ivr.decide.ts';
import { agentAvailable, agentLeft, dispatch } from './queues/dispatch.decide.ts';
import { checkQueueLimit } from './queues/enqueue.decide.ts';
import { pauserLeft } from './recording/pause.decide.ts';
import { recovered } from './recovery.decide.ts';
import { timerExpired } from './timers.decide.ts';
import type { World } from './world.ts';

/** @returns what would happen; nothing has happened yet. */
export function decide(world: World, input: TurnInput): Decision {
  const decision = emptyDecision();
  decideInto(world, input, decision);
  return decision;
}

function decideInto(world: World, input: TurnInput, decision: Decision): void {
  switch (input.type) {
    case 'command':
      return command(world, input, decision);
    case 'fact':
      return fact(world, input.fact, input.at, decision);
    case 'timerExpired':
      return timerExpired(world, input.timerId, input.at, decision);
    case 'sessionOpened':
      return sessionOpened(world, input, decision);
    case 'sessionClosed':
      return sessionClosed(world, input, decision);
    case 'configured':
      return configure(world, input.configuration, input.at, decision);
    case 'recovered':
      return recovered(world, input.at, decision);
    case 'route':
      return route(world, input, decision);
    case 'partyLeft':
      return partyLeft(world, input, decision);
    case 'agentFreed':
      return agentFreed(world, input, decision);
    case 'agentRests':
      return leaveFollows(world, input.agentId, input.at, decision);
    case 'agentAvailable':
      leaveFollows(world, input.agentId, input.at, decision);
      return agentAvailable(world, input, decision);
    case 'agentLeft':
      leaveFollows(world, input.agentId, input.at, decision);
      return agentLeft(world, input, decision);
    case 'dispatch':
      return dispatch(world, input, decision);
    case 'checkQueueLimit':
      return checkQueueLimit(world, input, decision);
    case 'ivrNode':
      return ivrNode(world, input, decision);
    case 'pauserLeft':
      return pauserLeft(world, input, decision);
    case 'clearCall': {
      const call = world.calls.get(input.callId);
      return call === undefined ? undefined : endCall(world, call, input.cause, input.at, decision);
    }
  }
}
