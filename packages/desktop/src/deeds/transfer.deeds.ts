// Sending calls on, with and without asking first.
import type { CordboardClient } from '@cordboard/client';
import type { ModelCall } from '../agent/model.ts';
import { Refusal } from '../agent/refusal.ts';
import { isHeld } from '../agent/happenings.ts';
import type { Desk } from '../desk.ts';
import { callNow, isPhase } from './call.deeds.ts';
import type { Deeds } from './deed.ts';
import { isOver } from './telephone.deeds.ts';

type Target = Parameters<CordboardClient['methods']['call']['transfer']>[0]['to'];

/** @param customString what is attached to the call before it goes. */
async function send(desk: Desk, call: ModelCall, to: Target, customString: string, consults: boolean): Promise<null> {
  const client = desk.cti.client(call.ctiIndex);
  const { callId } = call;
  if (customString !== '') await client.call('call.setData', { callId, data: { customString } });
  await client.call(consults ? 'call.consult' : 'call.transfer', { callId, to });
  await desk.settle(consults ? isPhase(callId, 'consulting') : isOver(callId));
  return null;
}

/** @throws Refusal unless exactly one of the two is named. */
function agentOrGroup(workerNum: string | null, groupId: string | null, desk: Desk): Target {
  const agent = workerNum ?? '';
  const group = groupId ?? '';
  if ((agent === '') === (group === '')) throw new Refusal('badParameter', 'Either an agent or a group.');
  if (agent === '') return { kind: 'queue', queueId: group };
  if (agent === desk.model.workerNum) throw new Refusal('onSelf');
  return { kind: 'agent', agentId: agent };
}

/** Of version 6: an agent where one is named, else the group. */
const agentElseGroup = (workerNum: string, groupId: string, desk: Desk): Target =>
  workerNum === '' ? agentOrGroup(null, groupId, desk) : agentOrGroup(workerNum, null, desk);

function outside(number: string): Target {
  if (number.trim() === '') throw new Refusal('emptyNumber');
  return { kind: 'number', number: number.trim() };
}

/** The held call that is named, or the present one. */
function callNamed(desk: Desk, ctiIndex: number | null, channel: number | null): ModelCall {
  if (ctiIndex === null && channel === null) return callNow(desk);
  const call = desk.model.calls.find((one) => one.ctiIndex === ctiIndex && one.channel === channel);
  if (call === undefined || call.phase === 'over') throw new Refusal('noSuchSession');
  return call;
}

/** The call in which somebody is asked. */
function consultation({ model }: Desk): ModelCall {
  const call =
    model.calls.find((one) => isHeld(one) && one.holdType === 1) ??
    model.calls.find(({ phase }) => phase === 'talking');
  if (call === undefined) throw new Refusal('notWorking');
  return call;
}

export const transferDeeds: Deeds<
  | 'xferAgent'
  | 'xfer'
  | 'xferConsult'
  | 'xferExt'
  | 'xferExtConsult'
  | 'callIvr'
  | 'completeXfer'
  | 'cancelXfer'
  | 'conference'
> = {
  xferAgent: (desk, { workerNum, groupId, index, channel, customString, consultative }) => {
    const to = agentOrGroup(workerNum, groupId, desk);
    return send(desk, callNamed(desk, index, channel), to, customString, consultative);
  },
  xfer: (desk, params) => {
    const to = agentElseGroup(params.workerNum, params.groupId, desk);
    const call = 'channel' in params ? callNamed(desk, params.ctiIndex, params.channel) : callNow(desk);
    return send(desk, call, to, params.customString, false);
  },
  xferConsult: (desk, { groupId, workerNum, customString }) =>
    send(desk, callNow(desk), agentElseGroup(workerNum, groupId, desk), customString, true),
  xferExt: (desk, params) => {
    const to = outside(params.calledTelNum);
    return send(
      desk,
      'channel' in params ? callNamed(desk, params.ctiIndex, params.channel) : callNow(desk),
      to,
      '',
      false,
    );
  },
  xferExtConsult: (desk, { calledTelNum }) => send(desk, callNow(desk), outside(calledTelNum), '', true),
  /** `invokeType` 1: the agent's part ends first, which is what sending it there does in any case. */
  callIvr: (desk, { ivrId, customString }) => send(desk, callNow(desk), { kind: 'ivr', ivrId }, customString, false),
  async completeXfer(desk) {
    const { ctiIndex, callId } = consultation(desk);
    await desk.cti.client(ctiIndex).call('call.completeTransfer', { callId });
    await desk.settle(isOver(callId));
    return null;
  },
  async cancelXfer(desk) {
    const { ctiIndex, callId } = consultation(desk);
    await desk.cti.client(ctiIndex).call('call.endConsultation', { callId });
    await desk.settle(isPhase(callId, 'talking'));
    return null;
  },
  async conference(desk) {
    const { ctiIndex, callId } = consultation(desk);
    await desk.cti.client(ctiIndex).call('call.conference', { callId });
    return null;
  },
};
