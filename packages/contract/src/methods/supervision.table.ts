// Methods of supervision: at somebody's call, and over somebody's state. Each needs its right, within the scope of the role.
import { z } from 'zod';
import { agentId, callId, make, queueId, reason, supervisionMode } from '../fields.ts';
import type { MethodTable } from '../method.ts';
import { callView } from '../views/call.view.ts';

const nothing = z.strictObject({});
const oneAgent = z.strictObject({ agentId });
const forcedState = make.described(z.enum(['ready', 'notReady']), 'State he is put into.', 'notReady');

const watching = {
  params: oneAgent, result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['supervision.requested', 'supervision.established', 'agent.busy'],
  refusals: ['notPermitted', 'notSignedIn', 'unknownAgent', 'targetIsSelf', 'wrongCallState', 'busyWithCall', 'wrongAgentState', 'deviceRequired', 'deviceUnregistered', 'alreadySupervised', 'limitReached'],
  service: 'Single Step Conference Call',
} as const;

export const supervisionMethods = {
  'call.detail': {
    does: 'The calls in which an agent is, and who is at them as a supervisor.',
    params: oneAgent,
    result: z.strictObject({
      calls: z.array(callView).readonly(),
      supervisions: z.array(z.strictObject({ callId, supervisorId: agentId, watchedId: agentId, mode: supervisionMode })).readonly(),
    }),
    by: 'supervisor', answeredBy: 'core', causes: [], refusals: ['notPermitted', 'unknownAgent'], service: 'Snapshot Device',
  },
  'supervision.listen':  { does: 'Listens to an agent\'s call; nobody in it notices.', ...watching },
  'supervision.whisper': { does: 'Talks to an agent in his call; the other side does not hear it.', ...watching },
  'supervision.bargeIn': { does: 'Joins an agent\'s call, heard by all who talk with him.', ...watching },
  'supervision.switchTo': {
    does: 'Goes over between listening, whispering and barging in.',
    params: z.strictObject({ mode: supervisionMode }), result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['supervision.changed'],
    refusals: ['notPermitted', 'notSignedIn', 'wrongCallState', 'alreadySupervised'], service: null,
  },
  'supervision.end': {
    does: 'Leaves the call that is supervised.',
    params: nothing, result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['supervision.ended'],
    refusals: ['notPermitted', 'notSignedIn', 'wrongCallState'], service: 'Clear Connection',
  },
  'supervision.pickUp': {
    does: 'Takes a call that rings at an agent.',
    params: oneAgent, result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['call.connectionCleared', 'call.offered', 'agent.busy'],
    refusals: ['notPermitted', 'notSignedIn', 'unknownAgent', 'targetIsSelf', 'wrongCallState', 'busyWithCall', 'wrongAgentState', 'deviceRequired', 'deviceUnregistered', 'limitReached'],
    service: 'Directed Pickup Call',
  },
  'supervision.takeOver': {
    does: 'Takes an agent\'s place in his call; the agent is out of it.',
    params: oneAgent, result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['supervision.requested', 'supervision.established', 'call.takenOver', 'call.connectionCleared', 'agent.busy'],
    refusals: ['notPermitted', 'notSignedIn', 'unknownAgent', 'targetIsSelf', 'wrongCallState', 'busyWithCall', 'wrongAgentState', 'deviceRequired', 'deviceUnregistered', 'limitReached'],
    service: null,
  },
  'supervision.clearCall': {
    does: 'Ends the call in which an agent talks, for everybody in it.',
    params: oneAgent, result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['call.connectionCleared', 'call.cleared'],
    refusals: ['notPermitted', 'unknownAgent', 'targetIsSelf', 'wrongCallState'], service: 'Clear Call',
  },
  'supervision.forceState': {
    does: 'Puts an agent into a state; in a call it is what he will be afterwards.',
    params: z.strictObject({ agentId, state: forcedState, reason: reason.exactOptional() }), result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['agent.stateForced', 'agent.ready', 'agent.notReady', 'agent.pendingState'],
    refusals: ['notPermitted', 'unknownAgent', 'targetIsSelf', 'wrongAgentState', 'deviceRequired', 'invalidParameter', 'agentBlocked'], service: 'Set Agent State',
  },
  'supervision.signOut': {
    does: 'Signs an agent out; after his call, when he is in one.',
    params: oneAgent, result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['agent.loggedOff', 'agent.pendingState'],
    refusals: ['notPermitted', 'unknownAgent', 'targetIsSelf', 'wrongAgentState'], service: 'Set Agent State',
  },
  'supervision.signOutOfQueue': {
    does: 'Signs an agent out of a queue; he stays at work for his others.',
    params: z.strictObject({ agentId, queueId }), result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['agent.queuesChanged'],
    refusals: ['notPermitted', 'unknownAgent', 'targetIsSelf', 'wrongAgentState', 'unknownQueue', 'notInQueue'], service: 'Set Agent State (log off)',
  },
  'supervision.block': {
    does: 'Keeps an agent from new calls until he is unblocked; a call that goes on he may bring to its end.',
    params: oneAgent, result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['agent.notReady', 'agent.pendingState', 'agent.blocked'],
    refusals: ['notPermitted', 'unknownAgent', 'targetIsSelf', 'wrongAgentState'], service: 'Set Agent State',
  },
  'supervision.unblock': {
    does: 'Lets a blocked agent work again; he is what he was before.',
    params: oneAgent, result: nothing, by: 'supervisor', answeredBy: 'core', causes: ['agent.unblocked', 'agent.ready', 'agent.notReady', 'agent.pendingState'],
    refusals: ['notPermitted', 'unknownAgent', 'targetIsSelf'], service: 'Set Agent State',
  },
} as const satisfies MethodTable;
