// Methods by which an agent comes to work, rests and leaves (ECMA-269 §22: Set Agent State, Get Agent State).
import { z } from 'zod';
import { agentId, deviceId, listLimit, make, queueIds, reason, startState } from '../fields.ts';
import { limits } from '../limits.ts';
import type { MethodTable } from '../method.ts';
import { agentView } from '../views/agent.view.ts';

const nothing = z.strictObject({});

export const agentMethods = {
  'agent.signIn': {
    does: 'Begins work at a telephone.',
    params: z.strictObject({ deviceId: deviceId.exactOptional(), state: startState.exactOptional(), reason: reason.exactOptional(), queueIds: queueIds.exactOptional() }),
    result: nothing, by: 'agent', answeredBy: 'core', causes: ['agent.loggedOn', 'agent.ready', 'agent.notReady'],
    refusals: ['agentDisabled', 'alreadySignedIn', 'unknownAgent', 'unknownDevice', 'deviceInUse', 'deviceUnregistered', 'deviceRequired', 'agentBlocked', 'unknownQueue', 'notInQueue'], service: 'Set Agent State (log on)',
  },
  'agent.signOut': {
    does: 'Ends work; during a call, at its end.',
    params: nothing, result: nothing, by: 'agent', answeredBy: 'core', causes: ['agent.loggedOff', 'agent.pendingState', 'leave.cancelled', 'leave.ended'],
    refusals: ['notSignedIn', 'wrongAgentState'], service: 'Set Agent State (log off)',
  },
  'agent.setReady': {
    does: 'May be offered calls; during a call or wrap-up, after it.',
    params: nothing, result: nothing, by: 'agent', answeredBy: 'core', causes: ['agent.ready', 'agent.pendingState', 'leave.ended'],
    refusals: ['notSignedIn', 'wrongAgentState', 'deviceUnregistered', 'agentBlocked'], service: 'Set Agent State (ready)',
  },
  'agent.setNotReady': {
    does: 'Is not offered calls; during a call or wrap-up, after it.',
    params: z.strictObject({ reason: reason.exactOptional() }),
    result: nothing, by: 'agent', answeredBy: 'core', causes: ['agent.notReady', 'agent.pendingState', 'leave.begun', 'leave.ended'],
    refusals: ['notSignedIn', 'wrongAgentState', 'agentBlocked'], service: 'Set Agent State (not ready)',
  },
  'agent.finishWrapUp': {
    does: 'Ends the work after a call before its time.',
    params: z.strictObject({ state: startState.exactOptional() }),
    result: nothing, by: 'agent', answeredBy: 'core', causes: ['agent.ready', 'agent.notReady', 'leave.begun'],
    refusals: ['notSignedIn', 'wrongAgentState'], service: 'Set Agent State (ready)',
  },
  'agent.get': {
    does: 'Some agents by their ids, and which of these nobody has.',
    params: z.strictObject({ agentIds: make.described(z.array(agentId).max(limits.maxListItems).readonly(), 'Agents.', ['1001']) }),
    result: z.strictObject({ agents: z.array(agentView).readonly(), unknown: z.array(agentId).readonly() }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['invalidParameter'], service: 'Get Agent State',
  },
  'agent.list': {
    does: 'The directory of agents and their states, in the order of their ids; `next` is the `after` of the next page.',
    params: z.strictObject({ after: agentId.exactOptional(), limit: listLimit.exactOptional() }),
    result: z.strictObject({ agents: z.array(agentView).readonly(), next: agentId.nullable() }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['invalidParameter'], service: 'Get Agent State',
  },
} as const satisfies MethodTable;
