// What chance lets people ask of the calls and states around them.
import type { AgentId, CallId, Command, Configuration, GroupId, QueueId, SessionId, Target } from '@cordboard/domain';
import type { Floor } from '../../packages/domain/src/support/floor.ts';

const queueOf = (b: number): QueueId => (b % 3 === 0 ? 'help' : 'sales') as QueueId;

export const ordinary = (callId: CallId, to: Target, b: number): readonly Command[] => [
  { method: 'agent.setReady', params: {} },
  { method: 'agent.setReady', params: {} },
  { method: 'agent.setNotReady', params: { reason: 'break' } },
  { method: 'agent.finishWrapUp', params: b % 2 === 0 ? {} : { state: 'ready' } },
  { method: 'agent.signOut', params: {} },
  { method: 'call.make', params: { to } },
  { method: 'call.answer', params: { callId } },
  { method: 'call.reject', params: { callId } },
  { method: 'call.hangUp', params: { callId } },
  { method: 'call.hold', params: { callId } },
  { method: 'call.retrieve', params: { callId } },
  { method: 'call.mute', params: { callId } },
  { method: 'call.unmute', params: { callId } },
  ...Array.from({ length: 4 }, (): Command => ({ method: 'call.transfer', params: { callId, to } })),
  { method: 'call.setData', params: { callId, data: { order: String(b) } } },
  { method: 'call.sendDigits', params: { callId, digits: '12' } },
  { method: 'recording.pause', params: { callId } },
  { method: 'recording.resume', params: { callId } },
  { method: 'agent.list', params: {} },
  { method: 'call.grade', params: { callId, language: b % 8 === 0 ? 'zh' : 'en' } },
  { method: 'phone.check', params: {} },
  { method: 'queue.signIn', params: {} },
  { method: b % 2 === 0 ? 'queue.signIn' : 'queue.signOut', params: { queueIds: [queueOf(b)] } },
  { method: 'queue.take', params: { callId } },
  ...consultations(callId, to),
];

export const consultations = (callId: CallId, to: Target): readonly Command[] => [
  { method: 'call.consult', params: { callId, to } },
  { method: 'call.consult', params: { callId, to } },
  { method: 'call.consult', params: { callId, to } },
  { method: 'call.invite', params: { callId, to } },
  { method: 'call.invite', params: { callId, to } },
  { method: 'call.alternate', params: { callId } },
  { method: 'call.alternate', params: { callId } },
  { method: 'call.conference', params: { callId } },
  { method: 'call.completeTransfer', params: { callId } },
  { method: 'call.endConsultation', params: { callId } },
  { method: 'call.grade', params: { callId, language: 'en' } },
];

export const leaves = (a: number, b: number): readonly Command[] => [
  { method: 'leave.apply', params: { reason: 'lunch', ...(b % 2 === 0 ? { durationMs: 20_000 } : {}) } },
  { method: 'leave.apply', params: { reason: 'break' } },
  { method: 'leave.cancel', params: {} },
  { method: 'leave.setLimit', params: { groupId: 'floor' as GroupId, maximumAway: [null, 0, 1, 2][a % 4] ?? null } },
  { method: 'statistics.agent', params: {} },
];

export const leaveDecision = (agentId: AgentId, b: number): Command =>
  b % 3 > 0
    ? { method: 'leave.approve', params: { agentId } }
    : { method: 'leave.refuse', params: { agentId, reason: 'busy' } };

const modes = ['listen', 'whisper', 'bargeIn'] as const;

export const supervisions = (agentId: AgentId, b: number): readonly Command[] => [
  ...modes.map((mode): Command => ({ method: `supervision.${mode}`, params: { agentId } })),
  ...modes.map((mode): Command => ({ method: `supervision.${mode}`, params: { agentId } })),
  ...modes.map((mode): Command => ({ method: 'supervision.switchTo', params: { mode } })),
  { method: 'supervision.end', params: {} },
  { method: 'supervision.pickUp', params: { agentId } },
  { method: 'supervision.pickUp', params: { agentId } },
  { method: 'supervision.takeOver', params: { agentId } },
  { method: 'supervision.takeOver', params: { agentId } },
  { method: 'supervision.clearCall', params: { agentId } },
  {
    method: 'supervision.forceState',
    params: { agentId, state: b % 8 === 1 ? 'ready' : 'notReady', reason: 'forced' },
  },
  { method: 'supervision.signOut', params: { agentId } },
  { method: 'supervision.signOutOfQueue', params: { agentId, queueId: queueOf(b) } },
  { method: b % 4 === 1 ? 'supervision.block' : 'supervision.unblock', params: { agentId } },
  { method: 'supervision.unblock', params: { agentId } },
];

export function targetIn({ agents, devices, queues, ivrs }: Configuration, n: number): Target {
  const targets: Target[] = [
    { kind: 'agent', agentId: agents[(n >> 2) % agents.length]!.id },
    { kind: 'device', deviceId: devices[(n >> 2) % devices.length]!.id },
    { kind: 'queue', queueId: queues[(n >> 2) % queues.length]!.id },
    { kind: 'ivr', ivrId: ivrs[0]!.id },
    { kind: 'number', number: n % 2 === 0 ? '01012345678' : '999' },
  ];
  return targets[n % targets.length]!;
}

/**
 * A program that watches beside an agent's own comes, is gone, or steers.
 *
 * @returns the one that steers.
 */
export function beside(floor: Floor, agentId: AgentId, b: number, newId: string): SessionId | null {
  const [companion] = floor.world.agents.get(agentId)?.companionIds ?? [];
  if (companion === undefined || b % 3 === 0) floor.accompany(agentId, newId);
  else if (b % 3 === 1) floor.lose(agentId, companion, b % 4 === 0 ? 'ended' : 'lost');
  else return companion;
  return null;
}
