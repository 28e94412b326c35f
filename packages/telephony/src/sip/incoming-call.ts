// An INVITE that begins a call: who sends it, whether it can be taken, and the call it becomes (RFC 3261 §8.2, §13.3).
import { sipLimits } from '../limits.ts';
import { Answering } from './answering.ts';
import type { Authentication } from './authentication.ts';
import { describedBy } from './body.ts';
import { Call } from './call.ts';
import type { SipContext } from './context.ts';
import { dialogOfInvite } from './dialog.ts';
import { count } from './flow.ts';
import { newTag } from './ids.ts';
import { add, callId, contact, from, header, headerLines, userOf } from './message.ts';
import type { SipResponse } from './message.ts';
import type { Registration } from './registration.ts';
import { replacedCall } from './replaces.ts';
import { responseTo } from './replies.ts';
import type { SipCall, SipOrigin } from './sip-server.ts';
import type { Transaction } from './transaction.ts';
import { parseUri } from './uri.ts';

/** Takes an INVITE outside dialogs; `offer` hands the new call on and says whether anybody took it. */
export function receiveInvite(
  context: SipContext,
  authentication: Authentication,
  transaction: Transaction,
  offer: (call: SipCall, origin: SipOrigin) => boolean,
): void {
  const { request, source } = transaction;
  const caller = userOf(from(request));
  const called = context.registrations.get(parseUri(request.uri)?.user ?? '');
  const origin = originOf(context, authentication, transaction, caller, called);
  if ('status' in origin) {
    transaction.answerOnce(origin);
    return;
  }
  source.proven?.();
  const refusal = refusalOf(context, transaction);
  if (refusal !== null) {
    transaction.respond(refusal);
    return;
  }
  transaction.respond(responseTo(request, 100));
  count(context.counters, 'invitesReceived');
  const call = makeCall(context, transaction, caller, called, origin);
  if (!offer(call, origin)) call.end('unreachable');
}

/** Who sends it, or the answer that he gets instead. @param called the registration of ours whose Contact the Request-URI names */
function originOf(
  context: SipContext,
  authentication: Authentication,
  { request, source }: Transaction,
  caller: string,
  called: Registration | undefined,
): SipOrigin | SipResponse {
  if (called?.isServedBy(source) === true) return { kind: 'registration', registration: called };
  if (context.options.acceptOnlyRegistered === true) {
    count(context.counters, 'strangersRefused');
    return responseTo(request, called === undefined ? 404 : 403);
  }
  const trunkId = context.options.trunkOf(source.remoteAddress, source.remotePort, caller);
  if (trunkId !== null) return { kind: 'trunk', trunkId };
  const identity = authentication.identify(request, 'proxy', source.remoteAddress, Date.now());
  if ('refuse' in identity) return identity.refuse;
  if (identity.user !== caller) return responseTo(request, 403, '', 'From is not the user');
  return { kind: 'user', user: identity.user };
}

function refusalOf(context: SipContext, transaction: Transaction): SipResponse | null {
  const { request } = transaction;
  if (context.calls.size >= sipLimits.maxCalls) return responseTo(request, 503);
  if (header(request, 'max-forwards') === '0') return responseTo(request, 483);
  if (contact(request) === null || parseUri(contact(request)?.uri ?? '') === null)
    return responseTo(request, 400, '', 'Bad Contact');
  const described = describedBy(request);
  if ('unsupported' in described) {
    const response = responseTo(request, 415);
    add(
      response,
      described.unsupported === 'type' ? 'accept' : 'accept-encoding',
      described.unsupported === 'type' ? 'application/sdp' : 'identity',
    );
    return response;
  }
  const expires = Number((header(request, 'session-expires') ?? '').split(';', 1)[0] || Number.POSITIVE_INFINITY);
  if (expires < sipLimits.minSessionExpiresS) {
    const response = responseTo(request, 422);
    add(response, 'min-se', String(sipLimits.minSessionExpiresS));
    return response;
  }
  const replaces = headerLines(request, 'replaces');
  if (replaces.length > 1) return responseTo(request, 400, '', 'Bad Replaces');
  if (replaces[0] !== undefined && replacedCall(context, replaces[0]) === null) return responseTo(request, 481);
  return null;
}

function makeCall(
  context: SipContext,
  transaction: Transaction,
  caller: string,
  called: Registration | undefined,
  origin: SipOrigin,
): Call {
  const { request, flow } = transaction;
  const described = describedBy(request);
  const sdp = 'sdp' in described ? described.sdp : null;
  const contactUser = parseUri(request.uri)?.user ?? '';
  const replaces = header(request, 'replaces');
  const call = new Call(context, {
    direction: 'incoming',
    callId: callId(request),
    localTag: newTag(),
    localUser: called?.user ?? contactUser,
    remoteUser: caller,
    remoteName: from(request)?.name ?? '',
    remoteSdp: sdp,
    remoteTransport: flow.transport,
    replacesCallId: replaces === undefined ? null : (replacedCall(context, replaces)?.id ?? null),
    credentials: null,
  });
  call.dialog = dialogOfInvite(request, call.localTag, flow, contactUser, origin.kind !== 'user');
  call.peerSdp = sdp ?? '';
  call.hear(request);
  call.setup = new Answering(call, transaction);
  return call;
}
