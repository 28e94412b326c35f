// A person's command: is he who he says, may he, and then to the feature it belongs to.
import { finishWrapUp, setNotReady, setReady, signOut } from './agents/agent.decide.ts';
import { isSessionOf } from './agents/sessions.ts';
import { signIn } from './agents/sign-in.decide.ts';
import { leaveCommand } from './approvals/command.decide.ts';
import { callCommand } from './calls/command.decide.ts';
import type { Method } from './command.ts';
import type { Decision } from './decision.ts';
import { refuse } from './decision.ts';
import type { Input } from './input.ts';
import { makeCall } from './outbound/make.decide.ts';
import { lookUp } from './permissions/directory.decide.ts';
import { list } from './permissions/list.decide.ts';
import { blockedFrom } from './permissions/blocked.ts';
import { keptFrom, roleOf } from './permissions/reach.ts';
import { lacksRight, rightsOf } from './permissions/rights.decide.ts';
import { checkPhone } from './phones/check.decide.ts';
import { changeQueues } from './queues/serving.decide.ts';
import { takeWaiting } from './queues/take.decide.ts';
import { recordingCommand } from './recording/pause.decide.ts';
import { statisticsCommand } from './statistics/command.decide.ts';
import { commandPolicies } from './permissions/policies.table.ts';
import type { CommandPolicy } from './permissions/policies.table.ts';
import { supervisionCommand } from './supervision/supervision.decide.ts';
import type { World } from './world.ts';

export function command(world: World, input: Extract<Input, { type: 'command' }>, decision: Decision): void {
  const { at, agentId, sessionId, command: asked, newId } = input;
  const agent = world.agents.get(agentId);
  const role = roleOf(world, agentId);
  if (agent === undefined || role === undefined) return refuse(decision, 'unknownAgent');
  if (!isSessionOf(agent, sessionId)) {
    return refuse(decision, agent.sessionId === null ? 'notAuthenticated' : 'signedInElsewhere');
  }
  if (keptFrom(world, agent, asked.method)) return refuse(decision, 'agentDisabled');
  const policy: CommandPolicy = commandPolicies[asked.method];
  if (!policy.by.includes(role.rank)) return refuse(decision, 'notPermitted');
  if (lacksRight(policy, role)) {
    return refuse(decision, 'notPermitted', 'agentId' in asked.params ? 'agentId' : undefined);
  }
  if (blockedFrom(agent, asked)) return refuse(decision, 'agentBlocked');
  if (agent.state === 'null' && !withoutSigningIn.has(asked.method)) return refuse(decision, 'notSignedIn');
  switch (asked.method) {
    case 'agent.signIn':
      return signIn(world, agent, asked.params, at, decision);
    case 'agent.signOut':
      return signOut(world, agent, 'own', at, decision);
    case 'agent.setReady':
      return setReady(world, agent, at, decision);
    case 'agent.setNotReady':
      return setNotReady(world, agent, asked.params.reason ?? '', at, decision);
    case 'agent.finishWrapUp':
      return finishWrapUp(world, agent, asked.params.state, at, decision);
    case 'directory.lists':
    case 'group.members':
    case 'queue.members':
      return lookUp(world, asked, decision);
    case 'agent.get':
    case 'agent.list':
    case 'call.detail':
    case 'queue.list':
    case 'queue.calls':
      return list(world, agent, asked, decision);
    case 'queue.signIn':
      return changeQueues(world, agent, { asked: asked.params.queueIds, into: true }, at, decision);
    case 'queue.signOut':
      return changeQueues(world, agent, { asked: asked.params.queueIds, into: false }, at, decision);
    case 'queue.take':
      return takeWaiting(world, agent, asked.params.callId, at, decision);
    case 'leave.apply':
    case 'leave.cancel':
    case 'leave.approve':
    case 'leave.refuse':
    case 'leave.list':
    case 'leave.limits':
    case 'leave.setLimit':
      return leaveCommand(world, agent, asked, at, decision);
    case 'rights.mine':
      return rightsOf(world, agent, role, decision);
    case 'agent.missedCalls':
    case 'statistics.agent':
    case 'statistics.queue':
    case 'statistics.queues':
    case 'statistics.group':
    case 'statistics.day':
      return statisticsCommand(world, agent, asked, at, decision);
    case 'call.make':
      return makeCall(world, agent, asked.params, newId, at, decision);
    case 'phone.check':
      return checkPhone(world, agent, newId, at, decision);
    case 'call.answer':
    case 'call.reject':
    case 'call.hangUp':
    case 'call.hold':
    case 'call.retrieve':
    case 'call.mute':
    case 'call.unmute':
    case 'call.sendDigits':
    case 'call.transfer':
    case 'call.setData':
    case 'call.grade':
    case 'call.consult':
    case 'call.invite':
    case 'call.alternate':
    case 'call.conference':
    case 'call.completeTransfer':
    case 'call.endConsultation':
      return callCommand(world, agent, asked, at, decision);
    case 'recording.pause':
    case 'recording.resume':
      return recordingCommand(world, agent, asked, at, decision);
    case 'supervision.listen':
    case 'supervision.whisper':
    case 'supervision.bargeIn':
    case 'supervision.switchTo':
    case 'supervision.end':
    case 'supervision.pickUp':
    case 'supervision.takeOver':
    case 'supervision.clearCall':
    case 'supervision.forceState':
    case 'supervision.signOut':
    case 'supervision.signOutOfQueue':
    case 'supervision.block':
    case 'supervision.unblock':
      return supervisionCommand(world, agent, asked, at, decision);
  }
}

/** Looking, and what a supervisor decides, needs no telephone. */
const withoutSigningIn: ReadonlySet<Method> = new Set([
  'agent.signIn',
  'agent.get',
  'agent.list',
  'call.detail',
  'agent.missedCalls',
  'leave.approve',
  'leave.refuse',
  'leave.list',
  'leave.limits',
  'leave.setLimit',
  'rights.mine',
  'statistics.agent',
  'statistics.queue',
  'statistics.queues',
  'statistics.group',
  'statistics.day',
  'directory.lists',
  'group.members',
  'queue.members',
  'queue.list',
  'queue.calls',
  'supervision.clearCall',
  'supervision.forceState',
  'supervision.signOut',
  'supervision.signOutOfQueue',
  'supervision.block',
  'supervision.unblock',
]);
