// What a call does with requests inside its dialog (RFC 3261 §12.2.2, RFC 6086, RFC 3262, RFC 3311).
import { describedBy } from './body.ts';
import type { Call } from './call.ts';
import { causeOfBye } from './cause.ts';
import { contactFor } from './dialog.ts';
import { add, bodyType, contact, header } from './message.ts';
import { allowedMethods, responseTo, supportedOptions } from './replies.ts';
import type { Transaction } from './transaction.ts';

export function answerRequest(call: Call, transaction: Transaction): void {
  const { request } = transaction;
  if (!call.inOrder(request)) {
    transaction.respond(responseTo(request, 500, '', 'Out of order'));
    return;
  }
  if (call.phase === 'ended') {
    // Our BYE and this crossed: theirs is fine, anything else comes too late.
    transaction.respond(responseTo(request, request.method === 'BYE' ? 200 : 481));
    return;
  }
  switch (request.method) {
    case 'BYE':
      bye(call, transaction);
      return;
    case 'INVITE':
      call.offers.receive(transaction);
      return;
    case 'UPDATE':
      update(call, transaction);
      return;
    case 'INFO':
      info(call, transaction);
      return;
    case 'PRACK':
      transaction.respond(responseTo(request, call.setup?.acknowledged(request) === true ? 200 : 481));
      return;
    case 'REFER':
      call.references.receive(transaction);
      return;
    case 'NOTIFY':
      notify(call, transaction);
      return;
    case 'OPTIONS': {
      const response = responseTo(request, 200);
      add(response, 'allow', allowedMethods);
      add(response, 'supported', supportedOptions);
      transaction.respond(response);
      return;
    }
    default: {
      const response = responseTo(request, 405);
      add(response, 'allow', allowedMethods);
      transaction.respond(response);
    }
  }
}

function notify(call: Call, transaction: Transaction): void {
  const { request } = transaction;
  const event = (header(request, 'event') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (event === 'refer') call.references.notified(transaction);
  else if (event === 'talk' && call.context.options.allowEvents?.includes('talk') === true) {
    transaction.respond(responseTo(request, 200));
    call.events.emit('talk', {});
  } else transaction.respond(responseTo(request, 489));
}

function bye(call: Call, transaction: Transaction): void {
  const { request } = transaction;
  transaction.respond(responseTo(request, 200));
  const early = call.phase !== 'established';
  call.finish(causeOfBye(request), null);
  if (early) call.setup?.peerGone();
  call.forget();
}

function update(call: Call, transaction: Transaction): void {
  const { request } = transaction;
  const described = describedBy(request);
  if ('unsupported' in described || described.sdp !== null) {
    call.offers.receive(transaction);
    return;
  }
  const tooSmall = call.sessionTimer.refreshed(request);
  if (tooSmall !== null) {
    transaction.respond(tooSmall);
    return;
  }
  const target = contact(request);
  if (call.dialog !== null && target !== null) call.dialog.remoteTarget = target.uri;
  const response = responseTo(request, 200);
  if (call.dialog !== null) add(response, 'contact', contactFor(transaction.flow, call.dialog.localUser));
  call.sessionTimer.writeAnswer(request, response);
  transaction.respond(response);
}

const SIGNAL = /^\s*Signal\s*=\s*([0-9*#A-D])\s*$/im;

function info(call: Call, transaction: Transaction): void {
  const { request } = transaction;
  const type = bodyType(request);
  if (type !== '' && type !== 'application/dtmf-relay' && type !== 'application/dtmf') {
    // RFC 6086 §4.2.2: an INFO of a package we did not offer; other bodies (media control) are refused alike.
    const refused = responseTo(request, header(request, 'info-package') === undefined ? 415 : 469);
    add(refused, 'accept', 'application/dtmf-relay, application/dtmf');
    transaction.respond(refused);
    return;
  }
  transaction.respond(responseTo(request, 200));
  const digit =
    type === 'application/dtmf' ? /^\s*([0-9*#A-D])\s*$/i.exec(request.body)?.[1] : SIGNAL.exec(request.body)?.[1];
  if (digit !== undefined) call.events.emit('digit', { digit: digit.toUpperCase() });
}
