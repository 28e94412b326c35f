// What somebody may do now: the same rows that decide, looked up for every method; what buttons are enabled is this.
import { contextOf } from '../agents/agent.decide.ts';
import { leaveMachine } from '../approvals/leave.table.ts';
import type { LeaveInput } from '../approvals/leave.table.ts';
import type { Agent } from '../agents/agent.ts';
import type { AgentInput } from '../agents/agent.table.ts';
import { agentMachine } from '../agents/agent.table.ts';
import { rowFor } from '../calls/connection.decide.ts';
import type { ConnectionInput } from '../calls/connection.table.ts';
import type { Connection } from '../calls/call.ts';
import { together } from '../calls/conversation.ts';
import { agentIdOf, connectionOfAgent, isOffer } from '../calls/parties.ts';
import type { Method } from '../command.ts';
import type { Right } from '../configuration.ts';
import { consultationRow } from '../consultation/consultation.decide.ts';
import type { ConsultationInput } from '../consultation/consultation.table.ts';
import { gradeRefusal } from '../grading/grading.decide.ts';
import type { AgentId, CallId } from '../ids.ts';
import { pauseRefusal, resumeRefusal } from '../recording/pause.decide.ts';
import { mayTransfer } from '../transfer/transfer.decide.ts';
import { blockedFromMethod } from './blocked.ts';
import { keptFrom, roleOf } from './reach.ts';
import type { World } from '../world.ts';

const stateMethods: readonly (readonly [Method, AgentInput])[] = [
  ['agent.signIn',       'signIn'],
  ['agent.signOut',      'signOut'],
  ['agent.setReady',     'setReady'],
  ['agent.setNotReady',  'setNotReady'],
  ['agent.finishWrapUp', 'finishWrapUp'],
  ['call.make',          'makeCall'],
  ['phone.check',        'makeCall'],
];

const leaveMethods: readonly (readonly [Method, LeaveInput])[] = [
  ['leave.apply',  'apply'],
  ['leave.cancel', 'cancel'],
];

const callMethods: readonly (readonly [Method, ConnectionInput])[] = [
  ['call.answer',     'answer'],
  ['call.reject',     'reject'],
  ['call.hangUp',     'clear'],
  ['call.hold',       'hold'],
  ['call.retrieve',   'retrieve'],
  ['call.mute',       'mute'],
  ['call.unmute',     'unmute'],
  ['call.sendDigits', 'sendDigits'],
  ['call.transfer',   'transfer'],
  ['call.grade',      'grade'],
];

const consultationMethods: readonly (readonly [Method, ConsultationInput])[] = [
  ['call.consult',          'consult'],
  ['call.invite',           'invite'],
  ['call.alternate',        'alternate'],
  ['call.conference',       'conference'],
  ['call.completeTransfer', 'completeTransfer'],
  ['call.endConsultation',  'endConsultation'],
];

/** What needs no call of his own; whom it may be done to is asked of the other's state and group. */
const supervisionMethods: readonly (readonly [Method, Right, needsFreePhone: boolean])[] = [
  ['supervision.listen',     'listen',       true],
  ['supervision.whisper',    'whisper',      true],
  ['supervision.bargeIn',    'bargeIn',      true],
  ['supervision.pickUp',     'pickUp',       true],
  ['supervision.takeOver',   'takeOver',     true],
  ['supervision.clearCall',  'clearCall',    false],
  ['supervision.forceState', 'forceState',   false],
  ['supervision.signOut',    'signOutOther', false],
  ['supervision.signOutOfQueue', 'signOutOther', false],
  ['supervision.block',      'forceState',   false],
  ['supervision.unblock',    'forceState',   false],
];

/**
 * The methods that reasons of state do not forbid.
 *
 * @param callId one of his calls; null: his own state.
 */
export function allowedMethods(world: World, agentId: AgentId, callId: CallId | null): readonly Method[] {
  const agent = world.agents.get(agentId);
  if (agent === undefined) return [];
  const methods = callId === null ? allowedOnState(world, agent) : allowedOnCall(world, agentId, callId);
  return methods.filter((method) => !keptFrom(world, agent, method) && !blockedFromMethod(agent, method));
}

function allowedOnState(world: World, agent: Agent): Method[] {
  const agentId = agent.id;
  const context = contextOf(world, agent);
  const methods: Method[] = [];
  for (const [method, input] of stateMethods) {
    if (agentMachine.find(agent.state, input, context) !== null) methods.push(method);
  }
  if (agent.state !== 'null') {
    methods.push('queue.signIn', 'queue.signOut');
    const leave = world.leaves.get(agentId)?.state ?? 'null';
    for (const [method, input] of leaveMethods) {
      if (leaveMachine.find(leave, input, null) !== null) methods.push(method);
    }
  }
  if (agent.deviceId !== null && agentMachine.find(agent.state, 'makeCall', context) !== null) methods.push('queue.take');
  const role = roleOf(world, agentId);
  if (role === undefined || role.rank === 'agent' || role.rights.length === 0) return methods;
  const free = agent.deviceId !== null && agentMachine.find(agent.state, 'makeCall', context) !== null;
  for (const [method, right, needsFreePhone] of supervisionMethods) {
    if (role.rights.includes(right) && (free || !needsFreePhone)) methods.push(method);
  }
  return methods;
}

function allowedOnCall(world: World, agentId: AgentId, callId: CallId): Method[] {
  const call = world.calls.get(callId);
  const connection = call === undefined ? undefined : connectionOfAgent(call, agentId);
  if (call === undefined || connection === undefined) return [];
  const found = { call, connection };
  const methods: Method[] = ['call.setData'];
  for (const [method, input] of callMethods) {
    if (rowFor(found, input) === null) continue;
    if (method === 'call.transfer' && !mayTransfer(found)) continue;
    if (method === 'call.grade' && gradeRefusal(world, found) !== null) continue;
    if (method === 'call.sendDigits' && !together(call, connection).some(hears)) continue;
    methods.push(method);
  }
  if (pauseRefusal(found) === null) methods.push('recording.pause');
  if (resumeRefusal(found) === null) methods.push('recording.resume');
  if (agentIdOf(connection) === null) return methods;
  for (const [method, input] of consultationMethods) {
    if (consultationRow(found, input) !== null) methods.push(method);
  }
  return methods;
}

const hears = (other: Connection): boolean => !isOffer(other) || other.earlyMedia;
