// Transfers: whom a call goes to, when that came to pass or failed, and what comes back.
import type { Exchange } from './exchange.ts';
import type { ModelCall } from './model-call.ts';
import { demand } from './refused.ts';

export type TransferKind = 'blind' | 'consultation' | 'conference' | 'callBack';

export type Transfer = {
  readonly kind: TransferKind;
  /** Null: whom it goes to is nobody of ours. */
  leg: ModelCall | null;
  /** Conferences go on then until they are finished, and a call that is to come back until it does. */
  isAnswered: boolean;
  readonly wasHeld: boolean;
};

/** `status` of `TransferFailed`. */
export const failure = {
  emptyAddress: '0',
  badAddress: '1',
  otherKindOfConnection: '2',
  refused: '6',
  busy: '7',
  broken: '8',
  sideLeft: '9',
  notFound: '10',
} as const;

/** @throws Refused it is no call that can be transferred. */
export function begin(exchange: Exchange, call: ModelCall, kind: TransferKind, phoneNumber: string): void {
  demand(call.state !== 'ended', 'the call has ended');
  demand(kind === 'blind' || call.state === 'connected', 'the call is not answered');
  demand(call.transfer === null && call.transferredFrom === null, 'the call is being transferred');
  const { user, cid } = call;
  call.transfer = { kind, leg: null, isAnswered: false, wasHeld: call.isHeld };
  if (kind === 'blind') hold(call, true);
  user.tell('OnTransferCall', { cid, wasConnected: call.state === 'connected' });
  if (kind === 'callBack') hold(call, true);
  const problem = problemOf(exchange, call, phoneNumber);
  if (problem !== null) return fail(call, problem);
  const target = exchange.userAt(phoneNumber);
  if (target !== null) call.transfer.leg = exchange.offerTransferred(target, call);
}

/** Whom it goes to has answered. */
export function answered(call: ModelCall): void {
  const { transfer } = call;
  if (transfer === null || transfer.isAnswered) return;
  transfer.isAnswered = true;
  if (transfer.kind === 'conference') return;
  call.user.tell('TransferSucceed', { cid: call.cid });
  if (transfer.kind === 'callBack') return;
  handOver(call);
  call.user.end(call);
}

/** It did not come to pass: the call is its user's as before. */
export function fail(call: ModelCall, status: string): void {
  const { transfer } = call;
  if (transfer === null) return;
  call.transfer = null;
  dropLeg(transfer);
  if (transfer.kind !== 'callBack' || !transfer.isAnswered) call.user.tell('TransferFailed', { cid: call.cid, status });
  if (call.state !== 'ended' && call.isHeld !== transfer.wasHeld) hold(call, transfer.wasHeld);
}

/** @throws Refused there is nothing to break off. */
export function breakOff(call: ModelCall): void {
  demand(call.transfer !== null, 'the call is not being transferred');
  if (call.transfer.kind === 'callBack' && call.transfer.isAnswered) return comeBack(call);
  fail(call, failure.broken);
  call.user.tell('TransferCallReturned', { cid: call.cid });
}

/** Whom it was transferred to is done with it. */
export function comeBack(call: ModelCall): void {
  const { transfer } = call;
  if (transfer === null) return;
  call.transfer = null;
  dropLeg(transfer);
  call.user.tell('TransferCallReturned', { cid: call.cid });
  hold(call, transfer.wasHeld);
}

/**
 * The operator leaves a conference of three. One that was never answered goes on without a SoftPhone, and ends with a WebPhone.
 *
 * @throws Refused there is no such conference.
 */
export function finishConference(call: ModelCall): void {
  const { transfer, user } = call;
  demand(transfer?.kind === 'conference', 'the call is in no transfer by conference');
  if (!transfer.isAnswered && user.phone === 'web') {
    fail(call, failure.sideLeft);
    return endBoth(call);
  }
  user.tell('TransferSucceed', { cid: call.cid });
  handOver(call);
  call.end();
  user.leave(call);
}

/** The leg of whom a call is transferred to is over, by his own doing. */
export function legLeft(leg: ModelCall, wasAnswered: boolean): void {
  const from = leg.transferredFrom;
  if (from?.transfer === null || from === null) return;
  from.transfer.leg = null;
  if (!wasAnswered) fail(from, failure.refused);
  else if (from.transfer.kind === 'callBack') comeBack(from);
  else fail(from, failure.sideLeft);
}

function endBoth(call: ModelCall): void {
  const { other } = call;
  call.user.end(call);
  other?.user.end(other);
}

function hold(call: ModelCall, on: boolean): void {
  call.isHeld = on;
  call.user.tell('CallStatus', call.status());
}

/** Who was at the other side has whom it went to. */
function handOver(call: ModelCall): void {
  const { other, transfer } = call;
  const leg = transfer?.leg ?? null;
  if (other !== null) other.other = leg;
  if (leg !== null) {
    leg.other = other;
    leg.transferredFrom = null;
  }
  call.other = call.transfer = null;
}

function dropLeg({ leg }: Transfer): void {
  if (leg === null) return;
  leg.transferredFrom = null;
  leg.user.end(leg);
}

function problemOf(exchange: Exchange, call: ModelCall, phoneNumber: string): string | null {
  if (phoneNumber === '') return failure.emptyAddress;
  if (!exchange.isAddress(phoneNumber)) return failure.badAddress;
  if (call.isText) return failure.otherKindOfConnection;
  const target = exchange.userAt(phoneNumber);
  if (target === null) return null;
  if (!target.isRegistered || target === call.user) return failure.notFound;
  return target.isBusy ? failure.busy : null;
}
