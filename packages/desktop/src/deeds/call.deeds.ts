// Calling, holding, keys.
import { wireCall, type ModelCall } from '../agent/model.ts';
import { Refusal } from '../agent/refusal.ts';
import { isHeld } from '../agent/happenings.ts';
import { presentCall, type Desk } from '../desk.ts';
import { limits } from '../limits.ts';
import type { Deeds } from './deed.ts';

const idle = 4;

/** @throws Refusal when no call is going on. */
export function callNow({ model }: Desk): ModelCall {
  const call = presentCall(model);
  if (call === null) throw new Refusal('notWorking');
  return call;
}

/** A call that no CTI server holds is held by the telephone itself. */
async function hold(desk: Desk): Promise<null> {
  const { cti, model, telephone } = desk;
  const call = presentCall(model);
  if (call !== null && call.phase === 'talking' && isWatched(desk, call.ctiIndex)) {
    await cti.client(call.ctiIndex).call('call.hold', { callId: call.callId });
    await desk.settle(isPhase(call.callId, 'held'));
    return null;
  }
  const line = telephone.lines.find(
    ({ state, isHeld: held, callId, account }) =>
      state === 'Confirmed' &&
      !held &&
      (callId === null || !isWatched(desk, telephone.accounts[account]?.ctiIndex ?? -1)),
  );
  if (line !== undefined) await telephone.hold(line.id, true);
  else throw new Refusal(call === null ? 'notWorking' : 'unexpectedState');
  return null;
}

const isWatched = ({ cti }: Desk, ctiIndex: number): boolean => cti.servers[ctiIndex]?.connection === 'Ok';

async function unHold(desk: Desk, ctiIndex: number | null, channel: number | null): Promise<null> {
  if ((ctiIndex === null) !== (channel === null)) throw new Refusal('badParameter', 'Index and channel go together.');
  const held = desk.model.calls.filter(isHeld);
  if (held.length === 0 && ctiIndex === null) return unHoldLine(desk);
  const wanted = ctiIndex === null ? held[0] : held.find((one) => one.ctiIndex === ctiIndex && one.channel === channel);
  if (wanted === undefined) throw new Refusal('noSuchSession');
  if (wanted.phase === 'consulting') throw new Refusal('noUnholdInConsult');
  const talking = desk.model.calls.find(({ phase }) => phase === 'talking');
  if (talking !== undefined) await desk.cti.client(talking.ctiIndex).call('call.hold', { callId: talking.callId });
  await desk.cti.client(wanted.ctiIndex).call('call.retrieve', { callId: wanted.callId });
  await desk.settle(isPhase(wanted.callId, 'talking'));
  return null;
}

export const isPhase =
  (callId: string, phase: ModelCall['phase']) =>
  ({ calls }: Desk['model']): boolean =>
    calls.some((one) => one.callId === callId && one.phase === phase);

async function unHoldLine({ telephone }: Desk): Promise<null> {
  const line = telephone.lines.find(({ isHeld: held }) => held);
  if (line === undefined) throw new Refusal('noSuchSession');
  await telephone.hold(line.id, false);
  return null;
}

export const callDeeds: Deeds<
  | 'dial'
  | 'getCurrentCall'
  | 'getCalls'
  | 'getHeldCalls'
  | 'getHoldList'
  | 'hold'
  | 'unHold'
  | 'mute'
  | 'unMute'
  | 'sendDigits'
> = {
  /** Answered when one's own telephone is off the hook; the far end rings from then on. */
  async dial(desk, { calledTelNum, callingTelNum }) {
    const number = calledTelNum.trim();
    if (number === '') throw new Refusal('emptyNumber');
    if (desk.model.state !== idle) throw new Refusal('notIdle');
    const client = desk.cti.client();
    const { callId } = await client.call('call.make', {
      to: { kind: 'number', number },
      ...(callingTelNum === '' ? {} : { displayNumber: callingTelNum }),
    });
    try {
      await desk.until(({ teleState }) => teleState === 1, limits.offHookTimeoutMs);
    } catch (error) {
      await client.call('call.hangUp', { callId }).catch(() => {});
      throw error;
    }
    return null;
  },
  getCurrentCall: ({ model }) => {
    const call = presentCall(model);
    return call === null ? null : wireCall(call);
  },
  getCalls: ({ model }) => model.calls.map(wireCall),
  getHeldCalls: ({ model }) => model.calls.filter((call) => call.isHeld).map(wireCall),
  getHoldList: ({ model }) =>
    model.calls
      .filter(isHeld)
      .map(({ ctiIndex, channel, callId }) => ({ index: ctiIndex, channel, sessionId: callId })),
  hold,
  unHold: (desk, params) => unHold(desk, 'index' in params ? params.index : params.ctiIndex, params.channel),
  async mute(desk) {
    const { ctiIndex, callId } = callNow(desk);
    await desk.cti.client(ctiIndex).call('call.mute', { callId });
    return null;
  },
  async unMute(desk) {
    const { ctiIndex, callId } = callNow(desk);
    await desk.cti.client(ctiIndex).call('call.unmute', { callId });
    return null;
  },
  async sendDigits(desk, { digits }) {
    const { ctiIndex, callId } = callNow(desk);
    await desk.cti.client(ctiIndex).call('call.sendDigits', { callId, digits });
    return null;
  },
};
