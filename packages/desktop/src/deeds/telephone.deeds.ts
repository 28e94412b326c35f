// The telephone itself: answering, hanging up, registrars, sound devices.
import { presentCall, type Desk } from '../desk.ts';
import { Refusal } from '../agent/refusal.ts';
import { limits } from '../limits.ts';
import type { Deeds } from './deed.ts';

async function answer(desk: Desk): Promise<null> {
  const { telephone, model } = desk;
  // The CTI server may tell of a call a little before the registrar brings it.
  const isComing = model.calls.some(({ phase }) => phase === 'ringing');
  if (isComing && !telephone.rings)
    await desk.until(() => telephone.rings, limits.answerWaitsForInviteMs).catch(() => {});
  await telephone.answer();
  await desk.settle(({ calls }) => calls.every(({ phase }) => phase !== 'ringing'));
  return null;
}

/** In a consultation the other two are left together, as when one hangs up an ordinary telephone; else all calls end. */
async function hangUp(desk: Desk): Promise<null> {
  const { cti, model, telephone } = desk;
  const call = presentCall(model);
  const asks = model.calls.find(({ holdType, isHeld, phase }) => isHeld && holdType === 1 && phase !== 'over');
  if (asks !== undefined) {
    await cti.client(asks.ctiIndex).call('call.completeTransfer', { callId: asks.callId });
    await desk.settle(isOver(asks.callId));
    return null;
  }
  const hadLine = telephone.hangUp();
  if (!hadLine && call === null) throw new Refusal('noWorkingSession');
  // A call whose telephone is not here, such as one still on its way.
  if (!hadLine && call !== null) await cti.client(call.ctiIndex).call('call.hangUp', { callId: call.callId });
  await desk.settle(({ calls }) => calls.every(({ phase }) => phase === 'over'));
  return null;
}

export const isOver =
  (callId: string) =>
  ({ calls }: Desk['model']): boolean =>
    calls.every((one) => one.callId !== callId || one.phase === 'over');

export const telephoneDeeds: Deeds<
  | 'offHook'
  | 'onHook'
  | 'answer'
  | 'hangup'
  | 'getPhoneAccountList'
  | 'getSipAccounts'
  | 'getSoundDevices'
  | 'setSoundDevice'
> = {
  offHook: answer,
  answer,
  onHook: hangUp,
  hangup: hangUp,
  getPhoneAccountList: ({ model }) => model.phoneAccounts,
  getSipAccounts: ({ model }) => model.sipAccounts,
  getSoundDevices: ({ soundDevices }) => soundDevices,
  setSoundDevice({ soundDevices, happened }, { captureDeviceId, playbackDeviceId }) {
    const isThere = (id: number): boolean => id === -1 || soundDevices.some((device) => device.id === id);
    if (!isThere(captureDeviceId) || !isThere(playbackDeviceId)) throw new Refusal('badParameter', 'No such device.');
    happened({ name: 'soundDevice', detail: { captureDeviceId, playbackDeviceId } });
    return null;
  },
};
