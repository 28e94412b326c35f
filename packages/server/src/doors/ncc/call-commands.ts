// What is asked of a user's calls: the call is found by its `cid`, the rest is the core's.
import { errors } from '@cordboard/contract';
import { transferCodeOfRefusal } from '@cordboard/contract/dialects/ncc';
import type { CallId, Command, Target } from '@cordboard/domain';
import type { Attached } from './attached.ts';
import type { CallStatus } from './call-status.ts';
import { failure, ok, okThen, refusal, type Outcome } from './outcome.ts';
import { began, failed } from './transfers.ts';

type Cid = { readonly cid: string | number };
type CallMethod = Extract<Command, { readonly params: { readonly callId: CallId } }>['method'];

const unknownCall = failure('cid: he has no such call.');
const noSession = 'There is no session for this call.';
const overCall = failure('cid: this call is over.');

export const callIdOf = ({ params }: CallStatus): CallId => params['sessionId'] as CallId;

/** A call of his that is not over, or what is answered instead. */
export function liveCall(user: Attached, { cid }: Cid): CallStatus | { readonly instead: Outcome } {
  const status = user.calls.find(cid);
  if (status === undefined) return { instead: unknownCall };
  return status.state === 'ended' ? { instead: overCall } : status;
}

const ask = async (user: Attached, command: Command): Promise<Outcome> => {
  const reply = await user.command(command);
  return 'refused' in reply ? refusal(reply) : ok;
};

const about = (user: Attached, method: CallMethod, status: CallStatus, more: object = {}): Promise<Outcome> =>
  ask(user, { method, params: { callId: callIdOf(status), ...more } } as Command);

export const onCall =
  (method: CallMethod) =>
  (user: Attached, fields: Cid): Outcome | Promise<Outcome> => {
    const found = liveCall(user, fields);
    return 'instead' in found ? found.instead : about(user, method, found);
  };

export const hangUp = onCall('call.hangUp');

/** A number, or the user part of a SIP URI. */
function targetOf(phoneNumber: string): Target {
  const [, user = phoneNumber] = /^sips?:([^@;?]+)/iu.exec(phoneNumber.trim()) ?? [];
  return { kind: 'number', number: user.trim() };
}

export const makeCall = (user: Attached, { phoneNumber }: { readonly phoneNumber: string }): Promise<Outcome> =>
  ask(user, { method: 'call.make', params: { to: targetOf(phoneNumber) } });

/** Ends the work on a call that is over. */
export function close(user: Attached, { cid }: Cid): Outcome | Promise<Outcome> {
  const status = user.calls.find(cid);
  if (status === undefined) return unknownCall;
  if (status.state !== 'ended') return failure('cid: this call is not over.');
  if (user.wrapUpCallId === callIdOf(status)) return ask(user, { method: 'agent.finishWrapUp', params: {} });
  return okThen(() => user.tell(...user.calls.close(status.cid)));
}

/** Asking for what is so already changes nothing. */
export const switched =
  (flag: 'hold' | 'muted', on: CallMethod, off: CallMethod) =>
  (user: Attached, fields: Cid & { readonly on: boolean }): Outcome | Promise<Outcome> => {
    const found = liveCall(user, fields);
    if ('instead' in found) return found.instead;
    return found[flag] === fields.on ? ok : about(user, fields.on ? on : off, found);
  };

export function sendDigits(user: Attached, fields: Cid & { readonly DTMFString: string }) {
  const found = liveCall(user, fields);
  if ('instead' in found) return found.instead;
  if (fields.DTMFString.includes('!')) return failure('DTMFString: there is no flash here.');
  return about(user, 'call.sendDigits', found, { digits: fields.DTMFString });
}

/** Where the one who is meant cannot be had, the transfer was begun and failed: modules wait for that. */
export const sendOn =
  (method: 'call.transfer' | 'call.consult' | 'call.invite') =>
  async (user: Attached, fields: Cid & { readonly phoneNumber: string }): Promise<Outcome> => {
    const found = liveCall(user, fields);
    if ('instead' in found) return found.instead;
    const { cid, state } = found;
    const params = { callId: callIdOf(found), to: targetOf(fields.phoneNumber) };
    const reply = await user.command({ method, params });
    if (!('refused' in reply)) return ok;
    const code = transferCodeOfRefusal[reply.refused];
    if (code === undefined) return refusal(reply);
    return okThen(() => {
      user.tell(...began(cid, state === 'connected'));
      user.tell(...failed(cid, code));
    });
  };

export async function breakTransfer(user: Attached, fields: Cid): Promise<Outcome> {
  const found = liveCall(user, fields);
  if ('instead' in found) return found.instead;
  user.calls.transfers.breaks(found.cid, true);
  const outcome = await about(user, 'call.endConsultation', found);
  if (outcome !== ok) user.calls.transfers.breaks(found.cid, false);
  return outcome;
}

export function setActive(user: Attached, fields: Cid): Outcome {
  const status = user.calls.find(fields.cid);
  return status === undefined ? unknownCall : okThen(() => user.tell('CurrentCall', { cid: status.cid }));
}

/** `enable`: nothing of the call goes on record. Whether it came to pass is told behind the answer, whatever stood against it. */
export async function setSecureMode(user: Attached, fields: Cid & { readonly enable: boolean }): Promise<Outcome> {
  const found = liveCall(user, fields);
  const cid = 'instead' in found ? fields.cid : found.cid;
  const error = 'instead' in found ? noSession : await secureModeError(user, found, fields.enable);
  return okThen(() => user.tell('SetSessionModeResponse', { cid, ...(error !== null && { error }) }));
}

/** @returns what stood against it, or null. */
async function secureModeError(user: Attached, status: CallStatus, isOn: boolean): Promise<string | null> {
  const method = isOn ? 'recording.pause' : 'recording.resume';
  const reply = await user.command({ method, params: { callId: callIdOf(status) } });
  return 'refused' in reply ? errors[reply.refused].en : null;
}
